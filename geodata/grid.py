"""The incidents of a large store as arrays, mapped from a file beside its snapshot; what `gridded` counts over."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from gazetteer.place import COUNTRY, DISTRICT, PART_OF_COUNTRY, PART_OF_PROVINCE, PROVINCE

from .block import Array, packed, smallest, unpacked
from .columns import CLOCKS, WORDS, laid_out
from .doubts import DOUBTS
from .store import KEPT, Outdated, Store, StoreError

LAYOUT = 4
"""Number of the layout of the file; one with another number is made anew."""
OUTLINE, RING, NOWHERE = 1, 2, 3
STANDS_FOR = {
    PROVINCE: OUTLINE,
    DISTRICT: RING,
    PART_OF_PROVINCE: RING,
    PART_OF_COUNTRY: RING,
    COUNTRY: NOWHERE,
}
"""What is drawn under a point that stands for a unit, by precision: the unit's outline, a ring, nothing; as in
assets/hatch.js."""
MENDED = 1 << list(DOUBTS).index("mended")
_making = threading.Lock()
_held: dict[Key, Grid] = {}
_failed: dict[Key, StoreError] = {}


@dataclass(frozen=True, eq=False)
class Grid:
    """Arrays over rows (incidents by first day and point, the order of `as_columns`), groups, combinations and points.

    A row belongs to a group: incidents that share point, kind, region, source, status, precision and whether a spelling
    was mended. A combination is a group without point and spelling. Days count from `header["first_day"]`.

    `header` has the dictionaries of `as_columns`, but for the pairs of actors. Of rows: `number` (the snapshot's own),
    `group`, `flags`, `pair`, `deaths`, `fewer`, `more`, `injured`. `opening` is the first row of each day and the
    number of rows. `lasting` are the rows that last longer than a day, `lasting_first` and `lasting_last` their days.
    CLOCKS are those of `as_columns`, empty where no hour is known.
    Of pairs: `side1`, `side2` (places among the actors, from 1; 0 for none). Of groups, by point: `combo`, `point`
    (from 1; 0 for none), `mended`. Of combinations: `kind`, `region`, `source`, `status`, `precision`. Of points: `x`,
    `y` (Web Mercator at zoom 22), `radius` (10 m, the widest), `solid` (1 where any incident there is precise), `vague`
    (OUTLINE, RING or NOWHERE where all that is known there is a unit; 0 else), `unit` (that unit's place among the
    regions). `daily` are incidents a day and kind.
    """

    header: dict[str, Any]
    number: Array
    group: Array
    flags: Array
    pair: Array
    deaths: Array
    fewer: Array
    more: Array
    injured: Array
    opening: Array
    lasting: Array
    lasting_first: Array
    lasting_last: Array
    opens: Array
    rest: Array
    ahead: Array
    side1: Array
    side2: Array
    combo: Array
    point: Array
    mended: Array
    kind: Array
    region: Array
    source: Array
    status: Array
    precision: Array
    x: Array
    y: Array
    radius: Array
    solid: Array
    vague: Array
    unit: Array
    daily: Array

    @property
    def days(self) -> int:
        """Days on which an incident may begin."""
        return len(self.opening) - 1


ARRAYS = tuple(field.name for field in fields(Grid) if field.name != "header")


Key = tuple[Path, int, int]
"""What tells the arrays of one snapshot from others: their file, the snapshot's bytes and when it was written."""


def grid_of(store: Store) -> Grid:
    """The arrays of the current snapshot: mapped from its file, which is made first where there is none.

    Making takes some seconds a million incidents, once a snapshot. Where the folder cannot be written, the arrays stay
    in memory.
    """
    if found := _held.get(_key(store)):
        return found
    with _making:
        while True:
            key = _key(store)
            found = _held.get(key) or _read(key)
            if found is None:
                try:
                    header, arrays = _made(store, key)
                except Outdated:
                    continue
                found = _written(key, header, arrays) or Grid(header, **arrays)
                _tidy(store.root)
            return _hold(key, found)


def at_hand(store: Store) -> Grid | None:
    """The same where it need not be made; None where it must, which then begins in the background.

    Raises the StoreError with which the making ended before.
    """
    key = _key(store)
    if error := _failed.pop(key, None):
        raise error
    found = _held.get(key) or _read(key)
    if found is None and not _making.locked():
        threading.Thread(target=_try, args=(store, key), daemon=True).start()
    return found and _hold(key, found)


def _try(store: Store, key: Key) -> None:
    try:
        grid_of(store)
    except StoreError as error:
        _failed[key] = error


def _key(store: Store) -> Key:
    snapshot = store.root / f"{store.snapshot}.duckdb"
    told = snapshot.stat()
    return snapshot.with_suffix(".grid"), told.st_size, told.st_mtime_ns


def _hold(key: Key, found: Grid) -> Grid:
    _held[key] = found
    for old in [held for held in _held if held[0].parent == key[0].parent][:-KEPT]:
        del _held[old]
    return found


def _read(key: Key) -> Grid | None:
    """The grid of the file; None where there is none, or one of another snapshot or layout."""
    try:
        header, arrays = unpacked(np.memmap(key[0], "uint8", "r"))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if header.get("of") != _stamp(key) or set(arrays) != set(ARRAYS):
        return None
    return Grid(header, **arrays)


def _stamp(key: Key) -> list[int]:
    return [LAYOUT, *key[1:]]


def _written(key: Key, header: dict[str, Any], arrays: dict[str, Array]) -> Grid | None:
    """The grid mapped from its new file, which appears whole or not at all; None where it cannot be written."""
    path = key[0]
    part = path.with_name(f".{path.name}-{os.getpid()}")
    try:
        with part.open("wb") as file:
            file.write(packed(header, arrays)[1])
            os.fsync(file.fileno())
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        return None
    return _read(key)


def _tidy(root: Path) -> None:
    """Remove the files of snapshots that are gone, and what killed processes left half written."""
    for path in root.glob("*.grid"):
        if not path.with_suffix(".duckdb").exists():
            path.unlink(missing_ok=True)
    for part in root.glob(".*.grid-*"):
        if not Path(f"/proc/{part.name.rsplit('-', 1)[1]}").exists():
            part.unlink(missing_ok=True)


def _made(store: Store, key: Key) -> tuple[dict[str, Any], dict[str, Array]]:
    number, header, raw = laid_out(store, key[0].stem)
    sides = np.array(header.pop("pairs"), "int64").reshape(-1, 2) + 1
    day = np.cumsum(raw["step"], dtype="int64")
    combo, combos = _joined([raw[name] for name in WORDS])
    group, (point, group_combo, mended) = _joined([raw["point"], combo, raw["flags"] & MENDED])
    lasting = np.flatnonzero(raw["span"])
    days, kinds = int(day.max(initial=-1)) + 1, len(header["kinds"])
    arrays = {
        **{"number": smallest(number), "group": smallest(group), "flags": raw["flags"], "pair": raw["pair"]},
        **{"opening": np.searchsorted(day, np.arange(days + 1))},
        **{name: raw[name] for name in ("deaths", "fewer", "more", "injured", "x", "y")},
        **{"lasting": lasting, "lasting_first": day[lasting], "lasting_last": day[lasting] + raw["span"][lasting]},
        **{name: raw.get(name, np.zeros(0, "uint8")) for name in CLOCKS},
        **{"side1": smallest(sides[:, 0]), "side2": smallest(sides[:, 1])},
        **{"combo": group_combo, "point": point, "mended": smallest(mended)},
        **{name: smallest(codes) for name, codes in zip(WORDS, combos, strict=True)},
        **_of_points(header, raw),
        "daily": smallest(np.bincount(day * kinds + raw["kind"], minlength=days * kinds)),
    }
    return header | {"snapshot": key[0].stem, "of": _stamp(key)}, arrays


def _joined(parts: list[Array]) -> tuple[Array, list[Array]]:
    """Each row's place among the distinct combinations of its parts, in their order; and the parts of those."""
    sizes = [int(part.max(initial=0)) + 1 for part in parts]
    key = np.zeros(len(parts[0]), "int64")
    for part, size in zip(parts, sizes, strict=True):
        key = key * size + part
    place, distinct = pd.factorize(key, sort=True)
    found = []
    for size in reversed(sizes):
        distinct, part = np.divmod(distinct, size)
        found.append(part)
    return place.astype("int64"), found[::-1]


def _of_points(header: dict[str, Any], raw: dict[str, Array]) -> dict[str, Array]:
    placed = raw["point"] > 0
    at = raw["point"][placed].astype("int64") - 1
    precise = np.array([name in header["precise"] for name in header["precisions"]], bool)
    radius, solid = np.zeros(header["points"], "uint16"), np.zeros(header["points"], "uint8")
    np.maximum.at(radius, at, raw["radius"][placed].astype("uint16"))
    solid[at[precise[raw["precision"][placed]]]] = 1
    return {"radius": radius, "solid": solid, **_vague(header, raw, placed, at)}


def _vague(header: dict[str, Any], raw: dict[str, Array], placed: Array, at: Array) -> dict[str, Array]:
    """What a point stands for where nothing precise is known there, by the first incident of the narrowest sort."""
    vague, unit = np.zeros(header["points"], "uint8"), np.zeros(header["points"], "int64")
    sorts = np.array([STANDS_FOR.get(name, 0) for name in header["precisions"]], "uint8")
    sort, region = sorts[raw["precision"][placed]], raw["region"][placed]
    for each in (NOWHERE, RING, OUTLINE):
        rows = np.flatnonzero(sort == each)
        points, first = np.unique(at[rows], return_index=True)
        vague[points], unit[points] = each, region[rows[first]]
    vague[at[sort == 0]] = 0
    return {"vague": vague, "unit": smallest(unit)}
