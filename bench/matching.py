"""How well names are matched, by the protocol: beside rapidfuzz over all names and exact look-up, in the same run."""

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extract

from bench.protocol import (
    SHARED,
    STRANGERS,
    UNSEEN,
    WORKING,
    Asked,
    Question,
    Trial,
    all_entries,
    draw,
    in_provinces,
    is_hit,
    latin_only,
)
from gazetteer import Gazetteer, Match, build_index
from gazetteer.merging import merged
from gazetteer.names import fold
from gazetteer.place import Entry, Place

FAR = 0.02
Ranked = list[tuple[Place, float]]
Answer = Callable[[Question], Ranked]


def report() -> None:
    """Print the figures of both seeds."""
    if not SHARED.is_dir():
        print(f"{SHARED}: not there; the names to match with are kept out of the project")
        return
    entries, elsewhere = all_entries()
    for seed, said in ((WORKING, "working"), (UNSEEN, "unseen")):
        print(f"matching, seed {seed} ({said}):")
        trial = draw(entries, elsewhere, seed)
        with TemporaryDirectory() as folder:
            _report_trial(trial, Path(folder), seed)


def _report_trial(trial: Trial, folder: Path, seed: int) -> None:
    names, latin = folder / "all.sqlite", folder / "latin.sqlite"
    kept = merged(trial.entries)
    build_index(names, sources=[kept], progress=False)
    build_index(latin, sources=[merged(latin_only(trial.entries))], progress=False)
    hard = sum(question.hard for question in trial.held_out)
    print(
        f"  {len(kept):,} places, {len(trial.held_out)} held out, {hard} of them hard, {len(trial.strangers)} strangers"
    )
    gazetteer = Gazetteer(names)
    _report_ours(gazetteer, trial)
    _report_provinces(gazetteer, *in_provinces(trial, trial.entries, seed))
    right, five = _shares(Gazetteer(latin), trial.arabic)
    print(f"  Arabic on Latin-only names: R@1 {right:.3f}, R@5 {five:.3f}")
    for said, answer in (("rapidfuzz ratio", _by_ratio(kept)), ("exact, folded", _by_exact(kept))):
        _report_plain(said, answer, trial)


def _report_ours(gazetteer: Gazetteer, trial: Trial) -> None:
    start = perf_counter()
    asked = [gazetteer.candidates(question.spelling, near=question.near) for question in trial.held_out]
    speed = len(asked) / (perf_counter() - start)
    strangers = [gazetteer.candidates(question.spelling, near=question.near) for question in trial.strangers]
    tops = [_top(matches) for matches in asked]
    bar = _bar([_top(matches) for matches in strangers])
    all_right, hard_right = (_right(*part, bar) for part in ((trial.held_out, tops), _hard_of(trial, tops)))
    print(f"  context: R@1 {_right(trial.held_out, tops):.3f}; {speed:,.0f} a second")
    print(f"  context, FAR <= {FAR}: R@1 {all_right:.3f}, hard {hard_right:.3f}")
    taken = [top if matches and matches[0].accepted else [] for top, matches in zip(tops, asked, strict=True)]
    wrong = sum(bool(matches and matches[0].accepted) for matches in strangers) / STRANGERS
    precision = _right(trial.held_out, taken) * len(taken) / max(1, sum(map(bool, taken)))
    print(f"  taken and right {_right(trial.held_out, taken):.3f}, hard {_right(*_hard_of(trial, taken)):.3f}")
    print(f"  taken of the strangers {wrong:.4f}; right of what is taken {precision:.3f}")
    asked_of = [*trial.held_out, *trial.strangers]
    _reliability([*zip(asked_of, [*tops, *map(_top, strangers)], strict=True)])
    right, five = _shares(gazetteer, trial.held_out)
    _, hard_five = _shares(gazetteer, _hard(trial))
    print(f"  no context: R@1 {right:.3f}, R@5 {five:.3f}, hard R@5 {hard_five:.3f}")


def _report_provinces(gazetteer: Gazetteer, own: list[Asked], foreign: list[Asked]) -> None:
    """The province alone is said."""
    found, strangers = (
        [gazetteer.candidates(question.spelling, region=region) for question, region in asked]
        for asked in (own, foreign)
    )
    questions, tops = [question for question, _ in own], list(map(_top, found))
    taken = [top if matches and matches[0].accepted else [] for top, matches in zip(tops, found, strict=True)]
    wrong = sum(bool(matches and matches[0].accepted) for matches in strangers) / STRANGERS
    print(f"  province: R@1 {_right(questions, tops):.3f}, taken and right {_right(questions, taken):.3f}", end="")
    print(f", taken of the strangers {wrong:.4f}")
    asked_of = [*questions, *(question for question, _ in foreign)]
    _reliability([*zip(asked_of, [*tops, *map(_top, strangers)], strict=True)])


def _top(matches: list[Match]) -> Ranked:
    return [(match.place, match.score) for match in matches[:1]]


def _hard(trial: Trial) -> list[Question]:
    return [question for question in trial.held_out if question.hard]


def _hard_of(trial: Trial, tops: list[Ranked]) -> tuple[list[Question], list[Ranked]]:
    return _hard(trial), [top for question, top in zip(trial.held_out, tops, strict=True) if question.hard]


def _bar(strangers: list[Ranked]) -> float:
    """The score that no more than the allowed share of the strangers passes."""
    scores = sorted((top[0][1] for top in strangers if top), reverse=True)
    allowed = int(FAR * len(strangers))
    return scores[allowed] if len(scores) > allowed else 0.0


def _right(questions: list[Question], tops: list[Ranked], bar: float = -1.0) -> float:
    hits = (bool(top) and top[0][1] > bar and is_hit(top[0][0], q) for q, top in zip(questions, tops, strict=True))
    return sum(hits) / len(questions)


def _shares(gazetteer: Gazetteer, questions: list[Question]) -> tuple[float, float]:
    """R@1 and R@5 without a context."""
    found = [gazetteer.candidates(question.spelling) for question in questions]
    first = [bool(m) and is_hit(m[0].place, q) for q, m in zip(questions, found, strict=True)]
    five = [any(is_hit(match.place, q) for match in m[:5]) for q, m in zip(questions, found, strict=True)]
    return sum(first) / len(questions), sum(five) / len(questions)


def _reliability(asked: Sequence[tuple[Question, Ranked]]) -> None:
    """Said and true share of right answers, by tenths of the score."""
    cells = []
    for tenth in range(10):
        inside = [
            (top[0][1], is_hit(top[0][0], question)) for question, top in asked if top and tenth <= top[0][1] * 10
            and (top[0][1] * 10 < tenth + 1 or tenth == 9)
        ]  # fmt: skip
        if inside:
            said, true = (sum(column) / len(inside) for column in zip(*inside, strict=True))
            cells.append(f"{said:.2f}/{true:.2f} ({len(inside)})")
    print(f"  score, said/true (answers): {', '.join(cells)}")


def _by_ratio(entries: list[Entry]) -> Answer:
    rows = [(fold(name), entry.place) for entry in entries for name in entry.names]
    names = [name for name, _ in rows]

    def answer(question: Question) -> Ranked:
        found = extract(fold(question.spelling), names, scorer=ratio, processor=None, limit=20)
        return _once([(rows[at][1], score) for _, score, at in found])

    return answer


def _by_exact(entries: list[Entry]) -> Answer:
    known: dict[str, list[Place]] = {}
    for entry in entries:
        for name in entry.names:
            known.setdefault(fold(name), []).append(entry.place)
    return lambda question: _once([(place, 1.0) for place in known.get(fold(question.spelling), ())])


def _once(found: Ranked) -> Ranked:
    best: dict[str, tuple[Place, float]] = {}
    for place, score in found:
        best.setdefault(place.id, (place, score))
    return list(best.values())


def _report_plain(said: str, answer: Answer, trial: Trial) -> None:
    start = perf_counter()
    found = [answer(question) for question in trial.held_out]
    speed = len(found) / (perf_counter() - start)
    five = sum(any(is_hit(place, q) for place, _ in r[:5]) for q, r in zip(trial.held_out, found, strict=True))
    print(f"  {said}: R@1 {_right(trial.held_out, found):.3f}, R@5 {five / len(found):.3f}, {speed:,.0f} a second")
