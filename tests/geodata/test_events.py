"""Words to ACLED's event types."""

import csv

import pytest

from geodata.__main__ import SAMPLES
from geodata.events import classify
from geodata.schema import BATTLES, CIVILIANS, EVENT_TYPES, EXPLOSIONS, PROTESTS, STRATEGIC, UNCLASSIFIED

AIR, SHELLS, MINE = "Air/drone strike", "Shelling/artillery/missile attack", "Remote explosive/landmine/IED"


@pytest.mark.parametrize(
    ("words", "event_type", "sub_event_type"),
    [
        ("artillery shelling", EXPLOSIONS, SHELLS),
        ("shelling of several neighbourhoods", EXPLOSIONS, SHELLS),
        ("missiles and shelling", EXPLOSIONS, SHELLS),
        ("air strikes and shelling", EXPLOSIONS, AIR),
        ("air and rocket strikes", EXPLOSIONS, AIR),
        ("barrel bombs and air raids", EXPLOSIONS, AIR),
        ("Russian air strike", EXPLOSIONS, AIR),
        ("car bomb", EXPLOSIONS, MINE),
        ("explosion among a family returning home", EXPLOSIONS, MINE),
        ("cluster bomb", EXPLOSIONS, ""),
        ("suicide bomber at a market", EXPLOSIONS, "Suicide bomb"),
        ("clashes and shelling", BATTLES, "Armed clash"),
        ("air strikes and clashes", BATTLES, "Armed clash"),
        ("suicide attacks and clashes", BATTLES, "Armed clash"),
        ("killing of a brigade commander", BATTLES, "Armed clash"),
        ("killing of a farmer", CIVILIANS, "Attack"),
        ("kidnapping of two doctors", CIVILIANS, "Abduction/forced disappearance"),
        ("demonstration against the ceasefire", PROTESTS, "Peaceful protest"),
        ("arrests at a checkpoint", STRATEGIC, "Arrests"),
        ("قصف مدفعي", EXPLOSIONS, SHELLS),
        ("قصف جوي", EXPLOSIONS, AIR),
        ("غارات جوية", EXPLOSIONS, AIR),
        ("اشتباكات وقصف", BATTLES, "Armed clash"),
        ("انفجار لغم", EXPLOSIONS, MINE),
        ("frappes aériennes", EXPLOSIONS, AIR),
        ("a fine day", UNCLASSIFIED, ""),
        ("", UNCLASSIFIED, ""),
    ],
)
def test_words_name_a_type(words, event_type, sub_event_type):
    event = classify(words)
    assert (event.event_type, event.sub_event_type) == (event_type, sub_event_type)


def test_acleds_own_words_are_taken_as_they_are():
    for event_type, subs in EVENT_TYPES.items():
        assert classify(event_type).event_type == event_type
        for sub in subs:
            assert (classify(sub).event_type, classify(sub).sub_event_type, classify(sub).reason) == (
                event_type,
                sub,
                "",
            )


def test_the_reason_says_what_was_read_and_what_else_was_named():
    assert classify("Clashes and shelling").reason == "read 'clashes'; also names 'shelling'"
    assert "how it was delivered is not said" in classify("cluster bomb").reason
    assert classify("a fine day").reason


def test_a_word_within_a_word_is_no_event():
    assert classify("Marchers of Minesota").event_type == UNCLASSIFIED


def test_every_event_of_the_sample_has_a_type():
    with (SAMPLES / "incidents.csv").open(encoding="utf-8") as file:
        assert all(classify(row["what"]).event_type != UNCLASSIFIED for row in csv.DictReader(file))
