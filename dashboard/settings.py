"""Settings: what the page is told from outside, read once."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """`store` is the store's folder, None for the user's own. `host` and `port` are where the page is served.
    `embed` are the sites whose pages may show an embedded view: scheme and host, such as https://example.org."""

    store: Path | None = None
    host: str = "127.0.0.1"
    port: int = 8050
    title: str = "Hauran"
    embed: tuple[str, ...] = ()

    @classmethod
    def read(cls, environ: Mapping[str, str] = os.environ) -> Settings:
        """The settings of the environment: HAURAN_STORE, HAURAN_EMBED, HOST, PORT. Raises ValueError for a port or a
        site that is none."""
        port = environ.get("PORT") or "8050"
        if not (port.isascii() and port.isdigit()) or not 0 < int(port) < 65536:
            raise ValueError(f"PORT={port} is no port; give a number from 1 to 65535, for example PORT=8051")
        store = environ.get("HAURAN_STORE")
        host = environ.get("HOST") or "127.0.0.1"
        return cls(Path(store) if store else None, host, int(port), embed=_sites(environ.get("HAURAN_EMBED", "")))


_SITE = re.compile(r"https?://(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?", re.I)


def _sites(text: str) -> tuple[str, ...]:
    """The sites of a list, parted by blanks or commas."""
    sites = tuple(site.rstrip("/") for site in re.split(r"[\s,]+", text.strip()) if site)
    for site in sites:
        if not _SITE.fullmatch(site):
            raise ValueError(
                f"HAURAN_EMBED={site} is no site; give scheme and host, for example HAURAN_EMBED=https://example.org"
            )
    return sites
