"""A filtered view → a file that says where it came from: CSV, XLSX, GeoJSON or GeoParquet, with its manifest."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from .manifest import described, manifest
from .moments import written
from .outgoing import columns, count_columns
from .query import EVERYTHING, Filter
from .release import EXPORTED, LeftOut, Release, released
from .schema import INCIDENTS
from .store import Store
from .writers import FORMATS, zipped

ZIP = "application/zip"


@dataclass(frozen=True, slots=True)
class Exported:
    """An export. `body` are the bytes of the rows; `counts` those of a second table in the same format, for datasets
    that may be counted alone, empty where there are none.

    `left_out` says which rows stayed behind, by dataset: for the one who exports, not for whom the file is sent to.
    """

    name: str
    mimetype: str
    body: bytes
    manifest: dict[str, Any]
    rows: int
    rows_counted: int
    left_out: tuple[LeftOut, ...]
    counts: bytes = b""
    readme: str = ""

    @property
    def manifest_json(self) -> bytes:
        return (json.dumps(self.manifest, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()

    @property
    def counts_name(self) -> str:
        return counts_name(self.name)

    def zipped(self) -> bytes:
        """One ZIP of it all: the rows, the counts where there are any, manifest.json and README.txt."""
        counts = {self.counts_name: self.counts} if self.counts else {}
        told = {"manifest.json": self.manifest_json, "README.txt": self.readme.encode()}
        return zipped({self.name: self.body, **counts, **told})


def export(
    store: Store, where: Filter = EVERYTHING, format: str = "csv", table: str = INCIDENTS.name, name: str = ""
) -> Exported:
    """Exactly the rows of the filter, as far as their datasets may be passed on; the same store gives the same bytes.

    `format` is one of FORMATS, `table` incidents or displacement; the name is made of table and window unless told.
    Raises ValueError for others, and TooLarge where the format cannot hold the rows.
    """
    for given, known in ((format, FORMATS), (table, EXPORTED)):
        if given not in known:
            raise ValueError(f"'{given}' cannot be exported; known are {', '.join(known)}")
    how, kind = FORMATS[format], EXPORTED[table]
    release = released(store, where, kind)
    name = name or file_name(table, where, how.suffix)
    body = how.write(table, columns(kind), release.rows)
    counts = b"" if release.counts.empty else how.write("counts", count_columns(kind), release.counts)
    files = {name: body} | ({counts_name(name): counts} if counts else {})
    told = manifest(release, where, files, how.libraries)
    counted = int(release.counts["rows"].sum())
    readme = _readme(release, told)
    return Exported(name, how.mimetype, body, told, len(release.rows), counted, release.left_out, counts, readme)


def file_name(table: str, where: Filter, suffix: str) -> str:
    """What to call the file: the table and its window.

    >>> file_name("incidents", Filter(), ".csv")
    'incidents.csv'
    """
    return dated(table, where) + suffix


def dated(name: str, where: Filter) -> str:
    """A name with the filter's window behind it, without a sign that file systems refuse.

    >>> from datetime import date, datetime
    >>> dated("hauran", Filter(start=date(2018, 7, 4), end=datetime(2018, 7, 4, 11, 59)))
    'hauran_2018-07-04_2018-07-04T1159'
    """
    return "_".join([name, *(written(side).replace(":", "") for side in (where.start, where.end) if side)])


def counts_name(name: str) -> str:
    """The name of the counts beside a file of rows.

    >>> counts_name("incidents.csv")
    'incidents-counts.csv'
    """
    stem, dot, suffix = name.rpartition(".")
    return f"{stem}-counts{dot}{suffix}" if stem else f"{name}-counts"


def _readme(release: Release, told: dict[str, Any]) -> str:
    """The manifest for people: what the files hold, what each column means, how to cite the sources."""
    kinds = (columns(release.table), count_columns(release.table))
    parts = [
        f"{len(release.rows):,} rows of {release.table.name}. Filter: {json.dumps(told['filter'], ensure_ascii=False)}",
        "Unknown is empty, never 0. Forecasts and aggregates (status) are never added to what was reported.",
        "\n".join(f"{item['rows']:,} rows left out: {item['why']}" for item in told["left_out"]),
        "Cite\n" + "\n".join(f"  {source['citation']}" for source in told["sources"]),
        *(
            f"{file['name']}\n" + "\n".join(f"  {column.name}: {described(column)}" for column in kind)
            for file, kind in zip(told["files"], kinds, strict=False)
        ),
        str(told["boundaries"]["disclaimer"]),
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


__all__ = ["FORMATS", "ZIP", "Exported", "dated", "export"]
