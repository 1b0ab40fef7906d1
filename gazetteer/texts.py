"""Text of a file: UTF-8, UTF-16, UTF-32 or Windows Arabic; what had to be guessed or dropped is a fault."""

from collections.abc import Iterator
from pathlib import Path

from gazetteer.files import SourceError, Taken, content_of, shown

_MARKS = (
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_HEAD = 4096
_STRAY = 0.05
"""A text may have so many NULs among its bytes; with more it is none."""


def text_of(path: Path, taken: Taken) -> str:
    """The file's text, unpacked; SourceError when it is no text or a broken archive.

    Bytes that are not UTF-8 are read as Windows Arabic, NULs are dropped: each is a fault.
    """
    content = content_of(path)
    encoding = _encoding(path, content, taken)
    try:
        text = content.decode(encoding) if encoding else "\n".join(_decoded(content, taken))
    except UnicodeDecodeError as fault:
        raise SourceError(
            f"{path.name}: broken {encoding.upper()} at byte {fault.start:,} ({fault.reason}); save it as UTF-8"
        ) from fault
    return _without_nuls(text.removeprefix("\ufeff"), taken)


def _encoding(path: Path, content: bytes, taken: Taken) -> str:
    """The encoding by its mark or by where the NULs stand, empty for one byte a letter and for UTF-8."""
    marked = next((encoding for mark, encoding in _MARKS if content.startswith(mark)), "")
    head = content[:_HEAD]
    if marked or b"\0" not in head:
        return marked
    even, odd = head[::2].count(0), head[1::2].count(0)
    for encoding, many, few in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if many > len(head) / 8 and few < many / 5:
            taken.fault(1, f"no mark of its encoding; read as {encoding.upper()}")
            return encoding
    if head.count(0) > _STRAY * len(head):
        raise SourceError(f"{path.name}: no text; a table of places is CSV, TSV, or one JSON object a line")
    return ""


def _decoded(content: bytes, taken: Taken) -> Iterator[str]:
    arabic: list[tuple[int, str]] = []
    for number, line in enumerate(content.split(b"\n"), start=1):
        try:
            yield line.decode()
        except UnicodeDecodeError as fault:
            sound = line.decode(errors="ignore")
            if _is_mostly_sound(line, sound):
                bad = fault.object[fault.start : fault.end].hex(" ")
                taken.fault(number, f"damaged UTF-8 (byte {bad}), dropped: {shown(sound)}")
                yield sound
                continue
            arabic.append((number, line.decode("cp1256")))
            yield arabic[-1][1]
    if arabic:
        more = f", as were {len(arabic) - 1:,} more lines" if len(arabic) > 1 else ""
        taken.fault(arabic[0][0], f"not UTF-8: read as Windows Arabic (cp1256){more}: {shown(arabic[0][1].strip())}")


def _is_mostly_sound(line: bytes, sound: str) -> bool:
    """Whether more letters beyond ASCII are whole than bytes are bad: UTF-8 that was damaged."""
    whole = sum(not letter.isascii() for letter in sound)
    return whole > len(line) - len(sound.encode())


def _without_nuls(text: str, taken: Taken) -> str:
    if "\0" not in text:
        return text
    for number, line in enumerate(text.split("\n"), start=1):
        if "\0" in line:
            taken.fault(number, f"{line.count(chr(0)):,} NUL bytes, dropped: {shown(line)}")
    return text.replace("\0", "")
