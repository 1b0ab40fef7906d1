"""Every test begins in English, whatever language a request of the one before asked for."""

import pytest

from dashboard import language


@pytest.fixture(autouse=True)
def in_english():
    language.speak("en")
