"""Arabic names against Latin spellings, letter by letter."""

import pytest

from gazetteer.letters import graphemes, letters, surprise
from gazetteer.names import arabic_keys, fold, skeleton


def unlike(arabic, latin):
    return surprise(letters(arabic), graphemes(latin))


@pytest.mark.parametrize(
    ("arabic", "right", "wrong"),
    [
        ("ناصرية", "Nāşirīyah", "An Nasr"),
        ("صبيح", "Subayh", "Sa'ibiyah"),
        ("سلمى", "Salmá", "Selemie"),
        ("العوجة", "Al `Awjah", "Al Yujah"),
        ("قعورة", "Qa‘ūrah", "Kakurah"),
        ("حلبية", "Halabié", "Halab"),
        ("كفريا", "Kafrayya", "Kafr"),
    ],
)
def test_the_spelling_of_the_name_is_less_unlikely(arabic, right, wrong):
    assert unlike(arabic, right) < unlike(arabic, wrong)


def test_short_vowels_and_double_letters_cost_next_to_nothing():
    assert unlike("دمشق", "Dimashq") < 1
    assert abs(unlike("حمص", "Hims") - unlike("حمص", "Himss")) < 0.01


@pytest.mark.parametrize(
    ("arabic", "latin"),
    [
        ("قلعة الحصن", "Qal`at al Hisn"),
        ("مسحرة", "Mashara"),
        ("بشكوح", "Bishakuh"),
        ("وريدة", "Ouraïdé"),
        ("آل كان", "Āl Kān"),
        ("التون ويران", "Altun Wiran"),
        ("هدهد", "Houdhôud"),
        ("جرابلس", "Cerablus"),
        ("خربة غزالة", "Khirbet Ghazaleh"),
    ],
)
def test_the_skeletons_of_an_arabic_name_hold_that_of_its_spelling(arabic, latin):
    assert skeleton(latin) in [key for key, _ in arabic_keys(fold(arabic))]


def test_the_first_skeleton_is_the_usual_one():
    for name in ("درعا", "أم المياذن", "قلعة الحصن"):
        assert arabic_keys(fold(name))[0][0] == skeleton(name)


@pytest.mark.parametrize("name", ["", " ", "ء", "ال", "Ёлка", "'", "a", "x" * 500, "東京"])
def test_odd_names_have_letters_or_none(name):
    assert surprise(letters(name), graphemes(name)) >= 0
    assert surprise("", graphemes(name)) >= 0


def test_articles_are_no_letters():
    assert graphemes("Ash Shajarah") == graphemes("Shajarah")
    assert letters("الشجرة") == letters("شجرة")
