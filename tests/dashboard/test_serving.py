"""python -m dashboard: what it says when it cannot start, and that it starts."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

import geodata

ROOT = Path(__file__).resolve().parents[2]


def served(folder, **environ):
    """The process that serves the page of an empty store."""
    plain = {name: value for name, value in os.environ.items() if name not in ("PORT", "HOST", "HAURAN_STORE")}
    return subprocess.Popen(
        [sys.executable, "-m", "dashboard"],
        cwd=ROOT,
        env=plain | {"HAURAN_STORE": str(folder)} | environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def test_a_port_that_is_none_ends_with_a_cure(tmp_path):
    with served(tmp_path, PORT="http") as process:
        out, said = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "PORT=http" in said
    assert "Traceback" not in said
    assert out == ""


def test_a_taken_port_is_said_plainly_with_another_to_take(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with served(tmp_path, PORT=str(port)) as process:
            _, said = process.communicate(timeout=60)
    assert process.returncode == 2
    assert f"port {port} is taken" in said
    assert f"make run PORT={port + 1}" in said
    assert "Traceback" not in said


@pytest.mark.slow
def test_a_store_that_cannot_be_made_is_said_plainly(tmp_path):
    file = tmp_path / "file"
    file.write_text("")
    with served(file / "store", PORT=str(free_port())) as process:
        _, said = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "HAURAN_STORE" in said
    assert "Traceback" not in said


@pytest.mark.slow
def test_it_serves_until_it_is_stopped(tmp_path):
    geodata.Store(tmp_path)
    with served(tmp_path, PORT=str(free_port())) as process:
        try:
            words = iter(process.stdout.readline, "")
            address = next(found[0] for line in words if (found := re.search(r"http://127\.0\.0\.1:\d+/", line)))
            with urllib.request.urlopen(address, timeout=30) as answer:
                assert answer.status == 200
        finally:
            process.send_signal(signal.SIGINT)
            _, said = process.communicate(timeout=30)
    assert "Traceback" not in said


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]
