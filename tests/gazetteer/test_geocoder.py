import json
import subprocess
import sys

import pytest
from geopy.exc import GeocoderQueryError
from geopy.extra.rate_limiter import RateLimiter
from geopy.location import Location

from gazetteer import Gazetteer
from gazetteer.__main__ import main

RAW = {
    "name", "name_ar", "kind", "country", "admin1", "admin1_code", "score", "method", "spelling", "reasons",
    "precision", "radius_m", "part", "guessed", "accepted", "alternatives", "printed",
}  # fmt: skip


def test_geocode_gives_a_location_with_its_argument(gazetteer):
    found = gazetteer.geocode("Tafas", region="Dara'a")
    assert isinstance(found, Location)
    assert found.address == "Tafas, Dar'a, SY"
    assert found.latitude == pytest.approx(32.737, abs=0.01)
    assert found.raw.keys() >= RAW
    assert json.loads(json.dumps(found.raw)) == found.raw


def test_no_result_is_none_in_both_modes(gazetteer):
    assert gazetteer.geocode("Qwxzvbnm") is None
    assert gazetteer.geocode("Qwxzvbnm", exactly_one=False) is None


def test_a_name_that_stays_open_is_none_or_its_candidates(gazetteer):
    assert gazetteer.geocode("Sayda") is None
    found = gazetteer.geocode("Sayda", exactly_one=False, limit=3)
    assert len(found) == 3
    assert len(found[0].raw["alternatives"]) == 2


def test_a_query_that_is_no_text_is_refused(gazetteer):
    with pytest.raises(GeocoderQueryError, match="42"):
        gazetteer.geocode(42)


def test_a_higher_bar_can_be_set(gazetteer):
    assert gazetteer.geocode("Taras", region="western Dara'a")
    assert gazetteer.geocode("Taras", region="western Dara'a", min_score=0.9) is None


def test_reverse_gives_the_nearest_settlement_and_its_distance(gazetteer):
    found = gazetteer.reverse((32.74, 36.07))
    assert found.raw["name"] == "Tafas"
    assert 0 < found.raw["distance_km"] < 1
    several = gazetteer.reverse("32.74, 36.07", exactly_one=False, limit=4)
    distances = [place.raw["distance_km"] for place in several]
    assert len(several) == 4
    assert distances == sorted(distances)


@pytest.mark.parametrize("point", [(0, -140), (90, 0), (-90, 0), (0, 180), (-48.87, -123.39)])
def test_every_point_has_a_nearest_settlement(gazetteer, point):
    assert gazetteer.reverse(point).raw["distance_km"] > 0


def test_it_works_as_a_context():
    with Gazetteer() as gazetteer:
        assert gazetteer.geocode("Tafas")


def test_it_works_under_the_rate_limiter(gazetteer):
    assert RateLimiter(gazetteer.geocode)("Tafas").raw["country"] == "SY"


def test_geopandas_geocodes_with_it(gazetteer):
    from geopandas.tools import geocode

    found = geocode(["Tafas", "Qwxzvbnm"], provider=Gazetteer)
    assert found.geometry.is_empty.tolist() == [False, True]
    assert found.geometry[0].x == pytest.approx(36.067, abs=0.01)


def test_the_shell_says_by_its_exit_whether_a_place_was_taken(gazetteer, capsys):
    assert main(["Tafas"]) == 0
    assert main(["Sayda"]) == 1
    assert main(["Qwxzvbnm"]) == 1
    assert "Qwxzvbnm: no such place" in capsys.readouterr().out


def test_the_shell_gives_json(gazetteer, capsys):
    assert main(["Sayda", "--near", "32.62,36.10", "--json"]) == 0
    first = json.loads(capsys.readouterr().out)[0]
    assert (round(first["lat"], 3), round(first["lon"], 3)) == (32.629, 36.224)
    assert first.keys() >= {"name", "lat", "lon", "kind", "country", "admin1", "score", "method", "accepted"}


def test_the_shell_takes_region_country_and_limit(gazetteer, capsys):
    assert main(["Taras", "--region", "western Dara'a", "--country", "SY", "--limit", "1"]) == 0
    assert capsys.readouterr().out.startswith("* 0.7")


@pytest.mark.parametrize("point", ["here", "32.6", "36.1,132.6,1", "132,36"])
def test_a_point_that_is_none_is_refused_with_the_way_to_write_it(point, capsys):
    with pytest.raises(SystemExit) as refused:
        main(["Sayda", "--near", point])
    assert refused.value.code == 2
    assert "32.62,36.10" in capsys.readouterr().err


def test_the_module_runs(gazetteer):
    ran = subprocess.run([sys.executable, "-m", "gazetteer", "Tafas"], capture_output=True, text=True, check=False)
    assert ran.returncode == 0
    assert "Tafas, Dar'a, SY" in ran.stdout
