"""Squares and points with people, and how they are kept."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from kulturkarta.errors import DataProblem, KulturkartaError
from kulturkarta.settings import read_settings
from kulturkarta.sources import population
from kulturkarta.sources.points import find_point_limits
from kulturkarta.sources.population import (
    PopulationFile,
    read_land,
    read_localities,
    read_population,
    read_saved_population,
    read_totals,
    save_population,
)
from tests.small_sweden import degrees, write_reference

LIMITS = find_point_limits(read_settings())


def read(folder: Path, text: str) -> PopulationFile:
    path = folder / "people.csv"
    path.write_text(text, encoding="utf-8")
    return read_population(path, limits=LIMITS)


def rows(found: PopulationFile) -> list[tuple[float, ...]]:
    return list(found.frame.itertuples(index=False, name=None))


def test_a_square_stands_for_its_middle(tmp_path: Path) -> None:
    found = read(tmp_path, "rutid_scb,beftotalt,man\n6000006510000,12,5\n6010006510000,0,0\n")
    assert (rows(found), found.is_grid, found.problems) == ([(600_500.0, 6_510_500.0, 12.0)], True, ())


def test_smaller_squares_say_their_size(tmp_path: Path) -> None:
    found = read(tmp_path, "rutid_scb,rutstorl,beftotalt\n6002506510750,250,12\n")
    assert rows(found) == [(600_375.0, 6_510_875.0, 12.0)]


def test_age_groups_come_along(tmp_path: Path) -> None:
    found = read(tmp_path, "rutid_scb;beftotalt;0-19;20-64;65+\n6000006510000;12;3;7;2\n")
    assert found.frame[["age_0_19", "age_20_64", "age_65_plus"]].to_numpy().tolist() == [[3, 7, 2]]


def test_points_are_in_degrees_or_in_metres(tmp_path: Path) -> None:
    lon, lat = degrees(605, 6515)
    found = read(tmp_path, f"lon,lat,people\n{lon},{lat},4\n")
    assert rows(found) == [(pytest.approx(605_000, abs=0.01), pytest.approx(6_515_000, abs=0.01), 4.0)]
    assert not found.is_grid
    assert rows(read(tmp_path, "x,y,befolkning\n605000,6515000,4\n")) == [(605_000.0, 6_515_000.0, 4.0)]


def test_what_cannot_be_a_square_or_a_point_is_told_by_row(tmp_path: Path) -> None:
    found = read(tmp_path, "rutid_scb,beftotalt\n600,12\n6000006510000,tolv\n6010006510000,-1\n6020006510000,8\n")
    told = sorted((problem.code, problem.where.row, problem.where.column) for problem in found.problems)
    assert told == [
        ("points.negative", 4, "beftotalt"),
        ("points.not_a_number", 3, "beftotalt"),
        ("population.square", 2, "rutid_scb"),
    ]
    assert rows(found) == [(602_500.0, 6_510_500.0, 8.0)]
    swapped = read(tmp_path, "lon,lat,people\n58.7,17.0,4\n")
    assert [(problem.code, problem.got) for problem in swapped.problems] == [("population.wgs84", "58.7, 17.0")]
    in_degrees = read(tmp_path, "x,y,people\n17.0,58.7,4\n")
    assert [problem.code for problem in in_degrees.problems] == ["population.sweref99tm"]


@pytest.mark.parametrize("text", ["rutid_scb,antal_hus\n1,2\n", "people\n4\n", "lon,people\n17,4\n"])
def test_a_file_without_people_or_without_places_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(DataProblem) as caught:
        read(tmp_path, text)
    assert caught.value.code == "points.column_missing"


def test_scbs_geopackage_is_read_by_the_number_of_the_square(tmp_path: Path) -> None:
    squares = [shapely.box(x, 6_510_000, x + 1000, 6_511_000) for x in (600_000, 601_000)]
    frame = gpd.GeoDataFrame(
        {"rutid_scb": ["6000006510000", "6010006510000"], "rutstorl": [1000, 1000], "beftotalt": [12, 7]},
        geometry=squares,
        crs="EPSG:3006",
    )
    path = tmp_path / "befolkning.gpkg"
    frame.to_file(path, layer="befolkning_1km_2025", driver="GPKG", engine="pyogrio")
    found = read_population(path, limits=LIMITS)
    assert rows(found) == [(600_500.0, 6_510_500.0, 12.0), (601_500.0, 6_510_500.0, 7.0)]
    assert found.is_grid


POINTS = pd.DataFrame({"x_m": [600_500.0], "y_m": [6_510_500.0], "people": [12.0], "municipality_code": ["0480"]})


def save(folder: Path, frame: pd.DataFrame) -> None:
    save_population(frame, folder, file="bef.gpkg", is_grid=True, imported="2026-11-22")


def test_what_is_saved_is_read_again_with_where_it_came_from(tmp_path: Path) -> None:
    assert read_saved_population(tmp_path) is None
    save(tmp_path, POINTS)
    saved = read_saved_population(tmp_path)
    assert saved is not None
    frame, provenance = saved
    assert frame.to_dict(orient="records") == POINTS.to_dict(orient="records")
    assert {name: provenance[name] for name in ("file", "imported", "kind", "points", "people")} == {
        "file": "bef.gpkg",
        "imported": "2026-11-22",
        "kind": "grid",
        "points": 1,
        "people": 12.0,
    }
    assert sorted(path.name for path in tmp_path.iterdir()) == ["population.csv", "population.json"]


def test_an_import_that_breaks_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(tmp_path, POINTS)

    def full(_: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(population.os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        save(tmp_path, POINTS.assign(people=99.0))
    saved = read_saved_population(tmp_path)
    assert saved is not None
    assert saved[0]["people"].tolist() == [12.0]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["population.csv", "population.json"]


def test_two_files_that_do_not_belong_together_are_not_used(tmp_path: Path) -> None:
    save(tmp_path, POINTS)
    path = tmp_path / "population.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "sha256": "0"}))
    with pytest.raises(KulturkartaError, match="import-population"):
        read_saved_population(tmp_path)
    path.unlink()
    with pytest.raises(KulturkartaError, match="import-population"):
        read_saved_population(tmp_path)


def test_the_reference_gives_totals_land_and_localities(tmp_path: Path) -> None:
    folder = write_reference(tmp_path / "reference")
    assert read_totals(folder)["0480"] == 1000.0
    land = read_land(folder)
    assert dict(zip(land["code"], land.geometry.area / 1e6, strict=True))["0481"] == pytest.approx(100, rel=1e-3)
    with pytest.raises(KulturkartaError, match="localities"):
        read_localities(folder)
    header = "geonameid,name,lon,lat,population,municipality_code,municipality_candidates\n"
    (folder / "localities.csv").write_text(header + "1,Byn,17.0,58.7,,0480,\n", encoding="utf-8")
    frame = read_localities(folder)
    assert frame[["name", "municipality_code", "municipality_candidates"]].to_numpy().tolist()[0] == ["Byn", "0480", ""]
    assert frame["population"].isna().tolist() == [True]


def test_a_reference_that_is_not_there_is_said_by_name(tmp_path: Path) -> None:
    for read_one in (read_totals, read_land, read_localities):
        with pytest.raises(KulturkartaError, match=str(tmp_path)):
            read_one(tmp_path)
