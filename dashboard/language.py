"""The language of an answer: English phrases in the code, translated by words/*.po; numbers and dates by locale."""

from __future__ import annotations

import gettext
import io
import json
from contextvars import ContextVar
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

WORDS = Path(__file__).parent / "words"
LOCALES = {"en": "en_US", "ar": "ar_SY"}
"""The languages of the page, each with the locale that its numbers and months follow."""
ENGLISH = "en"
RIGHT_TO_LEFT = frozenset({"ar"})
_spoken: ContextVar[str] = ContextVar("language", default=ENGLISH)
_RIGHT_TO_LEFT_MARK = "\u200f"
_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def speak(language: str) -> None:
    """Answer in this language from here on, in this thread's request; an unknown one is English."""
    _spoken.set(language if language in LOCALES else ENGLISH)


def spoken() -> str:
    """The language that answers are given in: a key of LOCALES."""
    return _spoken.get()


def week() -> dict[str, Any]:
    """The week of the language as a calendar wants it: its first day and those of the weekend, Sunday being 0."""
    locale = _locale(LOCALES[spoken()])
    if spoken() == ENGLISH:  # weeks of the timeline begin on Monday
        return {"firstDayOfWeek": 1, "weekendDays": [0, 6]}
    first, *rest = ((day + 1) % 7 for day in (locale.first_week_day, locale.weekend_start, locale.weekend_end))
    return {"firstDayOfWeek": first, "weekendDays": rest}


def direction(language: str) -> str:
    """Which way the language is written, as HTML says it: ltr or rtl."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def t(phrase: str, **values: Any) -> str:
    """The phrase in the spoken language, its {names} filled in; English where there is no translation."""
    found = _translations(spoken()).gettext(phrase) if phrase else ""
    return found.format(**values) if values else found


def tn(one: str, many: str, n: int, **values: Any) -> str:
    """The phrase in the form that `n` asks for; {n} in it is the number as people write it.

    >>> tn("{n} incident", "{n} incidents", 1200)
    '1,200 incidents'
    """
    return _translations(spoken()).ngettext(one, many, n).format(n=number(n), **values)


def word(phrase: str) -> str:
    """What `t` says, for a phrase that stands in a table and was marked there by `N_`; others stay as they are."""
    return t(phrase)


def territory(code: str, name: str) -> str:
    """The name of a country (ISO 3166-1 alpha-2) in the language; `name` in English and where it has none."""
    return name if spoken() == ENGLISH else str(_locale(LOCALES[spoken()]).territories.get(code, name))


def local(latin: str | None, arabic: str | None) -> str:
    """The name in the script of the page, or in the other one where it has none; empty where it has neither."""
    first, second = (arabic, latin) if spoken() == "ar" else (latin, arabic)
    return first or second or ""


def N_(phrase: str) -> str:  # noqa: N802 - the name that gettext's tools know
    """Marks a phrase for the translators where it is kept in a table; `t` says it."""
    return phrase


def number(n: float, places: int | None = None) -> str:
    """A number with thousands parted, in the digits of the language; with so many decimal places, or those it has."""
    if spoken() == ENGLISH:
        return f"{n:,}" if places is None else f"{n:,.{places}f}"
    pattern = None if places is None else f"#,##0.{'0' * places}"
    return digits(format_decimal(n, pattern, LOCALES[spoken()], numbering_system="default"))


def written(when: date, pattern: str) -> str:
    """The date by a pattern of the Unicode standard, as "d MMM y", in the months and digits of the language."""
    return digits(str(format_date(when, pattern, locale=LOCALES[spoken()])))


def isolated(words: str) -> str:
    """The same words, read in the direction of the language where nothing around them says so, as on the map."""
    return f"{_RIGHT_TO_LEFT_MARK}{words}" if spoken() in RIGHT_TO_LEFT else words


def apart(words: str) -> str:
    """The same words with a direction of their own, which what stands around them does not change."""
    return f"\u2068{words}\u2069"


def digits(words: str) -> str:
    """The same words with their digits in those of the language."""
    return words.translate(_DIGITS) if spoken() in RIGHT_TO_LEFT else words


def beside(*parts: str | None) -> str:
    """Parts of a line beside one another, none that is empty. A middle dot looks like the Arabic nought: there it is a
    comma."""
    return t(" · ").join(filter(None, parts))


_locale = cache(Locale.parse)


@cache
def catalogue(language: str) -> Catalog:
    """The translations of a language, as its file has them; an empty one for English."""
    if language == ENGLISH:
        return Catalog(ENGLISH)
    with (WORDS / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


@cache
def _translations(language: str) -> gettext.NullTranslations:
    if language == ENGLISH:
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    write_mo(compiled, catalogue(language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@cache
def for_browser(language: str) -> str:
    """The translations as JSON, safe inside a page: phrase → words, or → the forms of a plural by rising number."""
    found = {
        message.id if isinstance(message.id, str) else message.id[1]: message.string
        for message in catalogue(language)
        if message.id and is_translated(message)
    }
    return json.dumps(found, ensure_ascii=False).replace("<", "\\u003c")


def is_translated(message: Message) -> bool:
    """Whether the phrase has words in every form that it needs."""
    said = message.string
    return bool(said) and (isinstance(said, str) or all(said or ()))
