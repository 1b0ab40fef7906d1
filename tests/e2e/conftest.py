"""The page served for real, and a browser to look at it."""

import contextlib
import shutil
import threading
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright
from werkzeug.serving import make_server

import dashboard
from dashboard.app import create_app
from geodata import Store

ARGS = ["--no-sandbox"]
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ASSETS = Path(dashboard.__path__[0]) / "assets"
PATIENCE_MS = 20_000
"""How long a test waits for what must come, on a machine that does other things too."""
expect.set_options(timeout=PATIENCE_MS)
DESK, PHONE = {"width": 1100, "height": 720}, {"width": 390, "height": 844}


@contextlib.contextmanager
def served(store):
    """The address of the page of `store`, served until the block ends."""
    app = create_app(store)
    app.server.test_client().get("/_dash-dependencies")
    server = make_server("127.0.0.1", 0, app.server, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="session")
def address(sample_store):
    """Where the sample is shown."""
    with served(sample_store) as address:
        yield address


@pytest.fixture(scope="session")
def empty_address(tmp_path_factory):
    """Where an empty store is shown."""
    with served(Store(tmp_path_factory.mktemp("empty"))) as address:
        yield address


@pytest.fixture(scope="session")
def chromium():
    """Where the system's Chromium lies."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if not found:
        pytest.skip(f"no browser: none of {', '.join(CHROMIUM)} is installed; on Debian: apt-get install chromium")
    return found


@pytest.fixture(scope="session")
def play():
    """Playwright."""
    with sync_playwright() as play:
        yield play


@pytest.fixture(scope="session")
def browser(play, chromium):
    """Chromium, for profiles of their own."""
    browser = play.chromium.launch(executable_path=chromium, args=ARGS)
    yield browser
    browser.close()


OPTIONS = {"viewport": DESK, "bypass_csp": True, "reduced_motion": "reduce"}
"""The policy of the page is off, as most tests look inside the page."""


def _ready(context):
    context.set_default_timeout(PATIENCE_MS)
    context.add_init_script("try { localStorage.setItem('hauran-hints', 'seen'); } catch {}")
    return context


def profile(browser, **told):
    """A fresh profile."""
    return _ready(browser.new_context(**(OPTIONS | told)))


@pytest.fixture(scope="session")
def shared_context(play, chromium, tmp_path_factory):
    """The profile of all tests that do not ask for one of their own, kept on disk: scripts are fetched and compiled once,
    which halves the time that a page takes to open."""
    folder = tmp_path_factory.mktemp("profile")
    context = play.chromium.launch_persistent_context(folder, executable_path=chromium, args=ARGS, **OPTIONS)
    yield _ready(context)
    context.close()


@pytest.fixture
def context(request):
    """The shared profile, or a fresh one with the options that the test gives."""
    if not hasattr(request, "param"):
        yield request.getfixturevalue("shared_context")
        return
    context = profile(request.getfixturevalue("browser"), **request.param)
    yield context
    context.close()


@pytest.fixture
def page(context):
    """An empty tab that fails the test when the page throws."""
    page = context.new_page()
    thrown = []
    page.on("pageerror", lambda error: thrown.append(str(error)))
    yield page
    page.close()
    assert thrown == []
