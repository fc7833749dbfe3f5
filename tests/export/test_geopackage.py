from __future__ import annotations

from pathlib import Path

import geopandas
import pandas as pd
import pyogrio
import pytest

from kulturkarta.export.geopackage import write_geopackage, write_geopackage_tables
from kulturkarta.sources.geopackage import read_geopackage
from kulturkarta.sources.guard import Limits
from tests.export.small_table import actors, context
from tests.hostile import H

LIMITS = Limits(max_bytes=2_000_000, max_rows=1000, max_unpacked_bytes=10_000_000, seconds=20, memory_mb=1024)


def saved(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_the_layer_is_named_as_the_table_and_in_degrees(tmp_path: Path):
    path = saved(tmp_path / "x.gpkg", write_geopackage(actors(), context()))
    assert pyogrio.list_layers(path).tolist() == [["actors", "Point"]]
    frame = geopandas.read_file(path)
    assert frame.crs.to_epsg() == 4326
    assert (frame.geometry[0].x, frame.geometry[0].y) == (17.0086, 58.753)


def test_rows_without_a_position_have_no_geometry_and_unknown_is_null(tmp_path: Path):
    frame = geopandas.read_file(saved(tmp_path / "x.gpkg", write_geopackage(actors(), context())))
    assert frame.geometry.isna().tolist() == [False, True, False]
    assert frame["drive"].isna().tolist() == [False, True, False]


def test_several_tables_are_several_layers_those_without_positions_plain_tables(tmp_path: Path):
    supports = pd.DataFrame({"id": ["s"], "name": ["Bidrag"]})
    data = write_geopackage_tables(
        {"actors": actors(), "supports": supports}, {"actors": context(), "supports": context("supports")}
    )
    assert pyogrio.list_layers(saved(tmp_path / "x.gpkg", data)).tolist() == [["actors", "Point"], ["supports", None]]
    frame = read_geopackage(data, name="supports", file="x", limits=LIMITS).frame
    assert frame.loc[1].to_dict() == {"id": "s", "name": "Bidrag"}


def test_a_geopackage_of_no_tables_is_refused():
    with pytest.raises(ValueError, match="at least one table"):
        write_geopackage_tables({}, {})


def test_a_table_where_nothing_has_a_position_is_still_a_layer():
    frame = read_geopackage(
        write_geopackage(actors().loc[[1]], context()), name="actors", file="x", limits=LIMITS
    ).frame
    assert frame.loc[1, ["id", "name"]].tolist() == ["a1", "Bo; Ek, & Co"]


def test_hostile_texts_come_back_but_for_nul():
    data = write_geopackage(actors(name=H), context())
    frame = read_geopackage(data, name="actors", file="x", limits=LIMITS).frame
    assert frame["name"].tolist() == [text.replace("\x00", "") for text in H]


def test_what_is_written_is_read_as_the_same_rows():
    frame = read_geopackage(write_geopackage(actors(), context()), name="actors", file="x", limits=LIMITS).frame
    assert frame.loc[1].tolist() == ["a0", "Åsa", "passion", "musik;dans", "0480", "17.0086", "58.753"]
    assert frame.loc[2].tolist() == ["a1", "Bo; Ek, & Co", "", "", "0484", "", ""]
