"""One ZIP file over HTTP: taken up again where it broke off, checked for length and checksums, never taken half."""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from tqdm import tqdm

from gazetteer.files import SourceError, archive_fault

_CHUNK = 1 << 16
_GONE = frozenset((404, 410))
_PASSING = frozenset((408, 425, 429))
"""Answers below 500 that are worth another try."""

_RANGE = re.compile(r"bytes (?:(\d+)-\d+|\*)/(\d+|\*)")

Say = Callable[[str], None]


class UnreachableError(SourceError):
    """The server could not be spoken to at all."""


class NotThereError(SourceError):
    """The server has no such file."""


class _BrokenError(Exception):
    """What went wrong this time; the next try may go better."""


@dataclass(frozen=True, slots=True)
class Patience:
    """`timeout_s` without a byte is a broken connection; `tries` in a row that bring nothing new are the end.

    `wait_s` is the pause before the second try; each further one is twice as long.
    """

    timeout_s: float = 30.0
    tries: int = 5
    wait_s: float = 1.0


PATIENT = Patience()


class _Part:
    """What has come of a file, and beside it the tag of the version that it is of."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._tag = path.with_name(f"{path.name}.tag")

    @property
    def size(self) -> int:
        return self.path.stat().st_size if self.path.exists() else 0

    @property
    def tag(self) -> str:
        return self._tag.read_text(encoding="utf-8") if self._tag.exists() else ""

    def begin(self, tag: str) -> None:
        self.clear()
        self._tag.write_text(tag, encoding="utf-8")

    def clear(self) -> None:
        self.path.unlink(missing_ok=True)
        self._tag.unlink(missing_ok=True)


def download(address: str, path: Path, *, say: Say, patience: Patience = PATIENT, progress: bool | None = None) -> None:
    """Fetch a ZIP file to the path, going on where an earlier run broke off if the file is still the same.

    UnreachableError when there is no network, NotThereError when there is no such file, SourceError when it does not
    come whole: what has come stays for the next run then.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    fetching = _Fetching(address, _Part(path), say, patience, progress)
    most, barren = fetching.part.size, 0
    while True:
        try:
            fetching.go_on()
            return
        except _BrokenError as fault:
            barren = 0 if fetching.part.size > most else barren + 1
            most = max(most, fetching.part.size)
            if barren >= patience.tries:
                raise SourceError(f"{address}: {fault}, {barren} times in a row; run it again to go on") from fault
            say(f"{address}: {fault}; trying again")
            time.sleep(patience.wait_s * 2 ** max(0, barren - 1))


def forget(path: Path) -> None:
    """Remove what `download` left at the path."""
    _Part(path).clear()


@dataclass(slots=True)
class _Fetching:
    address: str
    part: _Part
    say: Say
    patience: Patience
    progress: bool | None
    reached: bool = False

    def go_on(self) -> None:
        """Fetch what is missing; _BrokenError where it ends too early."""
        pieced = self.part.size > 0
        response = self._ask()
        if response is None:
            return self._check("", pieced)
        with response:
            total = self._place(response)
            self._write(response, total)
        if total is not None and self.part.size != total:
            if self.part.size > total:
                self.part.clear()
            raise _BrokenError(f"the connection broke off at {self.part.size:,} of {total:,} bytes")
        return self._check(response.headers.get_content_type(), pieced or total is None)

    def _ask(self) -> HTTPResponse | None:
        """The answer to a request for what is missing; None where nothing is."""
        headers = {"User-Agent": "hauran-gazetteer", "Accept-Encoding": "identity"}
        if self.part.size and self.part.tag:
            headers |= {"Range": f"bytes={self.part.size}-", "If-Range": self.part.tag}
        try:
            response: HTTPResponse = urlopen(Request(self.address, headers=headers), timeout=self.patience.timeout_s)
        except HTTPError as answer:
            self.reached = True
            with answer:
                if answer.code == 416 and self._is_whole(answer):
                    return None
                raise self._refused(answer) from answer
        except URLError as fault:
            raise self._unreached(str(fault.reason)) from fault
        except (OSError, HTTPException) as fault:
            self.reached = True
            raise _BrokenError(_said(fault)) from fault
        self.reached = True
        return response

    def _is_whole(self, answer: HTTPError) -> bool:
        found = _RANGE.fullmatch(answer.headers.get("Content-Range", ""))
        return found is not None and found[2] == str(self.part.size)

    def _refused(self, answer: HTTPError) -> Exception:
        said = f"the server answers {answer.code} {answer.reason}"
        if answer.code == 416:
            self.part.clear()
            return _BrokenError("the server has less than what came before; starting over")
        if answer.code in _GONE:
            return NotThereError(f"{self.address}: {said}")
        passing = answer.code >= 500 or answer.code in _PASSING
        return _BrokenError(said) if passing else SourceError(f"{self.address}: {said}")

    def _unreached(self, reason: str) -> Exception:
        return (
            _BrokenError(reason)
            if self.reached
            else UnreachableError(f"could not reach {urlsplit(self.address).netloc} ({reason})")
        )

    def _place(self, response: HTTPResponse) -> int | None:
        """The length of the whole file, None where it is not said; what came before is kept or cleared for it."""
        tag, before = _tag(response), self.part.tag
        if response.status == 206:
            found = _RANGE.fullmatch(response.headers.get("Content-Range", ""))
            if not found or found[1] != str(self.part.size) or (tag and tag != before):
                self.part.clear()
                raise _BrokenError("another part came than was asked for; starting over")
            return None if found[2] == "*" else int(found[2])
        if self.part.size:
            why = "the server cannot go on where it broke off" if tag == before else "the file has changed meanwhile"
            self.say(f"{self.address}: {why}; starting over")
        self.part.begin(tag)
        length = response.headers.get("Content-Length", "")
        return int(length) if length.isdecimal() else None

    def _write(self, response: HTTPResponse, total: int | None) -> None:
        hidden = None if self.progress is None else not self.progress
        bar = tqdm(
            desc=self.part.path.name,
            total=total,
            initial=self.part.size,
            unit="B",
            unit_scale=True,
            disable=hidden,
        )
        with bar, open(self.part.path, "ab") as file:
            for chunk in _chunks(response):
                file.write(chunk)
                bar.update(len(chunk))

    def _check(self, kind: str, pieced: bool) -> None:
        """Nothing where the archive is sound; one in pieces is fetched anew, one that came whole is refused."""
        fault = archive_fault(self.part.path)
        if not fault:
            return
        self.part.clear()
        if pieced and kind != "text/html":
            raise _BrokenError(f"what came is damaged ({fault}); starting over")
        hint = "; a login page or a proxy may stand between" if kind == "text/html" else ""
        raise SourceError(f"{self.address}: no sound ZIP file ({fault}){hint}")


def _chunks(response: HTTPResponse) -> Iterator[bytes]:
    while True:
        try:
            chunk = response.read(_CHUNK)
        except (OSError, HTTPException) as fault:
            raise _BrokenError(_said(fault)) from fault
        if not chunk:
            return
        yield chunk


def _said(fault: Exception) -> str:
    return "no answer in time" if isinstance(fault, TimeoutError) else f"the connection broke ({fault})"


def _tag(response: HTTPResponse) -> str:
    """What tells this version of the file from others, empty where the server gives nothing that does."""
    tag = str(response.headers.get("ETag", ""))
    return tag if tag and not tag.startswith("W/") else str(response.headers.get("Last-Modified", ""))
