"""The card beyond its own incident: who else may report the event, what lies near; deaths and quotes whole."""

import pytest

import geodata
from dashboard import claims, drawer, ids
from dashboard.callbacks import show
from geodata import EVERYTHING, Filter
from geodata.schema import INCIDENTS, QUANTIFIERS
from tests.dashboard.parts import lines, of_class, of_kind, walk, words
from tests.geodata.rows import ID, a_store, an_incident, day

HOSTILE = "<img src=x onerror=alert(1)>"
OTHER = {"source": "other", "claimant": HOSTILE}
SAID = ("fatalities_low", "fatalities_best", "fatalities_high")


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    """A store with two datasets of one event, a third that may be it, and neighbours in space."""
    return a_store(
        tmp_path_factory.mktemp("two"),
        [
            an_incident(0, claimant="SOHR", fatalities_low=3, fatalities_best=4, fatalities_high=5),
            an_incident(
                1, source="other", claimant=HOSTILE, fatalities_low=12, place="إبطع", start_day=day("2018-07-05")
            ),
            an_incident(2, source="third", location_precision="province", radius_m=40_000.0, lat=32.9, place="Daraa"),
            an_incident(3, start_day=day("2018-07-20"), lat=32.70, place="Ibta", event_printed="x" * 300),
        ],
    )


def card_of(store, number, where=EVERYTHING):
    return show(store, {"incident": ID.format(number)}, where)[0]


def bare(**said):
    """The card of an incident of which no more is known."""
    row = dict.fromkeys(INCIDENTS.names) | an_incident(0, **said)
    return drawer.card(row | {"dataset": {"title": "Test", "licence": "CC0"}})


def table(card):
    (found,) = of_class(card, "claims")
    return [[words(cell) for cell in row.children] for row in of_kind(found, "Tr")]


def test_claims_of_one_event_stand_side_by_side(two):
    assert table(card_of(two, 0)) == [
        ["Who says so", "When", "Where", "Deaths"],
        ["This one SOHR Test", "4 Jul 2018", "Dar‘ā town or village", "3–5"],
        ["not stated third", "4 Jul 2018", "Daraa province 31 km away", "not stated"],
        [f"{HOSTILE} other", "5 Jul 2018", "إبطع town or village the same point", "at least 12"],
    ]


def test_the_card_says_that_claims_are_not_to_be_added_up(two):
    assert "may be of the same event: do not add their figures up" in words(card_of(two, 0))


def test_each_claim_opens_its_own_card_and_leads_back(two):
    (found,) = of_class(card_of(two, 0), "claims")
    opened = [button.id["what"] for button in of_kind(found, "Button")]
    assert opened == [ID.format(2), ID.format(1)]
    for id in opened:
        assert ids.opens(ID.format(0), "claims") in [
            button.id for button in of_kind(card_of(two, int(id, 16)), "Button")
        ]


def test_no_two_buttons_of_a_card_have_the_same_id(two, sample_store):
    for store in (two, sample_store):
        for id in geodata.incidents(store)["id"][::3]:
            found = [str(b.id) for b in of_kind(show(store, {"incident": id}, EVERYTHING)[0], "Button")]
            assert len(found) == len(set(found))


def test_claims_are_shown_whatever_the_filter(two):
    assert len(table(card_of(two, 0, Filter(sources=("test",))))) == 4


def test_an_incident_that_none_else_reports_has_no_such_table(two):
    assert of_class(card_of(two, 3), "claims") == []
    assert "same event" not in words(card_of(two, 3))


def test_the_dataset_is_left_out_where_it_is_the_same(sample_store):
    rows = geodata.incidents(sample_store)
    id = rows.loc[rows["place_printed"] == "Taras", "id"].iloc[0]
    _, own, other = table(show(sample_store, {"incident": id}, EVERYTHING)[0])
    assert own[0] == "This one Hasan J'need (journalist) South-west Syria, June and July 2018: incidents"
    assert other[0] == "Sky News Arabia"


def test_a_list_that_may_be_longer_says_so(tmp_path):
    store = a_store(tmp_path, [an_incident(0), *(an_incident(n, source="other") for n in range(1, 20))])
    said = words(card_of(store, 0))
    assert f"The {geodata.CLAIMS_MAX} closest are listed; there may be others." in said


def near(card):
    return [words(button) for box in of_class(card, "near") for button in of_kind(box, "Button")]


def test_the_nearest_incidents_of_the_filter_are_told_with_distance_and_day(two):
    told = [words.split(" · ") for words in near(card_of(two, 3))]
    assert [(day, away) for day, away, _ in told] == [("5 Jul 2018", "9 km away"), ("4 Jul 2018", "9 km away")]
    assert near(card_of(two, 3, Filter(sources=("nothing",)))) == []


def test_what_is_known_to_a_region_alone_has_nothing_nearby(two):
    assert near(card_of(two, 2)) == []


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ((3, None, 5), "3–5 deaths"),
        ((3, 4, 5), "3–5 deaths"),
        ((None, 4, 5), "4–5 deaths"),
        ((None, 4, None), "4 deaths"),
        ((None, 1, None), "1 death"),
        ((0, 0, 0), "0 deaths"),
        ((12, None, None), "at least 12 deaths"),
        ((None, None, 20), "up to 20 deaths"),
        ((None, None, None), "deaths not stated"),
    ],
)
def test_deaths_are_said_as_they_are_stated(numbers, said):
    row = {"event_printed": None} | an_incident(0, **dict(zip(SAID, numbers, strict=True)))
    assert claims.deaths_words(row) == said
    assert said in words(claims.pick(row))


@pytest.mark.parametrize(
    ("numbers", "best"), [((3, 4, 6), "4"), ((4, 4, 4), None), ((None, 4, None), None), ((3, None, 6), None)]
)
def test_the_likeliest_number_is_told_apart_from_the_range(numbers, best):
    assert lines(bare(**dict(zip(SAID, numbers, strict=True)))).get("Most likely") == best


@pytest.mark.parametrize("quantifier", QUANTIFIERS)
def test_a_number_that_is_qualified_says_how(quantifier):
    said = lines(bare(count_quantifier=quantifier)).get("Number given as")
    assert (said is None) == (quantifier == "exact")
    assert quantifier in claims.QUANTIFIER_WORDS


def test_a_guess_is_marked_in_a_list(sample_store):
    found = geodata.incidents(sample_store).to_dict("records")
    guessed = [row for row in found if row["match_guessed"] is True]
    plain = [row for row in found if row["place"] == "Nawa"]
    assert "≈" in words(drawer.spot_list(guessed, 1))
    assert "≈ Tafas" in words(drawer.spot_list([*guessed, *plain], 2))
    assert "≈" not in words(drawer.spot_list(plain, 2))


def test_a_list_of_several_places_names_each(sample_store):
    found = [r for r in geodata.incidents(sample_store).to_dict("records") if r["place"] in ("Nawa", "Tafas")]
    said = [words(button) for button in of_kind(drawer.spot_list(found, len(found)), "Button")]
    assert all(row["place"] in told for row, told in zip(found, said, strict=True))


@pytest.mark.parametrize(
    ("method", "score", "said"),
    [
        ("exact", 0.9976, "0.99 of 1"),
        ("exact", 1.0, "0.99 of 1"),
        ("coordinates", 1.0, "1.00 of 1"),
        ("one edit", 0.78, "0.78 of 1"),
    ],
)
def test_only_coordinates_are_certain(method, score, said):
    assert lines(bare(match_method=method, match_score=score))["Score"] == said


def test_no_candidate_is_shown_as_certain():
    told = '[{"name":"Saida","admin1":"South","country":"LB","lat":1,"lon":1,"score":0.999}]'
    assert lines(bare(match_alternatives=told))["Other candidates"] == "Saida, South, LB (0.99)"


def test_a_quote_is_shown_where_it_stands_in_the_notes():
    notes = "At dawn Five were killed near the mill. More is not known."
    card = bare(quote="five  were\nkilled", notes=notes)
    (mark,) = of_kind(card, "Mark")
    assert words(mark) == "Five were killed"
    said = lines(card)
    assert " ".join(said["Quote in its text"].split()) == notes
    assert {"Quote", "Notes"} & set(said) == set()


@pytest.mark.parametrize("notes", [None, "Something else."])
def test_a_quote_that_the_notes_do_not_hold_stands_by_itself(notes):
    card = bare(quote="(five [were* killed", notes=notes)
    assert of_kind(card, "Mark") == []
    assert lines(card)["Quote"] == "(five [were* killed"
    assert lines(card).get("Notes") == notes


def test_a_long_heading_is_told_in_full_below():
    what = "Shelling of " + "a" * 300
    assert lines(bare(event_printed=what))["As printed"] == what
    (heading,) = of_kind(bare(event_printed=what), "H2")
    assert heading.title == what
    assert "As printed" not in lines(bare(event_printed="Shelling"))


def test_a_citation_cuts_a_long_report_at_a_word():
    row = dict.fromkeys(INCIDENTS.names) | an_incident(0, event_printed="shelling of villages " * 30)
    said = drawer.citation(row | {"dataset": {}})
    assert "shelling of …, Dar‘ā" in said
    assert len(said) < drawer.LONG + 120


def test_a_row_of_a_file_without_a_name_is_told_by_its_number():
    assert lines(bare())["Row"] == "2"


DATA = ("place_printed", "event_printed", "claimant", "actor1", "actor2", "quote", "notes", "compiled_from", "place")


@pytest.mark.parametrize("name", DATA)
def test_names_and_words_of_the_data_keep_their_own_direction(name):
    said = f"درعا {name}"
    card = bare(**{name: said})
    around = [part for part in walk(card) if words(part).startswith(said)]
    assert any(type(part).__name__ == "Bdi" or getattr(part, "dir", None) == "auto" for part in around)


def test_hostile_words_stay_words(two):
    card = card_of(two, 0)
    assert HOSTILE in words(card)
    assert not {type(part).__name__ for part in walk(card)} & {"Markdown", "Iframe", "Script"}
