"""The user's collection: sources added to and removed from the index, which stays as it was until the next is whole."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from gazetteer.countries import country_codes
from gazetteer.download import PATIENT, Patience, Say
from gazetteer.dumps import GEONAMES, fetch_dump
from gazetteer.files import SourceError, Taken
from gazetteer.index import build_index, index_path, shelf_of
from gazetteer.shelf import Shelf, Source, read_file


def add(
    path: Path,
    kind: str,
    *,
    name: str = "",
    licence: str = "",
    names: Path | None = None,
    index: Path | None = None,
    progress: bool | None = None,
) -> tuple[Source, Taken]:
    """Take a file into the index, in place of a source of the same name; its facts, and its faults.

    SourceError when the file is not what it is said to be: nothing has changed then.
    """
    index = index or index_path()
    found = read_file(path, kind, name, licence, names)
    _take(index, [found], progress)
    return found


def fetch(
    countries: Iterable[str],
    *,
    mirror: str = GEONAMES,
    say: Say = print,
    patience: Patience = PATIENT,
    index: Path | None = None,
    progress: bool | None = None,
) -> list[tuple[Source, Taken]]:
    """Take GeoNames' dumps of these countries (ISO 3166-1 alpha-2) from the network into the index, all or none.

    UnknownCountryError for a code that is none, SourceError when a file does not come whole: nothing has changed
    then, and what has come is kept for the next run.
    """
    index = index or index_path()
    folder = index.parent / "downloads"
    dumps = [
        fetch_dump(code, folder, mirror=mirror, say=say, patience=patience, progress=progress)
        for code in country_codes(countries)
    ]
    found = [read_file(dump.places, "geonames", names=dump.names, origins=dump.addresses) for dump in dumps]
    _take(index, found, progress)
    for dump in dumps:
        dump.forget()
    return found


def _take(index: Path, found: Sequence[tuple[Source, Taken]], progress: bool | None) -> None:
    shelf = shelf_of(index)
    with _undone_on_failure(shelf, [source.name for source, _ in found]):
        for source, taken in found:
            shelf.write(source, taken)
        build_index(index, progress=progress)


def remove(name: str, *, index: Path | None = None, progress: bool | None = None) -> None:
    """Take a source out of the index; SourceError when there is none of this name."""
    index = index or index_path()
    shelf = shelf_of(index)
    with _undone_on_failure(shelf, [name]):
        shelf.remove(name)
        build_index(index, progress=progress)


def sources(index: Path | None = None) -> list[Source]:
    """The facts of each source that was added, by name."""
    return shelf_of(index or index_path()).sources()


@contextmanager
def _undone_on_failure(shelf: Shelf, names: Sequence[str]) -> Iterator[None]:
    before = {name: shelf.content(name) for name in names}
    try:
        yield
    except BaseException:
        for name, content in before.items():
            shelf.restore(name, content)
        raise


__all__ = ["SourceError", "add", "fetch", "remove", "sources"]
