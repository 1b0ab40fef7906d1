"""What people picked: the place that a name means, in which context, who says so and why; kept beside the index."""

import datetime
import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from gazetteer.descriptors import readings
from gazetteer.distance import Point
from gazetteer.files import SourceError
from gazetteer.names import fold

FILE = "picks.jsonl"
_State = tuple[int, int, int]
_ABSENT: _State = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Pick:
    """A name as printed and the id of the place that it means by `by`, since the day `on` (ISO 8601).

    It holds in `region`, a unit as printed, or within 40 km of `near`; with neither it holds everywhere.
    """

    name: str
    place_id: str
    by: str
    why: str
    on: str
    region: str = ""
    near: Point | None = None

    @property
    def key(self) -> str:
        """What the name is looked up by."""
        return key_of(self.name)

    @property
    def context(self) -> str:
        """Where it holds, in words."""
        if self.near:
            return f"near {self.near[0]:g},{self.near[1]:g}"
        return f"in {self.region}" if self.region else "everywhere"


def key_of(name: str) -> str:
    """The name without the words behind its comma, folded."""
    return fold(readings(name)[0].name)


def today() -> str:
    """The day on which a pick is made."""
    return datetime.datetime.now(tz=datetime.UTC).date().isoformat()


class Picks:
    """The file of picks in a folder, read again when it has changed."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        self._file = os.fspath(self.path)
        self._read: tuple[_State, dict[str, list[Pick]]] = (_ABSENT, {})

    @property
    def latest(self) -> Mapping[str, list[Pick]]:
        """The picks by the key of their name as they were last read, the latest of a name first."""
        return self._read[1]

    def refreshed(self) -> Mapping[str, list[Pick]]:
        """The same, read again where the file has changed. SourceError when it is damaged."""
        state = self._state()
        if state != self._read[0]:
            self._read = state, _by_key(self.all())
        return self.latest

    def _state(self) -> _State:
        try:
            found = os.stat(self._file)
        except OSError:
            return _ABSENT
        return found.st_mtime_ns, found.st_size, found.st_ino

    def all(self) -> list[Pick]:
        """Every pick, in the order in which they were made. SourceError when the file is damaged."""
        try:
            lines = self.path.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []
        except (OSError, UnicodeDecodeError) as fault:
            raise SourceError(f"{self.path}: cannot be read: {fault}") from fault
        return [_pick(self.path, number, line) for number, line in enumerate(lines, start=1) if line.strip()]

    def add(self, pick: Pick) -> Pick | None:
        """Keep a pick; the one of the same name and context whose place it takes, None where there was none."""
        kept = self.all()
        old = next((one for one in kept if _is_same(one, pick)), None)
        self._write([*(one for one in kept if one is not old), pick])
        return old

    def remove(self, name: str, region: str = "", near: Point | None = None) -> Pick:
        """Forget the pick of a name in this context; the only one of the name where no context is said.

        SourceError when there is none, or when it stays open which one.
        """
        kept = self.all()
        named = [one for one in kept if one.key == key_of(name)]
        exact = [one for one in named if (fold(one.region), one.near) == (fold(region), near)]
        chosen = exact or (named if not region and near is None else [])
        if len(chosen) != 1:
            known = "; ".join(one.context for one in named) or "none"
            raise SourceError(f"{name!r}: say which pick with --region or --near; there are: {known}")
        self._write([one for one in kept if one is not chosen[0]])
        return chosen[0]

    def _write(self, picks: Iterable[Pick]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle, written = tempfile.mkstemp(prefix=".", suffix=".writing", dir=self.path.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.writelines(json.dumps(asdict(pick), ensure_ascii=False) + "\n" for pick in picks)
            os.replace(written, self.path)
        finally:
            Path(written).unlink(missing_ok=True)


def _is_same(one: Pick, other: Pick) -> bool:
    return (one.key, fold(one.region), one.near) == (other.key, fold(other.region), other.near)


def _by_key(picks: Iterable[Pick]) -> dict[str, list[Pick]]:
    named: dict[str, list[Pick]] = {}
    for pick in picks:
        named.setdefault(pick.key, []).insert(0, pick)
    return named


def _pick(path: Path, number: int, line: str) -> Pick:
    try:
        cells = json.loads(line)
        near = cells.pop("near", None)
        pick = Pick(**cells, near=(float(near[0]), float(near[1])) if near else None)
    except (ValueError, TypeError, AttributeError, LookupError) as fault:
        raise SourceError(f"{path}, line {number}: no pick: {fault}; mend or delete the line") from fault
    return pick
