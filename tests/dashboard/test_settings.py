"""Settings: read once from the environment."""

from pathlib import Path

import pytest

from dashboard.settings import Settings


def test_without_an_environment_everything_is_default():
    assert Settings.read({}) == Settings()
    assert Settings.read({"PORT": "", "HOST": "", "HAURAN_STORE": ""}) == Settings()


def test_the_environment_says_where():
    told = Settings.read({"PORT": "8051", "HOST": "0.0.0.0", "HAURAN_STORE": "/srv/store"})
    assert (told.port, told.host, told.store) == (8051, "0.0.0.0", Path("/srv/store"))


@pytest.mark.parametrize("port", ["0", "-1", "65536", "http", "80.5", "8 0", "1e3", "9" * 20, "²"])
def test_a_port_that_is_none_is_said_with_its_cure(port):
    with pytest.raises(ValueError, match=r"PORT=.*no port; give a number from 1 to 65535"):
        Settings.read({"PORT": port})


def test_the_sites_that_may_embed_a_view_are_a_list():
    told = Settings.read({"HAURAN_EMBED": " https://example.org/, http://maps.test:8080\thttps://*.example.net "})
    assert told.embed == ("https://example.org", "http://maps.test:8080", "https://*.example.net")


@pytest.mark.parametrize(
    "site", ["*", "example.org", "https://", "https://a.org/b", "https://a.org;script-src", "'self'"]
)
def test_a_site_that_is_none_is_said_with_its_cure(site):
    with pytest.raises(
        ValueError, match=r"no site; give scheme and host, for example HAURAN_EMBED=https://example\.org"
    ):
        Settings.read({"HAURAN_EMBED": site})
