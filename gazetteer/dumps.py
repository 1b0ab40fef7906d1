"""GeoNames' dumps of countries: their addresses, and the way of their files into a folder."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from gazetteer.download import NotThereError, Patience, Say, UnreachableError, download, forget
from gazetteer.files import SourceError

GEONAMES = "https://download.geonames.org/export/dump"


@dataclass(frozen=True, slots=True)
class Dump:
    """The two files of a country, and where they are from; `names` is None where there is no such table."""

    places: Path
    names: Path | None
    addresses: tuple[str, ...]

    def forget(self) -> None:
        """Remove the files."""
        for path in filter(None, (self.places, self.names)):
            forget(path)


def fetch_dump(
    code: str, folder: Path, *, mirror: str = GEONAMES, say: Say, patience: Patience, progress: bool | None = None
) -> Dump:
    """The dump of the country and its alternate names, fetched whole into the folder.

    `mirror` is the address of a folder laid out as GeoNames' is. SourceError when it does not come whole.
    """
    base = _checked(mirror)
    addresses = f"{base}/{code}.zip", f"{base}/alternatenames/{code}.zip"
    paths = folder / f"{code}.zip", folder / "alternatenames" / f"{code}.zip"
    try:
        download(addresses[0], paths[0], say=say, patience=patience, progress=progress)
        try:
            download(addresses[1], paths[1], say=say, patience=patience, progress=progress)
        except NotThereError as fault:
            say(f"{fault}: taken without alternate names")
            return Dump(paths[0], None, addresses[:1])
    except UnreachableError as fault:
        raise SourceError(_without_network(code, base, str(fault))) from fault
    return Dump(*paths, addresses)


def _checked(mirror: str) -> str:
    parts = urlsplit(mirror.strip())
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise SourceError(f"{mirror!r}: no address of a mirror; it begins with https:// like {GEONAMES}")
    return mirror.strip().rstrip("/")


def _without_network(code: str, base: str, fault: str) -> str:
    return (
        f"no network: {fault}. Get {base}/{code}.zip on another machine, and if you can "
        f"{base}/alternatenames/{code}.zip into a folder alternatenames; then "
        f"`python -m gazetteer add {code}.zip --as geonames --names alternatenames/{code}.zip`"
    )
