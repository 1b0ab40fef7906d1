"""A process that has children import sheets until they are killed: for test_killed.py.

Each line of stdin is FIRST EVENT DELAY: the number of the first import, and when to kill: at the EVENT-th file
operation of the process, or DELAY seconds after it began where EVENT is 0. Each answer is the number of the last import
that was finished.
"""

import os
import signal
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pyarrow

from geodata.intake import Dataset, take_in
from geodata.regions import load
from geodata.store import Store

ROWS = 10
NOBODY = SimpleNamespace(stamp="none")  # the sheets name no place, so that no gazetteer is asked


def imports(folder, number, told):
    """Import sheet after sheet of one dataset, all rows of sheet n saying n; tell each that is finished."""
    store = Store(folder / "store")
    while True:
        sheet = folder / f"{number}.csv"
        sheet.write_text(
            "id,date,what,killed\n" + "".join(f"{row},2018-07-04,shelling,{number}\n" for row in range(ROWS))
        )
        take_in(sheet, store, NOBODY, regions=load(), dataset=Dataset("d"))
        os.write(told, f"{number}\n".encode())
        number += 1


def die_at(event):
    """Kill this process at its event-th operation on files."""
    left = [event]

    def hook(name, _):
        if name in (
            "open",
            "os.rename",
            "os.remove",
            "os.chmod",
            "os.mkdir",
            "shutil.copyfile",
            "os.listdir",
            "glob.glob",
        ):
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def killed(folder, first, event, delay):
    """The last import that a child finished before it was killed; `first` - 1 for none."""
    told, tell = os.pipe()
    child = os.fork()
    if not child:
        os.close(told)
        if event:
            die_at(event)
        imports(folder, first, tell)
    os.close(tell)
    if not event:
        time.sleep(delay)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    with os.fdopen(told) as finished:
        return int((finished.read().split() or [first - 1])[-1])


if __name__ == "__main__":
    pyarrow.set_cpu_count(1)  # threads do not survive a fork
    load()
    for line in sys.stdin:
        first, event, delay = line.split()
        print(killed(Path(sys.argv[1]), int(first), int(event), float(delay)), flush=True)
