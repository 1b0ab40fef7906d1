"""The languages of the page: every phrase has its words, and they say the same things."""

import json
import re
import string

import pytest

from dashboard import language, text
from dashboard.app import create_app
from geodata.schema import EVENT_TYPES, STATUSES, SUB_EVENT_TYPES
from scripts.words import phrases

FOREIGN = sorted(set(language.LOCALES) - {language.ENGLISH})
ARABIC = {"headers": {"Accept-Language": "ar"}}


@pytest.fixture
def in_arabic():
    language.speak("ar")
    yield
    language.speak("en")


def ids(message):
    return (message.id,) if isinstance(message.id, str) else message.id


def said(message):
    return (message.string,) if isinstance(message.string, str) else message.string


def names(phrase):
    return {name for _, name, _, _ in string.Formatter().parse(phrase) if name}


@pytest.mark.parametrize("name", FOREIGN)
def test_every_phrase_of_the_code_is_translated_and_no_other(name):
    wanted = {message.id for message in phrases() if message.id}
    assert len(wanted) > 200
    there = {message.id for message in language.catalogue(name) if message.id and language.is_translated(message)}
    assert (wanted - there, there - wanted) == (set(), set()), "run make words, then translate what is new"


@pytest.mark.parametrize("name", FOREIGN)
def test_a_translation_fills_in_what_the_phrase_does(name):
    for message in language.catalogue(name):
        if not message.id:
            continue
        wanted = names(ids(message)[-1])
        for words in said(message):
            assert names(words) <= wanted, words
            assert wanted - names(words) <= ({"n"} if len(ids(message)) > 1 else set()), words
            assert not re.search("[<>]", words), words


@pytest.mark.parametrize("name", FOREIGN)
def test_every_word_of_the_data_is_known_to_the_translators(name):
    there = {message.id for message in language.catalogue(name)}
    assert there >= {
        *EVENT_TYPES,
        *SUB_EVENT_TYPES,
        *STATUSES,
        *text.PRECISION_WORDS.values(),
        *text.METHOD_WORDS.values(),
    }


def test_numbers_dates_and_plurals_follow_the_locale(in_arabic):
    counts = [language.tn("{n} incident", "{n} incidents", n) for n in (0, 1, 2, 3, 11, 100, 1234)]
    assert counts == ["٠ حادثة", "حادثة واحدة", "حادثتان", "٣ حوادث", "١١ حادثة", "١٠٠ حادثة", "١٬٢٣٤ حادثة"]
    assert text.days(17715, 17719) == "٣–٧ تموز ٢٠١٨"
    assert text.days(17711, 17719) == "٢٩ حزيران – ٧ تموز ٢٠١٨"
    assert text.span(62_000, 66_000) == "٦٢٬٠٠٠–٦٦٬٠٠٠"
    assert text.span(59_000, 60_000, open_below=True) == "حتى ٥٩٬٠٠٠–٦٠٬٠٠٠"
    assert language.isolated("٥٩") == "\u200f٥٩"
    assert language.territory("SY", "Syria") == "سوريا"
    assert language.local("Tafas", "طفس") == "طفس"
    assert language.local("Tafas", None) == "Tafas"


def test_what_has_no_translation_is_said_in_english(in_arabic):
    assert language.t("a phrase that nobody says {n}", n=1) == "a phrase that nobody says 1"


def test_an_unknown_language_is_english():
    language.speak("tlh")
    assert language.spoken() == "en"


@pytest.mark.parametrize(
    ("path", "headers", "spoken"),
    [
        ("/", {}, "en"),
        ("/", {"Accept-Language": "ar-SY,ar;q=0.9,en;q=0.8"}, "ar"),
        ("/", {"Accept-Language": "fr,de"}, "en"),
        ("/?lang=en", {"Accept-Language": "ar"}, "en"),
        ("/?lang=ar", {"Accept-Language": "en"}, "ar"),
        ("/?lang=<script>", {"Accept-Language": "*"}, "en"),
    ],
)
def test_the_address_chooses_the_language_and_else_the_browser(sample_store, path, headers, spoken):
    page = create_app(sample_store).server.test_client().get(path, headers=headers).get_data(as_text=True)
    assert f'<html lang="{spoken}" dir="{language.direction(spoken)}">' in page
    words = json.loads(re.search('<script id="words" type="application/json">(.*?)</script>', page, re.S)[1])
    assert bool(words) == (spoken != "en")


def test_two_languages_are_served_side_by_side(sample_store):
    client = create_app(sample_store).server.test_client()
    for _ in range(2):
        assert "مفتاح الخريطة" in client.get("/_dash-layout", **ARABIC).get_json().__str__()
        assert "مفتاح الخريطة" not in client.get("/_dash-layout").get_json().__str__()
