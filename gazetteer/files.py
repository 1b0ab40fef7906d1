"""Files of places that a user brings: what they hold, unpacked; what they gave, and every fault found in them."""

import gzip
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gazetteer.place import Entry

_MOST_BYTES = 2 << 30
"""The places of all the world are 1.6 GB; what unpacks to more is no table of places."""

_SHOWN = 40
"""Letters of a value that a message shows."""

BROKEN = (OSError, EOFError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, RuntimeError, ValueError)
"""What the archives' libraries raise for a file that is damaged, cut off or locked with a password."""

_BESIDE = ("readme", "iso-")
"""How the files begin that GeoNames packs with a table."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a file: `line` counts from 1, `said` names the value and what was done about it.

    `file` is the file's name where there are two.
    """

    line: int
    said: str
    file: str = ""


class SourceError(ValueError):
    """A file that cannot be taken as the source it is said to be; the message says what it has instead.

    `faults` holds what was found in it line by line.
    """

    def __init__(self, said: str, faults: Sequence[Fault] = ()) -> None:
        super().__init__(said)
        self.faults = tuple(faults)


def shown(value: object) -> str:
    """The value in quotes, cut where it is long, as a message shows it."""
    text = str(value)
    return repr(text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…")


@dataclass(slots=True)
class Taken:
    """What a file gave: its places, the rows read, and everything that was odd."""

    entries: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    rows: int = 0

    def fault(self, line: int, said: str) -> None:
        """Note a fault."""
        self.faults.append(Fault(line, said))


Reader = Callable[[Path], Taken]


def content_of(path: Path) -> bytes:
    """The file's bytes, unpacked from gzip or zip; SourceError when it cannot be read or holds several files."""
    try:
        with open(path, "rb") as file:
            head = file.read(4)
        if head[:2] == b"\x1f\x8b":
            with gzip.open(path) as packed:
                return _within_bounds(path, packed.read(_MOST_BYTES + 1))
        return _unzipped(path) if head.startswith(b"PK") else path.read_bytes()
    except SourceError:
        raise
    except BROKEN as fault:
        raise SourceError(f"{path.name}: cannot be read: {_reason(fault)}") from fault


def _reason(fault: Exception) -> str:
    return (fault.strerror if isinstance(fault, OSError) else "") or str(fault) or type(fault).__name__


def _within_bounds(path: Path, content: bytes) -> bytes:
    if len(content) > _MOST_BYTES:
        raise SourceError(f"{path.name}: unpacks to more than {_MOST_BYTES >> 30} GB; no table of places is so large")
    return content


def _unzipped(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if _is_table(name)]
        if "[Content_Types].xml" in names:
            raise SourceError(f"{path.name}: an Excel workbook; save its sheet as CSV (UTF-8)")
        if len(names) != 1:
            held = ", ".join(map(repr, names[:5])) or "none"
            raise SourceError(f"{path.name}: holds {len(names)} files ({held}), not one; unpack it and name one")
        with archive.open(names[0]) as file:
            return _within_bounds(path, file.read(_MOST_BYTES + 1))


def _is_table(name: str) -> bool:
    return not name.endswith("/") and not name.startswith("__MACOSX/") and not name.lower().startswith(_BESIDE)


def archive_fault(path: Path) -> str:
    """What is wrong with a ZIP file, by its own checksums; empty where it is sound."""
    try:
        with zipfile.ZipFile(path) as archive:
            bad = archive.testzip()
    except BROKEN as fault:
        return _reason(fault)
    return f"checksum of {bad!r}" if bad else ""


def lines_of(text: str) -> Iterator[str]:
    """The lines one by one, whichever machine they are from; no other sign ends one."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield text[start:end]
        start = end + 1
    yield text[start:]
