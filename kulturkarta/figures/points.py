"""Entries as compact columns for the map layer, read by `layer/points.js` and by `read_points` here.

Layout, little-endian:

    bytes 0–3   ASCII "KKP2": K, K, P and the version
    bytes 4–7   length h of the header, uint32
    h bytes     header, UTF-8 JSON: {"n", "placed", "columns": {name: planes}, "municipalities": [code, ...]}
    then        the columns in the header's order, each as that many byte planes: all lowest bytes, then all next, …

`n` counts the entries, `placed` those with a position. The columns stand in map order: entries with a position along a
Morton curve, then the others by row. Along that curve every square whose side is a power of two is one run, which
is why the layer needs no index.

    code          `placed` numbers: the difference to the code before (the first to 0). A code interleaves the bits of
                  x (even bits) and y (odd), each 26 bits of Web Mercator: 0 at 180° W and at the north edge, 2**26
                  at 180° E and at the south edge; a step is 0.6 m at the equator, 0.3 m at 60° N
    row           `n` numbers: which entry it is. Masks, lists and cards speak of rows
    look          `n` numbers: index into the layer's `looks` (table and glyph)
    flags         `n` numbers: bit 0 approximate, bit 1 closed, bit 2 has a position
    municipality  `n` numbers: index into the header's `municipalities`; the last one is "" for unknown

Planes of high bytes are nearly all zero, so the file shrinks to about five bytes an entry when it is gzipped; half
of that is `row`, which is as good as random. Brotli and zstd save one per cent more, which does not pay.
"""

from __future__ import annotations

import base64
import json
import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kulturkarta.figures.palette import TABLE_MARKS, glyph_of

MAGIC = b"KKP2"
APPROXIMATE, CLOSED, POSITIONED = 1, 2, 4
_BITS = 26
_CODE_PLANES = 7
_SPAN = float(2**32 - 1)
_SPREAD = (
    (16, 0x0000FFFF0000FFFF),
    (8, 0x00FF00FF00FF00FF),
    (4, 0x0F0F0F0F0F0F0F0F),
    (2, 0x3333333333333333),
    (1, 0x5555555555555555),
)


@dataclass(frozen=True)
class PackedPoints:
    """What a file of points says, in map order: `lon`, `lat` of the first `placed` entries in degrees (EPSG:4326)."""

    lon: np.ndarray
    lat: np.ndarray
    row: np.ndarray
    look: np.ndarray
    flags: np.ndarray
    municipality: np.ndarray
    municipalities: tuple[str, ...]


def list_looks(entries: pd.DataFrame) -> tuple[list[tuple[str, str]], np.ndarray]:
    """The distinct (table, glyph) pairs, and each entry's index among them."""
    terms = entries["kind"].where(entries["table"] == "places", entries["sectors"].str[0]).fillna("")
    # Few different terms stand for many entries: each is looked up once.
    term_of, words = pd.factorize(terms.to_numpy(dtype=object))
    table_of, tables = pd.factorize(entries["table"].to_numpy(dtype=object))
    pair_of, pairs = pd.factorize(table_of.astype(np.int64) * max(len(words), 1) + term_of)
    looks = [(str(tables[pair // len(words)]), glyph_of(str(words[pair % len(words)]))) for pair in pairs]
    distinct = sorted(set(looks), key=lambda look: (list(TABLE_MARKS).index(look[0]), look[1]))
    number = np.array([distinct.index(look) for look in looks], dtype=np.uint8)
    return distinct, number[pair_of] if len(pairs) else np.zeros(len(entries), dtype=np.uint8)


def pack_points(entries: pd.DataFrame) -> bytes:
    """`entries` as the bytes above.

    Needs lon, lat in EPSG:4326, approximate, is_closed, has_point, kind, sectors, table, municipality_code.
    """
    has_point = entries["has_point"].to_numpy(dtype=bool)
    codes = _interleave(entries["lon"], entries["lat"])
    placed = np.flatnonzero(has_point)
    placed = placed[np.argsort(codes[placed], kind="stable")]
    order = np.concatenate((placed, np.flatnonzero(~has_point)))
    towns, names = _number_municipalities(entries["municipality_code"])
    _, look = list_looks(entries)
    flags = (
        APPROXIMATE * entries["approximate"].to_numpy(dtype=np.uint8)
        + CLOSED * entries["is_closed"].to_numpy(dtype=np.uint8)
        + POSITIONED * has_point.astype(np.uint8)
    )
    columns = {
        "code": (np.diff(codes[placed], prepend=np.uint64(0)), _CODE_PLANES),
        "row": (order, _planes_for(len(order))),
        "look": (look[order], 1),
        "flags": (flags[order], 1),
        "municipality": (towns[order], _planes_for(len(names))),
    }
    planes = {name: n_planes for name, (_, n_planes) in columns.items()}
    header = {"n": len(order), "placed": len(placed), "columns": planes, "municipalities": names}
    head = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    packed = [_to_planes(numbers, n_planes) for numbers, n_planes in columns.values()]
    return b"".join((MAGIC, struct.pack("<I", len(head)), head, *packed))


def read_points(packed: bytes) -> PackedPoints:
    """What `pack_points` packed. Raises ValueError for other bytes."""
    if packed[:4] != MAGIC:
        raise ValueError("not a KKP2 file")
    (length,) = struct.unpack("<I", packed[4:8])
    header = json.loads(packed[8 : 8 + length])
    at, columns = 8 + length, {}
    for name, n_planes in header["columns"].items():
        n = header["placed"] if name == "code" else header["n"]
        columns[name] = _from_planes(packed[at : at + n * n_planes], n, n_planes)
        at += n * n_planes
    if at != len(packed):
        raise ValueError(f"KKP2: {header['n']} entries do not fill {len(packed)} bytes")
    codes = np.cumsum(columns.pop("code"), dtype=np.uint64)
    x, y = (_gather(codes >> np.uint64(axis)) / 2**_BITS for axis in (0, 1))
    lat = np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * y))))
    names = tuple(header["municipalities"])
    return PackedPoints(lon=x * 360 - 180, lat=lat, municipalities=names, **_small(columns))


def _small(columns: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    return {name: columns[name].astype(np.uint32) for name in ("row", "look", "flags", "municipality")}


def _number_municipalities(codes: pd.Series) -> tuple[np.ndarray, list[str]]:
    number, names = pd.factorize(codes.to_numpy(dtype=object), sort=True)
    return np.where(number < 0, len(names), number), [*(str(name) for name in names), ""]


def _planes_for(n: int) -> int:
    """Bytes that the numbers 0 to n - 1 need."""
    return max(1, (max(n - 1, 1).bit_length() + 7) // 8)


def _to_planes(numbers: np.ndarray, n_planes: int) -> bytes:
    return numbers.astype("<u8").view(np.uint8).reshape(-1, 8)[:, :n_planes].T.tobytes()


def _from_planes(packed: bytes, n: int, n_planes: int) -> np.ndarray:
    planes = np.frombuffer(packed, dtype=np.uint8).reshape(n_planes, n)
    return sum((plane.astype(np.uint64) << np.uint64(8 * k) for k, plane in enumerate(planes)), np.zeros(n, np.uint64))


def _interleave(lon: pd.Series, lat: pd.Series) -> np.ndarray:
    """Morton codes; what has no position gets any."""
    x, y = (np.minimum(np.rint(axis * 2**_BITS), 2**_BITS - 1).astype(np.uint64) for axis in _project(lon, lat))
    return _spread(x) | (_spread(y) << np.uint64(1))


def _spread(numbers: np.ndarray) -> np.ndarray:
    """Bits moved apart, so that others fit between: 0b11 -> 0b101."""
    for shift, mask in _SPREAD:
        numbers = (numbers | (numbers << np.uint64(shift))) & np.uint64(mask)
    return numbers


def _gather(codes: np.ndarray) -> np.ndarray:
    """Every second bit, beginning with the lowest: the inverse of `_spread`."""
    numbers = codes & np.uint64(_SPREAD[-1][1])
    for (shift, _), mask in zip(reversed(_SPREAD), (*(m for _, m in reversed(_SPREAD[:-1])), 2**32 - 1), strict=True):
        numbers = (numbers | (numbers >> np.uint64(shift))) & np.uint64(mask)
    return numbers


def _project(lon: pd.Series, lat: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Degrees (EPSG:4326) as shares of the Web-Mercator square; what has no position lands anywhere."""
    degrees_east = lon.to_numpy(dtype=float, na_value=0.0)
    degrees_north = np.clip(lat.to_numpy(dtype=float, na_value=0.0), -85.0511, 85.0511)
    x = (degrees_east + 180.0) / 360.0
    y = 0.5 - np.log(np.tan(np.pi / 4 + np.radians(degrees_north) / 2)) / (2 * np.pi)
    return x, y


def pack_dots(lon: pd.Series, lat: pd.Series, *, radius_px: np.ndarray, step: np.ndarray) -> bytes:
    """Points of demand for `layer/points.js: decodeDots`, little-endian: "KKD1", n, then x and y (uint32, Web Mercator
    from the north-west corner of the world, 2**32 across), radius in tenths of a pixel (at most 25.5) and step 0-4 of
    the palette's scale, uint8 each."""
    columns = [(axis * _SPAN).astype("<u4").tobytes() for axis in _project(lon, lat)]
    radius = np.clip(np.asarray(radius_px) * 10, 1, 255).astype(np.uint8)
    sizes = struct.pack("<I", len(radius))
    return b"".join((b"KKD1", sizes, *columns, radius.tobytes(), np.asarray(step).astype(np.uint8).tobytes()))


def pack_rows(mask: np.ndarray, order: Sequence[int] = ()) -> bytes:
    """Which entries a filter leaves, for `layer/points.js: decodeRows`.

    Little-endian: "KKM1", n entries and k ordered ones (uint32), the k rows by relevance (uint32), then a bit per
    entry: entry i is bit i % 8 of byte i // 8.
    """
    head = struct.pack("<II", len(mask), len(order))
    ordered = np.asarray(order, dtype="<u4").tobytes()
    return b"".join((b"KKM1", head, ordered, np.packbits(mask, bitorder="little").tobytes()))


def compress_rows(mask: np.ndarray, order: Sequence[int] = ()) -> str:
    """`pack_rows` as text that comes along with the state: zlib in base64."""
    return base64.b64encode(zlib.compress(pack_rows(mask, order))).decode("ascii")
