from __future__ import annotations

import time

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely import Point, box

from kulturkarta.figures.land import describe_land, index_marks, place_label

NO_MARKS = pd.DataFrame({"lon": [], "lat": []})


def areas() -> gpd.GeoDataFrame:
    rows = {"code": ["0482", "0999"], "name": ["Flen", "Granne"], "inside": [True, False]}
    return gpd.GeoDataFrame(rows, geometry=[box(16, 59, 17, 60), box(17, 59, 18, 60)], crs="EPSG:4326")


def test_land_is_areas_then_names_of_the_region_only_and_its_box() -> None:
    towns = pd.DataFrame({"name": ["Malmköping"], "lon": [16.72345678], "lat": [59.13]})
    land = describe_land(areas(), towns, NO_MARKS)
    assert [feature["geometry"]["type"] for feature in land["features"]] == ["Polygon", "Polygon", "Point", "Point"]
    assert [feature["properties"].get("code") for feature in land["features"][:2]] == ["0482", "0999"]
    assert [f["properties"]["name"] for f in land["features"][2:]] == ["Flen", "Malmköping"]
    assert land["features"][3]["geometry"]["coordinates"] == [16.7235, 59.13]
    assert land["bbox"] == [16.0, 59.0, 17.0, 60.0]


def test_a_name_lies_inside_and_keeps_clear_of_marks() -> None:
    area = box(16, 59, 17, 60)
    free = place_label(area, index_marks(NO_MARKS))
    assert area.contains(free) and free.distance(Point(16.5, 59.5)) < 0.05
    crowded = place_label(area, index_marks(pd.DataFrame({"lon": [16.5, 16.6], "lat": [59.5, 59.6]})))
    assert area.contains(crowded) and crowded.distance(Point(16.5, 59.5)) > 0.2


def test_an_area_too_thin_for_the_lattice_still_has_a_name() -> None:
    thin = box(16, 59, 17, 59.0001).union(box(16, 59.9999, 17, 60))
    assert thin.distance(place_label(thin, index_marks(NO_MARKS))) == 0


def test_a_hundred_thousand_marks_are_looked_through_once_and_not_once_per_lattice_point() -> None:
    rng = np.random.default_rng(1)
    marks = pd.DataFrame({"lon": rng.uniform(16, 17, 100_000), "lat": rng.uniform(59, 60, 100_000)})
    began = time.process_time()
    obstacles = index_marks(marks)
    for _ in range(290):
        place_label(box(16, 59, 17, 60), obstacles)
    # 290 municipalities: 100 s of processor time when each point of each lattice is held against every mark.
    assert time.process_time() - began < 10
