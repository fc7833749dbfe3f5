from __future__ import annotations

import json

from kulturkarta.export.geojson import write_geojson
from kulturkarta.sources.geojson import read_geojson
from kulturkarta.sources.guard import Limits
from tests.export.small_table import actors, context
from tests.hostile import H

LIMITS = Limits(max_bytes=2_000_000, max_rows=1000, max_unpacked_bytes=1, seconds=20, memory_mb=1)


def test_rows_are_features_with_lists_as_arrays_and_unknown_as_null():
    collection = json.loads(write_geojson(actors(), context()))
    assert collection["type"] == "FeatureCollection"
    assert collection["attribution"] == ["Källa: =egen insamling", "CC BY 4.0"]
    assert collection["features"][0] == {
        "type": "Feature",
        "id": "a0",
        "geometry": {"type": "Point", "coordinates": [17.0086, 58.753]},
        "properties": {
            "id": "a0", "name": "Åsa", "drive": "passion", "sectors": ["musik", "dans"], "municipality_code": "0480",
        },
    }  # fmt: skip
    assert collection["features"][1]["properties"]["drive"] is None
    assert collection["features"][1]["properties"]["sectors"] == []


def test_rows_without_a_position_have_no_geometry():
    features = json.loads(write_geojson(actors(), context()))["features"]
    assert [feature["geometry"] is None for feature in features] == [False, True, False]


def test_coordinates_have_seven_decimals_at_most():
    features = json.loads(write_geojson(actors(), context()))["features"]
    assert features[2]["geometry"]["coordinates"] == [16.1234568, 59.0]


def test_the_file_names_no_coordinate_system_as_the_standard_wants():
    assert "crs" not in json.loads(write_geojson(actors(), context()))


def test_an_empty_table_is_a_collection_of_nothing():
    assert json.loads(write_geojson(actors().head(0), context()))["features"] == []


def test_hostile_texts_come_back_as_they_were():
    data = write_geojson(actors(name=H), context())
    assert read_geojson(data, name="actors", file="x", limits=LIMITS).frame["name"].tolist() == H


def test_what_is_written_is_read_as_the_same_rows():
    frame = read_geojson(write_geojson(actors(), context()), name="actors", file="x", limits=LIMITS).frame
    assert frame.loc[1].tolist() == ["a0", "Åsa", "passion", "musik;dans", "0480", "17.0086", "58.753"]
    assert frame.loc[2].tolist() == ["a1", "Bo; Ek, & Co", "", "", "0484", "", ""]
