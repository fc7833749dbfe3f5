"""The ground the entries lie on: municipality areas and the names of municipalities and larger localities."""

from __future__ import annotations

import json
from typing import Any

import geopandas as gpd
import pandas as pd

_DECIMALS = 4  # about 10 m: the borders are generalised to hundreds


def describe_land(areas: gpd.GeoDataFrame, localities: pd.DataFrame) -> dict[str, Any]:
    """GeoJSON (EPSG:4326) for `layer/land.js`.

    `areas`: municipalities with `name`, `inside` (belongs to the region; neighbours are drawn faint) and geometry in
    EPSG:4326. `localities`: name, lon, lat of the places to name. Label points follow the areas; `bbox` is that of
    the region itself.
    """
    features = json.loads(areas[["name", "inside", "geometry"]].to_json(drop_id=True))["features"]
    for feature in features:
        feature["geometry"]["coordinates"] = _round(feature["geometry"]["coordinates"])
    inside = areas[areas["inside"]]
    labels = inside.geometry.representative_point()
    for name, point in zip(inside["name"], labels, strict=True):
        features.append(_label(name, "municipality", point.x, point.y))
    for name, lon, lat in localities[["name", "lon", "lat"]].itertuples(index=False):
        features.append(_label(name, "locality", lon, lat))
    bbox = [round(float(edge), _DECIMALS) for edge in inside.total_bounds]
    return {"type": "FeatureCollection", "bbox": bbox, "features": features}


def _label(name: str, kind: str, lon: float, lat: float) -> dict[str, Any]:
    point = {"type": "Point", "coordinates": _round([lon, lat])}
    return {"type": "Feature", "properties": {"name": name, "kind": kind}, "geometry": point}


def _round(coordinates: Any) -> Any:
    if isinstance(coordinates, int | float):
        return round(coordinates, _DECIMALS)
    return [_round(part) for part in coordinates]
