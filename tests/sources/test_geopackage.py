from __future__ import annotations

import sqlite3
import time
from pathlib import Path

import geopandas
import pandas as pd
import pytest
from shapely import Point, Polygon

from kulturkarta.errors import Cell, DataProblem
from kulturkarta.raw import RawTable
from kulturkarta.sources.geopackage import read_geopackage
from kulturkarta.sources.guard import Limits
from tests.hostile import H

LIMITS = Limits(max_bytes=2_000_000, max_rows=3, max_unpacked_bytes=1_000_000, seconds=20, memory_mb=1024)


def written(path: Path, rows: dict[str, list], geometry: list, layer: str = "places", epsg: int = 4326) -> Path:
    frame = geopandas.GeoDataFrame(pd.DataFrame(rows), geometry=geometry, crs=epsg)
    frame.to_file(path, driver="GPKG", layer=layer, engine="pyogrio")
    return path


def read(source: Path | bytes, limits: Limits = LIMITS) -> RawTable:
    return read_geopackage(source, name="places", file="x.gpkg", limits=limits)


def refused(source: Path | bytes, limits: Limits = LIMITS) -> DataProblem:
    with pytest.raises(DataProblem) as caught:
        read(source, limits)
    return caught.value


def change(path: Path, *statements: str) -> Path:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
    return path


@pytest.fixture
def one(tmp_path: Path) -> Path:
    return written(tmp_path / "one.gpkg", {"id": ["a"]}, [Point(17, 58.5)])


def test_columns_become_text_and_points_lon_and_lat(tmp_path: Path):
    rows = {"id": ["a", "b"], "name": ["Åsa", None], "capacity": [120, 80], "area_m2": [12.5, 3.0], "ok": [True, False]}
    path = written(tmp_path / "x.gpkg", rows, [Point(17.0086, 58.753), None])
    for source in (path, path.read_bytes()):
        frame = read(source).frame
        assert frame.loc[1].tolist() == ["a", "Åsa", "120", "12.5", "true", "17.0086", "58.753"]
        assert frame.loc[2].tolist() == ["b", "", "80", "3", "false", "", ""]
        assert list(frame) == ["id", "name", "capacity", "area_m2", "ok", "lon", "lat"]
        assert {str(kind) for kind in frame.dtypes} == {"str"}


def test_sweref_99_tm_becomes_degrees(tmp_path: Path):
    frame = read(written(tmp_path / "x.gpkg", {"id": ["a"]}, [Point(615000, 6516000)], epsg=3006)).frame
    assert frame.loc[1, ["lon", "lat"]].tolist() == ["16.9885241", "58.7686662"]


def test_an_unknown_system_is_refused(tmp_path: Path):
    problem = refused(written(tmp_path / "x.gpkg", {"id": ["a"]}, [Point(650000, 6860000)], epsg=2154))
    assert (problem.code, problem.got) == ("file.unknown_crs", "EPSG:2154")


def test_an_area_gives_a_point_on_it_and_one_that_crosses_itself_a_warning(tmp_path: Path):
    square = Polygon([(0, 0), (2, 0), (2, 2), (0, 2)])
    bow_tie = Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    table = read(written(tmp_path / "x.gpkg", {"id": ["a", "b"]}, [square, bow_tie]))
    assert table.frame.loc[1].tolist() == ["a", "1", "1", "area"]
    (problem,) = table.problems
    assert (problem.code, problem.where, problem.severity) == ("geometry.crossed", Cell("x.gpkg", 2), "warning")


def test_of_several_layers_the_one_named_as_the_table_is_read(tmp_path: Path):
    path = written(tmp_path / "x.gpkg", {"id": ["fel"]}, [None], layer="actors")
    written(path, {"id": ["rätt"]}, [None], layer="Places")
    assert read(path).frame["id"].tolist() == ["rätt"]


def test_of_several_layers_none_named_as_the_table_is_guessed(tmp_path: Path):
    path = written(tmp_path / "x.gpkg", {"id": ["a"]}, [None], layer="b")
    written(path, {"id": ["a"]}, [None], layer="a")
    problem = refused(path)
    assert (problem.code, problem.params) == ("file.no_layer", {"table": "places", "layers": "a, b"})


def test_a_table_that_the_geopackage_does_not_list_is_not_read(one: Path):
    change(one, "CREATE TABLE secrets (id TEXT)", "INSERT INTO secrets VALUES ('x')", "DELETE FROM gpkg_contents")
    assert refused(one).code == "file.no_layer"


def test_a_view_of_a_billion_rows_is_refused_in_time(one: Path):
    started = time.perf_counter()
    numbers = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000) SELECT i AS id FROM n"
    )
    change(
        one,
        f"CREATE VIEW endless AS {numbers}",
        "UPDATE gpkg_contents SET table_name = 'endless'",
    )
    assert refused(one).code == "file.no_layer"
    assert time.perf_counter() - started < 20


def test_a_column_that_computes_itself_is_refused(one: Path):
    change(one, "ALTER TABLE places ADD COLUMN big TEXT GENERATED ALWAYS AS (printf('%.*c', 900000, 'x')) VIRTUAL")
    assert refused(one).code == "file.computed_column"


def test_a_file_that_takes_too_long_is_refused(one: Path):
    limits = Limits(max_bytes=2_000_000, max_rows=3, max_unpacked_bytes=1_000_000, seconds=0.01, memory_mb=1024)
    assert refused(one, limits).code == "file.too_slow"


def test_a_file_that_needs_too_much_memory_is_refused(tmp_path: Path):
    pytest.importorskip("resource", reason="Windows has no memory limit for a process")
    path = written(tmp_path / "x.gpkg", {"id": ["a"]}, [Point(17, 58.5)])
    limits = Limits(max_bytes=2_000_000, max_rows=3, max_unpacked_bytes=1_000_000, seconds=20, memory_mb=40)
    assert refused(path, limits).code == "file.broken"


@pytest.mark.parametrize(("count", "is_read"), [(2, True), (3, True), (4, False)])
def test_rows_are_read_up_to_the_limit(tmp_path: Path, count: int, is_read: bool):
    path = written(tmp_path / "x.gpkg", {"id": ["a"] * count}, [None] * count)
    if is_read:
        assert len(read(path).frame) == count
    else:
        assert refused(path).code == "file.too_many_rows"


def test_more_text_than_the_limit_is_refused(tmp_path: Path):
    path = written(tmp_path / "x.gpkg", {"id": ["x" * 600_000, "y" * 600_000]}, [None, None])
    assert refused(path).code == "file.unpacks_too_large"


@pytest.mark.parametrize("data", [b"x" * 200, b"SQLite format 3\x00" + bytes(200), b'{"type":"FeatureCollection"}'])
def test_what_does_not_begin_as_a_geopackage_is_refused(data: bytes):
    assert refused(data).code == "file.not_geopackage"


def test_a_damaged_file_is_refused(one: Path):
    data = one.read_bytes()
    assert refused(data[:5000]).code == "file.broken"
    assert refused(data[:200] + b"\xff" * (len(data) - 200)).code == "file.broken"


def test_a_geometry_that_is_none_sets_its_row_aside(tmp_path: Path):
    path = written(tmp_path / "x.gpkg", {"id": ["a", "b", "c"]}, [Point(17, 58.5)] * 3)
    connection = sqlite3.connect(path)
    for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f'DROP TRIGGER "{trigger}"')
    column = connection.execute("SELECT column_name FROM gpkg_geometry_columns").fetchone()[0]
    connection.execute(f"UPDATE places SET {column} = x'00' WHERE id = 'a'")
    connection.execute(f"UPDATE places SET {column} = x'47500001E6100000FFFFFF' WHERE id = 'c'")
    connection.commit()
    connection.close()
    table = read(path)
    assert table.frame["id"].tolist() == ["b"]
    assert [(p.code, p.where.row) for p in table.problems] == [("geometry.broken", 1), ("geometry.broken", 3)]


def test_hostile_texts_are_read_as_they_are(tmp_path: Path):
    # A NUL ends a text in the writing library, so it cannot be written here.
    texts = [text for text in H if "\x00" not in text]
    path = written(tmp_path / "x.gpkg", {"name": texts}, [None] * len(texts))
    limits = Limits(max_bytes=2_000_000, max_rows=1000, max_unpacked_bytes=1_000_000, seconds=20, memory_mb=1024)
    assert read(path, limits).frame["name"].tolist() == texts
