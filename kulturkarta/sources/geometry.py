"""Geometries of other people's files to points in degrees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

# What Swedish offices and GPS receivers deliver: WGS84, ETRS89, SWEREF 99 TM and its local zones, RT90 2.5 gon V,
# UTM 32 and 33, web Mercator. Any other system is more likely a mistake.
KNOWN_EPSG: frozenset[int] = frozenset({4326, 4258, 4619, *range(3006, 3019), 3021, 3857, 25832, 25833, 32632, 32633})
WGS84, SWEREF99TM = 4326, 3006
_DECIMALS = 7  # about a centimetre


@dataclass(frozen=True)
class Points:
    """One point per geometry, EPSG:4326; NaN where there is none.

    `is_area`: the point only stands for something larger. `was_mended`: the geometry crossed itself and was made valid.
    `is_broken`: there is a geometry but no point in degrees to be had from it.
    """

    lon: np.ndarray
    lat: np.ndarray
    is_area: np.ndarray
    was_mended: np.ndarray
    is_broken: np.ndarray


def find_points(geometries: Sequence[shapely.Geometry | None], *, epsg: int) -> Points:
    """A point for each geometry: itself, or for lines and areas a representative point that lies on them.

    `epsg` must be in KNOWN_EPSG; coordinates are x before y (lon before lat, east before north) as GeoJSON and
    GeoPackage say. Transformed coordinates are rounded to 7 decimals, others left as they are.
    """
    array = np.empty(len(geometries), dtype=object)
    array[:] = geometries
    given = ~(shapely.is_missing(array) | shapely.is_empty(array))
    coordinates, index = shapely.get_coordinates(array, return_index=True)
    is_broken = np.zeros(len(array), dtype=bool)
    is_broken[index[~np.isfinite(coordinates).all(axis=1)]] = True
    array[~given | is_broken] = None  # GEOS raises on empty points and on infinite areas
    is_area = ~shapely.is_missing(array) & (shapely.get_type_id(array) != shapely.GeometryType.POINT)
    was_mended = is_area & ~shapely.is_valid(array)
    array[was_mended] = shapely.make_valid(array[was_mended])
    array[is_area] = shapely.point_on_surface(array[is_area])
    array[shapely.is_empty(array)] = None
    x, y = shapely.get_x(array), shapely.get_y(array)
    if epsg != WGS84 and given.any():
        from pyproj import Transformer  # slow to import; most files are in degrees already

        x, y = Transformer.from_crs(epsg, WGS84, always_xy=True).transform(x, y)
        x, y = np.round(x, _DECIMALS), np.round(y, _DECIMALS)
    is_broken |= given & ~(np.isfinite(x) & np.isfinite(y))
    return Points(np.where(is_broken, np.nan, x), np.where(is_broken, np.nan, y), is_area, was_mended, is_broken)


@dataclass(frozen=True)
class Lines:
    """The vertices of all lines one after the other, `x_m` and `y_m` in EPSG:3006, `part` numbering the lines and `row`
    saying whose geometry each vertex belongs to."""

    x_m: np.ndarray
    y_m: np.ndarray
    part: np.ndarray
    row: np.ndarray


def find_lines(geometries: Sequence[shapely.Geometry | None], *, epsg: int) -> Lines:
    """The lines among `geometries`, the parts of a multi-line each for itself; other geometries give none.

    `epsg` must be in KNOWN_EPSG. Vertices are rounded to a centimetre, so that lines that meet share a point.
    """
    array = np.empty(len(geometries), dtype=object)
    array[:] = geometries
    parts, rows = shapely.get_parts(array, return_index=True)
    is_line = shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING
    parts, rows = parts[is_line], rows[is_line]
    coordinates, part = shapely.get_coordinates(parts, return_index=True)
    x, y = coordinates[:, 0], coordinates[:, 1]
    if epsg != SWEREF99TM and len(x):
        from pyproj import Transformer

        x, y = Transformer.from_crs(epsg, SWEREF99TM, always_xy=True).transform(x, y)
    finite = np.isfinite(x) & np.isfinite(y)
    return Lines(np.round(x[finite], 2), np.round(y[finite], 2), part[finite], rows[part[finite]])
