"""A gazetteer of a few places, for tests that build an index."""

from gazetteer import Entry, Place

UNIT = Place("iso:SY-DR", "Dar'a", "درعا", 32.85, 36.21, "province", "SY", "Dar'a", "SY-DR", 0, 35_000.0)
CITY = Place("own:1", "Dar'a", "درعا", 32.6241, 36.1049, "settlement", "SY", "Dar'a", "SY-DR", 97_969, 3_000.0)
TAFAS = Place("own:2", "Tafas", "طفس", 32.7363, 36.0673, "settlement", "SY", "Dar'a", "SY-DR", 31_249, 2_000.0)
SAYDA = Place("own:3", "Sayda", "صيدا", 32.6287, 36.2237, "settlement", "SY", "Dar'a", "SY-DR", 0, 1_000.0)
SIDON = Place(
    "own:4", "Sidon", "صيدا", 33.5575, 35.3715, "settlement", "LB", "South Lebanon", "LB-JA", 163_554, 3_000.0
)

ENTRIES = (
    Entry(UNIT, ("Dar'a", "Daraa", "درعا")),
    Entry(CITY, ("Dar'a", "Deraa", "Daraa", "درعا")),
    Entry(TAFAS, ("Tafas", "Ţafas", "طفس")),
    Entry(SAYDA, ("Sayda", "Saida", "صيدا")),
    Entry(SIDON, ("Sidon", "Sayda", "Saida", "صيدا")),
)
