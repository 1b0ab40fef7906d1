"""Which of a file's headers means what: our fields with the words people use for them, and the guess.

A field is what `--map` speaks of: `--map date=when`. The names of schema columns are understood too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from geodata.schema import DISPLACEMENT, INCIDENTS, Table

_COMMON = {
    "id": "id|event id|event id cnty|incident id|record id|reference|ref|identifiant|الرقم|المعرف|رقم الحادث",
    "place": "place|where coordinates|location|town|village|city|settlement|community|locality|place name|"
    "location name|where|site|"
    "neighbourhood|"
    "المكان|الموقع|البلدة|القرية|المدينة|مكان|الموقع الجغرافي|lieu|localité|ville|endroit",
    "region": "province|governorate|admin1|admin 1|adm1|adm 1|admin1 name|state|region|area|region name|mohafaza|"
    "district|sub district|subdistrict|"
    "المحافظة|محافظة|المنطقة|الناحية|gouvernorat|région|département",
    "district": "admin2|admin 2|adm2|adm 2|admin2 name|district|district name|county|rayon|raion|caza|kaza|qadaa|"
    "القضاء|قضاء|المديرية|مديرية|arrondissement",
    "country": "country|country name|admin0|admin 0|adm0|iso|iso2|iso3|country code|nation|الدولة|البلد|pays",
    "lat": "lat|latitude|y|geo lat|خط العرض|العرض",
    "lon": "lon|long|lng|longitude|x|geo lon|خط الطول|الطول",
    "coordinates": "coordinates|coords|lat lon|lat long|latlon|gps|geolocation|الإحداثيات|احداثيات|coordonnées",
    "precision": (
        "location precision|geo precision|where prec|precision|location accuracy|geolocation accuracy|دقة الموقع"
    ),
    "radius": "coordinate uncertainty in meters|coordinateuncertaintyinmeters|radius m|radius in metres",
    "reported_by": "reported by|claimant|reporter|source name|source|sources|source office|according to|"
    "said by|publisher|"
    "المصدر|مصدر|rapporté par",
    "compiled_from": "compiled from|publication|source article|document|report|source document|المنشور|المرجع",
    "quote": "quote|sentence|excerpt|source headline|headline|اقتباس|citation",
    "url": "url|link|source url|source link|web|website|الرابط|رابط|lien",
    "notes": "notes|note|comments|comment|remarks|narrative|summary|ملاحظات|ملاحظة|remarques|commentaires",
    "status": "status|الحالة|statut",
}
_INCIDENT = {
    "date": "date|event date|incident date|date of incident|date of event|start date|date start|date from|"
    "from date|date occurred|"
    "day|start|when|reported date|date reported|التاريخ|تاريخ|تاريخ الحادث|اليوم|jour|month|year|السنة",
    "end_date": "end date|date end|date to|to date|end|until|تاريخ النهاية|date de fin",
    "time": "time|hour|time of day|start time|event time|الوقت|الساعة|heure",
    "end_time": "end time|time to|to time",
    "time_precision": "time precision|date prec",
    "what": "what|event|incident|event description|description|what happened|type of attack|attack type|attack|"
    "type of event|"
    "strike type|incident type|type of incident|weapon|type|category|الحدث|الحادث|الوصف|نوع الحادث|ماذا|événement|"
    "type d'événement|quoi",
    "event_type": "event type|type of violence",
    "sub_event_type": "sub event type|subevent type|event sub type",
    "killed": "killed|deaths|fatalities|dead|deaths best|best|fatalities best|number killed|no killed|"
    "civilians killed|death toll|"
    "martyrs|القتلى|قتلى|عدد القتلى|الشهداء|شهداء|morts|tués|décès|victimes",
    "killed_low": "killed low|low|fatalities low|deaths low|killed min|min killed|minimum deaths",
    "killed_high": "killed high|high|fatalities high|deaths high|killed max|max killed|maximum deaths",
    "injured": (
        "injured|wounded|injuries|number injured|no injured|casualties injured|الجرحى|جرحى|عدد الجرحى|المصابين|blessés"
    ),
    "count": "event count|events|number of events|number of attacks|count|عدد الأحداث",
    "actor1": "actor1|actor 1|actor|perpetrator|side a|attacker|responsible|الفاعل|الجهة|auteur",
    "actor2": "actor2|actor 2|victim|target|side b|الضحية|المستهدف|cible",
}
_DISPLACED = {
    "as_of": "as of|date|reporting date|date reported|report date|reference date|when|day|"
    "reporting month|month|year|التاريخ|تاريخ|à la date",
    "from": "from|start|start date|date from|period start|reference period start|من",
    "to": "to|end|end date|date to|period end|reference period end|إلى|الى",
    "low": "low|min|minimum|lower|lower bound|at least|الحد الأدنى",
    "value": "value|figure|displaced|idps|idp|people|persons|individuals|population|number|number of idps|total|"
    "refugees|returnees|"
    "العدد|عدد النازحين|النازحون|النازحين|déplacés|nombre",
    "high": "high|max|maximum|upper|upper bound|up to|الحد الأعلى",
    "figure_printed": "figure printed",
    "quantifier": "quantifier|qualifier",
    "unit": "unit|units|الوحدة|unité",
    "household_size": "household size|family size|hh size",
    "measure": "measure|figure type|displacement type|stock or flow|kind|type|المقياس",
    "role": "role",
    "origin": "origin|place of origin|displaced from|الأصل|origine",
}
FIELDS: dict[str, dict[str, str]] = {INCIDENTS.name: _INCIDENT | _COMMON, DISPLACEMENT.name: _DISPLACED | _COMMON}
REQUIRED = {INCIDENTS.name: "date", DISPLACEMENT.name: "as_of"}
_TELLING = {
    INCIDENTS.name: set(_INCIDENT) - {"date", "end_date", "killed_low", "killed_high"},
    DISPLACEMENT.name: set(_DISPLACED) - {"as_of", "from", "to"},
}
_WHOLE = 4
"""A word shorter than this, or one of _LOOSE, must be the whole header; others may stand within it."""
_LOOSE = frozenset(
    [
        "area",
        "attack",
        "best",
        "city",
        "coordinates",
        "count",
        "day",
        "dead",
        "district",
        "event",
        "events",
        "figure",
        "from",
        "high",
        "kind",
        "link",
        "lower",
        "month",
        "note",
        "number",
        "people",
        "persons",
        "population",
        "precision",
        "region",
        "report",
        "role",
        "site",
        "source",
        "sources",
        "start",
        "state",
        "status",
        "time",
        "total",
        "type",
        "unit",
        "upper",
        "value",
        "what",
        "where",
        "year",
    ]
)

DISTRICT = "district"
_OWN_NAMES = {
    "claimant": "reported_by",
    "event_printed": "what",
    "fatalities_best": "killed",
    "fatalities_low": "killed_low",
    "fatalities_high": "killed_high",
    "event_count": "count",
    "place_printed": "place",
    "region_printed": "region",
    "location_precision": "precision",
    "source_id": "id",
    "start_day": "date",
    "end_day": "end_date",
    "as_of_day": "as_of",
}
_EXPORTED = frozenset(("source_id", "place_printed", "match_method"))
"""Headers that tell a sheet that we exported: there a column means what our own tables say."""


_LISTED, _SHOWN = 60, 40


class UnknownColumn(ValueError):  # noqa: N818
    """The map names a field or a header that there is not."""


def words_of(header: object) -> str:
    """The header's words: small letters without marks, one space between them.

    >>> words_of("Event_Date "), words_of("eventDate")
    ('event date', 'event date')
    """
    text = re.sub(r"(?<=[a-z0-9])(?=[A-Z][a-z])|(?<=[a-z])(?=[A-Z])", " ", str(header or ""))
    text = "".join(
        letter for letter in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(letter)
    )
    return " ".join(re.sub(r"[\W_]+", " ", text.translate(_ARABIC)).split())


_ARABIC = str.maketrans("أإآىة", "ااايه")


def guess(headers: Sequence[str], column_map: Mapping[str, str] | None = None) -> tuple[Table, dict[str, str]]:
    """The table that the headers are of, and each field's header. `column_map` overrules: field → header, "" for none.

    Raises UnknownColumn where the map names what there is not.
    """
    told = {_OWN_NAMES.get(field, field): header for field, header in (column_map or {}).items()}
    guesses = {table.name: _assign(table, headers, told) for table in (INCIDENTS, DISPLACEMENT)}
    telling = {
        name: len(_TELLING[name] & set(columns)) + 10 * len(_only(name) & set(told))
        for name, columns in guesses.items()
    }
    figures = {"low", "value", "high"} & set(guesses[DISPLACEMENT.name])
    table = DISPLACEMENT if figures and telling[DISPLACEMENT.name] > telling[INCIDENTS.name] else INCIDENTS
    _refuse(table, headers, told)
    return table, guesses[table.name]


def _only(name: str) -> set[str]:
    other = next(set(fields) for table, fields in FIELDS.items() if table != name)
    return set(FIELDS[name]) - other


def _refuse(table: Table, headers: Sequence[str], told: Mapping[str, str]) -> None:
    for field, header in told.items():
        if field not in FIELDS[table.name]:
            raise UnknownColumn(f"no field '{field}' in {table.name}; known are {', '.join(FIELDS[table.name])}")
        if header and not _find(headers, header):
            raise UnknownColumn(f"no column '{header}'; found {listed(headers)}. Map it with --map {field}=HEADER")


def listed(headers: Sequence[str]) -> str:
    """The headers for a message: the first of many, and of long ones the beginning."""
    named = [header for header in headers if header]
    more = ", …" if len(named) > _LISTED else ""
    return ", ".join(f"'{header[:_SHOWN]}'" for header in named[:_LISTED]) + more


def _find(headers: Sequence[str], told: str) -> str:
    same = [header for header in headers if header == told]
    return (same or [header for header in headers if words_of(header) == words_of(told)] or [""])[0]


def _assign(table: Table, headers: Sequence[str], told: Mapping[str, str]) -> dict[str, str]:
    """Best fits first, the district last; each header serves one field. A field told as "" gets none."""
    known = FIELDS[table.name]
    chosen = {field: _find(headers, header) for field, header in told.items() if field in known and header}
    fits = sorted(_fits(known, headers), key=lambda fit: (fit[1] != DISTRICT, fit[0]), reverse=True)
    for _, field, header in fits:
        if field not in chosen and field not in told and _is_free(field, header, chosen):
            chosen[field] = header
    if {"lat", "lon"} <= set(chosen) and "coordinates" not in told:
        chosen.pop("coordinates", None)
    return {field: chosen[field] for field in known if chosen.get(field)}


def _is_free(field: str, header: str, chosen: Mapping[str, str]) -> bool:
    """Whether the header serves no other field; a district may be the only region that a sheet says, too."""
    if field == DISTRICT:
        others = {other for name, other in chosen.items() if name != "region"}
        return header not in others and "code" not in words_of(header)
    return header not in chosen.values()


def _fits(known: Mapping[str, str], headers: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    """How well each header fits each field: fit, field, header."""
    exported = set(headers) >= _EXPORTED
    for position, header in enumerate(headers):
        words = words_of(header)
        own = _OWN_NAMES.get(header.replace("_date", "_day"), "") if exported else ""
        if own in known:
            yield 2_000_000, own, header
        for field, synonyms in known.items():
            fit = max((_fit(words, rank, synonym) for rank, synonym in enumerate(synonyms.split("|"))), default=0)
            if words and fit:
                yield fit * 1000 - position, field, header


def _fit(words: str, rank: int, synonym: str) -> int:
    synonym = words_of(synonym)
    if words == synonym:
        return 1000 - rank
    loose = len(synonym) >= _WHOLE and synonym not in _LOOSE
    return len(synonym) if loose and f" {synonym} " in f" {words} " else 0


def score(headers: Sequence[str]) -> int:
    """How many of the cells are headers that we know, word for word: the header row has most."""
    known = {words_of(word) for fields in FIELDS.values() for words in fields.values() for word in words.split("|")}
    return len({words_of(header) for header in headers} & known)


_HXL = re.compile(r"#[a-z][a-z0-9_]*(?:\s*\+\s*[a-z][a-z0-9_]*)*", re.IGNORECASE)


def is_hxl(cells: Sequence[object]) -> bool:
    """Whether a row holds the tags of the Humanitarian Exchange Language: half of its cells or more."""
    texts = [str(cell).strip() for cell in cells if cell not in (None, "")]
    return bool(texts) and 2 * sum(bool(_HXL.fullmatch(text)) for text in texts) >= len(texts)
