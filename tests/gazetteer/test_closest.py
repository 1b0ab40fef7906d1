"""Names of two scripts that sound alike, the best of them by letters."""

from array import array

import pytest

from gazetteer import build_index
from gazetteer.closest import by_letters, closest
from gazetteer.heard import Heard, most_alike
from gazetteer.index import Index
from gazetteer.letters import costs, graphemes, letters, surprise
from gazetteer.names import fold, is_arabic, keys
from gazetteer.search import _KEPT, _WEIGHED, Area, _wanted, sounding
from gazetteer.voices import Voices, packed
from tests.gazetteer.small import ENTRIES

NAMES = ["Sayda", "Saida", "As-Sayyida", "Sidi", "صيدا", "السيدة", "Suwayda", "Swaida", "السويداء", "Sad"]


def heard_of(names):
    rows = [(keys(fold(name))[0], "SY", at, keys(fold(name))[1], name, "settlement") for at, name in enumerate(names)]
    voices = Voices(dict(packed(sorted(rows, key=lambda row: row[0]))))
    return voices.heard(range(len({row[0] for row in rows})))


def called(ids):
    return {id: NAMES[id] for id in ids}


@pytest.mark.parametrize("query", ["صيدا", "السيدة", "Sayda", "Swayda"])
@pytest.mark.parametrize("home", [set(), {2, 5}])
def test_the_closest_are_those_of_a_plain_scan(query, home):
    heard, arabic = heard_of(NAMES), is_arabic(query)
    likely = most_alike(heard, [sound for _, sound in _wanted(query)][:1], arabic, 0.0, _WEIGHED, home)
    plain = [
        (by_letters(query, NAMES[heard.ids[row]], arabic) if heard.is_arabic(row) is not arabic else likeness, row)
        for likeness, row in likely
    ]
    plain.sort(key=lambda one: -one[0] - (0.3 if one[1] in home else 0.0))
    assert closest(query, heard, likely, 4, home, called) == plain[:4]


def test_names_of_one_script_are_not_read():
    latin = heard_of(["Sayda", "Saida"])
    likely = most_alike(latin, ["saida"], False, 0.0, _WEIGHED)
    assert closest("Sayda", latin, likely, 1, (), lambda ids: pytest.fail("read")) == likely[:1]


def test_the_scripts_of_the_names_are_told():
    assert heard_of(["Sayda"]).has_script(arabic=False)
    assert not heard_of(["Sayda"]).has_script(arabic=True)
    assert heard_of(["السيدة"]).has_script(arabic=True)
    assert not heard_of(["السيدة"]).has_script(arabic=False)
    assert [heard_of(["Sayda", "صيدا"]).is_arabic(row) for row in (0, 1)] == [False, True]
    assert not Heard(ids=array("I"), sounds=[]).has_script(arabic=False)


def test_an_arabic_name_finds_the_latin_spelling_by_its_letters(tmp_path):
    path = tmp_path / "gazetteer.sqlite"
    build_index(path, sources=[ENTRIES])
    found = sounding(Index(path), "طفس", Area())
    assert 0 < len(found) <= _KEPT
    latin = [hit for hit in found if not is_arabic(hit.spelling)]
    assert [hit.likeness for hit in latin] == [by_letters("طفس", hit.spelling, True) for hit in latin]


def test_what_was_compared_before_changes_no_comparison():
    arabic, names = letters("الحميدية"), ["Hamidiyah", "Hamidie", "Hamidiye", "Hamidi", "Al Hamid", "Ḩamīdīyah", "Hama"]
    once = [surprise(arabic, graphemes(name)) for name in names]
    for start in range(len(names)):
        again = names[start:] + names[:start]
        assert [surprise(arabic, graphemes(name)) for name in again] == once[start:] + once[:start]


def least(arabic, latin):
    """The least cost over all ways to lay the letters side by side, each way tried."""
    if not latin:
        return sum(costs()[""].get(letter, 4.5) for letter in arabic)
    own = costs().get(latin[0]) or costs().get(latin[0].rstrip("$:."), {})
    ways = [own.get(arabic[:taken], 4.5) + least(arabic[taken:], latin[1:]) for taken in range(min(2, len(arabic) + 1))]
    if arabic[:2] in own and len(arabic) > 1:
        ways.append(own[arabic[:2]] + least(arabic[2:], latin[1:]))
    return min([*ways, costs()[""].get(arabic[0], 4.5) + least(arabic[1:], latin)] if arabic else ways)


@pytest.mark.parametrize(
    ("arabic", "latin"),
    [
        ("حمص", "Xims"),
        ("صيدا", "Sayda"),
        ("الكسوة", "Kiswah"),
        ("تكسا", "Taxa"),
        ("باي", "Bayy"),
        ("قلعة", "Qalaa"),
        ("طاولة", "Tawla"),
    ],
)
def test_the_way_found_is_the_least_unlikely_of_all(arabic, latin):
    assert surprise(letters(arabic), graphemes(latin)) == pytest.approx(least(letters(arabic), graphemes(latin)))
