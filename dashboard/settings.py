"""Settings: what the page is told from outside, read once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """`store` is the store's folder, None for the user's own. `host` and `port` are where the page is served."""

    store: Path | None = None
    host: str = "127.0.0.1"
    port: int = 8050
    title: str = "Hauran"

    @classmethod
    def read(cls, environ: Mapping[str, str] = os.environ) -> Settings:
        """The settings of the environment: HAURAN_STORE, HOST, PORT. Raises ValueError for a port that is none."""
        port = environ.get("PORT") or "8050"
        if not (port.isascii() and port.isdigit()) or not 0 < int(port) < 65536:
            raise ValueError(f"PORT={port} is no port; give a number from 1 to 65535, for example PORT=8051")
        store = environ.get("HAURAN_STORE")
        return cls(Path(store) if store else None, environ.get("HOST") or "127.0.0.1", int(port))
