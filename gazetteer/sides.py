"""Words that tell places of one name apart: upper and lower, east and west, old and new, a number."""

import re
from collections.abc import Iterable
from functools import lru_cache

from gazetteer.names import articles_of, fold

Side = tuple[str, str]
"""What the word tells apart, and which of them it is: ("height", "upper")."""

_WORDS: tuple[tuple[str, str, str], ...] = (
    ("height", "upper", "upper|f(?:a|o|u|au|ou|ao|aou|aw|ow)[qk](?:a|ah|e|eh|ani\\w*)|[ou]u?lya|فوقا\\w*|فوقه|عليا"),
    ("height", "lower", "lower|ta(?:h|kh)t(?:a|ah|e|eh|ani\\w*)|s[ou]u?fla|تحتا\\w*|تحته|سفلي"),
    ("north", "north", "north(?:ern)?|[sc]h[aei]?mal[iy]\\w*|شمالي\\w*"),
    ("north", "south", "south(?:ern)?|[jg][ae]n[ou]+b[iy]\\w*|[qk]ibl[iy]\\w*|جنوبي\\w*|قبلي\\w*"),
    ("east", "east", "east(?:ern)?|[sc]h[ae]r[qk][iy]\\w*|شرقي\\w*"),
    ("east", "west", "west(?:ern)?|(?:gh|rh)arb[iy]\\w*|غربي\\w*"),
    ("size", "large", "great(?:er)?|k[ae]b[ei]+r\\w*|k[ou]+bra|كبير\\w*|كبري"),
    ("size", "small", "little|small|s[ae]?(?:gh|rh)[aei]+y?[iy]?r\\w*|s[ou]+ghra|صغير\\w*|صغري"),
    ("age", "old", "old|[qk]ad[ie]+m\\w*|قديم\\w*"),
    ("age", "new", "new|[jg]a?d[ie]+d\\w*|جديد\\w*"),
    ("order", "1", "1|[ae]wwal|اول"),
    ("order", "2", "2|ii|thani|ثاني"),
    ("order", "3", "3|iii|thalith|ثالث"),
)
_RULES = tuple((axis, side, re.compile(pattern)) for axis, side, pattern in _WORDS)
_NUMBER = re.compile(r"\d{1,3}")


def apart(names: Iterable[str], others: Iterable[str], of_one_source: bool = False) -> bool:
    """Whether the names say that these are two places: Upper Baqras and Lower Baqras.

    Two records of one source are two places also where a word stands with all names of only one: Hilta and Hilta
    el-Fawqa.
    """
    said, other = sides(names), sides(others)
    if of_one_source and said.keys() != other.keys():
        return True
    return any(said[axis].isdisjoint(other[axis]) for axis in said.keys() & other.keys())


def sides(names: Iterable[str]) -> dict[str, set[str]]:
    """What the words of the names say, by what they tell apart; empty for names without such a word."""
    found: dict[str, set[str]] = {}
    for name in names:
        for axis, side in _sides(fold(name)):
            found.setdefault(axis, set()).add(side)
    return found


@lru_cache(maxsize=65536)
def _sides(folded: str) -> tuple[Side, ...]:
    """The sides that the words say; a word that is the whole name, Jadida, is a name."""
    words = folded.split()
    words = [word.removeprefix("ال") for word, article in zip(words, articles_of(words), strict=True) if not article]
    return tuple(side for word in words if (side := _side(word))) if len(words) > 1 else ()


@lru_cache(maxsize=65536)
def _side(word: str) -> Side | None:
    found = next(((axis, side) for axis, side, pattern in _RULES if pattern.fullmatch(word)), None)
    return found or (("order", word) if _NUMBER.fullmatch(word) else None)
