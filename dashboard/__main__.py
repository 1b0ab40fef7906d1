"""`python -m dashboard`: serve the page."""

from __future__ import annotations

import errno
import socket
import sys
import threading
from dataclasses import replace

import waitress

from geodata import Store, StoreError, default_root

from .app import create_app, warm
from .settings import Settings

THREADS = 8
WAITING = 128
"""Connections that may wait until a thread takes them, from the moment that the address is said."""


def main() -> int:
    """Serve until stopped. Exit code 2 where the settings are wrong or the port is taken."""
    try:
        settings = Settings.read()
        root = settings.store or default_root()
        store = Store(root)
        listener = listen(settings.host, settings.port)
    except (ValueError, OSError, StoreError) as error:
        print(f"hauran: {error}", file=sys.stderr)
        return 2
    app = create_app(store, replace(settings, store=root))
    threading.Thread(target=warm, args=(app, store), daemon=True).start()
    app.server.test_client().get("/_dash-dependencies")  # Dash's lazy first request, before threads arrive
    print(
        f"Hauran shows {root}\n\n    http://{settings.host}:{listener.getsockname()[1]}/\n\nCtrl+C ends it.", flush=True
    )
    waitress.serve(app.server, sockets=[listener], threads=THREADS, ident="hauran")
    return 0


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens on the address. Raises OSError, in plain words, where the port is taken."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(WAITING)
    except OSError as error:
        listener.close()
        taken = error.errno == errno.EADDRINUSE
        raise OSError(
            f"port {port} is taken by another program; choose another: make run PORT={port + 1}"
            if taken
            else f"cannot serve on {host}:{port}: {error.strerror}"
        ) from error
    return listener


if __name__ == "__main__":
    sys.exit(main())
