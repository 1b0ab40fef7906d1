"""Reasons in the language of the page: all that the packages give are known, and keep their names and numbers."""

import ast
import doctest
import itertools
import re
import string
from pathlib import Path

import pytest

import geodata
from dashboard import drawer, language, reasons
from dashboard.reasons import PHRASES, reworded
from tests.dashboard.parts import words
from tests.geodata.rows import a_figure, a_store, day

ROOT = Path(geodata.__file__).parents[1]
GIVERS = (
    *("gazetteer/rank.py", "gazetteer/quarters.py", "gazetteer/points.py", "gazetteer/picking.py"),
    *("geodata/locate.py", "geodata/events.py", "geodata/displaced.py", "geodata/flows.py", "geodata/formats/ucdp.py"),
)
NAMED = re.compile("reasons?|match_reason|against|said|_REASONS|also")
RETURNING = {"_barred", "_judge", "_ends", "_why_not", "classify", "_reason"}
VALUES = {"n": "1,234", "kind": "province", "asked": "settlement", "part": "south-west"}
VALUES |= {"reason": "same name", "date": "2018-07-04"}


@pytest.fixture(autouse=True)
def in_arabic(in_english):
    language.speak("ar")


def filled(phrase):
    return phrase.format(**{name: VALUES.get(name, f"Al-{name}") for _, name, _, _ in string.Formatter().parse(phrase)})


@pytest.mark.parametrize("phrase", PHRASES)
def test_a_reason_is_said_by_the_translation_of_its_own_phrase(phrase):
    said = reworded(filled(phrase))
    assert said != filled(phrase)
    for _, name, _, _ in string.Formatter().parse(phrase):
        if name and name not in VALUES:
            assert f"\u2068Al-{name}\u2069" in said
    assert re.findall("[A-Za-z]+", re.sub("\u2068.*?\u2069", "", said)) == (["UCDP"] if "UCDP" in phrase else [])


def texts(node):
    """The strings of an expression as formats: what is filled in stands as {}."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield re.sub(r"\{[^{}]*\}", "{}", node.value)
    elif isinstance(node, ast.JoinedStr):
        yield "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
    else:
        for child in ast.iter_child_nodes(node):
            yield from texts(child)


def given(path):
    """The formats of the reasons that a module gives."""
    for node in ast.walk(ast.parse((ROOT / path).read_text())):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in (
            "_Cost",
            "Event",
            "Spot",
            "Match",
            "replace",
        ):
            yield from texts(
                ast.Tuple(
                    [
                        *node.args[1:3],
                        *(k.value for k in node.keywords if k.arg in ("reason", "reasons", "match_reason")),
                    ]
                )
            )
        if isinstance(node, ast.Assign) and any(NAMED.fullmatch(getattr(t, "id", "")) for t in node.targets):
            yield from texts(node.value)
        if isinstance(node, ast.FunctionDef) and node.name in RETURNING:
            for inner in ast.walk(node):
                if isinstance(inner, ast.Return) and inner.value:
                    yield from texts(inner.value)


@pytest.mark.parametrize("path", GIVERS)
def test_every_reason_of_the_packages_is_known(path):
    formats = {text for text in given(path) if " " in text.strip()}
    assert formats
    fills = ("Dar'a", "12", "south", "settlement", "one-sided violence", "same name", "2018-07-04", "")
    unknown = []
    for text in formats:
        holes = text.count("{}")
        tried = (text.format(*values) for values in itertools.product(fills, repeat=holes))
        if not any(all(reasons._said(part) != part for part in one.split("; ") if part) for one in tried):
            unknown.append(text)
    assert unknown == []


def test_the_reasons_of_the_sample_are_all_said(sample_store):
    for column in ("match_reason", "event_reason"):
        found = sample_store.ask(f"SELECT DISTINCT {column} AS reason FROM incidents WHERE {column} IS NOT NULL")[
            "reason"
        ]
        assert len(found)
        for reason in found:
            for part in reason.split("; "):
                assert reasons._said(part) != part


def test_a_card_and_the_list_of_figures_say_their_reasons(sample_store, tmp_path):
    found = geodata.incidents(sample_store)
    id = found.loc[found["place_printed"] == "Taras", "id"].iloc[0]
    said = words(drawer.card(geodata.incident(sample_store, id)))
    assert "as the region says" not in said
    assert "\u2068Taras\u2069 ← \u2068Tafas\u2069" in said
    store = a_store(tmp_path, figures=[a_figure(0), a_figure(1, as_of_day=day("2018-05-01"), status="forecast")])
    stocks = geodata.stocks(store)
    listed = words(drawer.displaced_list(stocks, geodata.movements(store), day("2018-07-04")))
    assert "forecast" not in listed
    assert "newest" not in listed


def test_what_nobody_knows_stays_as_it_is_and_english_stays_english():
    assert reworded("a reason of its own; <b>same name</b>") == "a reason of its own؛ <b>same name</b>"
    assert reworded(None) is None
    language.speak("en")
    for phrase in PHRASES:
        assert reworded(filled(phrase)) == filled(phrase)
    assert doctest.testmod(reasons).failed == 0
