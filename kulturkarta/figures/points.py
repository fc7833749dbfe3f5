"""Entries as compact columns for the map layer.

Layout, little-endian, read by `layer/points.js`:

    bytes 0–3   ASCII "KKP1"
    bytes 4–7   n, uint32
    then        x, uint32[n]   Web-Mercator, 0 at 180° W, 2**32 at 180° E
                y, uint32[n]   Web-Mercator, 0 at the north edge, 2**32 at the south
                look, uint8[n] index into the layer's `looks` (table and glyph)
                flags, uint8[n] bit 0 approximate, bit 1 closed, bit 2 has a position

Entries without a position hold zeros and lack bit 2. Row i is entry i, so a mask of the entries is a mask here.
"""

from __future__ import annotations

import struct

import numpy as np
import pandas as pd

from kulturkarta.figures.palette import TABLE_MARKS, glyph_of

MAGIC = b"KKP1"
APPROXIMATE, CLOSED, POSITIONED = 1, 2, 4
_SPAN = float(2**32 - 1)


def list_looks(entries: pd.DataFrame) -> tuple[list[tuple[str, str]], np.ndarray]:
    """The distinct (table, glyph) pairs, and each entry's index among them."""
    terms = entries["kind"].where(entries["table"] == "places", entries["sectors"].str[0])
    looks = pd.Series(list(zip(entries["table"], terms.fillna("").map(glyph_of), strict=True)), dtype="object")
    distinct = sorted(looks.unique(), key=lambda look: (list(TABLE_MARKS).index(look[0]), look[1]))
    return distinct, looks.map({look: i for i, look in enumerate(distinct)}).to_numpy(dtype=np.uint8)


def pack_points(entries: pd.DataFrame) -> bytes:
    """The binary columns of `entries` (needs lon, lat in EPSG:4326, approximate, is_closed, has_point, kind, table)."""
    has_point = entries["has_point"].to_numpy(dtype=bool)
    positions = [np.where(has_point, axis, 0) for axis in _project(entries["lon"], entries["lat"])]
    flags = (
        APPROXIMATE * entries["approximate"].to_numpy(dtype=np.uint8)
        + CLOSED * entries["is_closed"].to_numpy(dtype=np.uint8)
        + POSITIONED * has_point.astype(np.uint8)
    ).astype(np.uint8)
    columns = [axis.astype("<u4").tobytes() for axis in positions]
    _, look = list_looks(entries)
    return b"".join((MAGIC, struct.pack("<I", len(entries)), *columns, look.tobytes(), flags.tobytes()))


def _project(lon: pd.Series, lat: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Degrees (EPSG:4326) as packed Web-Mercator units; what has no position lands anywhere."""
    degrees_east = lon.to_numpy(dtype=float, na_value=0.0)
    degrees_north = np.clip(lat.to_numpy(dtype=float, na_value=0.0), -85.0511, 85.0511)
    x = (degrees_east + 180.0) / 360.0
    y = 0.5 - np.log(np.tan(np.pi / 4 + np.radians(degrees_north) / 2)) / (2 * np.pi)
    return x * _SPAN, y * _SPAN


def pack_dots(lon: pd.Series, lat: pd.Series, *, radius_px: np.ndarray, step: np.ndarray) -> bytes:
    """Points of demand for `layer/points.js: decodeDots`: "KKD1", n, then x, y as above, radius in tenths of a pixel
    (at most 25.5) and step 0-4 of the palette's scale, uint8 each."""
    columns = [axis.astype("<u4").tobytes() for axis in _project(lon, lat)]
    radius = np.clip(np.asarray(radius_px) * 10, 1, 255).astype(np.uint8)
    sizes = struct.pack("<I", len(radius))
    return b"".join((b"KKD1", sizes, *columns, radius.tobytes(), np.asarray(step).astype(np.uint8).tobytes()))


def pack_mask(mask: np.ndarray) -> bytes:
    """A boolean mask as bits, least significant first: entry i is bit i % 8 of byte i // 8."""
    return np.packbits(mask, bitorder="little").tobytes()
