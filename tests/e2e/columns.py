"""Hand-made columns for the engine's modules, and the same filter said again, row by row, in Python."""

TYPES = ("Battles", "Explosions/Remote violence", "Violence against civilians", "Protests", "Riots")
KINDS = tuple((kind, sub) for kind in TYPES for sub in ("", "a sub-type"))
REGIONS = (("-", "", "", "", ""), ("LB", "Lebanon", "", "", ""), *(("SY", "Syria", f"SY-{n}", "", "") for n in "ABC"))
STATUSES = ("aggregate", "forecast", "reported")
PRECISIONS = ("", "country", "exact", "province", "settlement")
SOURCES = ("one", "two")
PRECISE = ("exact", "settlement")
ACTORS = ("Army", "Civilians", "Rebels")
PAIRS = ((-1, -1), (0, 1), (0, 2), (2, 0), (1, -1), (-1, 2), (0, 0))
DOUBTS = ("mended", "deaths-unstated", "unlocated", "vague-time", "no-link", "no-quote")
FILTERS = {"kind": KINDS, "region": REGIONS, "precision": PRECISIONS, "status": STATUSES, "source": SOURCES}
FILTERS |= {"pair": PAIRS}

ASSEMBLE = """const each = (named, change) =>
  Object.fromEntries(Object.entries(named).map(([name, value]) => [name, change(value)]));
const assemble = ({ header, raw }) => hauran.columns.assemble(header,
  each(raw, (list) => Uint32Array.from(list)));
const masks = (allowed) => each(allowed, (mask) => mask && Uint8Array.from(mask));
const crossfilter = ({ columns, types, allowed, match, inside, harm, doubts, window }) => {
  const made = new hauran.Crossfilter(assemble(columns), types);
  made.filter(masks(allowed), match && Uint8Array.from(match), inside && Uint8Array.from(inside), harm, doubts);
  made.window(...window);
  return made;
};"""
"""JavaScript that makes a Crossfilter of a case, as `a_case` gives it."""


def columns(dice, rows=60, points=8):
    """Columns as `geodata.as_columns` lays them out, header and arrays, over about 80 days."""
    steps = [0, *(dice.choice((0, 0, 1, 1, 3)) for _ in range(rows - 1))][:rows]
    code = {name: [dice.randrange(len(values)) for _ in range(rows)] for name, values in FILTERS.items()}
    deaths = [dice.choice((0, 0, 1, 7)) for _ in range(rows)]
    spans = [dice.choice((0, 0, 0, 0, 1, 9, 60)) for _ in range(rows)]
    clocks = [dice.choice(((0, 0), (0, 0), (365, 1074), (1200, 0), (1320, 119))) for _ in range(rows)]
    raw = {
        "x": [dice.randrange(2**22) for _ in range(points)],
        "y": [dice.randrange(2**22) for _ in range(points)],
        "point": [dice.randrange(points + 1) for _ in range(rows)],
        "step": steps,
        "span": spans,
        **code,
        "radius": [dice.choice((0, 50, 4000)) for _ in range(rows)],
        "deaths": deaths,
        "fewer": [dice.randrange(number + 1) for number in deaths],
        "more": [dice.choice((0, 0, 5)) for _ in range(rows)],
        "injured": [dice.choice((0, 2)) for _ in range(rows)],
        "flags": [dice.randrange(4) | dice.choice((0, 0, dice.randrange(64))) for _ in range(rows)],
    }
    if dice.random() < 0.6:
        raw |= {"opens": [opens for opens, _ in clocks], "rest": [rest for _, rest in clocks]}
        raw["ahead"] = [1440 + dice.choice((0, 180, -705)) for _ in range(rows)]
    header = {
        **{"rows": rows, "points": points, "kinds": KINDS, "regions": REGIONS, "sources": SOURCES},
        **{"statuses": STATUSES, "precisions": PRECISIONS, "precise": PRECISE},
        **{"actors": ACTORS, "pairs": PAIRS, "doubts": DOUBTS},
    }
    return {"header": header, "raw": raw}


def a_case(dice, rows=60):
    """Columns, a filter, a window: what a Crossfilter is asked."""
    made = columns(dice, rows)
    points = made["header"]["points"]
    allowed = {name: dice.choice((None, [dice.randrange(2) for _ in values])) for name, values in FILTERS.items()}
    match = dice.choice((None, [dice.randrange(256) for _ in range(-(-rows // 8))]))
    inside = dice.choice((None, None, [dice.randrange(2) for _ in range(points)]))
    harm = {"least": dice.choice((None, None, 0, 1, 2)), "unstated": dice.choice((False, True))}
    only, without = (dice.choice((0, 0, 0, 1 << dice.randrange(6), 1 << dice.randrange(3))) for _ in range(2))
    window = sorted((dice.randrange(-5, 90), dice.randrange(-5, 90)))
    if dice.random() < 0.5:  # sides that cut a day
        window = [window[0] + dice.choice((0, 360, 366)) / 1440, window[1] - dice.choice((0, 239, 719)) / 1440]
        window.append(dice.choice((False, True)))
    return {
        **{"columns": made, "types": TYPES, "allowed": allowed, "match": match, "inside": inside, "window": window},
        **{"harm": harm, "doubts": {"only": only, "without": without}},
    }


def rows_of(case):
    """Each row as a dict, with the names of the filters that it fails."""
    raw, start = case["columns"]["raw"], 0
    for i in range(case["columns"]["header"]["rows"]):
        start += raw["step"][i]
        row = {name: raw[name][i] for name in raw if name not in ("x", "y", "step", "span")}
        row |= {"start": start, "end": start + raw["span"][i]}
        row["ahead"] = row.get("ahead", 1440) - 1440
        row["opens"] = start * 1440 + row.get("opens", 0)
        row["closes"] = (row["end"] + 1) * 1440 - row.get("rest", 0)
        fails = {name for name, mask in case["allowed"].items() if mask and not mask[row[name]]}
        if case["match"] and not case["match"][i // 8] >> i % 8 & 1:
            fails.add("match")
        if case["inside"] and not (row["point"] and case["inside"][row["point"] - 1]):
            fails.add("area")
        if not deadly(row, case["harm"]):
            fails.add("deaths")
        only, without = case["doubts"].values()
        fails |= {f"doubt {bit}" for bit in range(len(DOUBTS)) if only >> bit & 1 and not row["flags"] >> bit & 1}
        fails |= {f"doubt {bit}" for bit in range(len(DOUBTS)) if without >> bit & 1 and row["flags"] >> bit & 1}
        yield row | {"fails": fails, "country": PRECISIONS[row["precision"]] == "country"}


def deadly(row, harm):
    """Whether a row has the deaths that are asked for."""
    if harm["least"] is None:
        return True
    return harm["unstated"] if row["flags"] & 2 else row["deaths"] >= harm["least"]


def counted(case):
    """What the engine should count in the case."""
    seen = [row for row in rows_of(case) if lies_in(row, case["window"])]
    passing = [row for row in seen if not row["fails"]]
    reported = [row for row in passing if STATUSES[row["status"]] == "reported"]
    located = [row for row in passing if row["point"]]
    drawn = [row for row in located if not row["country"]]
    points = range(1, case["columns"]["header"]["points"] + 1)
    by = {
        name: [sum(row[name] == code and row["fails"] <= {name} for row in seen) for code in range(len(values))]
        for name, values in FILTERS.items()
    }
    stating = [row for row in seen if row["fails"] <= {"deaths"} and not row["flags"] & 2]
    doubted = [[row for row in seen if row["fails"] <= {f"doubt {bit}"}] for bit in range(len(DOUBTS))]
    return {
        "deadly": {
            "least": sum(row["deaths"] >= (case["harm"]["least"] or 0) for row in stating),
            "unstated": sum(row["fails"] <= {"deaths"} and row["flags"] & 2 > 0 for row in seen),
        },
        "doubts": [
            {"with": sum(row["flags"] >> bit & 1 for row in rows), "of": len(rows)} for bit, rows in enumerate(doubted)
        ],
        "total": len(passing),
        "low": sum(row["deaths"] - row["fewer"] for row in reported if not reaches(row, case["window"])),
        "beyond": sum(row["deaths"] + row["more"] > 0 for row in reported if reaches(row, case["window"])),
        "deaths_beyond": sum(row["deaths"] + row["more"] for row in reported if reaches(row, case["window"])),
        "best": sum(row["deaths"] for row in reported),
        "high": sum(row["deaths"] + row["more"] for row in reported),
        "unknown": sum(row["flags"] >> 1 & 1 for row in reported),
        "injured": sum(row["injured"] for row in reported),
        "located": len(located),
        "precise": sum(PRECISIONS[row["precision"]] in PRECISE for row in located),
        "guessed": sum(row["flags"] & 1 for row in passing),
        "undrawn": len(located) - len(drawn),
        "first": min((row["start"] for row in passing), default=None),
        "last": max((row["end"] for row in passing), default=None),
        "by": by,
        "passing": [sum(row["region"] == code for row in passing) for code in range(len(REGIONS))],
        "perPoint": [
            sum(row["point"] == p and row["kind"] // 2 == t for row in drawn) for p in points for t in range(5)
        ],
        "weight": [sum(share(row, case["window"]) for row in drawn if row["point"] == p) for p in points],
        "marked": [int(any(row["flags"] & 1 for row in drawn if row["point"] == p)) for p in points],
    }


def reaches(row, window):
    """Whether a row begins before the window or ends after it."""
    begin, finish = minutes(row, window)
    return row["opens"] < begin or row["closes"] > finish


def minutes(row, window):
    """The first minute of a window and the last, exclusive, by the clocks of a row; a whole day is one of the place."""
    sides = round(window[0] * 1440), round((window[1] + 1) * 1440)
    utc = len(window) > 2 and window[2]
    return [side + (row["ahead"] if utc and side % 1440 else 0) for side in sides]


def lies_in(row, window):
    """Whether any of an incident lies in a window."""
    first, last = minutes(row, window)
    return row["opens"] < last and row["closes"] > first


def share(row, window):
    """How much of an incident lies in the window, 0 to 1."""
    first, last = minutes(row, window)
    return (min(row["closes"], last) - max(row["opens"], first)) / (row["closes"] - row["opens"])
