import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.descriptors import Reading, read, readings
from gazetteer.place import DISTRICT, NEAR_SETTLEMENT, PARTS


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("Tafas", Reading("Tafas")),
        ("southern Aleppo", Reading("Aleppo", kind="province", part="south")),
        ("Suwayda city", Reading("Suwayda", kind="settlement")),
        ("the city of Homs", Reading("Homs", kind="settlement")),
        ("Daraa Governorate", Reading("Daraa", kind="province")),
        ("western Dara'a", Reading("Dara'a", kind="province", part="west")),
        ("Dara'a countryside", Reading("Dara'a", kind="province", rural=True)),
        ("western countryside of Daraa", Reading("Daraa", kind="province", part="west", rural=True)),
        ("Daraa's western countryside", Reading("Daraa", kind="province", part="west", rural=True)),
        ("the south of Syria", Reading("Syria", kind="province", part="south")),
        ("north-western Syria", Reading("Syria", kind="province", part="north-west")),
        ("near Tafas", Reading("Tafas", precision=NEAR_SETTLEMENT)),
        ("Nasib border crossing", Reading("Nasib", precision=NEAR_SETTLEMENT)),
        ("Khalkhalah Military Airbase", Reading("Khalkhalah", precision=NEAR_SETTLEMENT)),
        ("Izra district", Reading("Izra", precision=DISTRICT)),
        ("Sayda, Dara'a", Reading("Sayda", region="Dara'a")),
        ("Sayda (Daraa, Syria)", Reading("Sayda", region="Daraa, Syria")),
        ("Tafas in western Dara'a", Reading("Tafas", region="western Dara'a")),
        ("صيدا، درعا", Reading("صيدا", region="درعا")),
        ("مدينة درعا", Reading("درعا", kind="settlement")),
        ("ريف درعا الغربي", Reading("درعا", kind="province", part="west", rural=True)),
        ("شمال غرب سوريا", Reading("سوريا", kind="province", part="north-west")),
        ("", Reading("")),
    ],
)
def test_words_round_a_name_are_read(text, reading):
    assert read(text) == reading


def test_each_step_of_the_reading_is_kept():
    names = [step.name for step in readings("Eastern Ghariyah town")]
    assert names == ["Eastern Ghariyah town", "Eastern Ghariyah", "Ghariyah"]


@given(st.text())
def test_any_text_can_be_read(text):
    reading = read(text)
    assert reading.part in ("", *PARTS)
    assert reading.kind in ("", "settlement", "province")
