"""What lies closest to a point, in a straight line."""

from __future__ import annotations

import numpy as np
import pandas as pd

EARTH_RADIUS_KM = 6371.0088


def find_nearest(entries: pd.DataFrame, row: int, *, n: int, table: str) -> pd.DataFrame:
    """The `n` open entries of `table` nearest to entry `row`, itself left out: their rows (index), km, approximate.

    Straight line over the sphere (haversine; within 0.6 % of the ellipsoid). `approximate` where either position is.
    Ties by row. No rows when entry `row` has no position.

    One degree of latitude: 6371.0088 x pi / 180 = 111.195 km.
    """
    here = entries.iloc[row]
    if not here["has_point"]:
        return pd.DataFrame({"km": pd.Series(dtype="float64"), "approximate": pd.Series(dtype="bool")})
    chosen = entries["has_point"].to_numpy(dtype=bool) & ~entries["is_closed"].to_numpy(dtype=bool)
    chosen &= entries["table"].eq(table).to_numpy(dtype=bool)
    chosen[row] = False
    rows = np.flatnonzero(chosen)
    lon, lat = (np.radians(entries[axis].to_numpy(dtype=float, na_value=np.nan)) for axis in ("lon", "lat"))
    half = np.sin((lat[rows] - lat[row]) / 2) ** 2
    half += np.cos(lat[rows]) * np.cos(lat[row]) * np.sin((lon[rows] - lon[row]) / 2) ** 2
    km = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    order = np.argsort(km, kind="stable")[:n]
    approximate = entries["approximate"].to_numpy(dtype=bool)
    columns = {"km": km[order], "approximate": approximate[rows[order]] | approximate[row]}
    return pd.DataFrame(columns, index=rows[order])
