import pytest

from gazetteer import Gazetteer, collection
from gazetteer import index as index_module
from tests.gazetteer.small import ENTRIES

OCHA = """gEn,gAr,gP,dEn,dAr,dP,sEn,sAr,sP,cEn,cAr,cP,type,lon,lat
Dar'a,درعا,SY12,Izra',ازرع,SY1202,Nawa,نوى,SY120203,Nawa,نوى,C6110,C,36.04,32.89
Dar'a,درعا,SY12,Izra',ازرع,SY1202,Nawa,نوى,SY120203,Jasim,جاسم,C6111,C,36.06,32.99
"""


def line(id, name, code, district, lat, lon):
    kind = "A" if code.startswith("ADM") else "P"
    return "\t".join([id, name, name, "", lat, lon, kind, code, "SY", "", "06", district, "", "", "0", "", "", "", ""])


DUMP = "\n".join(
    [
        line("1", "Muhafazat Dar`a", "ADM1", "", "32.85", "36.21"),
        line("2", "Izra District", "ADM2", "77", "32.95", "36.1"),
        line("3", "Qaryat al Gharb", "ADM2", "78", "32.7", "36.0"),
        line("4", "Nawa", "PPL", "77", "32.889", "36.041"),
        line("5", "Namir", "PPL", "77", "32.93", "36.13"),
        line("6", "Jillin", "PPL", "78", "32.74", "35.98"),
        line("7", "Adwan", "PPL", "99", "32.75", "35.96"),
    ]
)


@pytest.fixture
def index(tmp_path, monkeypatch):
    """The path of an index whose world is a handful of places, and GeoNames' dump added to it."""
    monkeypatch.setattr(index_module, "world", lambda: iter(ENTRIES))
    path = tmp_path / "cache" / "gazetteer.sqlite"
    (tmp_path / "SY.txt").write_text(DUMP, encoding="utf-8")
    (tmp_path / "ocha.csv").write_text(OCHA, encoding="utf-8")
    collection.add(tmp_path / "SY.txt", "geonames", index=path, progress=False)
    return path


def district_of(gazetteer, name):
    place = gazetteer.candidates(name, region="Dar'a")[0].place
    return place.admin2, place.admin2_code


def test_a_district_of_geonames_holds_its_settlements(index):
    gazetteer = Gazetteer(index)
    assert district_of(gazetteer, "Namir") == ("Izra District", "SY.06.77")
    assert district_of(gazetteer, "Adwan") == ("", ""), "a district that the dump does not hold"
    units = gazetteer.reverse((32.93, 36.13)).raw["units"]
    assert [unit["name"] for unit in units][:2] == ["Izra District", "Dar'a"]


def test_one_district_of_two_sources_goes_under_its_p_code(index, tmp_path):
    collection.add(tmp_path / "ocha.csv", "ocha", index=index, progress=False)
    gazetteer = Gazetteer(index)
    assert district_of(gazetteer, "Namir") == ("Izra'", "SY1202")
    assert district_of(gazetteer, "Nawa") == ("Izra'", "SY1202")
    found = gazetteer.candidates("SY1202")
    assert [(match.place.id, match.place.also) for match in found] == [("ocha:SY1202", "geonames:2")]
    assert district_of(gazetteer, "Jillin") == ("", ""), "numbered otherwise, it is not said to lie elsewhere"
