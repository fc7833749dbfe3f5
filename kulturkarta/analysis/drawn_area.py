"""An area that a person drew on the map: how it stands in an address, and which entries lie inside.

In an address, degrees north before degrees east as on a signpost:

    c59.0500,16.6000,5            within 5 km of a point
    r58.9000,16.4000,59.2,17      a rectangle: south, west, north, east
    p<letters>                    a ring of 3 to 200 corners in steps of 0.0001 degrees, packed as below

A ring is packed corner by corner, each as its difference from the one before (the first from 0, 0), latitude first:
the whole number is doubled, negated and less one if it was below zero, and written five bits at a time, least first,
as `A`-`Z a`-`z 0`-`9 - _`, with 32 added to all but the last. `layer/area.js` does the same.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
import shapely
from pyproj import Transformer

from kulturkarta.geo import SWEREF99TM, WGS84

MAX_KM = 500.0
MAX_CORNERS = 200
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_PRECISION = 10_000  # parts of a degree: 0.0001 is 11 m to the north, 6 m to the east in the middle of Sweden
_KM_PER_DEGREE = 111.0  # at least; a box made with it is never too small
_MARGIN = 0.02  # degrees: a straight line in EPSG:3006 leaves the box of its ends by less


@dataclass(frozen=True)
class DrawnArea:
    """`corners` are (lon, lat), EPSG:4326: the middle of a circle, two corners of a box, or a ring that is not closed.

    `km` is the radius of a circle, else 0.
    """

    kind: Literal["circle", "box", "ring"]
    corners: tuple[tuple[float, float], ...]
    km: float = 0.0


def parse_area(text: str) -> DrawnArea | None:
    """The area that an address names; None for one that cannot be: a person may have cut the link."""
    if not text or len(text) > 2000:
        return None
    if text[0] == "p":
        return _ring(_unpack(text[1:]))
    if text[0] not in "cr":
        return None
    try:
        numbers = [float(part) for part in text[1:].split(",")]
    except ValueError:
        return None
    if not all(math.isfinite(number) for number in numbers):
        return None
    if text[0] == "c" and len(numbers) == 3 and 0 < numbers[2] <= MAX_KM:
        area = DrawnArea("circle", ((numbers[1], numbers[0]),), numbers[2])
    elif text[0] == "r" and len(numbers) == 4 and numbers[0] < numbers[2] and numbers[1] < numbers[3]:
        area = DrawnArea("box", ((numbers[1], numbers[0]), (numbers[3], numbers[2])))
    else:
        return None
    return area if _on_earth(area.corners) else None


def format_area(area: DrawnArea | None) -> str:
    """How `area` stands in an address, "" for none: the inverse of `parse_area`, to 0.0001 degrees."""
    if area is None:
        return ""
    if area.kind == "ring":
        return "p" + _pack(area.corners)
    numbers = [f"{axis:.4f}" for lon, lat in area.corners for axis in (lat, lon)]
    return ("c" if area.kind == "circle" else "r") + ",".join([*numbers, *([f"{area.km:g}"] if area.km else [])])


def find_inside(lon: pd.Series, lat: pd.Series, area: DrawnArea) -> np.ndarray:
    """True for the points (degrees, EPSG:4326) inside `area`, its edge included; False without a point.

    A box lies along parallels and meridians. Circle and ring are measured in metres in EPSG:3006, and only for the
    points in a box around them. A ring that crosses itself is inside where it winds an odd number of times.

    Within 2 km of 59.05 N 16.6 E: a point 0.01 degrees (1.1 km) to the north is inside, one 0.02 (2.2 km) is not.
    """
    x, y = (axis.to_numpy(dtype=float, na_value=np.nan) for axis in (lon, lat))
    west, south, east, north = _box(area)
    inside = (x >= west) & (x <= east) & (y >= south) & (y <= north)
    if area.kind == "box" or not inside.any():
        return inside
    to_metres = Transformer.from_crs(WGS84, SWEREF99TM, always_xy=True).transform
    x_m, y_m = to_metres(x[inside], y[inside])
    corners_m = np.column_stack(to_metres(*np.array(area.corners, dtype=float).T))
    if area.kind == "circle":
        inside[inside] = np.hypot(x_m - corners_m[0, 0], y_m - corners_m[0, 1]) <= area.km * 1000
    else:
        ring = shapely.make_valid(shapely.Polygon(corners_m))
        shapely.prepare(ring)
        inside[inside] = shapely.intersects_xy(ring, x_m, y_m)
    return inside


def _box(area: DrawnArea) -> tuple[float, float, float, float]:
    """West, south, east, north around `area`, generously unless it is a box itself."""
    lons, lats = np.array(area.corners, dtype=float).T
    margin = (0.0, 0.0)
    if area.kind == "ring":
        margin = (_MARGIN, _MARGIN)
    elif area.kind == "circle":
        up = area.km / _KM_PER_DEGREE + _MARGIN
        margin = (up / max(math.cos(math.radians(min(abs(lats[0]) + up, 89.0))), 0.01), up)
    return (
        float(lons.min() - margin[0]),
        float(lats.min() - margin[1]),
        float(lons.max() + margin[0]),
        float(lats.max() + margin[1]),
    )


def _ring(corners: Sequence[tuple[float, float]]) -> DrawnArea | None:
    if not 3 <= len(corners) <= MAX_CORNERS or not _on_earth(corners):
        return None
    return DrawnArea("ring", tuple(corners))


def _on_earth(corners: Sequence[tuple[float, float]]) -> bool:
    return all(abs(lon) <= 180 and abs(lat) <= 85 for lon, lat in corners)


def _pack(corners: Sequence[tuple[float, float]]) -> str:
    letters: list[str] = []
    last = [0, 0]
    for lon, lat in corners:
        for axis, degrees in enumerate((lat, lon)):
            here = round(degrees * _PRECISION)
            step, last[axis] = here - last[axis], here
            value = step * 2 if step >= 0 else -step * 2 - 1
            while value >= 32:
                letters.append(_LETTERS[value % 32 + 32])
                value //= 32
            letters.append(_LETTERS[value])
    return "".join(letters)


def _unpack(letters: str) -> list[tuple[float, float]]:
    """The corners (lon, lat); none when a letter is foreign or the last number unfinished."""
    numbers: list[int] = []
    value, weight = 0, 1
    for letter in letters:
        part = _LETTERS.find(letter)
        if part < 0 or weight > 32**6:
            return []
        value += part % 32 * weight
        weight *= 32
        if part < 32:
            numbers.append(value // 2 if value % 2 == 0 else -(value + 1) // 2)
            value, weight = 0, 1
    if weight > 1 or len(numbers) % 2:
        return []
    lats, lons = (np.cumsum(numbers[axis::2]) / _PRECISION for axis in (0, 1))
    return [(float(lon), float(lat)) for lon, lat in zip(lons, lats, strict=True)]
