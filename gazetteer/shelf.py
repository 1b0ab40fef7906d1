"""The sources that a user has added: one file each beside the index, its facts in the first line, its places below."""

import datetime
import gzip
import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, astuple, dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TextIO

from gazetteer.files import BROKEN, Reader, SourceError, Taken
from gazetteer.geonames import read_geonames
from gazetteer.ocha import read_ocha
from gazetteer.place import Entry, Place
from gazetteer.tables import read_table
from gazetteer.whosonfirst import read_whosonfirst


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of source: how it is read, and the licence its places come under, as its publisher states it."""

    read: Reader
    licence: str


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "ocha": Kind(read_ocha, "CC BY-IGO, OCHA"),
        "geonames": Kind(read_geonames, "CC BY 4.0, GeoNames"),
        "whosonfirst": Kind(read_whosonfirst, "attribution and link, Who's On First"),
        "table": Kind(read_table, "your own"),
    }
)


@dataclass(frozen=True, slots=True)
class Source:
    """The facts of one source: `rows` were read, `places` taken, `faults` listed.

    `files` gives name or address and sha256 of each file it is from; `sha256` is that of all of them together.
    """

    name: str
    kind: str
    licence: str
    rows: int
    places: int
    faults: int
    added: str
    sha256: str
    files: tuple[tuple[str, str], ...] = ()


def read_file(
    path: Path, kind: str, name: str = "", licence: str = "", names: Path | None = None, origins: Sequence[str] = ()
) -> tuple[Source, Taken]:
    """The facts and the places of a file; `names` is GeoNames' file of alternate names.

    `origins` are the addresses that the files are from, if they are from any. SourceError when it is not such a file
    or has no place that can be used.
    """
    if names is not None and kind != "geonames":
        raise SourceError(
            f"{names.name}: only GeoNames has a table of alternate names; {path.name} is said to be {kind}"
        )
    paths = [path, names] if names is not None else [path]
    contents = [_bytes(one) for one in paths]
    taken = read_geonames(path, names) if kind == "geonames" else KINDS[kind].read(path)
    if not taken.entries:
        raise SourceError(f"{path.name}: no place in {taken.rows:,} rows", taken.faults)
    source = Source(
        name=name or _usual_name(path, kind),
        kind=kind,
        licence=licence or KINDS[kind].licence,
        rows=taken.rows,
        places=len(taken.entries),
        faults=len(taken.faults),
        added=datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
        sha256=hashlib.sha256(b"".join(contents)).hexdigest(),
        files=tuple(
            (origin, hashlib.sha256(content).hexdigest())
            for origin, content in zip(origins or [one.name for one in paths], contents, strict=True)
        ),
    )
    return source, taken


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as fault:
        raise SourceError(f"{path}: cannot be read: {fault.strerror}") from fault


def _usual_name(path: Path, kind: str) -> str:
    """The file's name; that of a dump of GeoNames, which is but a country's code, with what it is before it."""
    plain = re.sub(r"[^\w-]+", "-", path.name.partition(".")[0].lower()).strip("-") or "source"
    return f"{kind}-{plain}" if kind == "geonames" and len(plain) == 2 else plain


class Shelf:
    """The folder of a user's sources."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def sources(self) -> list[Source]:
        """The facts of each source, by name."""
        return [_facts(path) for path in self._files()]

    def _files(self) -> list[Path]:
        return sorted(self.folder.glob("*.places.gz")) if self.folder.is_dir() else []

    def entries(self) -> Iterator[Entry]:
        """The places of all sources."""
        for path in self._files():
            yield from _entries(path)

    def stamp(self) -> str:
        """Name and first digits of the sha256 of each source, empty where there is none."""
        return "; ".join(f"{source.name} {source.sha256[:12]}" for source in self.sources())

    def write(self, source: Source, taken: Taken) -> None:
        """Put a source on the shelf, in place of one of the same name."""
        self.folder.mkdir(parents=True, exist_ok=True)
        handle, written = tempfile.mkstemp(prefix=".", suffix=".writing", dir=self.folder)
        os.close(handle)
        try:
            with gzip.open(written, "wt", encoding="utf-8", compresslevel=4) as file:
                file.write(json.dumps(asdict(source), ensure_ascii=False) + "\n")
                for entry in taken.entries:
                    file.write(json.dumps([astuple(entry.place), entry.names], ensure_ascii=False) + "\n")
            os.replace(written, self._path(source.name))
        finally:
            Path(written).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        if not name or not all(letter.isalnum() or letter in "-_" for letter in name):
            raise SourceError(f"{name!r}: a source's name has letters, digits, - and _ only; choose one with --name")
        return self.folder / f"{name}.places.gz"

    def content(self, name: str) -> bytes | None:
        """The file of a source as it lies there, None where there is none."""
        path = self._path(name)
        return path.read_bytes() if path.exists() else None

    def restore(self, name: str, content: bytes | None) -> None:
        """Put back what `content` gave."""
        if content is None:
            self._path(name).unlink(missing_ok=True)
        else:
            self._path(name).write_bytes(content)

    def remove(self, name: str) -> None:
        """Take a source off the shelf; SourceError when there is none of this name."""
        try:
            self._path(name).unlink()
        except FileNotFoundError as fault:
            known = ", ".join(source.name for source in self.sources()) or "none"
            raise SourceError(f"{name!r}: no such source; there are: {known}") from fault


def _facts(path: Path) -> Source:
    with _opened(path) as file:
        facts = json.loads(file.readline())
        return Source(**{**facts, "files": tuple(map(tuple, facts.get("files", ())))})


def _entries(path: Path) -> Iterator[Entry]:
    with _opened(path) as file:
        file.readline()
        for line in file:
            place, names = json.loads(line)
            yield Entry(Place(*place), tuple(names))


@contextmanager
def _opened(path: Path) -> Iterator[TextIO]:
    """The file, unpacked; SourceError where it is damaged."""
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            yield file
    except (*BROKEN, TypeError) as fault:
        name = path.name.removesuffix(".places.gz")
        raise SourceError(
            f"{path}: damaged ({fault}); `python -m gazetteer remove {name}`, or add the source again"
        ) from fault
