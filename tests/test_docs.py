"""What the docs say is there: commands, links, pictures, variables, versions."""

import importlib.metadata as metadata
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.test_architecture import MODULES, PACKAGES, imports

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
FENCE = re.compile(r"^```(?:console|bash|sh|shell)\n(.*?)^```", re.M | re.S)
CODE = re.compile(r"`[^`\n]+`")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
OURS = ("gazetteer", "geodata", "dashboard", "bench", "scripts")
COME_WITH_OTHERS = {"flask", "werkzeug", "numpy", "pyproj"}
"""Packages that Dash, pandas and geopandas cannot do without."""
SET_BY_MAKE = {"PYTHON", "T"}
"""Variables that the Makefile reads."""


def named(path):
    return str(path.relative_to(ROOT))


def told(page):
    """Every command a page shows, in blocks and in running text."""
    text = page.read_text(encoding="utf-8")
    blocks = "\n".join(FENCE.findall(text)).replace("\\\n", " ")
    spans = [span.strip("`") for span in CODE.findall(re.sub(r"^```.*?^```", "", text, flags=re.M | re.S))]
    lines = [line.removeprefix("$ ").split(" #")[0].strip() for line in blocks.splitlines()]
    return [line for line in [*lines, *spans] if line]


def targets():
    return set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))


def modules():
    """Module and sub-command of each `python -m` that a page shows."""
    found = set()
    for page in PAGES:
        for line in told(page):
            for name, rest in re.findall(r"python3? -m ([\w.]+)((?: [\w-]+)?)", line):
                if name.split(".")[0] in OURS:
                    found.add((name, rest.strip() if name == "geodata" else ""))
    return sorted(found)


def test_there_are_pages():
    assert ROOT / "README.md" in PAGES


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_make_target_that_is_told_exists(page):
    for line in told(page):
        words = line.split()
        if words and words[0] == "make":
            wanted = {word for word in words[1:] if re.fullmatch("[a-z][a-z-]*", word)}
            assert wanted <= targets(), line


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_and_picture_exists(page):
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        if not re.match(r"[a-z]+:|#", link):
            assert (page.parent / unquote(link.split("#")[0])).exists(), link


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_anchor_leads_to_a_heading(page):
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        path, _, anchor = link.partition("#")
        if anchor and not re.match(r"[a-z]+:", link):
            other = (page.parent / path) if path else page
            headings = re.findall(r"^#+ (.+)$", other.read_text(encoding="utf-8"), re.M)
            assert anchor in {
                re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings
            }


@pytest.mark.parametrize(("module", "command"), modules())
def test_every_module_that_is_told_exists(module, command):
    folder = ROOT.joinpath(*module.split("."))
    assert (folder / "__main__.py").is_file() or folder.with_suffix(".py").is_file()
    if module == "geodata" and command:
        from geodata.__main__ import parser

        with pytest.raises(SystemExit) as ended:
            parser().parse_args([command, "--help"])
        assert ended.value.code == 0


def test_the_options_that_are_told_exist():
    from geodata.__main__ import parser

    known = parser().format_help() + "".join(
        action.format_help() for sub in parser()._subparsers._group_actions for action in sub.choices.values()
    )
    for page in PAGES:
        for line in told(page):
            if "-m geodata" in line:
                for option in re.findall(r"(?<= )--[a-z-]+", line):
                    assert option in known, line


@pytest.mark.slow
@pytest.mark.parametrize("module", sorted({name for name, _ in modules()} & {"gazetteer", "geodata", "bench"}))
def test_every_command_line_has_help(module):
    done = subprocess.run(
        [sys.executable, "-m", module, "--help"], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0
    assert "usage" in done.stdout.lower()


def test_every_variable_that_is_told_is_read():
    sources = [
        path
        for name in ("gazetteer", "geodata", "dashboard", "scripts", "bench")
        for path in ROOT.glob(f"{name}/**/*.py")
    ]
    read = " ".join(path.read_text(encoding="utf-8") for path in [*sources, ROOT / "Makefile"])
    for page in PAGES:
        for line in told(page):
            for name in re.findall(r"\b([A-Z][A-Z_]{2,})=", line):
                assert name in read or name in SET_BY_MAKE, (named(page), name)
        for name in re.findall(r"\bHAURAN_[A-Z_]+", page.read_text(encoding="utf-8")):
            assert name in read, (named(page), name)


REQUIREMENT = re.compile(r"^([A-Za-z0-9_.-]+)>=([\w.]+),<([\w.]+)$")


def plain(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def version(text):
    return tuple(int(part) for part in re.findall(r"\d+", text))


def required(file):
    lines = (line.split(" #")[0].strip() for line in (ROOT / file).read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith(("#", "-r"))]


def pinned_versions():
    pairs = (line.split("==") for line in required("constraints.txt"))
    return {plain(name): pinned for name, pinned in pairs}


@pytest.mark.parametrize("line", required("requirements.txt"))
def test_every_requirement_has_both_bounds_and_the_tested_version_lies_within(line):
    name, low, high = REQUIREMENT.match(line).groups()
    assert version(low) <= version(pinned_versions()[plain(name)]) < version(high)


def test_every_requirement_of_the_tests_was_tested():
    for line in required("requirements-dev.txt"):
        assert plain(re.match(r"[\w.-]+", line)[0]) in pinned_versions(), line


def test_every_package_that_is_imported_is_required():
    owners = metadata.packages_distributions()
    wanted = {plain(re.match(r"[\w.-]+", line)[0]) for line in required("requirements.txt")}
    outside = {name for path in MODULES for name in imports(path)} - {*PACKAGES, *COME_WITH_OTHERS}
    assert {name for name in outside if not {plain(owner) for owner in owners[name]} & wanted} == set()
