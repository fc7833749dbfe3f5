"""GeoJSON, parsed without GDAL, which would choose its driver by what the content claims to be."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from kulturkarta.errors import Cell, DataProblem
from kulturkarta.raw import RawTable
from kulturkarta.sources.cell_text import value_text
from kulturkarta.sources.encoding import decode_text
from kulturkarta.sources.guard import MAX_COLUMNS, Limits, read_bytes

MAX_DEPTH = 32

# Possessive: a string without an end is one match to the end of the text, never tried again from its middle.
_STRING = re.compile(r'"(?:[^"\\]++|\\.)*+(?:"|\Z)', re.DOTALL)
_NOT_BRACKET = re.compile(r"[^\[\]{}]+")
_EPSG = re.compile(r"\bEPSG:(?:[\d.]*:)?(\d+)$", re.IGNORECASE)


def read_geojson(source: Path | bytes, *, name: str, file: str, limits: Limits) -> RawTable:
    """The features as a table in text: properties as columns, the geometry as `lon` and `lat` (EPSG:4326).

    Row 1 is the first feature. Lists are joined by ";", an old `crs` member is obeyed when it names a system in use
    in Sweden. A feature with a number that is not finite or a geometry that is none is set aside with a problem.
    Raises DataProblem when the file is refused: no JSON, deeper than 32, no features, too many, unknown system.
    """
    text = decode_text(read_bytes(source, file=file, limits=limits), file=file)
    _check_depth(text, file=file)
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        row = getattr(error, "lineno", None)
        raise DataProblem("file.not_json", Cell(file), params={"line": str(row or "?")}) from error
    features = _list_features(content, file=file)
    if not features:
        raise DataProblem("file.empty", Cell(file))
    if len(features) > limits.max_rows:
        raise DataProblem("file.too_many_rows", Cell(file), params={"limit": limits.max_rows})
    return _read_table(features, epsg=_find_epsg(content, file=file), name=name, file=file)


def _check_depth(text: str, *, file: str) -> None:
    brackets = np.frombuffer(_NOT_BRACKET.sub("", _STRING.sub("", text)).encode(), dtype=np.uint8)
    steps = np.where(np.isin(brackets, np.frombuffer(b"[{", dtype=np.uint8)), 1, -1)
    depth = int(steps.cumsum().max(initial=0))
    if depth > MAX_DEPTH:
        raise DataProblem("file.too_deep", Cell(file), params={"depth": depth, "limit": MAX_DEPTH})


def _list_features(content: Any, *, file: str) -> list[Mapping[str, Any]]:
    if isinstance(content, dict) and content.get("type") == "Feature":
        return [content]
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list) or content.get("type") != "FeatureCollection":
        raise DataProblem("file.no_features", Cell(file))
    if not all(isinstance(f, dict) and isinstance(f.get("properties") or {}, dict) for f in features):
        raise DataProblem("file.no_features", Cell(file))
    return features


def _find_epsg(content: Mapping[str, Any], *, file: str) -> int:
    from kulturkarta.sources.geometry import KNOWN_EPSG, WGS84

    member = content.get("crs")
    if member is None:
        return WGS84
    properties = member.get("properties") if isinstance(member, dict) else None
    system = str(properties.get("name", "")) if isinstance(properties, dict) else ""
    found = _EPSG.search(system)
    epsg = WGS84 if system.upper().endswith("CRS84") else int(found.group(1)) if found else 0
    if epsg not in KNOWN_EPSG:
        raise DataProblem("file.unknown_crs", Cell(file), got=system)
    return epsg


def _read_table(features: list[Mapping[str, Any]], *, epsg: int, name: str, file: str) -> RawTable:
    from kulturkarta.sources.features import table_from_features
    from kulturkarta.sources.geometry import find_points

    records = [_properties(feature) for feature in features]
    problems: list[DataProblem] = []
    is_finite = np.ones(len(features), dtype=bool)
    for position, record in enumerate(records):  # values of any type in any row: nothing to vectorise
        wrong = [column for column, value in record.items() if not _is_finite(value)]
        if wrong:
            is_finite[position] = False
            problems.append(DataProblem("cell.not_finite", Cell(file, position + 1, wrong[0])))
    shapes = [_shape(feature.get("geometry")) for feature in features]
    for position in np.flatnonzero([shape is _BROKEN for shape in shapes] & is_finite):
        is_finite[position] = False
        problems.append(DataProblem("geometry.broken", Cell(file, int(position) + 1)))
    kept = np.flatnonzero(is_finite)
    columns = list(dict.fromkeys(column for record in records for column in record))
    if len(columns) > MAX_COLUMNS:
        raise DataProblem("file.too_many_columns", Cell(file), params={"limit": MAX_COLUMNS})
    rows = [[value_text(records[position].get(column)) for column in columns] for position in kept]
    frame = pd.DataFrame(rows, columns=pd.Index(columns, dtype="str"), index=pd.Index(kept + 1)).astype("str")
    points = find_points([shapes[position] for position in kept], epsg=epsg)
    return table_from_features(RawTable(name, file, frame), points, problems=problems)


def _properties(feature: Mapping[str, Any]) -> dict[str, Any]:
    properties = feature.get("properties") or {}
    if "id" in feature and "id" not in properties:
        return {"id": feature["id"], **properties}
    return properties


def _is_finite(value: Any) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, list):
        return all(_is_finite(item) for item in value)
    return True


_BROKEN: Any = object()


def _shape(geometry: Any) -> Any:
    """The shapely geometry, None where there is none, _BROKEN where it cannot be read."""
    import shapely.errors
    import shapely.geometry

    if geometry is None:
        return None
    try:
        if geometry["type"] == "Point" and geometry["coordinates"] != []:
            return shapely.Point([float(number) for number in geometry["coordinates"][:2]])
        return shapely.geometry.shape(geometry)
    # The first is shapely's own, the rest is what odd JSON gives.
    except (shapely.errors.ShapelyError, KeyError, TypeError, ValueError, IndexError, AttributeError, OverflowError):
        return _BROKEN
