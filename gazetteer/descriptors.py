"""What stands round a name: "southern X", "X city", "western countryside of X", "near X", "X border crossing"."""

import re
from dataclasses import dataclass, replace

from gazetteer.names import LONGEST
from gazetteer.place import DISTRICT, NEAR_SETTLEMENT


@dataclass(frozen=True, slots=True)
class Reading:
    """A printed place taken apart.

    `kind` is the kind of place that the words ask for, empty where they leave it open. `part` is one of PARTS.
    `precision` is NEAR_SETTLEMENT or DISTRICT where the words say so. `rural` is true for the countryside of a unit.
    `region` is what stands behind a comma, in brackets or after "in".
    """

    name: str
    kind: str = ""
    part: str = ""
    precision: str = ""
    rural: bool = False
    region: str = ""


_PART = "(?P<part>(?:north|south)[ -]?(?:east|west)(?:ern)?|(?:north|south|east|west)(?:ern)?|central|centre|center)"
_COUNTRY = "(?:countryside|country side|rural(?: areas?| parts?)?|rif|reef|hinterland)"
_STRETCH = "(?:parts?|areas?|suburbs|regions?|sectors?|side)"
_POINT = (
    "(?:border )?(?:crossing|checkpoint|gate|junction|bridge|road)|(?:refugee |idp |military )?(?:camps?|base)|"
    "(?:military |army |international )?(?:airport|air ?(?:base|field|strip)|base|complex)|hospital|dam|lake|plain|"
    "farms?|area|outskirts|suburbs|surroundings|front ?lines?|(?:oil ?|gas ?)(?:fields?|wells?)|(?:\\d+ )?sector|"
    "castle|citadel|factory|power (?:plant|station)|university|prison"
)
_AR_PART = "شمال شرق|شمال غرب|جنوب شرق|جنوب غرب|شمال|جنوب|شرق|غرب|وسط"
_AR_SIDE = "الشمالي|الجنوبي|الشرقي|الغربي"

_SAID: tuple[tuple[str, dict[str, str | bool]], ...] = (
    (r"the (?!.*\bof\b)(?P<name>.+)", {}),
    (r"(?:the )?(?:city|town|village|municipality) of (?P<name>.+)", {"kind": "settlement"}),
    (
        r"(?P<name>.+?) (?:(?:city|town)(?: cent(?:re|er))?|village|municipality|suburb|hamlet|island)",
        {"kind": "settlement"},
    ),
    (r"(?:the )?(?:governorate|province|muhafa[zd]at?|mohafa[zd]at?) of (?P<name>.+)", {"kind": "province"}),
    (
        r"(?P<name>.+?) (?:governorate|province|oblast|prefecture|wilayah?|muhafa[zd]ah?|mohafa[zd]ah?)",
        {"kind": "province"},
    ),
    (rf"(?:[\d.,]+ ?(?:km|kilomet\w+|miles?|m) )?{_PART} of (?P<name>.+)", {"precision": NEAR_SETTLEMENT}),
    (rf"(?:the )?{_PART} {_COUNTRY}(?: of)? (?P<name>.+)", {"kind": "province", "rural": True}),
    (rf"{_PART} (?P<name>.+?)(?:'s|’s)? {_COUNTRY}", {"kind": "province", "rural": True}),
    (rf"(?P<name>.+?)(?:'s|’s)? {_PART} {_COUNTRY}", {"kind": "province", "rural": True}),
    (rf"(?P<name>.+?)(?:'s|’s)? {_COUNTRY}", {"kind": "province", "rural": True}),
    (rf"(?:the )?{_COUNTRY}(?: of)? (?P<name>.+)", {"kind": "province", "rural": True}),
    (rf"(?:the )?{_PART}(?: {_STRETCH})?(?: of)? (?P<name>.+)", {}),
    (
        r"(?:markaz|mintaqat|mantiqat|nahiyat|nahiyah?|district of|sub-?district of) (?P<name>.+)",
        {"precision": DISTRICT},
    ),
    (r"(?P<name>.+?) (?:district|sub-?district|nahiya|county)", {"precision": DISTRICT}),
    (
        r"(?:the )?(?:near|around|outside|close to|(?:in the )?vicinity of|(?:on the )?outskirts of|suburbs of)"
        r" (?P<name>.+)",
        {"precision": NEAR_SETTLEMENT},
    ),
    (rf"(?P<name>.+?) (?:{_POINT})", {"precision": NEAR_SETTLEMENT}),
    (rf"ريف (?P<name>.+?) (?P<part>{_AR_SIDE})(?: (?P<more>{_AR_SIDE}))?", {"kind": "province", "rural": True}),
    (r"ريف (?P<name>.+)", {"kind": "province", "rural": True}),
    (r"(?:مدينة|بلدة|قرية) (?P<name>.+)", {"kind": "settlement"}),
    (r"محافظة (?P<name>.+)", {"kind": "province"}),
    (rf"(?P<part>{_AR_PART})ي? (?P<name>.+)", {}),
    (r"(?:قرب|بالقرب من|محيط|حول|معبر|مخيم) (?P<name>.+)", {"precision": NEAR_SETTLEMENT}),
)
_RULES = tuple((re.compile(pattern, re.IGNORECASE), said) for pattern, said in _SAID)

_WORDS = (
    "north|south|east|west|cent|countr|rural|rif|reef|hinter|city|town|vill|munic|govern|provin|oblast|prefect|wilaya|"
    "hafa|distr|nahiya|markaz|mintaq|mantiq|county|near|around|outs|close|vicin|subu|cross|check|gate|junct|bridge|road|"
    "camp|base|airp|hosp|dam|farm|area|surr|front|hamlet|isla|lake|plain|oil|gas|sector|complex|castle|citad|"
    "fact|power|univ|pris"
)
_HINT = re.compile(
    f"^the |{_WORDS}|ريف|مدينة|بلدة|قرية|محافظة|شمال|جنوب|شرق|غرب|وسط|قرب|محيط|حول|معبر|مخيم",
    re.IGNORECASE,
)
"""A word of the rules: names without any, most of them, need no further look."""
_ASCII_HINT = re.compile(_WORDS)


def _is_hinting(name: str) -> bool:
    """Whether the name has a word of the rules; ASCII in lower case is searched several times as fast."""
    if not name.isascii():
        return _HINT.search(name) is not None
    name = name.lower()
    return name.startswith("the ") or _ASCII_HINT.search(name) is not None


_AR_DIRECTIONS = {"شمال": "north", "جنوب": "south", "شرق": "east", "غرب": "west", "وسط": "centre"}
_REGION = re.compile(r"(?P<name>[^,،(]+?)\s*(?:[,،]\s*(?P<after>.+)|\((?P<inside>[^)]*)\).*)", re.DOTALL)
_MARKS = re.compile("[,،(]")
_IN_HINT = re.compile(" (?:in|في) ", re.IGNORECASE)
_IN = re.compile(r"(?P<name>.+?) (?:in|في) (?P<after>.+)", re.IGNORECASE)


def _part(word: str) -> str:
    """One of PARTS for a word of direction: "southwestern" → "south-west"."""
    for arabic, english in _AR_DIRECTIONS.items():
        word = word.replace(arabic, f" {english}")
    if word.lower().startswith("cent") or "centre" in word:
        return "centre"
    return "-".join(re.findall("north|south|east|west", word.lower()))


def _apply(reading: Reading) -> Reading | None:
    if " " not in reading.name or not _is_hinting(reading.name):
        return None
    for pattern, said in _RULES:
        found = pattern.fullmatch(reading.name)
        if found is None:
            continue
        groups = found.groupdict()
        part = _part(f"{groups.get('part') or ''}{groups.get('more') or ''}")
        return replace(
            reading,
            name=found["name"].strip(),
            kind=reading.kind or str(said.get("kind", "")),
            part=reading.part or part,
            precision=reading.precision or str(said.get("precision", "")),
            rural=reading.rural or bool(said.get("rural")),
        )
    return None


def split_region(text: str) -> tuple[str, str]:
    """The name and what stands behind its comma or in its brackets, empty where nothing does."""
    text = " ".join(text[:LONGEST].split())
    found = _REGION.fullmatch(text) if _MARKS.search(text) else None
    if found is None:
        return text, ""
    return found["name"].strip(), (found["after"] or found["inside"] or "").strip()


def readings(text: str) -> list[Reading]:
    """The printed place taken apart step by step: the name as printed first, its innermost name last."""
    name, region = split_region(text)
    steps = [Reading(name, region=region)]
    if not region and _IN_HINT.search(name) and (found := _IN.fullmatch(name)):
        steps.append(Reading(found["name"], region=found["after"]))
    for _ in range(3):
        inner = _apply(steps[-1])
        if inner is None or not inner.name:
            break
        steps.append(inner)
    return list(map(_with_kind, steps))


def _with_kind(reading: Reading) -> Reading:
    is_part = reading.part and not (reading.kind or reading.precision)
    return replace(reading, kind="province") if is_part else reading


_OTHERWISE = re.compile(r"\s*/\s*")
_BETWEEN = re.compile(r"(?:.*\b)?between (?P<one>.+?) and (?P<other>.+)|بين (?P<eins>.+?) و(?P<zwei>.+)", re.IGNORECASE)


def spellings(text: str) -> list[str]:
    """The ways a place is printed at once: "Kobane/Ayn al Arab town", "Al-Rai town (Choban Bey)"; one, mostly."""
    if "/" not in text and "(" not in text:
        return [text]
    head, _, inside = text[:LONGEST].partition("(")
    names = _OTHERWISE.split(head)
    inside, _, tail = inside.partition(")")
    return [name.strip() for name in (*names, f"{inside} {tail}") if name.strip()] or [text]


def between(text: str) -> tuple[str, str] | None:
    """The two places that the text says something lies between, None where it says no such thing."""
    found = _BETWEEN.fullmatch(" ".join(text[:LONGEST].split())) if "betw" in text.lower() or "بين" in text else None
    if found is None:
        return None
    return found["one"] or found["eins"], found["other"] or found["zwei"]


def read(text: str) -> Reading:
    """The printed place taken apart; the name alone, as printed, where no word of ours stands round it."""
    return readings(text)[-1]
