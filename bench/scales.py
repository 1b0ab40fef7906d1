"""Fits the scales of `gazetteer/chance.py` anew on a draw of the working half, and says how near today's come.

Not fitted are the bar of a letter, which has too few answers, and that of a word. Absent villages are not asked.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from math import log
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.protocol import WORKING, Question, all_entries, draw, in_provinces, is_hit
from gazetteer import Gazetteer, build_index, chance, rank
from gazetteer.chance import ALONE, NEAR, WITHIN, Ranked, Scale
from gazetteer.merging import merged
from gazetteer.search import EXACT_NAME, FOLDED, ONE_DELETION, ONE_EDIT, ONE_WORD, SKELETON

_LEAST = 1e-4
"""No chance is taken for smaller, or for larger than one less it."""

_ROUNDS, _SHRINK = 12, 0.6
Point = list[float]


@dataclass(frozen=True, slots=True)
class Answer:
    """The places that were ranked for a question, the length of its skeleton, whether the first is right."""

    ranked: Ranked
    bones: int
    right: bool


@contextmanager
def _heard() -> Iterator[list[tuple[Ranked, int]]]:
    """What is ranked meanwhile, and the lengths of the skeletons."""
    kept: list[tuple[Ranked, int]] = []

    def chances(ranked: Ranked, scale: Scale, bones: int) -> list[float]:
        kept.append((ranked, bones))
        return chance.chances(ranked, scale, bones)

    rank.chances = chances
    try:
        yield kept
    finally:
        rank.chances = chance.chances


def answers(questions: Sequence[Question], ask: Callable[[Question, int], object]) -> list[Answer]:
    """The answers to the questions, those left out for which no place is found at all."""
    found = []
    with _heard() as kept:
        for at, question in enumerate(questions):
            kept.clear()
            ask(question, at)
            if kept:
                ranked, bones = kept[-1]
                found.append(Answer(ranked, bones, is_hit(ranked[0][1].place, question)))
    return found


def loss(answers: Sequence[Answer], scale: Scale) -> float:
    """Nats an answer by which the chance of the first place was wrong."""
    said = [(answer.right, chance.chances(answer.ranked, scale, answer.bones)[0]) for answer in answers]
    return -sum(log(min(1 - _LEAST, max(_LEAST, p if right else 1 - p))) for right, p in said) / len(said)


def _scale(point: Point, today: Scale) -> Scale:
    """The scale of these figures; today's bar of a letter stays, and how far a word's lies above a consonant's."""
    steep, written, sound, consonant, short, crowd = point
    word = today.even[ONE_WORD] - today.even[ONE_DELETION]
    even = {EXACT_NAME: written, FOLDED: written, SKELETON: sound, ONE_DELETION: consonant}
    return replace(
        today,
        steep=steep,
        even={**even, ONE_EDIT: today.even[ONE_EDIT], ONE_WORD: consonant + word},
        short=short,
        crowd=crowd,
    )


def _point(scale: Scale) -> Point:
    even = scale.even
    return [scale.steep, even[EXACT_NAME], even[SKELETON], even[ONE_DELETION], scale.short, scale.crowd]


def fitted(answers: Sequence[Answer], today: Scale) -> Scale:
    """The scale with the least loss, figure by figure, from a start without today's but for the bars not fitted."""
    point = [30.0, 0.8, 0.8, 0.8, 0.0, 0.0]
    steps = [10.0, 0.05, 0.05, 0.05, 0.3, 0.2 if today.crowd else 0.0]
    best = loss(answers, _scale(point, today))
    for _ in range(_ROUNDS):
        for at, step in enumerate(steps):
            for way in (step, -step):
                while step and (less := loss(answers, _scale(tried := _moved(point, at, way), today))) < best:
                    point, best = tried, less
        steps = [step * _SHRINK for step in steps]
    return _scale(point, today)


def _moved(point: Point, at: int, way: float) -> Point:
    return [*point[:at], max(1.0, point[at] + way) if at == 0 else point[at] + way, *point[at + 1 :]]


def main() -> None:
    """Print for each scale the figures fitted and those of today, each with its loss."""
    entries, elsewhere = all_entries()
    trial = draw(entries, elsewhere, WORKING)
    own, foreign = in_provinces(trial, trial.entries, WORKING)
    said = [*own, *foreign]
    questions = [*trial.held_out, *trial.strangers]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "gazetteer.sqlite"
        build_index(path, sources=[merged(trial.entries)], progress=False)
        gazetteer = Gazetteer(path)
        asked = {
            "NEAR": (NEAR, answers(questions, lambda one, _: gazetteer.candidates(one.spelling, near=one.near))),
            "WITHIN": (
                WITHIN,
                answers(
                    [one for one, _ in said], lambda one, at: gazetteer.candidates(one.spelling, region=said[at][1])
                ),
            ),
            "ALONE": (ALONE, answers(questions, lambda one, _: gazetteer.candidates(one.spelling))),
        }
        print("steepness; written, sound, consonant; short, crowd: nats an answer")
        for name, (today, found) in asked.items():
            for label, scale in (("fitted", fitted(found, today)), ("today", today)):
                figures = ", ".join(f"{figure:.3f}" for figure in _point(scale))
                print(f"{name} {label}: {figures}: {loss(found, scale):.4f} of {len(found)} answers", flush=True)


if __name__ == "__main__":
    main()
