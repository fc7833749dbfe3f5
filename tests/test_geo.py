"""Coordinates and municipalities, on five squares and on points whose coordinates are known."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from pyproj import Transformer

from kulturkarta.errors import KulturkartaError
from kulturkarta.geo import classify_coordinates, read_municipality_finder, to_wgs84
from tests.small_sweden import degrees, small_finder, write_reference

# The four corners of Sweden and its middle, lon, lat: Koster, Smygehuk, Treriksröset, Haparanda, Nyköping.
CORNERS = [(11.0, 58.9), (13.36, 55.34), (20.55, 69.06), (24.15, 65.83), (17.01, 58.753)]


def points(pairs: list[tuple[float, float]]) -> tuple[pd.Series, pd.Series]:
    x, y = zip(*pairs, strict=True)
    return pd.Series(x, dtype="float64"), pd.Series(y, dtype="float64")


@pytest.mark.parametrize(("system", "crs"), [("wgs84", 4326), ("sweref99tm", 3006), ("rt90", 3021)])
def test_every_corner_of_sweden_is_recognised_in_each_system_and_order(system: str, crs: int) -> None:
    transform = Transformer.from_crs(4326, crs, always_xy=True).transform
    x, y = points([transform(*corner) for corner in CORNERS])
    for swapped, found in ((False, classify_coordinates(x, y)), (True, classify_coordinates(y, x))):
        assert list(found["system"]) == [system] * 5
        assert list(found["swapped"]) == [swapped] * 5


def test_twenty_thousand_points_in_three_systems_and_two_orders_are_all_recognised() -> None:
    # A slanted strip along the country's axis, from Skåne to Lapland: every point is on Swedish ground or near it.
    random = np.random.default_rng(1)
    lat = random.uniform(55.5, 68.5, 20_000)
    lon = 13.0 + (lat - 55.5) * 0.55 + random.uniform(-0.8, 2.2, 20_000)
    for system, crs in (("wgs84", 4326), ("sweref99tm", 3006), ("rt90", 3021)):
        x, y = (pd.Series(v) for v in Transformer.from_crs(4326, crs, always_xy=True).transform(lon, lat))
        for swapped, found in ((False, classify_coordinates(x, y)), (True, classify_coordinates(y, x))):
            assert (found["system"] == system).sum() == 20_000
            assert (found["swapped"] == swapped).sum() == 20_000


def test_a_local_zone_is_recognised_but_not_transformed() -> None:
    # Nyköping in SWEREF 99 16 30 (EPSG:3011), whose easting counts from 150,000.
    x, y = points([Transformer.from_crs(4326, 3011, always_xy=True).transform(17.01, 58.753)])
    found = classify_coordinates(x, y)
    assert (found["system"][0], found["swapped"][0]) == ("sweref_local", False)
    assert to_wgs84(x, y, classified=found).isna().all(axis=None)


@pytest.mark.parametrize("pair", [(0.0, 0.0), (2.35, 48.86), (np.nan, 58.7), (17.0, np.nan), (600_000.0, 58.7)])
def test_what_is_not_in_sweden_is_unknown(pair: tuple[float, float]) -> None:
    found = classify_coordinates(*points([pair]))
    assert (found["system"][0], found["swapped"][0]) == ("unknown", False)


def test_projected_and_swapped_points_come_back_as_the_same_degrees() -> None:
    written = [(58.753, 17.01)]
    for crs in (3006, 3021):
        east, north = Transformer.from_crs(4326, crs, always_xy=True).transform(17.01, 58.753)
        written += [(east, north), (north, east)]
    x, y = points(written)
    degrees_found = to_wgs84(x, y, classified=classify_coordinates(x, y))
    assert degrees_found["lon"].round(6).tolist() == [17.01] * 5
    assert degrees_found["lat"].round(6).tolist() == [58.753] * 5


def test_rt90_for_nykoping_lands_within_a_centimetre_of_sweref_99_tm() -> None:
    east, north = Transformer.from_crs(4326, 3021, always_xy=True).transform(17.01, 58.753)
    x, y = points([(east, north)])
    found = to_wgs84(x, y, classified=classify_coordinates(x, y))
    to_metres = Transformer.from_crs(4326, 3006, always_xy=True).transform
    assert np.hypot(*np.subtract(to_metres(found["lon"][0], found["lat"][0]), to_metres(17.01, 58.753))) < 0.01


def test_a_point_deep_inside_is_decided_and_one_near_a_border_is_not(tmp_path: Path) -> None:
    lon, lat = points([degrees(604, 6515), degrees(608, 6515), degrees(606.9, 6515), degrees(615, 6515)])
    found = small_finder(tmp_path).find(lon, lat)
    # 6 km, 2 km and 3.1 km from Oxelösund; 5 km from both Nyköping and Trosa.
    assert found["municipality_code"].fillna("").tolist() == ["0480", "", "0480", "0481"]
    assert found["candidates"].tolist() == [("0480",), ("0480", "0481"), ("0480",), ("0481",)]
    assert (found["distance_to_border_m"] / 1000).round(1).tolist() == [4.0, 2.0, 3.1, 5.0]


def test_the_margin_is_a_limit_with_a_just_below_and_a_just_above(tmp_path: Path) -> None:
    lon, lat = points([degrees(607.02, 6515), degrees(606.98, 6515)])
    found = small_finder(tmp_path, margin_m=3000).find(lon, lat)
    assert found["candidates"].tolist() == [("0480", "0481"), ("0480",)]


def test_a_point_off_the_coast_belongs_to_the_only_municipality_within_the_margin(tmp_path: Path) -> None:
    lon, lat = points([degrees(605, 6509), degrees(605, 6500)])
    found = small_finder(tmp_path).find(lon, lat)
    assert found["municipality_code"].fillna("").tolist() == ["0480", ""]
    assert found["candidates"].tolist() == [("0480",), ()]


def test_a_missing_point_gives_no_municipality_and_no_distance(tmp_path: Path) -> None:
    found = small_finder(tmp_path).find(*points([(np.nan, 58.7), (17.0, np.nan)]))
    assert found["municipality_code"].isna().all()
    assert found["candidates"].tolist() == [(), ()]
    assert found["distance_to_border_m"].isna().all()


def test_no_points_at_all_give_an_empty_answer(tmp_path: Path) -> None:
    empty = pd.Series([], dtype="float64")
    assert list(small_finder(tmp_path).find(empty, empty).columns) == [
        "municipality_code",
        "distance_to_border_m",
        "candidates",
    ]


def test_the_index_of_the_points_is_kept(tmp_path: Path) -> None:
    lon, lat = degrees(604, 6515)
    found = small_finder(tmp_path).find(pd.Series([lon], index=[14]), pd.Series([lat], index=[14]))
    assert found.loc[14, "municipality_code"] == "0480"


def test_distance_to_the_stated_municipality_is_zero_inside_and_metres_outside(tmp_path: Path) -> None:
    lon, lat = points([degrees(604, 6515), degrees(604, 6515), degrees(604, 6515), (np.nan, np.nan)])
    codes = pd.Series(["0480", "0481", "9999", "0480"], dtype="str")
    distance_m = small_finder(tmp_path).measure_distance_m(codes, lon, lat)
    assert distance_m.round(-2).tolist()[:2] == [0.0, 6000.0]
    assert distance_m.isna().tolist() == [False, False, True, True]


@pytest.mark.parametrize("place", ["reference", "setting"])
def test_a_finer_border_file_decides_without_a_margin(tmp_path: Path, place: str) -> None:
    folder = write_reference(tmp_path)
    frame = gpd.read_file(folder / "municipalities.geojson").rename(columns={"code": "kommunkod"})
    path = folder / "borders.gpkg" if place == "reference" else tmp_path / "lantmateriet.gpkg"
    frame.to_crs(3006).to_file(path, layer="kommun")
    finder = read_municipality_finder(folder, None if place == "reference" else path, margin_m=3000)
    found = finder.find(*points([degrees(609.9, 6515), degrees(610.1, 6515)]))
    assert finder.fine
    assert found["municipality_code"].tolist() == ["0480", "0481"]


def test_names_cover_every_municipality_of_the_reference_table(tmp_path: Path) -> None:
    finder = small_finder(tmp_path)
    assert finder.names["0480"] == "Nyköping"
    assert len(finder.names) == 5
    assert not finder.fine


def test_missing_and_unusable_border_files_say_which_file(tmp_path: Path) -> None:
    folder = write_reference(tmp_path)
    for name, content in (("no_codes.geojson", '{"type": "FeatureCollection", "features": []}'), ("text.gpkg", "hej")):
        (tmp_path / name).write_text(content, encoding="utf-8")
        with pytest.raises(KulturkartaError, match=name):
            read_municipality_finder(folder, tmp_path / name, margin_m=3000)
    with pytest.raises(KulturkartaError, match=r"nowhere\.gpkg"):
        read_municipality_finder(folder, tmp_path / "nowhere.gpkg", margin_m=3000)
    (folder / "municipalities.csv").unlink()
    with pytest.raises(KulturkartaError, match=r"municipalities\.csv"):
        read_municipality_finder(folder, margin_m=3000)
