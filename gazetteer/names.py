"""Keys of a name, Latin or Arabic: folded, sound and skeleton. Strings in, strings out."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations, islice, product

VERSION = 5
"""Raised when a key changes, or what makes two records one place, so that older indices are built anew."""

LONGEST = 200
"""Letters of a name that are read; what lies beyond cannot be a place name."""

_DROPPED = frozenset("'’‘`´ʿʾʻʼ‛′ʽˁˀ\"“”·.ـءʹʺ")
_LETTERS = {
    **{"ı": "i", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "ð": "dh", "đ": "d", "ə": "e", "ŋ": "n", "ħ": "h"},
    **{"ة": "ه", "ۃ": "ه", "ە": "ه", "ہ": "ه", "ى": "ي", "ی": "ي", "ک": "ك", "گ": "ك", "ٱ": "ا"},
}


class _Folding(dict[int, str]):
    """What each letter folds to, worked out when it is first met."""

    def __missing__(self, codepoint: int) -> str:
        folded = before = chr(codepoint)
        while True:
            folded = "".join(map(_fold_letter, unicodedata.normalize("NFKD", folded.casefold())))
            if folded == before:
                break
            before = folded
        self[codepoint] = folded
        return folded


def _fold_letter(letter: str) -> str:
    if letter in _DROPPED or unicodedata.category(letter).startswith("M"):
        return ""
    if letter in _LETTERS:
        return _LETTERS[letter]
    return letter if letter.isalnum() else " "


_FOLDING = _Folding()


def fold(name: str) -> str:
    """The name without case, accents, quotes, ayn and hamza; hyphens and punctuation become single spaces."""
    return " ".join(name[:LONGEST].translate(_FOLDING).split())


_SPOKEN_LETTER = re.compile("[a-z\u0621-\u06d3]")
_ARABIC = re.compile("[\u0621-\u06d3]")
_NO_SOUND = re.compile("[^A-Za-z0-9@]")
_ARTICLE = re.compile(
    "(?:[aeiuo]l|[ae]al)|(?:[aeiu])(?:sh|ch|th|dh|t|d|r|z|s|n|l|j|dj|nn|rr|ss|tt|dd|zz)",
)
_DIGRAPHS = {
    **{"tsch": "j", "tch": "j", "tsh": "j", "sch": "S", "sh": "S", "ch": "S", "kh": "x", "gh": "g", "th": "t"},
    **{"dh": "D", "dj": "j", "ph": "f", "ck": "k", "ou": "u", "oo": "u", "ee": "i"},
    **{"ai": "e", "ay": "e", "ei": "e", "ey": "e", "au": "o", "aw": "o", "ow": "o", "q": "k", "c": "k", "v": "f"},
    "p": "b",
}
_DIGRAPH = re.compile("|".join(_DIGRAPHS))
_ARABIC_SOUNDS = str.maketrans(
    {
        **{"ا": "A", "ع": "A", "ب": "b", "پ": "b", "ت": "t", "ط": "t", "ث": "t", "ج": "j", "چ": "j", "ح": "h"},
        **{"ه": "h", "خ": "x", "د": "d", "ض": "d", "ذ": "D", "ظ": "D", "ز": "z", "ر": "r", "س": "s", "ص": "s"},
        **{"ش": "S", "غ": "g", "ف": "f", "ڤ": "f", "ق": "k", "ك": "k", "ل": "l", "م": "m", "ن": "n", "و": "w"},
        "ي": "y",
    }
)
_DOUBLE = re.compile(r"(.)\1+")


_CODE = re.compile(r"[A-Z]{1,3}\d{1,8}")


def is_code(name: str) -> bool:
    """Whether the name is a P-code: C5993, SY12."""
    return _CODE.fullmatch(name) is not None


def is_spoken(folded: str) -> bool:
    """Whether the folded name has letters whose sounds we know: Latin or Arabic."""
    return _SPOKEN_LETTER.search(folded) is not None


def is_arabic(text: str) -> bool:
    """Whether the text has Arabic letters."""
    return _ARABIC.search(text) is not None


def _is_article(token: str, following: str) -> bool:
    if not _ARTICLE.fullmatch(token):
        return False
    return token[-1] == "l" or following.startswith(token[1:]) or following[0] == token[1]


def has_article(folded: str) -> bool:
    """Whether the folded name begins with the Arabic article."""
    first, _, rest = folded.partition(" ")
    return folded.startswith("ال") if is_arabic(folded) else bool(rest) and _is_article(first, rest)


def articles_of(tokens: Sequence[str]) -> list[bool]:
    """Whether each word of a folded name is an Arabic article."""
    pairs = zip(tokens, [*tokens[1:], ""], strict=False)
    return [bool(following) and _is_article(token, following) for token, following in pairs]


def _without_articles(tokens: list[str]) -> list[str]:
    return [token for token, article in zip(tokens, articles_of(tokens), strict=True) if not article]


_VOWELS = str.maketrans("", "", "aeiouywA@")
_SPOKEN = str.maketrans({"@": "a", "A": "a", "y": "i", "w": "u", "e": "i", "o": "u"})
_LOOSE = str.maketrans({"D": "d", "z": "d", "g": "k", "x": "k"})
_LONG_OU = re.compile("^ou(?=[aeiy])")
_FINAL_H = re.compile("(?<=[aeio])h$")
_FINAL_E = re.compile("(?<=[^aeiou])e$")


def _latin_sounds(token: str, last: bool) -> str:
    token = _DIGRAPH.sub(lambda found: _DIGRAPHS[found[0]], _LONG_OU.sub("w", token))
    token = _FINAL_E.sub("a", _FINAL_H.sub("", _DOUBLE.sub(r"\1", token)))
    construct = not last and token[-2:] in ("at", "et", "it") and len(token.translate(_VOWELS)) >= 4
    return token[:-1] if construct else token


def _arabic_sounds(token: str) -> str:
    """The letters as they sound, the article dropped; @ is a final ta marbuta."""
    if token.startswith("ال") and len(token) > 3:
        token = token[2:]
    elif token.startswith("وال") and len(token) > 4:
        token = "و" + token[3:]
    sounds = re.sub("[^A-Za-z]", "", token.translate(_ARABIC_SOUNDS))
    return sounds[:-1] + "@" if sounds.endswith("h") and len(sounds) > 2 else sounds


@lru_cache(maxsize=131072)
def _token_keys(token: str, last: bool) -> tuple[str, str]:
    """Skeleton and sound of one word, both empty in a script other than Latin and Arabic."""
    sounds = _arabic_sounds(token) if is_arabic(token) else _latin_sounds(token, last)
    sounds = _NO_SOUND.sub("", sounds)
    if not sounds:
        return "", ""
    start = "A" if sounds[0] in "aeiouA" else sounds[0] if sounds[0] in "wy" else ""
    return _DOUBLE.sub(r"\1", start + sounds.translate(_VOWELS)), sounds.translate(_SPOKEN)


@lru_cache(maxsize=32768)
def keys(folded: str) -> tuple[str, str]:
    """Skeleton and sound of a folded name."""
    return _keys_of(_without_articles(folded.split()))


def _keys_of(tokens: list[str]) -> tuple[str, str]:
    pairs = [_token_keys(token, place == len(tokens) - 1) for place, token in enumerate(tokens)]
    bones = "".join(skeleton for skeleton, _ in pairs)
    bones = bones[:1] + bones[1:].replace("A", "")
    return _DOUBLE.sub(r"\1", bones.translate(_LOOSE)), _DOUBLE.sub(r"\1", "".join(sound for _, sound in pairs))


_MOST_KEYS = 12
_AS_ONE = (("sh", "S"), ("kh", "k"), ("dh", "d"), ("th", "t"), ("gh", "k"))
"""Two Arabic letters that Latin writes as it does one: مسحرة is Mashara."""


@lru_cache(maxsize=4096)
def arabic_keys(folded: str) -> list[tuple[str, str]]:
    """Skeleton and sound of a folded Arabic name, with the other skeletons that its Latin spellings may have.

    A ta marbuta before another word is a t or nothing, a final ha is written or not, a first waw or ya is a consonant
    or a vowel, jim is g in Turkish and Egyptian, and what looks like the article may belong to the word.
    """
    bones, sound = keys(folded)
    tokens = folded.split()
    ways = [_arabic_ways(token, at == 0, at == len(tokens) - 1) for at, token in enumerate(tokens)]
    found = {bones: None}
    for changes in range(1, len(ways) + 1):
        for combined in islice(_changed(ways, changes), _MOST_KEYS):
            joined = "".join(combined)
            found[_DOUBLE.sub(r"\1", (joined[:1] + joined[1:].replace("A", "")).translate(_LOOSE))] = None
    return [(key, sound) for key in islice(found, _MOST_KEYS) if key]


def _changed(ways: list[list[str]], count: int) -> Iterator[list[str]]:
    """The words with so many of them in another way than their first."""
    for places in combinations(range(len(ways)), count):
        for said in product(*(ways[at][1:] if at in places else ways[at][:1] for at in range(len(ways)))):
            yield list(said)


def _arabic_ways(token: str, first: bool, last: bool) -> list[str]:
    """The skeletons that a word may have in Latin, the usual one first."""
    usual = _token_keys(token, last)[0]
    ways = [usual]
    bare = usual.lstrip("A")
    if token.endswith("ه") and not last and len(bare) < 3:
        ways.append(usual + "t")
    if token.endswith("ح"):
        ways.append(usual + "h")
    if usual[:1] in ("w", "y"):
        ways.append(("A" if first else "") + usual[1:])
    if token.startswith("ال"):
        ways.append("Al" + bare if len(token) > 3 else "")
    ways += [way.replace(two, one) for way in tuple(ways) for two, one in _AS_ONE if two in way]
    ways += [way.replace("j", "k") for way in tuple(ways) if "j" in way]
    return list(dict.fromkeys(_DOUBLE.sub(r"\1", way) for way in ways))


def skeleton(name: str) -> str:
    """The consonants of the name, sounds that are often confused as one letter; A is an initial vowel.

    Empty for a name in a script other than Latin and Arabic.
    """
    return keys(fold(name))[0]


def skeleton_of(folded: str) -> str:
    """The same for a folded name."""
    return keys(folded)[0]


def phon(name: str) -> str:
    """How the name sounds, in one run of letters: articles dropped, vowels as a, i, u, digraphs as one letter."""
    return keys(fold(name))[1]


def shortened(folded: str) -> list[tuple[str, str]]:
    """Skeleton and sound of a folded name without its first word, and without its last, where that leaves a name."""
    tokens = _without_articles(folded.split())
    if len(tokens) < 2:
        return []
    pairs = (_keys_of(tokens[1:]), _keys_of(tokens[:-1]))
    return [pair for pair in dict.fromkeys(pairs) if len(pair[0]) >= _LEAST_BONES]


_LEAST_BONES = 3
_ATTACHED = re.compile("^(?:[ea]l(?=[^aeiouylhw ])|[ea](?=zz|ss|rr|tt|dd|nn))")
_FRENCH_RH = re.compile("(^|(?<=[aeiou ]))r+h(?=[aeiou])")


def variants(name: str) -> tuple[str, ...]:
    """The folded name; then with attached articles detached (Elmayathen); with French rh as gh, where that differs."""
    return variants_of(fold(name))


def variants_of(folded: str) -> tuple[str, ...]:
    """The same for a folded name."""
    if not folded.isascii():
        return (folded,)
    detached = " ".join([_ATTACHED.sub("", token) if len(token) >= 6 else token for token in folded.split()])
    french = _FRENCH_RH.sub("gh", folded) if "rh" in folded else folded
    parted = folded.replace("tsh", "t sh")
    return tuple(dict.fromkeys((folded, detached, french, parted)))


CHANGED = "bdfhjklmnrstSA"
"""The letters that one of a skeleton may be changed to."""

ADDED = CHANGED[:-1]
"""The letters that one may be added of."""

SHORTEST_OFF = 3
"""Skeletons shorter than this have no neighbours; of those of this length no letter is changed."""


def neighbours(bones: str) -> set[str]:
    """The skeletons one letter away: one dropped, added or changed."""
    if len(bones) < SHORTEST_OFF:
        return set()
    cuts = [(bones[:at], bones[at:]) for at in range(len(bones) + 1)]
    dropped = {left + right[1:] for left, right in cuts if right}
    added = {left + sound + right for left, right in cuts for sound in ADDED}
    if len(bones) == SHORTEST_OFF:
        return (dropped | added) - {bones}
    changed = {left + sound + right[1:] for left, right in cuts if right for sound in CHANGED}
    return (dropped | added | changed) - {bones}
