from __future__ import annotations

import json
import time

import pytest

from kulturkarta.errors import Cell, DataProblem
from kulturkarta.raw import RawTable
from kulturkarta.sources.geojson import read_geojson
from kulturkarta.sources.guard import Limits
from tests.hostile import H

LIMITS = Limits(max_bytes=5_000_000, max_rows=3, max_unpacked_bytes=1, seconds=20, memory_mb=1)
MANY = Limits(max_bytes=5_000_000, max_rows=1000, max_unpacked_bytes=1, seconds=20, memory_mb=1)


def feature(geometry: object, **properties: object) -> dict[str, object]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def collection(*features: object, **more: object) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features, **more}, ensure_ascii=False)


def point(*coordinates: float) -> dict[str, object]:
    return {"type": "Point", "coordinates": coordinates}


def read(text: str | bytes, limits: Limits = LIMITS) -> RawTable:
    data = text if isinstance(text, bytes) else text.encode()
    return read_geojson(data, name="places", file="x.geojson", limits=limits)


def refused(text: str | bytes) -> DataProblem:
    with pytest.raises(DataProblem) as caught:
        read(text)
    return caught.value


def test_properties_become_text_and_points_lon_and_lat():
    text = collection(
        feature(
            point(17.0086, 58.753), id="a", name="Åsa", capacity=120, area_m2=12.5, ok=True, tags=["x", "y"], note=None
        )
    )
    frame = read(text).frame
    assert frame.loc[1].to_dict() == {
        "id": "a", "name": "Åsa", "capacity": "120", "area_m2": "12.5", "ok": "true", "tags": "x;y", "note": "",
        "lon": "17.0086", "lat": "58.753",
    }  # fmt: skip
    assert {str(kind) for kind in frame.dtypes} == {"str"}


def test_a_feature_without_geometry_keeps_its_row_without_a_point():
    frame = read(collection(feature(point(17, 58), id="a"), feature(None, id="b"), feature(point(), id="c"))).frame
    assert frame["lon"].tolist() == ["17", "", ""]
    assert list(frame.index) == [1, 2, 3]


def test_the_id_of_a_feature_is_a_column():
    only = {"type": "Feature", "id": "bio-roxy", "geometry": None, "properties": {"name": "Bio"}}
    assert read(json.dumps(only)).frame.loc[1].to_dict() == {"id": "bio-roxy", "name": "Bio"}


def test_an_area_gives_a_point_that_lies_on_it_and_says_that_it_is_an_area():
    # A U: its centroid (1.5, 1.27) lies in the gap.
    ring = [[0, 0], [3, 0], [3, 3], [2, 3], [2, 1], [1, 1], [1, 3], [0, 3], [0, 0]]
    polygon = {"type": "Polygon", "coordinates": [ring]}
    frame = read(
        collection(
            feature(polygon, id="a"), feature(polygon, id="b", position="locality"), feature(point(1, 2), id="c")
        )
    ).frame
    lon, lat = float(frame.loc[1, "lon"]), float(frame.loc[1, "lat"])
    assert 0 <= lon <= 3
    assert 0 <= lat <= 3
    assert not (1 < lon < 2 and lat > 1)
    assert frame["position"].tolist() == ["area", "locality", ""]


def test_an_area_that_crosses_itself_is_mended_with_a_warning():
    bow_tie = {"type": "Polygon", "coordinates": [[[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]]}
    table = read(collection(feature(None, id="a"), feature(bow_tie, id="b")))
    assert len(table.frame) == 2
    (problem,) = table.problems
    assert (problem.code, problem.where, problem.severity) == ("geometry.crossed", Cell("x.geojson", 2), "warning")


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:EPSG::3006", "EPSG:3006"])
def test_an_old_crs_member_in_sweref_99_tm_is_obeyed(name: str):
    crs = {"type": "name", "properties": {"name": name}}
    frame = read(collection(feature(point(615000, 6516000), id="a"), crs=crs)).frame
    # Lantmäteriet's Gauss-Krüger formulas, worked through without PROJ, give 16.98852408 and 58.76866616.
    assert frame.loc[1, ["lon", "lat"]].tolist() == ["16.9885241", "58.7686662"]


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326"])
def test_a_crs_member_in_degrees_changes_nothing(name: str):
    crs = {"type": "name", "properties": {"name": name}}
    assert read(collection(feature(point(17, 58.5), id="a"), crs=crs)).frame.loc[1, "lat"] == "58.5"


@pytest.mark.parametrize("crs", [{"type": "name", "properties": {"name": "EPSG:2154"}}, {"type": "link"}, "EPSG:x"])
def test_an_unknown_system_is_refused(crs: object):
    assert refused(collection(feature(point(1, 2), id="a"), crs=crs)).code == "file.unknown_crs"


@pytest.mark.parametrize("number", ["NaN", "1e400", "-Infinity"])
def test_a_number_that_is_not_finite_sets_its_row_aside(number: str):
    text = collection(feature(point(17, 58), id="a"), feature(point(17, 58), id="b", n=5))
    table = read(text.replace('"n": 5', f'"n": {number}'))
    assert table.frame["id"].tolist() == ["a"]
    (problem,) = table.problems
    assert (problem.code, problem.where) == ("cell.not_finite", Cell("x.geojson", 2, "n"))


@pytest.mark.parametrize("bad", ["[1e400, 58]", '["x", 58]', "[17]", "{}", "17", "[true]", "[null, 1]"])
def test_a_point_that_is_none_sets_its_row_aside(bad: str):
    text = collection(feature(point(17, 58), id="a"), feature({"type": "Point", "coordinates": "BAD"}, id="b"))
    table = read(text.replace('"BAD"', bad))
    assert table.frame["id"].tolist() == ["a"]
    assert [(p.code, p.where.row) for p in table.problems] == [("geometry.broken", 2)]


@pytest.mark.parametrize("geometry", [{"type": "Kub"}, {"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}, 5, []])
def test_a_geometry_that_cannot_be_read_sets_its_row_aside(geometry: object):
    table = read(collection(feature(geometry, id="a"), feature(None, id="b")))
    assert table.frame["id"].tolist() == ["b"]
    assert [(p.code, p.where.row) for p in table.problems] == [("geometry.broken", 1)]


@pytest.mark.parametrize("opening", ["[", '{"a":', '[{"a":'])
def test_a_hundred_thousand_levels_are_one_problem_and_no_crash(opening: str):
    started = time.perf_counter()
    assert refused(opening * 100_000).code == "file.too_deep"
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize(("depth", "is_read"), [(31, True), (32, True), (33, False)])
def test_thirty_two_levels_are_read_and_one_more_is_not(depth: int, is_read: bool):
    inner = depth - 4  # collection, features, feature and properties are levels too
    text = collection(feature(None, x="DEEP")).replace('"DEEP"', "[" * inner + "]" * inner)
    if is_read:
        assert len(read(text).frame) == 1
    else:
        assert refused(text).params == {"depth": 33, "limit": 32}


def test_brackets_inside_a_text_are_no_levels():
    assert read(collection(feature(None, x="[" * 100 + '"' + "{" * 100))).frame.loc[1, "x"][:3] == "[[["


def test_a_text_that_never_ends_is_refused_in_time():
    started = time.perf_counter()
    assert refused('{"' + '\\"' * 1_000_000).code == "file.not_json"
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize("text", ["id,name", "{", '{"type":"FeatureCollection","features":[', "1" * 5000])
def test_what_is_no_json_is_refused(text: str):
    assert refused(text).code == "file.not_json"


@pytest.mark.parametrize(
    "text",
    ["[]", "5", "null", '{"type":"Topology"}', '{"features":[]}', '{"type":"FeatureCollection","features":[5]}',
     '{"type":"FeatureCollection","features":[{"properties":[1]}]}'],
)  # fmt: skip
def test_json_without_features_is_refused(text: str):
    assert refused(text).code == "file.no_features"


@pytest.mark.parametrize(("count", "is_read"), [(2, True), (3, True), (4, False)])
def test_features_are_read_up_to_the_limit(count: int, is_read: bool):
    text = collection(*(feature(None, id="a") for _ in range(count)))
    if is_read:
        assert len(read(text).frame) == count
    else:
        assert refused(text).code == "file.too_many_rows"


def test_a_collection_without_features_is_refused_as_empty():
    assert refused(collection()).code == "file.empty"


def test_a_file_with_a_mark_or_in_windows_letters_is_read():
    text = collection(feature(None, name="Åsa"))
    for data in (text.encode("utf-8-sig"), text.encode("cp1252"), text.encode("utf-16")):
        assert read(data).frame.loc[1, "name"] == "Åsa"


def test_hostile_texts_are_read_as_they_are():
    assert read(collection(*(feature(None, name=text) for text in H)), MANY).frame["name"].tolist() == H
