"""Tables → the bytes of a file: CSV, XLSX, GeoJSON, GeoParquet. The same table gives the same bytes."""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from .cells import each, safe
from .outgoing import DATE
from .schema import Column

MIDNIGHT = (1980, 1, 1, 0, 0, 0)
"""The time that files in a ZIP bear: the earliest that it can say."""
DECIMALS = 7
"""Of degrees in GeoJSON: 1 cm."""
CHUNK_ROWS = 65_536
XLSX_ROWS = 1_048_576
XLSX_TEXT = 32_767

Columns = Sequence[Column]


class TooLarge(ValueError):  # noqa: N818
    """The format cannot hold the table; the message says why and the way out."""


@dataclass(frozen=True, slots=True)
class Format:
    """How a table is written. `libraries` are the packages whose version shapes the bytes; `rows_max` is how many rows
    it holds, None for any number."""

    suffix: str
    mimetype: str
    write: Callable[[str, Columns, pd.DataFrame], bytes]
    libraries: tuple[str, ...] = ()
    rows_max: int | None = None


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A ZIP of the files, in their order; it bears no time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, body in files.items():
            entry = zipfile.ZipInfo(name, MIDNIGHT)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, body, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _values(rows: pd.DataFrame) -> Iterator[tuple[object, ...]]:
    plain = rows.astype(object)
    return plain.where(plain.notna(), None).itertuples(index=False, name=None)


def _parts(rows: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """The rows, some thousands at a time: each distinct cell of those is written once."""
    for start in range(0, len(rows), CHUNK_ROWS):
        yield rows.iloc[start : start + CHUNK_ROWS]


def _csv(title: str, columns: Columns, rows: pd.DataFrame) -> bytes:
    """UTF-8 with a byte order mark, without which Excel garbles Arabic; CR LF as in RFC 4180."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.name for column in columns])
    for part in _parts(rows):
        writer.writerows(zip(*(each(part[name], _csv_cell, "") for name in part), strict=True))
    return out.getvalue().encode("utf-8-sig")


def _csv_cell(cell: object) -> str:
    if isinstance(cell, str):
        return safe(cell)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return str(cell)


_NOT_XML = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


def xlsx_text(text: str) -> str:
    """The text as XLSX holds it: what XML cannot bear as `_x000D_` (ECMA-376, ST_Xstring)."""
    return _NOT_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def _xlsx(title: str, columns: Columns, rows: pd.DataFrame) -> bytes:
    import openpyxl

    held = [[xlsx_text(cell) if isinstance(cell, str) else cell for cell in row] for row in _values(rows)]
    _refuse_large(held)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    sheet.append([column.name for column in columns])
    for row in held:
        sheet.append([_xlsx_cell(sheet, cell) if isinstance(cell, str) and _READ.match(cell) else cell for cell in row])
    out = io.BytesIO()
    book.save(out)
    return _timeless(out)


def _refuse_large(rows: Sequence[Sequence[object]]) -> None:
    if len(rows) >= XLSX_ROWS:
        raise TooLarge(f"{len(rows):,} rows; an XLSX sheet holds {XLSX_ROWS - 1:,}. Choose csv or parquet")
    longest = max((cell for row in rows for cell in row if isinstance(cell, str)), key=len, default="")
    if len(longest) > XLSX_TEXT:
        told = f"'{longest[:40]}…' has {len(longest):,} letters; an XLSX cell holds {XLSX_TEXT:,}"
        raise TooLarge(f"{told}. Choose csv or parquet")


_READ = re.compile("[#'=+\\-@\t\r\n＝＋－＠]")
"""What openpyxl or a spreadsheet may read as something else than text: formulas, and errors such as #N/A."""


def _xlsx_cell(sheet: Any, text: str) -> object:
    """A cell that holds text, whatever it looks like."""
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    if safe(text) != text:
        cell.quotePrefix = True  # stays text when it is edited
    return cell


_MADE = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def _timeless(book: io.BytesIO) -> bytes:
    """The workbook without the moment that it was made."""
    with zipfile.ZipFile(book) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    core = "docProps/core.xml"
    return zipped(parts | {core: _MADE.sub(rb"\g<1>1980-01-01T00:00:00Z", parts[core])})


def _geojson(title: str, columns: Columns, rows: pd.DataFrame) -> bytes:
    """RFC 7946: a feature a line, its point lon, lat; null where a row has none."""
    texts = [line for part in _parts(rows) for line in _features(part)]
    head = f'{{"type":"FeatureCollection","name":{json.dumps(title)},"features":['
    return (head + "\n" + ",\n".join(texts) + "\n]}\n").encode()


def _features(rows: pd.DataFrame) -> Iterator[str]:
    """The rows as features, each a line of JSON."""
    members = [_members(rows, str(name)) for name in rows if name not in ("lat", "lon")]
    known = _members(rows, "id", ",") if "id" in rows else itertools.repeat("")
    properties = map(",".join, zip(*members, strict=True))
    for id, point, told in zip(known, _points(rows), properties, strict=False):
        yield f'{{"type":"Feature",{id}"geometry":{point},"properties":{{{told}}}}}'


def _members(rows: pd.DataFrame, name: str, end: str = "") -> Iterable[str]:
    """The cells of a column as members of a JSON object."""
    start = f"{_json(name)}:"
    return each(rows[name], lambda cell: f"{start}{_json(cell)}{end}", f"{start}null{end}")


def _points(rows: pd.DataFrame) -> Iterable[str]:
    if "lat" not in rows:
        return itertools.repeat("null", len(rows))
    lon, lat = (each(rows[name], lambda degrees: _json(round(degrees, DECIMALS))) for name in ("lon", "lat"))
    at = zip(lon, lat, strict=True)
    return [f'{{"type":"Point","coordinates":[{x},{y}]}}' if x and y else "null" for x, y in at]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _parquet(title: str, columns: Columns, rows: pd.DataFrame) -> bytes:
    """GeoParquet, WGS84, where the table has points; else Parquet. Dates are dates."""
    import geopandas as gpd

    typed = pd.DataFrame({column.name: _arrow_typed(column, rows[column.name]) for column in columns})
    out = io.BytesIO()
    if "lat" not in typed:
        typed.to_parquet(out, index=False, compression="zstd")
        return out.getvalue()
    lon, lat = (rows[name].fillna(0.0).astype("float64") for name in ("lon", "lat"))
    points = gpd.points_from_xy(lon, lat)
    shapes = gpd.GeoSeries(points, index=rows.index, crs="EPSG:4326").where(rows["lat"].notna(), None)
    gpd.GeoDataFrame(typed, geometry=shapes).to_parquet(out, index=False, compression="zstd")
    return out.getvalue()


def _arrow_typed(column: Column, cells: pd.Series) -> Any:
    import pyarrow as pa

    if column.type == DATE:
        days = pa.array(each(cells, date.fromisoformat), pa.date32())
        return pd.Series(pd.arrays.ArrowExtensionArray(days), index=cells.index)
    return cells.astype(pd.StringDtype("pyarrow")) if column.type == "TEXT" else cells


FORMATS = {
    "csv": Format(".csv", "text/csv; charset=utf-8", _csv),
    "xlsx": Format(
        ".xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _xlsx,
        ("openpyxl",),
        XLSX_ROWS - 1,
    ),
    "geojson": Format(".geojson", "application/geo+json", _geojson),
    "parquet": Format(".parquet", "application/vnd.apache.parquet", _parquet, ("geopandas", "pandas", "pyarrow")),
}
