import random
from array import array

import pytest

from gazetteer import build_index
from gazetteer.descriptors import _HINT, Reading, _is_hinting
from gazetteer.heard import Heard, most_alike
from gazetteer.index import Index
from gazetteer.names import ADDED, is_arabic, keys, neighbours
from gazetteer.rank import Context, Ranking, _order, _ordered
from gazetteer.search import Area, _likeness, one_consonant_off, sounding, spelled
from gazetteer.spots import Spot
from gazetteer.voices import Voices, packed
from tests.gazetteer.small import ENTRIES

ROWS = [
    ("sd", "LB", 7, "saida", "Saida", "settlement"),
    ("sd", "LB", 8, "syda", "صيدا", "settlement"),
    ("sd", "SY", 3, "saida", "Sayda", "settlement"),
    ("sd", "SY", 4, "suidaa", "As-Suwayda", "province"),
    ("tfs", "SY", 9, "tafas", "Tafas", "settlement"),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    path = tmp_path_factory.mktemp("heard") / "gazetteer.sqlite"
    build_index(path, sources=[ENTRIES])
    return Index(path)


def heard(rows, countries=(), by_country=False):
    voices = Voices(dict(packed(iter(rows))))
    return voices.heard(range(len({row[0] for row in rows})), countries, by_country)


def test_what_is_packed_comes_back_whole():
    found = heard(ROWS)
    assert list(found.ids) == [row[2] for row in ROWS]
    assert found.sounds == [row[3] for row in ROWS]
    assert found.kinds == "sssps"
    assert found.scripts == "lalLl"
    assert found.homes == []


def test_only_the_names_of_the_countries_asked_for_come():
    found = heard(ROWS, {"SY", "JO"})
    assert list(found.ids) == [3, 4, 9]
    assert found.sounds == ["saida", "suidaa", "tafas"]
    assert (found.kinds, found.scripts) == ("sps", "lLl")
    assert list(heard(ROWS, {"SY", "LB"}).ids) == [row[2] for row in ROWS]
    by_country = heard(ROWS, {"SY", "JO"}, by_country=True)
    assert by_country.ids == found.ids
    assert by_country.at_home({"SY"}) == {0, 1, 2}
    assert by_country.at_home({"LB"}) == set()


def test_all_names_come_by_their_countries():
    found = heard(ROWS, by_country=True)
    assert found.homes == [("LB", 2), ("SY", 4), ("SY", 5)]
    assert list(found.ids) == [row[2] for row in ROWS]


def test_a_name_without_a_country_is_packed_and_asked_for():
    assert list(heard([("sd", "", 1, "saida", "Saida", "settlement"), *ROWS[:1]], {""}).ids) == [1]


def test_the_skeletons_found_are_the_neighbours_that_are_known():
    dice = random.Random(3)
    known = sorted({"".join(dice.choices("Abdklrsw", k=dice.randint(1, 6))) for _ in range(3_000)})
    voices = Voices(dict(packed((bones, "SY", at, "a", "A", "settlement") for at, bones in enumerate(known))))
    asked = [*dice.sample(known, 300), *("".join(dice.choices(ADDED, k=5)) for _ in range(300))]
    for bones in asked:
        assert [known[run] for run in voices.one_off([bones])] == sorted(neighbours(bones) & set(known)), bones
        assert [known[run] for run in voices.same([bones])] == [bones] * (bones in known)
    both = {*neighbours(asked[0]), *neighbours(asked[1])} & set(known)
    assert [known[run] for run in voices.one_off(asked[:2])] == sorted(both)


def test_names_of_other_kinds_are_passed_over():
    found = heard(ROWS)
    found.of_kinds({"province"})
    assert [row for _, row in most_alike(found, ["suida"], None, 0.0, 15)] == [3]


@pytest.mark.parametrize("name", ["Saida", "Suwayda", "صيدا", "Tafas"])
@pytest.mark.parametrize("least", [0.0, 0.72])
def test_the_most_alike_are_those_of_a_plain_scan(name, least):
    wanted, arabic = [keys(name.lower())], is_arabic(name)
    scan = [(_likeness(row[3], row[4], wanted, arabic), at) for at, row in enumerate(ROWS)]
    expected = sorted(((like, at) for like, at in scan if like >= least), key=lambda one: (-one[0], one[1]))
    found = most_alike(heard(ROWS), [wanted[0][1]], arabic, least, 15)
    assert [at for _, at in found] == [at for _, at in expected]
    assert [like for like, _ in found] == pytest.approx([like for like, _ in expected], abs=1e-12)


def test_names_at_home_come_before_others():
    found = Heard(array("I", [1, 2]), ["saida", "saidu"])
    assert [row for _, row in most_alike(found, ["saida"], None, 0.0, 15, {1})] == [1, 0]


def test_a_spot_says_what_its_place_says(index):
    for number in range(1, len(ENTRIES) + 1):
        spot, place = index.spot(number), index.place(number)
        assert spot.whole == place
        assert isinstance(spot, Spot)
        for name in ("id", "name", "name_ar", "lat", "lon", "kind", "country", "admin1", "admin1_code", "population"):
            assert getattr(spot, name) == getattr(place, name), name


def test_what_sounds_alike_is_read_only_when_it_is_shown(index):
    found = sounding(index, "Saydaa", Area())
    assert {hit.spelling for hit in found} <= {name for entry in ENTRIES for name in entry.names}
    assert {hit.place.id for hit in found} == {"own:3", "own:4"}
    assert [hit.spelling for hit in one_consonant_off(index, "Tafkas", Area())] == ["Tafas"]


def test_level_places_stand_in_the_order_of_their_people_and_ids(index):
    ranking = Ranking(Reading("Sayda"), Context())
    ranking.add([*spelled(index, "Sayda"), *sounding(index, "Sayda", Area())])
    level = [(0.9, hit) for _, hit in ranking._best.values()]
    assert _ordered(level) == sorted(level, key=_order)
    assert ranking.best == max(argument for argument, _ in ranking._best.values())


@pytest.mark.parametrize(
    "name",
    ["Tafas", "the Hill", "Southern Aleppo", "NORTH X", "Bab al-Hawa Crossing", "ريف حلب", "Çity Hall", "Al Bayda"],
)
def test_a_hint_is_seen_in_lower_case_as_in_any(name):
    assert _is_hinting(name) is (_HINT.search(name) is not None)
