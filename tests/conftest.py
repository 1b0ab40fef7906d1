"""What every test may ask for: the gazetteer, and the reference files beside the project."""

from pathlib import Path

import pytest

from gazetteer import Gazetteer


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
