"""The modules of the page's engine, each alone in an empty page."""

import calendar
import math
import random
from datetime import date, timedelta
from itertools import pairwise

import pytest
from geopy.distance import great_circle

import dashboard
from dashboard import text
from dashboard.language import tn
from dashboard.reading import read_filter, told_window
from dashboard.view import View
from geodata import to_date, to_day, written
from tests.e2e.columns import ASSEMBLE, TYPES, a_case, counted, lies_in, rows_of, share
from tests.e2e.conftest import ASSETS

pytestmark = pytest.mark.browser

MODULES = ("a-hauran", "moments", "columns", "sums", "crossfilter", "glyphs", "strip", "timeline", "glass", "time")
FIRST_DAY, LAST_DAY = to_day(date(1900, 1, 1)), to_day(date(2100, 12, 31))


@pytest.fixture(scope="module")
def blank(shared_context):
    """An empty page with the modules in it."""
    page = shared_context.new_page()
    page.set_content('<button id="play"></button>')
    for name in MODULES:
        page.add_script_tag(path=ASSETS / f"{name}.js")
    yield page
    page.close()


def run(page, code, argument=None):
    """The value of a JavaScript function's body, given `it`."""
    return page.evaluate(f"(it) => {{ {ASSEMBLE}\n{code} }}", argument)


def cases(number, seed, **more):
    dice = random.Random(seed)
    return [a_case(dice, **more) for _ in range(number)]


def test_the_scripts_are_all_of_the_assets():
    """Those that need the whole page are tested on it."""
    whole_page = {"actors", "rail", "address", "brush", "chips", "connection", "engine", "layer", "theme", "wires"}
    assert {path.stem for path in ASSETS.glob("*.js")} >= {*MODULES} | whole_page
    assert ASSETS.is_relative_to(dashboard.__path__[0])


def test_the_counts_are_those_of_a_plain_filter(blank):
    told = cases(150, 2018)
    found = run(
        blank,
        """return it.map((case_) => {
          const made = crossfilter(case_), found = made.count();
          for (const name of Object.keys(found.by)) found.by[name] = [...found.by[name]];
          const { perPoint, weight, guessed } = made;
          const list = (numbers) => [...numbers];
          return { ...found, passing: list(found.passing), perPoint: list(perPoint), weight: list(weight),
            marked: list(guessed) };
        })""",
        told,
    )
    assert sum(counts["total"] > 0 for counts in found) > 40
    for case, counts in zip(told, found, strict=True):
        wanted = counted(case)
        assert counts.pop("weight") == pytest.approx(wanted.pop("weight"), abs=1e-4)
        assert {name: counts[name] for name in wanted} == wanted


def test_a_window_that_moved_counts_as_one_that_was_there_at_once(blank):
    """What is counted of the window before is mended by what came and went; another filter begins anew."""
    dice = random.Random(9)
    told = [
        [case, [[a, a + dice.randrange(40)] for a in (dice.randrange(-5, 85) for _ in range(12))]]
        for case in cases(40, 8)
    ]
    code = """const all = (made) => { const { by, ...found } = made.count(); const { perPoint, weight, guessed } = made;
          return JSON.stringify([found, by, perPoint, weight, guessed].map((part) => each(part, (value) => ArrayBuffer.isView(value) ? [...value] : value))); };
        return it.map(([case_, windows]) => {
          const moved = crossfilter(case_);
          return windows.map((window, k) => {
            const fresh = crossfilter(case_);
            if (k === 6) for (const made of [moved, fresh]) made.filter(each(masks(case_.allowed), () => null), null);
            if (k > 6) fresh.filter(each(masks(case_.allowed), () => null), null);
            for (const made of [moved, fresh]) made.window(...window);
            return [all(moved), all(fresh)];
          });
        })"""
    found = run(blank, code, told)
    assert sum('"total":0' not in moved for windows in found for moved, _ in windows) > 200
    for windows in found:
        for moved, fresh in windows:
            assert moved == fresh


def test_an_empty_store_is_counted_as_nothing(blank):
    (case,) = cases(1, 1, rows=0)
    case["columns"]["raw"] |= {"step": []}
    assert run(blank, "return crossfilter(it).count().total", case) == 0


def test_a_choice_of_its_own_never_changes_the_counts_of_a_filter(blank):
    for case in cases(20, 3):
        for name in case["allowed"]:
            other = case | {"allowed": case["allowed"] | {name: None}}
            by = [
                run(blank, "return [...crossfilter(it[0]).count().by[it[1]]]", [told, name]) for told in (case, other)
            ]
            assert by[0] == by[1], name


def test_bars_sum_to_what_passes_whatever_the_window(blank):
    told = cases(60, 5)
    found = run(
        blank,
        """return it.map((case_) => {
          const made = crossfilter(case_), last = Math.max(0, ...made.columns.start);
          const { of, count } = hauran.timeline.bins(-10, last);
          const all = made.histogram(of, count, 10, true), some = made.histogram(of, count, 10);
          return { all: [...all], some: [...some], count };
        })""",
        told,
    )
    for case, bars in zip(told, found, strict=True):
        rows = list(rows_of(case))
        for name, wanted in (("all", rows), ("some", [row for row in rows if not row["fails"]])):
            assert len(bars[name]) == bars["count"] * len(TYPES)
            for t in range(len(TYPES)):
                assert sum(bars[name][t :: len(TYPES)]) == sum(row["kind"] // 2 == t for row in wanted)
        assert all(some <= every for some, every in zip(bars["some"], bars["all"], strict=True))


def test_bars_of_a_part_of_the_days_leave_the_others_out(blank):
    (case,) = cases(1, 6)
    rows = list(rows_of(case))
    bars = run(
        blank,
        """const made = crossfilter(it), { of, count } = hauran.timeline.bins(10, 19);
        return [...made.histogram(of, count, -10, true)]""",
        case,
    )
    assert sum(bars) == sum(10 <= row["start"] <= 19 for row in rows) > 0


def test_hours_of_bars_share_an_incident_by_when_it_may_have_happened(blank):
    told = cases(40, 9)
    found = run(
        blank,
        """return it.map((case_) => {
          const made = crossfilter(case_);
          const utc = [...made.hourly(20, 4, true, true)];
          return { all: [...made.hourly(20, 4, true)], some: [...made.hourly(20, 4)], utc };
        })""",
        told,
    )
    for case, bars in zip(told, found, strict=True):
        rows = list(rows_of(case))
        moved = [row | {side: row[side] - row["ahead"] for side in ("opens", "closes")} for row in rows]
        for name, seen in (("all", rows), ("some", [row for row in rows if not row["fails"]]), ("utc", moved)):
            assert len(bars[name]) == 4 * 24 * len(TYPES)
            for hour in range(0, 96, 7):
                window = [20 + hour / 24, 20 + (hour + 1) / 24 - 1]
                for t in range(len(TYPES)):
                    held = [row for row in seen if row["kind"] // 2 == t and lies_in(row, window)]
                    wanted = sum(share(row, window) for row in held)
                    assert bars[name][hour * len(TYPES) + t] == pytest.approx(wanted, abs=1e-4)


def test_rows_at_points_are_those_drawn_there_in_order_of_time(blank):
    for case in cases(30, 7):
        rows = list(rows_of(case))
        wanted = [
            i
            for i, row in enumerate(rows)
            if row["point"] in (2, 3) and not row["country"] and not row["fails"] and lies_in(row, case["window"])
        ]
        assert run(blank, "return crossfilter(it).at([1, 2], 200)", case) == wanted
        for limit in (1, 2, 5):
            assert run(blank, "return crossfilter(it[0]).at([1, 2], it[1])", [case, limit]) == wanted[:limit]


GATHER = """const made = crossfilter(it[0]); made.count();
const found = hauran.glyphs.gather(made, it[1], it[2]);
const bytes = new Uint8Array(hauran.glyphs.pack(found, [0.5, 0.5], it[0].types));
const floats = new Float32Array(bytes.buffer), S = hauran.glyphs.STRIDE;
return found.map((glyph, i) => ({ ...glyph, counts: [...glyph.counts], members: [].concat(glyph.members),
  at: [floats[i * 7], floats[i * 7 + 1]], size: floats[i * 7 + 2],
  look: [...bytes.subarray(i * S + 12, i * S + 16)], parts: [...bytes.subarray(i * S + 16, i * S + 24)] }))"""
HOW = [("points", 3), ("bins", 0), ("bins", 3.7), ("bins", 12), ("auto", 2), ("auto", 9)]


@pytest.mark.parametrize(("mode", "zoom"), HOW)
def test_glyphs_keep_every_incident_and_their_shares_are_whole(blank, mode, zoom):
    for case in cases(15, 11):
        wanted = counted(case)
        found = run(blank, GATHER, [case, mode, zoom])
        assert sum(glyph["total"] for glyph in found) == sum(wanted["perPoint"])
        assert sorted(p for glyph in found for p in glyph["members"]) == [
            p for p in range(8) if sum(wanted["perPoint"][p * 5 : p * 5 + 5])
        ]
        for glyph in found:
            assert sum(glyph["counts"]) == glyph["total"]
            assert sum(glyph["parts"]) == 255
            assert glyph["at"] == pytest.approx([glyph["x"] - 0.5, glyph["y"] - 0.5], abs=1e-6)
            assert all(glyph["counts"][t] for t in range(5) if glyph["parts"][t])
            assert glyph["parts"][glyph["inner"]] > 0


def test_the_share_of_a_type_is_its_part_of_the_incidents(blank):
    for case in cases(15, 12):
        for glyph in run(blank, GATHER, [case, "bins", 0]):
            for number, part in zip(glyph["counts"], glyph["parts"], strict=False):
                assert part / 255 == pytest.approx(number / glyph["total"], abs=0.02)


def test_larger_glyphs_lie_below_smaller_ones_and_sizes_grow(blank):
    for case in cases(15, 13):
        totals = [(glyph["total"], glyph["size"]) for glyph in run(blank, GATHER, [case, "points", 9])]
        assert totals == sorted(totals, reverse=True)
    sizes = run(blank, "return it.map(hauran.glyphs.diameter)", [1, 2, 5, 12, 13, 40, 150, 10**4, 10**6, 10**9])
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[1] < sizes[2]
    assert sizes[-1] == sizes[-2]


def test_what_is_rare_is_not_what_the_middle_is_drawn_in(blank):
    case = a_case(random.Random(1))
    code = """const made = crossfilter(it); made.count(); made.perPoint.fill(0); made.perPoint.set([10000, 0, 0, 0, 1]);
    const found = hauran.glyphs.gather(made, "points", 9);
    const bytes = new Uint8Array(hauran.glyphs.pack(found, [0, 0], it.types));
    return [found[0].inner, [...bytes.subarray(16, 24)]]"""
    inner, parts = run(blank, code, case)
    assert sum(parts) == 255
    assert parts[inner] > 0


def test_cells_far_apart_are_never_one(blank):
    code = """const made = crossfilter(it[0]); made.count(); made.perPoint.fill(1);
    const across = (512 * 2 ** it[1]) / 44; const { px, py } = made.columns;
    px.fill(0.9); py.fill(0.9);
    [px[0], py[0]] = [100.5 / across, 70000.5 / across]; [px[1], py[1]] = [101.5 / across, (70000.5 - 65536) / across];
    return hauran.glyphs.gather(made, "bins", it[1]).length"""
    assert run(blank, code, [a_case(random.Random(1)), 14]) == 3


def test_a_disc_of_many_places_is_at_their_mean_but_leaves_its_neighbours_number_to_be_read(blank):
    moved, dice = 0, random.Random(14)
    for case in cases(10, 14, rows=300):
        raw = case["columns"]["raw"]
        raw |= {axis: [2**21 + dice.randrange(2**18) for _ in range(8)] for axis in ("x", "y")}
        wanted = counted(case)["perPoint"]
        for zoom, glyph in [(z, g) for z in (0, 1, 3) for g in run(blank, GATHER, [case, "bins", z])]:
            across, own = 512 * 2**zoom / 44, [sum(wanted[p * 5 : p * 5 + 5]) for p in glyph["members"]]
            free = 6 / 44 + max(0, 1 - glyph["size"] / 44) / 2
            for axis in ("x", "y"):
                at = [(raw[axis][p] + 0.5) / 2**22 for p in glyph["members"]]
                mean = sum(place * n for place, n in zip(at, own, strict=True)) / sum(own) * across
                middle = int(mean) + 0.5
                kept = mean if len(at) == 1 else max(middle - free, min(middle + free, mean))
                assert glyph[axis] * across == pytest.approx(kept, abs=1e-6)
                moved += kept != mean
    assert moved


def test_a_point_that_stands_for_an_area_is_hollow_and_a_guess_is_marked(blank):
    for case in cases(20, 15):
        wanted = counted(case)
        raw = case["columns"]["raw"]
        for glyph in run(blank, GATHER, [case, "points", 9]):
            (p,) = glyph["members"]
            exact = any(point == p + 1 and raw["precision"][i] in (2, 4) for i, point in enumerate(raw["point"]))
            assert glyph["look"][1] == (255 if exact else 0)
            assert glyph["look"][2] == 255 * wanted["marked"][p]
            one = sum(number > 0 for number in glyph["counts"]) == 1
            assert glyph["look"][3] == (glyph["inner"] + 1 if one else 0)
            assert 55 <= glyph["look"][0] <= 255


def some_days(number, seed, longest):
    """First and last days from 1900 to 2100, of every length."""
    dice = random.Random(seed)
    for _ in range(number):
        first = dice.randrange(FIRST_DAY, LAST_DAY - 1)
        yield first, min(LAST_DAY, first + int(longest ** dice.random()) - 1)


def test_days_are_written_as_the_server_writes_them(blank):
    spans = [*some_days(1500, 1, 70_000), (FIRST_DAY, LAST_DAY), (-1, 0), (0, 0), (17897, 17898)]
    written = run(blank, "return it.map(([a, b]) => hauran.days(a, b))", spans)
    assert written == [text.days(first, last) for first, last in spans]


def test_numbers_are_written_as_the_server_writes_them(blank):
    numbers = [0, 1, 12, 999, 1000, 23_456, 10**6]
    assert run(blank, "return it.map(hauran.count)", numbers) == [text.count(n) for n in numbers]
    assert run(blank, "return it.map((n) => hauran.tn('{n} day', '{n} days', n))", numbers) == [
        tn("{n} day", "{n} days", n) for n in numbers
    ]
    pairs = [(0, 0), (1, 4), (1200, 34_000)]
    assert run(blank, "return it.map(([a, b]) => hauran.span(a, b))", pairs) == [text.span(a, b) for a, b in pairs]
    assert run(blank, "return [hauran.share(1, 3), hauran.share(0, 0)]") == ["33%", "–"]


def test_iso_dates_and_days_are_one(blank):
    days = [day for day, _ in some_days(300, 2, 1)]
    assert run(blank, "return it.map((d) => hauran.iso(d, d)[0])", days) == [to_date(day).isoformat() for day in days]
    assert run(blank, "return it.map((d) => hauran.dayOf(hauran.iso(d, d)[0]))", days) == days


def test_points_and_world_units_are_one(blank):
    points = [(0, 0), (36.1, 32.6), (-179.9, -80), (179.9, 84)]
    back = run(blank, "return it.map(([lng, lat]) => hauran.lngLat(...hauran.world({ lng, lat })))", points)
    for there, here in zip(back, points, strict=True):
        assert there == pytest.approx(here, abs=1e-9)


def test_a_ring_lies_at_its_radius_all_around(blank):
    for lat, lon, metres in ((32.6, 36.1, 2000), (-75.0, 120.0, 655_340), (0.0, 0.0, 10)):
        told = run(
            blank, "return hauran.glass.circle([it[1], it[0]], it[2]).geometry.coordinates[0]", [lat, lon, metres]
        )
        assert told[0] == pytest.approx(told[-1])
        for there_lon, there_lat in told:
            assert great_circle((lat, lon), (there_lat, there_lon)).m == pytest.approx(metres, rel=2e-3)


def begins(day, days):
    """Whether a bar begins on the day, for a store of so many days."""
    when = to_date(day)
    return days <= 220 or (when.weekday() == 0 if days <= 1400 else when.day == 1)


def test_bars_are_days_or_weeks_from_monday_or_months_from_the_first(blank):
    for first, last in [
        *some_days(40, 3, 70_000),
        (FIRST_DAY, LAST_DAY),
        (5, 5),
        (0, 219),
        (0, 220),
        (3, 1402),
        (3, 1403),
    ]:
        told = run(blank, "const b = hauran.timeline.bins(...it); return { ...b, of: [...b.of] }", [first, last])
        days = last - first + 1
        assert told["days"] == len(told["of"]) == days
        assert told["starts"] == [i for i in range(days) if i == 0 or begins(first + i, days)]
        assert told["count"] == len(told["starts"]) == told["of"][-1] + 1
        assert all(b - a in (0, 1) for a, b in pairwise(told["of"]))


@pytest.mark.parametrize("width", [250, 900, 2400])
def test_ticks_stand_at_mondays_and_firsts_of_months_far_enough_apart(blank, width):
    spans = [*some_days(60, 4, 70_000), (FIRST_DAY, LAST_DAY), (7, 7)]
    found = run(blank, "return it[0].map(([a, b]) => hauran.timeline.ticks(a, b, it[1]))", [spans, width])
    for (first, last), ticks in zip(spans, found, strict=True):
        days = [day for day, *_ in ticks]
        assert all(first <= day <= last for day in days)
        assert len(ticks) <= max(2, width / 45)
        steps = {b - a for a, b in pairwise(days)}
        for day, words, *year in ticks:
            when = to_date(day)
            assert [words, *year] in ([str(when.year)], [f"{when:%b}", when.year], [f"{when.day} {when:%b}", when.year])
            if steps and max(steps) > 14:
                assert when.day == 1
            elif steps and max(steps) in (7, 14):
                assert when.weekday() == 0
        assert steps <= {1, 2, 7, 14} or all(step >= 28 for step in steps)
        assert len({tuple(said) for _, *said in ticks}) == len(ticks)


LABELS = """const canvas = document.createElement("canvas"), pen = canvas.getContext("2d"), found = [];
canvas.style.cssText = `display: block; width: ${it.width}px; height: 120px`;
document.body.append(canvas);
const months = hauran.MONTHS;
hauran.MONTHS = months.map((name) => name.repeat(it.longer));
pen.fillText = (words, x, y) => { if (y > 110) found.push([x - pen.measureText(words).width / 2, x + pen.measureText(words).width / 2, words]); };
const [first, last] = it.days, binning = hauran.timeline.bins(first, last), none = new Uint32Array(binning.count);
hauran.timeline.draw(canvas, { first, last, binning, all: none, shown: none, types: ["x"], colours: ["red"], strip: { stocks: [], arrivals: [] }, theme: {} });
hauran.MONTHS = months;
canvas.remove();
return found;"""


@pytest.mark.parametrize("longer", [1, 4])
@pytest.mark.parametrize("width", [320, 1340])
def test_labels_under_the_bars_never_touch_however_long_months_are_called(blank, width, longer):
    for days in ((17000, 17010), (17000, 17100), (16801, 18231), (10000, 18000)):
        found = sorted(run(blank, LABELS, {"width": width, "longer": longer, "days": days}))
        assert found
        assert all(end < start for (_, end, _), (start, *_) in pairwise(found))


@pytest.mark.parametrize(
    ("days", "width", "said"),
    [
        ((17000, 17400), 800, "Sep 2016, Nov, Jan 2017, Mar, May, Jul"),
        ((17520, 17560), 900, "25 Dec 2017, 1 Jan 2018, 8 Jan, 15 Jan, 22 Jan, 29 Jan"),
        ((17715, 17774), 1300, "9 Jul 2018, 16 Jul, 23 Jul, 30 Jul, 6 Aug, 13 Aug, 20 Aug, 27 Aug"),
    ],
)
def test_a_label_says_its_year_where_the_one_before_was_of_another(blank, days, width, said):
    found = run(blank, LABELS, {"width": width, "longer": 1, "days": days})
    assert ", ".join(words for *_, words in sorted(found)) == said


def test_hours_have_a_tick_at_every_midnight_and_at_even_hours_between(blank):
    for days, width, every in ((1, 900, 3), (4, 900, 12), (9, 1300, 24), (1, 3000, 1)):
        ticks = run(blank, "return hauran.timeline.ticks(17716, it[0], it[1], undefined, true)", [17715 + days, width])
        hours = [round((day - 17716) * 24) for day, *_ in ticks]
        assert hours == list(range(0, days * 24, every))
        assert ticks[0][1] == "4 Jul"
        if every < 24:
            assert ticks[1][1] == f"{every:02d}:00"


WINDOWS = [
    *((17716, 17716), (17711, 17719), (17716.25, 17715.75), (17716.25, 17716), (17716, 17716 - 1 / 1440)),
    *((17716.25, 17716.5, 1), (17716, 17716.25, 1), (17716.25, 17717, 1), (17715.75, 17714.875, 1)),
    *((17713.75, 17717.25), (17896.5, 17896.4), (-0.75, 3.5), (17716, 17715 + 1 / 1440), (17716.5, 17716.5 + 7 / 1440)),
]


@pytest.mark.parametrize("window", WINDOWS, ids=str)
def test_a_window_is_said_and_read_as_the_server_does(blank, window):
    said = run(blank, "return [hauran.days(...it), hauran.length(...it), hauran.iso(...it)]", list(window))
    where = read_filter(list(window))
    assert said == [
        text.window(where.start, where.end),
        text.length(where.start, where.end),
        [written(where.start), written(where.end)],
    ]
    assert told_window(where.start, where.end) == pytest.approx(window, abs=1e-9)
    query = View(start=where.start, end=where.end).to_query()
    again = View.from_query(query)
    assert (again.start, again.end) == (where.start, where.end)
    clocks = [[*side.strip("Z").split("T"), whole][:2] for side, whole in zip(said[2], ("00:00", "23:59"), strict=True)]
    assert run(blank, "return hauran.moments.read(...it)", [*clocks[0], *clocks[1]]) == pytest.approx(
        window[:2], abs=1e-9
    )


def test_the_top_of_the_axis_is_a_round_number_that_holds_the_bars(blank):
    numbers = [1, 2, 3, 7, 10, 11, 99, 100, 4321, 10**6]
    for number, top in zip(numbers, run(blank, "return it.map(hauran.timeline.nice)", numbers), strict=True):
        assert number <= top <= number * 2.5
        assert top in (1, 2, 5) or str(top).rstrip("0") in ("1", "2", "5")


def later(day, months):
    """The day so many months later, or the month's last."""
    when = to_date(day)
    month = when.year * 12 + when.month - 1 + months
    year, month = divmod(month, 12)
    return to_day(date(year, month + 1, min(when.day, calendar.monthrange(year, month + 1)[1])))


def options(page, **told):
    page.evaluate("(it) => Object.assign(hauran.time.options, it)", {"mode": "window", "step": 1, "unit": "day"} | told)


@pytest.mark.parametrize(("unit", "size"), [("day", 1), ("week", 7)])
def test_days_and_weeks_are_steps_of_their_length(blank, unit, size):
    options(blank, unit=unit, step=3)
    assert run(blank, "return [-2, 0, 1, 4].map((n) => hauran.time.after(17000, n))") == [
        17_000 + n * 3 * size for n in (-2, 0, 1, 4)
    ]


def test_months_keep_their_day_where_they_can(blank):
    days = [day for day, _ in some_days(300, 5, 1)] + [to_day(date(2018, 1, 31)), to_day(date(2020, 2, 29))]
    for step in (1, 5):
        options(blank, unit="month", step=step)
        for steps in (1, -1, 3):
            told = run(blank, "return it[0].map((d) => hauran.time.after(d, it[1]))", [days, steps])
            assert told == [later(day, steps * step) for day in days]


@pytest.mark.parametrize("unit", ["day", "week", "month"])
def test_a_window_walks_with_its_length_and_stops_at_the_ends(blank, unit):
    options(blank, unit=unit)
    span, window = [17_000, 17_400], [17_010, 17_016]
    walked = [window]
    while walked[-1] and len(walked) < 500:
        walked.append(run(blank, "return hauran.time.next(it[0], it[1], 1)", [walked[-1], span]))
    assert walked.pop() is None
    assert walked[-1] == [17_394, 17_400]
    assert all(until - start == 6 for start, until in walked)
    assert all(a[0] < b[0] for a, b in pairwise(walked))
    back = [walked[-1]]
    while back[-1] and len(back) < 500:
        back.append(run(blank, "return hauran.time.next(it[0], it[1], -1)", [back[-1], span]))
    assert back[-1] is None
    assert back[-2] == [17_000, 17_006]


def test_whole_months_lead_to_whole_months(blank):
    options(blank, unit="month")
    day = lambda *told: to_day(date(*told))  # noqa: E731
    span = [day(2018, 1, 1), day(2018, 12, 31)]
    here, walked = [day(2018, 1, 1), day(2018, 1, 31)], []
    while here:
        walked.append(here)
        here = run(blank, "return hauran.time.next(it[0], it[1], 1)", [here, span])
    assert walked == [[day(2018, m, 1), day(2018, m, calendar.monthrange(2018, m)[1])] for m in range(1, 13)]
    assert run(blank, "return hauran.time.next(it[0], it[1], -1)", [walked[2], span]) == walked[1]


def test_what_is_counted_from_the_start_grows_and_shrinks_but_keeps_its_start(blank):
    options(blank, mode="cumulative", unit="week")
    span = [17_000, 17_020]
    following = [[17_000, 17_007], [17_000, 17_014], [17_000, 17_020], None]
    here = [17_000, 17_000]
    for wanted in following:
        here = run(blank, "return hauran.time.next(it[0], it[1], 1)", [here, span])
        assert here == wanted
    assert run(blank, "return hauran.time.next(it[0], it[1], -1)", [[17_000, 17_014], span]) == [17_000, 17_007]
    assert run(blank, "return hauran.time.next(it[0], it[1], -1)", [[17_000, 17_003], span]) == [17_000, 17_000]


def test_one_day_at_a_time_is_one_day(blank):
    options(blank, mode="instant")
    assert run(blank, "return hauran.time.next([10, 10], [0, 20], 1)") == [11, 11]
    assert run(blank, "return hauran.time.next([10, 15], [0, 20], 1)") == [11, 11]
    assert run(blank, "return hauran.time.next([20, 20], [0, 20], 1)") is None
    assert run(blank, "return hauran.time.next([0, 0], [0, 20], -1)") is None


PLAY = """async (it) => {
  let window_ = it.window; const seen = [], told = [];
  const set = (a, b) => { window_ = [a, b]; seen.push(window_); };
  hauran.window = { get: () => window_, span: () => it.span, set, tell: () => told.push(window_) };
  Object.assign(hauran.time.options, { mode: it.mode, step: 1, unit: "day", speed: 16, loop: it.loop });
  const playing = () => document.getElementById("play").classList.contains("playing");
  hauran.time.toggle();
  const begun = playing(), until = performance.now() + 4000;
  while (playing() && seen.length < it.enough && performance.now() < until) await new Promise(requestAnimationFrame);
  const over = playing();
  if (over) hauran.time.toggle();
  const label = document.getElementById("play").getAttribute("aria-label");
  return { seen, told, begun, over, still: playing(), label };
}"""


@pytest.mark.parametrize(
    ("mode", "window", "wanted"),
    [
        ("window", [2, 4], [[3, 5], [4, 6]]),
        ("cumulative", [0, 3], [[0, 4], [0, 5], [0, 6]]),
        ("instant", [4, 4], [[5, 5], [6, 6]]),
    ],
)
def test_play_walks_to_the_end_and_stops_and_tells(blank, mode, window, wanted):
    told = blank.evaluate(PLAY, {"mode": mode, "window": window, "span": [0, 6], "loop": False, "enough": 99})
    assert told["begun"] is True
    assert told["seen"] == wanted
    assert told["over"] is False
    assert told["label"] == "Play"
    assert told["told"][-1] == wanted[-1]


@pytest.mark.parametrize(
    ("mode", "window", "again"),
    [("window", [2, 4], [0, 2]), ("cumulative", [0, 5], [0, 0]), ("instant", [5, 5], [0, 0])],
)
def test_play_in_a_loop_begins_again(blank, mode, window, again):
    told = blank.evaluate(PLAY, {"mode": mode, "window": window, "span": [0, 6], "loop": True, "enough": 6})
    assert told["over"] is True
    assert told["still"] is False
    end = next(i for i, (_, until) in enumerate(told["seen"]) if until == 6)
    assert told["seen"][end + 1] == again


def test_play_from_the_whole_span_takes_an_eighth_of_it(blank):
    told = blank.evaluate(PLAY, {"mode": "window", "window": [0, 79], "span": [0, 79], "loop": False, "enough": 3})
    assert told["seen"] == [[0, 9], [1, 10], [2, 11]]


def test_days_of_the_engine_and_of_python_are_one():
    assert to_date(0) == date(1970, 1, 1)
    assert to_date(FIRST_DAY) + timedelta(1) == date(1900, 1, 2)
    assert math.isclose((LAST_DAY - FIRST_DAY) / 365.2425, 201, rel_tol=1e-3)
