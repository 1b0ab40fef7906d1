"""What the codes of the event dataset of the Uppsala Conflict Data Program (UCDP GED) mean in our words.

Source: UCDP GED Codebook, variables type_of_violence, date_prec, source_office.
"""

from __future__ import annotations

from collections.abc import Mapping

from geodata.events import Event
from geodata.schema import BATTLES, CIVILIANS

from .printed import shown

VIOLENCE_HEADER, PRECISION_HEADER, OFFICE_HEADER = "type of violence", "date prec", "source office"
"""The headers whose codes are meant, as `headers.words_of` has them."""
_VIOLENCE = {
    "1": ("state-based violence", BATTLES),
    "2": ("non-state violence", BATTLES),
    "3": ("one-sided violence", CIVILIANS),
}
TIME_PRECISIONS = {"1": "day", "2": "week", "3": "week", "4": "month", "5": "year"}
"""date_prec: the day; two to six days; a week; a month; a year. Two to six days are no more precise than a week."""


def violence(cell: object) -> tuple[str, Event] | None:
    """What a cell of type_of_violence says in words, and the event type; None for what is no such code.

    Fighting and shelling are one to UCDP, so that the sub-type stays open.
    """
    code = shown(cell).strip().removesuffix(".0")
    words, kind = _VIOLENCE.get(code, ("", ""))
    return (words, Event(kind, "", f"UCDP codes it {code}, {words}; how it was done is not coded")) if kind else None


def coded(words: Mapping[str, str]) -> dict[str, str]:
    """A code list that also knows its numbers as 1.0, as some copies write them."""
    return {code + decimals: word for code, word in words.items() for decimals in ("", ".0")}


def each_once(cell: str | None) -> str | None:
    """Names parted by semicolons, each once: UCDP repeats an office for each of its articles.

    >>> each_once("SOHR;SOHR; AFP")
    'SOHR; AFP'
    """
    return "; ".join(dict.fromkeys(filter(None, map(str.strip, (cell or "").split(";"))))) or None
