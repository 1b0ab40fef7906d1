from array import array

import pytest

from gazetteer import build_index
from gazetteer.descriptors import _HINT, Reading, _is_hinting
from gazetteer.heard import Heard, most_alike, packed, parted, unpacked
from gazetteer.index import Index
from gazetteer.lands import _OFTEN
from gazetteer.names import is_arabic, keys
from gazetteer.rank import Context, Ranking, _order, _ordered
from gazetteer.search import Area, _likeness, one_consonant_off, sounding, spelled
from gazetteer.spots import Spot
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


def columns(rows):
    return [row[1:] for row in packed(iter(rows))]


def test_what_is_packed_comes_back_whole():
    heard = unpacked(columns(ROWS))
    assert list(heard.ids) == [row[2] for row in ROWS]
    assert heard.sounds == [row[3] for row in ROWS]
    assert heard.kinds == "sssps"
    assert heard.scripts == "lalLl"


def test_only_the_names_of_the_countries_asked_for_come():
    heard = parted(columns(ROWS), {"SY", "JO"})
    assert list(heard.ids) == [3, 4, 9]
    assert heard.at_home({"SY"}) == {0, 1, 2}
    assert heard.at_home({"LB"}) == set()


def test_a_name_without_a_country_is_packed_and_asked_for():
    heard = parted(columns([("sd", "", 1, "saida", "Saida", "settlement"), *ROWS[:1]]), {""})
    assert list(heard.ids) == [1]


def test_names_of_other_kinds_are_passed_over():
    heard = unpacked(columns(ROWS))
    heard.of_kinds({"province"})
    assert [row for _, row in most_alike(heard, ["suida"], None, 0.0, 15)] == [3]


@pytest.mark.parametrize("name", ["Saida", "Suwayda", "صيدا", "Tafas"])
@pytest.mark.parametrize("least", [0.0, 0.72])
def test_the_most_alike_are_those_of_a_plain_scan(name, least):
    wanted, arabic = [keys(name.lower())], is_arabic(name)
    scan = [(_likeness(row[3], row[4], wanted, arabic), at) for at, row in enumerate(ROWS)]
    expected = sorted(((like, at) for like, at in scan if like >= least), key=lambda one: (-one[0], one[1]))
    found = most_alike(unpacked(columns(ROWS)), [wanted[0][1]], arabic, least, 15)
    assert [at for _, at in found] == [at for _, at in expected]
    assert [like for like, _ in found] == pytest.approx([like for like, _ in expected], abs=1e-12)


def test_names_at_home_come_before_others():
    heard = Heard(array("I", [1, 2]), ["saida", "saidu"])
    assert [row for _, row in most_alike(heard, ["saida"], None, 0.0, 15, {1})] == [1, 0]


def test_a_country_in_memory_says_what_the_index_says(index):
    asked = {"sd", "tfs", "dr", "nowhere"}
    before = [list(index.heard(asked, {"SY", "LB"}).ids) for _ in range(_OFTEN - 1)]
    index.heard(asked, {"SY", "LB"})
    held = index._lands.heard(asked, {"SY", "LB"})
    assert held is not None
    assert before[0] == list(held.ids)
    assert held.sounds == parted(index._rows(
        "SELECT countries, ends, sounds, ids, kinds, scripts FROM heard WHERE skeleton IN ('sd', 'tfs', 'dr') "
        "ORDER BY skeleton", ()), {"SY", "LB"}).sounds  # fmt: skip


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
