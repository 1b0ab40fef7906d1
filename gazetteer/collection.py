"""The user's collection: sources added to and removed from the index, which stays as it was until the next is whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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
    source, taken = read_file(path, kind, name, licence, names)
    shelf = shelf_of(index)
    with _undone_on_failure(shelf, source.name):
        shelf.write(source, taken)
        build_index(index, progress=progress)
    return source, taken


def remove(name: str, *, index: Path | None = None, progress: bool | None = None) -> None:
    """Take a source out of the index; SourceError when there is none of this name."""
    index = index or index_path()
    shelf = shelf_of(index)
    with _undone_on_failure(shelf, name):
        shelf.remove(name)
        build_index(index, progress=progress)


def sources(index: Path | None = None) -> list[Source]:
    """The facts of each source that was added, by name."""
    return shelf_of(index or index_path()).sources()


@contextmanager
def _undone_on_failure(shelf: Shelf, name: str) -> Iterator[None]:
    before = shelf.content(name)
    try:
        yield
    except BaseException:
        shelf.restore(name, before)
        raise


__all__ = ["SourceError", "add", "remove", "sources"]
