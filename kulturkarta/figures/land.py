"""The ground the entries lie on: municipality areas and the names of municipalities and larger localities."""

from __future__ import annotations

import json
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from scipy.spatial import KDTree
from shapely import Point, contains_xy, distance, points
from shapely.geometry.base import BaseGeometry

_DECIMALS = 4  # about 10 m: the borders are generalised to hundreds
_LABEL_GRID = 24  # candidate label points along each side of a municipality
_LON_SHRINK = 0.52  # a degree of longitude against one of latitude at 59° N


def describe_land(areas: gpd.GeoDataFrame, localities: pd.DataFrame, marks: pd.DataFrame) -> dict[str, Any]:
    """GeoJSON (EPSG:4326) for `layer/land.js`.

    `areas`: municipalities with `code`, `name`, `inside` (belongs to the region; neighbours are drawn faint) and
    geometry in EPSG:4326. `localities`: name, lon, lat of the places to name. `marks`: lon, lat of what is drawn, which
    the names of municipalities keep clear of. Label points follow the areas; where names are in each other's way the
    map shows those that come first. `bbox` is that of the region itself.
    """
    features = json.loads(areas[["code", "name", "inside", "geometry"]].to_json(drop_id=True))["features"]
    for feature in features:
        feature["geometry"]["coordinates"] = _round(feature["geometry"]["coordinates"])
    inside = areas[areas["inside"]]
    obstacles = index_marks(marks)
    for name, area in zip(inside["name"], inside.geometry, strict=True):
        point = place_label(area, obstacles)
        features.append(_label(name, "municipality", point.x, point.y))
    for name, lon, lat in localities[["name", "lon", "lat"]].itertuples(index=False):
        features.append(_label(name, "locality", lon, lat))
    bbox = [round(float(edge), _DECIMALS) for edge in inside.total_bounds]
    return {"type": "FeatureCollection", "bbox": bbox, "features": features}


def index_marks(marks: pd.DataFrame) -> KDTree | None:
    """The marks (lon, lat) for `place_label`, indexed once for all areas; None without any."""
    if not len(marks):
        return None
    return KDTree(np.column_stack([marks["lon"] * _LON_SHRINK / 2, marks["lat"]]), balanced_tree=False)


def place_label(area: BaseGeometry, obstacles: KDTree | None) -> Point:
    """The point inside `area` (EPSG:4326) that is farthest from both its border and every mark of `index_marks`.

    Looked for on a lattice of 24 x 24 points; sideways distances count double, since a name is wide and low.
    """
    west, south, east, north = area.bounds
    lattice = np.meshgrid(np.linspace(west, east, _LABEL_GRID), np.linspace(south, north, _LABEL_GRID))
    x, y = (axis.ravel() for axis in lattice)
    inside = contains_xy(area, x, y)
    if not inside.any():
        return area.representative_point()
    x, y = x[inside], y[inside]
    room = distance(area.boundary, points(x, y)) * _LON_SHRINK
    if obstacles is not None:
        to_marks, _ = obstacles.query(np.column_stack([x * _LON_SHRINK / 2, y]))
        room = np.minimum(room, to_marks)
    best = int(np.argmax(room))
    return Point(x[best], y[best])


def _label(name: str, kind: str, lon: float, lat: float) -> dict[str, Any]:
    point = {"type": "Point", "coordinates": _round([lon, lat])}
    return {"type": "Feature", "properties": {"name": name, "kind": kind}, "geometry": point}


def _round(coordinates: Any) -> Any:
    if isinstance(coordinates, int | float):
        return round(coordinates, _DECIMALS)
    return [_round(part) for part in coordinates]
