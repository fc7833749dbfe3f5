"""GeoJSON as RFC 7946 says."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

from kulturkarta.export.cells import exported_columns, plain_text
from kulturkarta.export.context import ExportContext
from kulturkarta.schema import NUMBER_KINDS, Column

DECIMALS = 7  # about a centimetre; more says nothing


def write_geojson(frame: pd.DataFrame, context: ExportContext) -> bytes:
    """A FeatureCollection in EPSG:4326, lon before lat, at most 7 decimals; rows without a position have geometry null.

    Properties are the schema's columns but lon and lat: lists are arrays, unknown is null. `title` and `attribution`
    (the provenance) are foreign members, as RFC 7946 allows.
    """
    columns = [column for column in exported_columns(frame, context.table) if column.kind not in ("lon", "lat")]
    values = [[_json_value(value, column) for value in frame[column.name]] for column in columns]
    names = [column.name for column in columns]
    features = []
    for geometry, row in zip(_geometries(frame), zip(*values, strict=True), strict=True):
        properties = dict(zip(names, row, strict=True))
        features.append({"type": "Feature", "id": properties.get("id"), "geometry": geometry, "properties": properties})
    collection = {
        "type": "FeatureCollection",
        "title": context.title,
        "attribution": list(context.provenance),
        "features": features,
    }
    return json.dumps(collection, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8")


def _geometries(frame: pd.DataFrame) -> list[dict[str, Any] | None]:
    if "lon" not in frame or "lat" not in frame:
        return [None] * len(frame)
    pairs = zip(frame["lon"].round(DECIMALS).tolist(), frame["lat"].round(DECIMALS).tolist(), strict=True)
    return [
        None if pd.isna(lon) or pd.isna(lat) else {"type": "Point", "coordinates": [lon, lat]} for lon, lat in pairs
    ]


def _json_value(value: Any, column: Column) -> Any:
    if column.is_list:
        return list(value) if isinstance(value, tuple | list) else []
    if pd.isna(value):
        return None
    if column.kind in NUMBER_KINDS:
        return int(value) if float(value).is_integer() else float(value)
    if column.kind == "boolean":
        return bool(value)
    return plain_text(value)
