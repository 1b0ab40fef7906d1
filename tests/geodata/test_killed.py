"""kill -9 at any moment of an import leaves the last finished one."""

import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from geodata.store import Store

KILLS, BY_EVENT = 70, 45
WHOLE = "SELECT count(*) AS rows, min(fatalities_best) AS low, max(fatalities_best) AS high FROM incidents"


@pytest.fixture
def nursery(tmp_path):
    """Asks the process that has its children killed."""
    script = Path(__file__).with_name("nursery.py")
    command = [sys.executable, str(script), str(tmp_path)]
    root = str(script.parents[2])
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={"PYTHONPATH": root}
    ) as process:

        def ask(first, event, delay):
            process.stdin.write(f"{first} {event} {delay}\n")
            process.stdin.flush()
            return int(process.stdout.readline())

        yield ask
        process.stdin.close()


def state(store):
    """The import that the store holds, checked to be whole: every row of it, its dataset, its original."""
    row = store.ask(WHOLE).iloc[0]
    if not row["rows"]:
        return 0
    assert row["rows"] == 10
    assert row["low"] == row["high"]
    dataset = store.ask("SELECT * FROM datasets").iloc[0]
    assert dataset["file"] == f"{row['low']}.csv"
    assert any(path.name.startswith(dataset["sha256"]) for path in store.originals())
    return int(row["low"])


@pytest.mark.slow
def test_killed_imports_leave_the_last_finished_one(tmp_path, nursery):
    root, chance = tmp_path / "store", random.Random(5)
    store = Store(root)
    stop, seen = threading.Event(), [0]

    def read():
        while not stop.is_set():
            rows, low, high = store.ask(WHOLE).fillna(0).iloc[0]
            assert (rows, low) in ((0, 0), (10, high))
            seen.append(low)

    reader = threading.Thread(target=read)
    reader.start()
    finished = 0
    for kill in range(KILLS):
        event = kill + 1 if kill < BY_EVENT else 0
        acknowledged = nursery(finished + 1, event, chance.uniform(0.0, 0.6))
        held = state(Store(root))
        assert acknowledged <= held <= acknowledged + 1
        finished = held
    stop.set()
    reader.join()
    assert finished >= 5
    assert seen == sorted(seen)
    assert len(list(root.glob("snap-*"))) <= 3
