"""The card of an incident, the list of a spot, the figures behind the displaced."""

from datetime import date

import pytest

import geodata
from dashboard import drawer, ids
from geodata import Filter, to_day
from geodata.schema import INCIDENTS
from tests.dashboard.parts import lines, of_kind, walk, words
from tests.geodata.rows import a_figure, a_store, an_incident, day

HOSTILE = "<img src=x onerror=alert(1)>"


def by_place(store, printed):
    found = geodata.incidents(store)
    return geodata.incident(store, found.loc[found["place_printed"] == printed, "id"].iloc[0])


def card_of(**said):
    """The card of an incident of which no more is known."""
    row = dict.fromkeys(INCIDENTS.names) | an_incident(0, **said)
    return drawer.card(row | {"dataset": {"title": "Test", "licence": "CC0"}})


def test_a_card_says_printed_and_chosen_score_reason_and_licence(sample_store):
    card = drawer.card(by_place(sample_store, "Taras"))
    said = lines(card)
    assert said["Printed"] == "Taras, western Dara'a"
    assert "Tafas" in said["Chosen"]
    assert said["Score"].endswith("of 1")
    assert "Taras → Tafas" in said["Because"]
    assert said["Licence"].startswith("CC BY 4.0")
    assert said["Reported by"] == "Hasan J'need (journalist)"
    assert "a guess" in words(card)
    assert "19:00 local time" in words(card)


def test_every_incident_of_the_sample_has_a_whole_card(sample_store):
    for id in geodata.incidents(sample_store)["id"]:
        said = lines(drawer.card(geodata.incident(sample_store, id)))
        assert {"Printed", "Chosen", "Score", "Because", "Place", "Deaths", "Reported by", "Licence", "Id"} <= set(said)
        assert all(said[name] for name in said)


def test_what_is_not_known_is_said_to_be_unknown():
    said = lines(card_of(place=None, lat=None, lon=None, location_precision=None, radius_m=None, match_method=""))
    assert said["Deaths"] == said["Injured"] == said["Reported by"] == "not stated"
    assert said["Chosen"].startswith("None")
    assert said["Place"] == "not located"
    assert "Point" not in said


@pytest.mark.parametrize("url", ["https://example.org/a", "http://example.org/a"])
def test_an_address_of_the_web_is_a_link(url):
    (link,) = of_kind(card_of(url=url), "A")
    assert (link.href, link.rel) == (url, "noopener noreferrer")


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", " javascript:alert(1)", "data:text/html,x", "//example.org", "file:///etc/passwd", "HTTP"],
)
def test_anything_else_is_text_and_no_link(url):
    card = card_of(url=url)
    assert of_kind(card, "A") == []
    assert url in words(card)


def test_hostile_words_stay_words():
    names = ("place", "place_printed", "region_printed", "event_printed", "claimant", "quote", "notes", "actor1", "url")
    card = card_of(**dict.fromkeys(names, HOSTILE), match_reason=HOSTILE, compiled_from=HOSTILE)
    assert words(card).count(HOSTILE) >= len(names)
    assert not {type(part).__name__ for part in walk(card)} & {
        "Markdown",
        "Iframe",
        "Script",
        "DangerouslySetInnerHTML",
    }


def test_a_clock_that_was_printed_is_told_and_precision_of_time_kept():
    said = words(card_of(start_minute=22 * 60 + 5, end_minute=22 * 60 + 5, time_printed="22:05"))
    assert "22:05 local time" in said
    assert said.count("22:05") == 1


@pytest.mark.parametrize("precision", ["week", "month", "year"])
def test_a_coarse_time_is_said_to_be_coarse(precision):
    assert f"to the {precision}" in words(card_of(time_precision=precision))


def test_other_candidates_are_named_when_they_are_worth_it():
    said = (
        '[{"name":"Saida","admin1":"South","country":"LB","lat":1,"lon":1,"score":0.6},'
        '{"name":"Far","admin1":null,"country":"","lat":1,"lon":1,"score":0.1}]'
    )
    assert lines(card_of(match_alternatives=said))["Other candidates"] == "Saida, South, LB (0.60)"


def test_a_spot_lists_each_of_its_incidents_as_a_button(sample_store):
    rows = [geodata.incident(sample_store, id) for id in geodata.incidents(sample_store)["id"][:4]]
    buttons = of_kind(drawer.spot_list(rows, 4), "Button")
    assert [button.id for button in buttons] == [ids.opens(row["id"]) for row in rows]


def test_a_spot_says_how_many_it_does_not_list(sample_store):
    rows = [geodata.incident(sample_store, id) for id in geodata.incidents(sample_store)["id"][:4]]
    assert "4 incidents here" in words(drawer.spot_list(rows, 4))
    assert "listed" not in words(drawer.spot_list(rows, 4))
    assert "1,500 incidents here, the first 4 listed" in words(drawer.spot_list(rows, 1500))


def test_a_card_leads_to_its_neighbours_in_time(sample_store):
    row = by_place(sample_store, "Taras")
    card = drawer.card(row, "a" * 12, None)
    assert [button.id for button in of_kind(card, "Button")] == [drawer.CITE, ids.opens("a" * 12, "earlier")]
    assert [button.id for button in of_kind(drawer.card(row), "Button")] == [drawer.CITE]


def test_a_citation_says_what_where_when_who_and_from_which_dataset(sample_store):
    row = by_place(sample_store, "Taras")
    said = drawer.citation(row)
    for part in ("Tafas", "“Taras”", "4 Jul 2018", "Hasan J'need", "CC BY 4.0", row["id"]):
        assert part in said
    assert said in words(drawer.card(row))
    assert "None" not in said


def test_a_citation_of_a_bare_incident_says_nothing_that_is_not_known(tmp_path):
    store = a_store(tmp_path, [an_incident(0, place=None, place_printed=None, admin1_name=None, admin0_name=None)])
    said = drawer.citation(geodata.incident(store, f"{0:012x}"))
    assert "None" not in said
    assert ", ," not in said


def test_one_total_is_no_rival_of_itself(sample_store):
    stocks = geodata.stocks(sample_store, Filter(end=date(2018, 7, 5)))
    totals = stocks[stocks["standing"] == "total"]
    assert len(totals) > 1
    for shown, rival in ((totals, True), (totals.head(1), False)):
        told = words(drawer.displaced_list(shown, geodata.movements(sample_store, Filter()), None))
        assert ("rival each other" in told) is rival
        assert ("Sources differ" in told) is rival
        assert ("The total" in told) is not rival


def test_totals_of_areas_apart_are_added_and_no_rivals(tmp_path):
    elsewhere = {"place_printed": "Idlib", "admin1": "SY-ID", "regions": "SY-ID"}
    store = a_store(tmp_path, figures=[a_figure(0, value=80), a_figure(1, value=100, **elsewhere)])
    where = Filter(end=date(2018, 7, 5))
    said = words(drawer.displaced_list(geodata.stocks(store, where), geodata.movements(store, where), None))
    assert said.startswith("People displaced 180")
    assert "Totals of areas apart, added" in said
    assert "rival" not in said
    assert "Sources differ" not in said


def test_the_displaced_are_listed_by_their_standing_with_reasons(sample_store):
    where = Filter(start=date(2018, 6, 18), end=date(2018, 7, 31))
    stocks, moved = geodata.stocks(sample_store, where), geodata.movements(sample_store, where)
    shown = drawer.displaced_list(stocks, moved, to_day(where.end))
    said = words(shown)
    assert "valid on 31 Jul 2018" in said
    assert all(why in said for why in stocks["why"])
    assert len(of_kind(shown, "Li")) == len(stocks) + len(moved)
    assert "Returns in the window" in said
    assert set(stocks["standing"]) <= set(drawer.STANDING_WORDS)


def test_the_head_of_the_list_is_the_figure_of_the_strip(sample_store):
    where = Filter(end=date(2018, 7, 5))
    said = words(
        drawer.displaced_list(geodata.stocks(sample_store, where), geodata.movements(sample_store, where), None)
    )
    assert said.startswith("People displaced 270,000–325,000+")


def test_a_figure_without_claimant_place_or_number_can_be_listed(tmp_path):
    bare = {"claimant": None, "place_printed": None, "region_printed": None, "value": None}
    store = a_store(
        tmp_path,
        figures=[a_figure(0, **bare), a_figure(1, measure="flow", start_day=day("2018-07-01"), **bare)],
    )
    said = words(drawer.displaced_list(geodata.stocks(store), geodata.movements(store), None))
    assert "None" not in said
    assert "no number given" in said
