"""Files of places that a user brings: OCHA's communities, GeoNames, Who's On First, a table; faults are listed."""

import csv
import gzip
import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from gazetteer.place import Entry

ENCODINGS = ("utf-8-sig", "cp1256")
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


class SourceError(ValueError):
    """A file that cannot be taken as the source it is said to be; the message says what it has instead."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a file: `line` counts from 1, `said` names the value and what was done about it."""

    line: int
    said: str


@dataclass(slots=True)
class Taken:
    """What a file gave: its places, the rows read, and everything that was odd."""

    entries: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    rows: int = 0

    def fault(self, line: int, said: str) -> None:
        """Note a fault."""
        self.faults.append(Fault(line, said))


def text_of(path: Path, taken: Taken) -> str:
    """The file's text, unpacked from gzip or zip; an encoding other than UTF-8 is noted as a fault.

    SourceError when it is no text or a broken archive.
    """
    try:
        content = _unpacked(path)
    except (OSError, EOFError, zipfile.BadZipFile) as fault:
        raise SourceError(f"{path.name}: cannot be read: {fault}") from fault
    if b"\0" in content[:4096] and content[:2] not in _MARKS:
        raise SourceError(f"{path.name}: no text; a table of places is CSV, TSV, or one JSON object a line")
    for encoding in (_MARKS.get(content[:2], "utf-8-sig"), "cp1256"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError as fault:
            line = content[: fault.start].count(b"\n") + 1
            taken.fault(line, f"not {encoding.removesuffix('-sig').upper()}: read as Windows Arabic (cp1256)")
            continue
        return text.replace("\0", "")
    raise SourceError(f"{path.name}: neither UTF-8 nor Windows Arabic; save it as UTF-8")


def _unpacked(path: Path) -> bytes:
    if path.suffix == ".gz":
        with gzip.open(path) as file:
            return file.read()
    if path.suffix != ".zip":
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if not name.lower().startswith(("readme", "iso-"))]
        if len(names) != 1:
            raise SourceError(f"{path.name}: holds {len(names)} files; unpack it and name one of them")
        return archive.read(names[0])


def records(path: Path, needed: tuple[str, ...], taken: Taken) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and cells of each row of a CSV with a header; rows with too few or many cells are faults.

    SourceError when a needed column is not there.
    """
    text = text_of(path, taken)
    head = text[:4096].split("\n", 1)[0]
    delimiter = max(",;\t|", key=head.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        header = [name.strip() for name in next(rows)]
    except (StopIteration, csv.Error) as fault:
        raise SourceError(f"{path.name}: empty") from fault
    missing = [name for name in needed if name not in header]
    if missing:
        raise SourceError(f"{path.name}: no column {missing[0]!r}; found {', '.join(map(repr, header[:20]))}")
    yield from _cells(rows, header, taken)


def _cells(rows: Iterator[list[str]], header: list[str], taken: Taken) -> Iterator[tuple[int, dict[str, str]]]:
    line = 1
    while True:
        line += 1
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as fault:
            taken.fault(line, f"broken line: {fault}; left out")
            continue
        if not any(cells):
            continue
        taken.rows += 1
        if len(cells) != len(header):
            taken.fault(line, f"{len(cells)} cells where the header has {len(header)}; left out")
            continue
        yield line, dict(zip(header, (cell.strip() for cell in cells), strict=True))


def point_of(lat: str, lon: str, line: int, taken: Taken) -> tuple[float, float] | None:
    """The point in degrees; None, and a fault, where it is none or lies off the globe."""
    try:
        point = float(lat), float(lon)
    except ValueError:
        taken.fault(line, f"no point: lat {lat!r}, lon {lon!r}; left out")
        return None
    if abs(point[0]) > 90 and abs(point[1]) <= 90 and abs(point[0]) <= 180:
        taken.fault(line, f"latitude and longitude swapped: {lat}, {lon}; put right")
        return point[1], point[0]
    if not (abs(point[0]) <= 90 and abs(point[1]) <= 180) or point == (0.0, 0.0):
        taken.fault(line, f"not on the globe: lat {lat}, lon {lon}; left out")
        return None
    return point


Reader = Callable[[Path], Taken]
