"""Lines between two places as GeoJSON (RFC 7946)."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pandas as pd

from kulturkarta.export.geojson import DECIMALS

_ENDS = ("from_lon", "from_lat", "to_lon", "to_lat")


def write_lines(lines: pd.DataFrame, *, notes: Sequence[str]) -> bytes:
    """A FeatureCollection of LineStrings from the columns from_lon, from_lat, to_lon, to_lat (degrees, EPSG:4326).

    The other columns are properties, unknown is null; `notes` (what the lines are, whose they are) are the foreign
    member `attribution`.
    """
    names = [str(name) for name in lines if name not in _ENDS]
    features = []
    for row in lines.to_dict(orient="records"):
        west, south, east, north = (round(float(row[end]), DECIMALS) for end in _ENDS)
        properties = {name: _plain(row[name]) for name in names}
        geometry = {"type": "LineString", "coordinates": [[west, south], [east, north]]}
        features.append({"type": "Feature", "id": properties.get("id"), "geometry": geometry, "properties": properties})
    collection = {"type": "FeatureCollection", "attribution": list(notes), "features": features}
    return json.dumps(collection, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8")


def _plain(value: object) -> object:
    if isinstance(value, float):
        return None if value != value else int(value) if value.is_integer() else value
    return value if isinstance(value, str) else None
