"""Which points lie within reach of which, and how far the nearest is: plane coordinates in metres, never degrees.

Pairs are kept supply-major: row j of a matrix holds everything within reach of supply j. That is how catchments are
summed, and it lets a whole country pass in blocks that fit in memory.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.sparse import csr_array, vstack
from scipy.spatial import KDTree

BLOCK_PAIRS = 4_000_000
"""Most pairs examined at once: about 130 MB while they are."""

_BANDS = 4
"""Strips per radius in which points are sorted: more strips, fewer pairs examined in vain."""
_SLACK_M = 0.001
"""The search looks this much too far, so that rounding loses no pair; the distance itself decides."""

Points = np.ndarray
"""Shape (n, 2): easting and northing in metres, such as EPSG:3006."""


def find_pairs(origins: Points, destinations: Points, *, max_m: float) -> csr_array:
    """Straight distances in metres of all pairs at most `max_m` apart: shape (destinations, origins).

    A distance of zero is stored as a value like any other, and what is not stored is out of reach. Takes about 12 bytes
    a pair; where there may be more than some twenty million pairs, use `iterate_pairs` and keep only sums.
    """
    blocks = [block for _, block in iterate_pairs(origins, destinations, max_m=max_m)]
    # vstack keeps stored zeros; an empty list has no shape of its own
    return csr_array(vstack(blocks, format="csr")) if blocks else csr_array((0, len(origins)), dtype="float64")


def iterate_pairs(origins: Points, destinations: Points, *, max_m: float) -> Iterator[tuple[slice, csr_array]]:
    """The rows of `find_pairs` in blocks: (which destinations, their rows), in order, each destination once.

    Points are sorted by strip and easting, so all that can be within reach of a destination is a few runs of that
    order, which numpy measures without a loop over points. Exact; no pair of the k-d tree in scipy is missing or added.
    """
    if not (np.isfinite(origins).all() and np.isfinite(destinations).all() and np.isfinite(max_m) and max_m >= 0):
        raise ValueError("coordinates and reach must be finite, and the reach not negative")
    order, starts, counts = _find_runs(origins, destinations, max_m=max_m)
    sorted_points = origins[order]
    per_destination = counts.sum(axis=1)
    for part in _cut_blocks(per_destination):
        lengths = counts[part].ravel()
        first = np.repeat(starts[part].ravel() - (np.cumsum(lengths) - lengths), lengths)
        found = first + np.arange(len(first))
        rows = np.repeat(np.arange(part.stop - part.start), per_destination[part])
        x, y = sorted_points[found, 0], sorted_points[found, 1]
        x -= destinations[part, 0][rows]
        y -= destinations[part, 1][rows]
        metres = np.sqrt(x * x + y * y)
        near = metres <= max_m
        shape = (part.stop - part.start, len(origins))
        ends = np.concatenate([[0], np.cumsum(np.bincount(rows[near], minlength=shape[0]))])
        yield part, csr_array((metres[near], order[found[near]].astype("int32"), ends.astype("int64")), shape=shape)


def _find_runs(origins: Points, destinations: Points, *, max_m: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The sorting of `origins`, and per destination and strip where its run starts and how many points it has."""
    height = max(max_m / _BANDS, 1.0)
    x0, y0 = origins.min(axis=0) if len(origins) else (0.0, 0.0)
    strip = np.floor((origins[:, 1] - y0) / height)
    order = np.lexsort([origins[:, 0], strip])
    # One number per point that grows along the sorting: strips are further apart than any two eastings.
    reach = max_m + _SLACK_M
    width = np.ptp(origins[:, 0]) + 4 * reach + 1.0 if len(origins) else 1.0
    keys = strip[order] * width + (origins[order, 0] - x0)
    offsets = np.arange(-_BANDS - 1, _BANDS + 2)
    north = destinations[:, 1] - y0
    strips = np.floor(north / height)[:, None] + offsets
    # How far the strip itself is north or south of the destination, and so how far east and west is still in reach.
    away = np.maximum(np.maximum(strips * height - north[:, None], north[:, None] - (strips + 1) * height), 0.0)
    half = np.sqrt(np.maximum(reach**2 - away**2, 0.0))
    # A destination far outside must not be mistaken for one in the next strip.
    east = destinations[:, 0][:, None] - x0
    low = np.clip(east - half, -reach, width - 2 * reach)
    high = np.clip(east + half, -reach, width - 2 * reach)
    starts = np.searchsorted(keys, strips * width + low, side="left")
    stops = np.searchsorted(keys, strips * width + high, side="right")
    return order, starts, np.where(away <= reach, stops - starts, 0)


def _cut_blocks(per_destination: np.ndarray) -> list[slice]:
    """Consecutive destinations with at most `BLOCK_PAIRS` pairs to examine together, but at least one each."""
    total = np.cumsum(per_destination)
    blocks: list[slice] = []
    start, done = 0, 0
    while start < len(total):
        stop = max(int(np.searchsorted(total, done + BLOCK_PAIRS, side="right")), start + 1)
        blocks.append(slice(start, stop))
        start, done = stop, int(total[stop - 1])
    return blocks


def measure_nearest_m(origins: Points, destinations: Points) -> np.ndarray:
    """Straight distance in metres from each origin to its nearest destination; infinite where there is none."""
    if not len(destinations):
        return np.full(len(origins), np.inf)
    return np.asarray(KDTree(destinations).query(origins, workers=-1)[0], dtype="float64")


def measure_nearest_interval_m(
    origins: Points, destinations: Points, *, radius_m: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The least and the greatest distance there can be to the nearest destination, when each lies anywhere in a disc.

    `radius_m` is the radius of each destination's disc around its point, 0 for an exact one. Per origin: the least over
    all of max(0, d - r), and the least over all of d + r. A place known to lie within 1 km of a point 3 km away is 2 to
    4 km away.
    """
    low, high = np.full(len(origins), np.inf), np.full(len(origins), np.inf)
    # Of equal radii the nearest point decides both bounds, so one tree per radius is exact; radii are few.
    for radius in np.unique(radius_m):
        nearest = measure_nearest_m(origins, destinations[radius_m == radius])
        low = np.minimum(low, np.maximum(nearest - radius, 0.0))
        high = np.minimum(high, nearest + radius)
    return low, high
