"""Who lives near the region's border: places on its other side may be nearer than any that is counted."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely


@dataclass(frozen=True)
class Edge:
    """People with no longer way to another region's land than the threshold: `people`, and of them `without` any place
    within it. `localities`: name, municipality_code, people and without of the named ones, most people first."""

    people: float
    without: float
    localities: pd.DataFrame


def measure_to_border_m(demand: pd.DataFrame, land: gpd.GeoDataFrame, *, codes: Collection[str]) -> np.ndarray:
    """Straight metres from each demand point to the nearest land of a municipality that is not one of `codes`.

    Infinite where there is none. Coasts are no borders: nobody drives to a place at sea.
    """
    others = land[~land["code"].isin(list(codes))]
    if others.empty:
        return np.full(len(demand), np.inf)
    homes = shapely.points(demand[["x_m", "y_m"]].to_numpy(dtype="float64"))
    (rows, _), metres = others.sindex.nearest(homes, return_all=False, return_distance=True)
    found = np.full(len(demand), np.inf)
    found[rows] = metres
    return found


def find_edge(demand: pd.DataFrame, km_to_border: np.ndarray, reach: pd.DataFrame, *, threshold_km: float) -> Edge:
    """The people near the border. `km_to_border` with the detour in it; `reach` from `measure_reach` on `demand`."""
    near = km_to_border <= threshold_km
    people = demand["people"].where(near, 0.0).astype("float64")
    without = people.where(~reach["is_within"].to_numpy(dtype=bool), 0.0)
    frame = pd.DataFrame(
        {
            "name": demand["locality"].fillna("").astype("str"),
            "municipality_code": demand["municipality_code"],
            "people": people,
            "without": without,
        }
    )
    named = frame[frame["name"].ne("") & near]
    localities = named.groupby(["name", "municipality_code"], as_index=False)[["people", "without"]].sum()
    localities = localities.sort_values(["people", "name"], ascending=[False, True], ignore_index=True)
    return Edge(float(people.sum()), float(without.sum()), localities)
