"""What the page says: numbers, dates and precision in plain words."""

from __future__ import annotations

from datetime import date, timedelta

from geodata.moments import begins, ends, is_utc, minute_of, to_day

from .language import N_, digits, number, t, tn, written

EPOCH = date(1970, 1, 1)
DAY_MINUTES = 1440

PRECISION_WORDS = {
    "exact": N_("exact point"),
    "neighbourhood": N_("neighbourhood"),
    "settlement": N_("town or village"),
    "near settlement": N_("near a town or village"),
    "district": N_("district"),
    "part of province": N_("part of a province"),
    "province": N_("province"),
    "part of country": N_("part of the country"),
    "country": N_("country only"),
    "sea or air": N_("at sea or in the air"),
    "": N_("not located"),
}

KIND_WORDS = PRECISION_WORDS | {
    **dict.fromkeys(("settlement", "exact", ""), ""),
    "subdistrict": N_("subdistrict"),
    "country": N_("country"),
}
"""What a place of `geodata.places` is; a town goes without saying."""

METHOD_WORDS = {
    "coordinates": N_("coordinates given by the source"),
    "exact": N_("the name as printed"),
    "folded": N_("the same name, accents and signs aside"),
    "skeleton": N_("another spelling of the name"),
    "one deletion": N_("a spelling with a letter more or less"),
    "one edit": N_("a spelling one letter away"),
    "one word": N_("a name with a word more or less"),
    "between": N_("the middle of the two places named"),
    "quarter": N_("its city, for a quarter of it"),
    "picked": N_("chosen by a person"),
    "region": N_("the region alone"),
}


def day(number: int | None) -> str:
    """A day since 1970-01-01 as people write it: "4 Jul 2018"; "" for None."""
    return "" if number is None else _written(EPOCH + timedelta(days=int(number)))


def _written(when: date) -> str:
    return written(when, "d MMM y")


def days(first: int | None, last: int | None) -> str:
    """A span of days without repeating what both share: "3–7 Jul 2018".

    >>> days(17715, 17719), days(17711, 17719), days(17719, 17719)
    ('3–7 Jul 2018', '29 Jun – 7 Jul 2018', '7 Jul 2018')
    """
    if first is None or last is None:
        return ""
    a, b = EPOCH + timedelta(days=int(first)), EPOCH + timedelta(days=int(last))
    if a == b:
        return _written(a)
    if (a.year, a.month) == (b.year, b.month):
        return f"{written(a, 'd')}–{_written(b)}"
    if a.year == b.year:
        return f"{written(a, 'd MMM')} – {_written(b)}"
    return f"{_written(a)} – {_written(b)}"


def window(start: date, end: date) -> str:
    """A window of time, each side a day or a minute, as in `geodata.Filter`: "4 Jul 2018, 06:00–11:59 local time"."""
    first, last = to_day(start), to_day(end)
    minutes = minute_of(start), minute_of(end)
    if minutes == (None, None):
        return days(first, last)
    clocks = clock(minutes[0] or 0), clock(ends(end) % DAY_MINUTES)
    zone = t("UTC") if is_utc(start) or is_utc(end) else t("local time")
    if first == last:
        return f"{_at(first, '–'.join(clocks))} {zone}"
    sides = (
        day(at) if minute is None else _at(at, clock(minute)) for at, minute in zip((first, last), minutes, strict=True)
    )
    return f"{' – '.join(sides)} {zone}"


def _at(number: int, said: str) -> str:
    return t("{day}, {clock}", day=day(number), clock=said)


def length(start: date, end: date) -> str:
    """How long a window is: "7 days", "6 hours", "30 minutes"; both sides inclusive."""
    minutes = ends(end) - begins(start) + 1
    if minutes % DAY_MINUTES == 0:
        return tn("{n} day", "{n} days", minutes // DAY_MINUTES)
    hours, rest = divmod(minutes, 60)
    parts = [tn("{n} hour", "{n} hours", hours) if hours else "", tn("{n} minute", "{n} minutes", rest) if rest else ""]
    return " ".join(filter(None, parts))


def clock(minute: int) -> str:
    """Minutes since midnight as a clock shows them.

    >>> clock(365)
    '06:05'
    """
    return digits(f"{minute // 60:02d}:{minute % 60:02d}")


def count(n: int | None) -> str:
    """A number with thousands parted; an en dash where it is not known."""
    return "–" if n is None else number(n)


def span(low: int | None, high: int | None, open_below: bool = False, open_above: bool = False) -> str:
    """A range of numbers; an open side says so.

    >>> span(62000, 66000), span(None, 189000, open_below=True), span(270000, 320000, open_above=True), span(4, 4)
    ('62,000–66,000', 'up to 189,000', '270,000–320,000+', '4')
    """
    if low is None and high is None:
        return "–"
    if low is None or high is None or low == high:
        said = count(high if low is None else low)
        return t("up to {n}", n=said) if open_below else t("more than {n}", n=said) if open_above else said
    said = f"{count(low)}–{count(high)}{'+' if open_above else ''}"
    return t("≤ {range}", range=said) if open_below else said


SHORT = 300
"""Letters of a text in a file that is to be sent."""


def shortened(words: str | None) -> str:
    """The words, SHORT letters at most.

    >>> shortened("a"), len(shortened("a" * 500))
    ('a', 301)
    """
    plain = words or ""
    return plain if len(plain) <= SHORT else plain[:SHORT].rstrip() + "…"


def web(url: str | None) -> str:
    """The address if a browser may follow it and it is not overlong; else ""."""
    address = str(url or "")
    return address if len(address) <= 2 * SHORT and address.startswith(("https://", "http://")) else ""


def distance(metres: float | None) -> str:
    """A radius as people say it: "800 m", "2 km", "40 km"."""
    if metres is None:
        return ""
    if metres < 1000:
        return t("{n} m", n=number(round(metres / 10) * 10))
    tenths = metres < 9950 and metres % 1000 >= 50
    return t("{n} km", n=number(round(metres / 1000, 1) if tenths else round(metres / 1000)))


VOCABULARY = (
    *(N_("Battles"), N_("Armed clash"), N_("Government regains territory"), N_("Non-state actor overtakes territory")),
    *(N_("Explosions/Remote violence"), N_("Chemical weapon"), N_("Air/drone strike"), N_("Suicide bomb")),
    *(N_("Shelling/artillery/missile attack"), N_("Remote explosive/landmine/IED"), N_("Grenade")),
    *(N_("Violence against civilians"), N_("Sexual violence"), N_("Attack"), N_("Abduction/forced disappearance")),
    *(
        N_("Protests"),
        N_("Peaceful protest"),
        N_("Protest with intervention"),
        N_("Excessive force against protesters"),
    ),
    *(N_("Riots"), N_("Violent demonstration"), N_("Mob violence")),
    *(N_("Strategic developments"), N_("Agreement"), N_("Arrests"), N_("Change to group/activity"), N_("Other")),
    *(N_("Disrupted weapons use"), N_("Headquarters or base established"), N_("Looting/property destruction")),
    *(N_("Non-violent transfer of territory"), N_("Unclassified")),
    *(N_("reported"), N_("aggregate"), N_("forecast"), N_("background")),
)
"""Event types, sub-types and statuses of `geodata`, for the translators."""
