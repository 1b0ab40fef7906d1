"""What every test may ask for: the gazetteer, and the reference files beside the project."""

from pathlib import Path

import pytest
from hypothesis import settings

from gazetteer import Gazetteer
from geodata.__main__ import SAMPLE
from geodata.intake import take_in
from geodata.regions import load
from geodata.store import Store

settings.register_profile("hauran", deadline=None)
settings.load_profile("hauran")
"""How long an example takes depends on the load of the machine, and is no fault."""


@pytest.fixture(scope="session")
def gazetteer():
    """The gazetteer over the user's own index, built when it is missing or stale."""
    return Gazetteer()


@pytest.fixture(scope="session")
def shared():
    """The folder of reference files beside the project; tests that need it skip where it is absent."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip(f"{folder}: not there; this test reads reference files that are kept out of the project")
    return folder


@pytest.fixture(scope="session")
def regions():
    """The admin-1 units of the world."""
    return load()


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory, gazetteer, regions):
    """A store with both sample sheets. Nobody writes to it."""
    store = Store(tmp_path_factory.mktemp("sample") / "store")
    for path, dataset in SAMPLE:
        take_in(path, store, gazetteer, regions=regions, dataset=dataset)
    return store
