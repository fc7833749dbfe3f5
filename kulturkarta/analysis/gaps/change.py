"""What if: places that come and go, and the people who gain or lose by it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj import Transformer

from kulturkarta.analysis.demand import locate_people
from kulturkarta.geo import SWEREF99TM, WGS84

NEW_PLACE = "ny"
"""What the ids of added places begin with: ny-1, ny-2 …"""

CHANGES = ("gains", "loses", "nearer", "farther")
"""Comes within the threshold, falls outside it; on the same side of it as before, but with a shorter or longer way."""

CHANGE_STEPS = ("gains", "nearer", "", "farther", "loses")
"""From what helps most to what costs most, as steps of a scale."""

_SAME_KM = 1e-6


def change_places(
    places: pd.DataFrame,
    *,
    added: Sequence[tuple[float, float]],
    closed: Collection[str],
    land: gpd.GeoDataFrame,
    margin_m: float,
) -> pd.DataFrame:
    """`places` (from `locate_places`) without those of `closed` (ids) and with one at each of `added` (lon, lat).

    An added place is exactly where it was put, in the municipality whose land it lies on or is within `margin_m` of.
    """
    kept = places[~places["id"].isin(list(closed)).to_numpy(dtype=bool)]
    if not added:
        return kept.reset_index(drop=True)
    lon, lat = np.array(added, dtype="float64").T
    x_m, y_m = Transformer.from_crs(WGS84, SWEREF99TM, always_xy=True).transform(lon, lat)
    new = pd.DataFrame(
        {
            "id": [f"{NEW_PLACE}-{number}" for number in range(1, len(added) + 1)],
            "lon": lon,
            "lat": lat,
            "x_m": x_m,
            "y_m": y_m,
            "radius_m": 0.0,
            "position": "exact",
            "is_located": True,
        }
    )
    new["municipality_code"] = locate_people(new, land, margin_m=margin_m)
    new = new.reindex(columns=kept.columns).astype({"id": kept["id"].dtype, "is_located": bool})
    return pd.concat([kept.astype({"is_located": bool}), new], ignore_index=True)


def find_added(places: pd.DataFrame) -> pd.Series:
    """Which of `places` are there only in thought: those that `change_places` added."""
    return places["id"].str.fullmatch(rf"{NEW_PLACE}-\d+").fillna(False).astype(bool)


def compare_reach(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Per demand point, of two answers of `measure_reach` to the same people: km_before, km_after and its `change`.

    One of `CHANGES`, "" for no difference. Within 10 km: from 12 to 8 gains, from 8 to 12 loses, from 8 to 3 is nearer.
    """
    shorter = before["km"].to_numpy() - after["km"].to_numpy() > _SAME_KM
    longer = after["km"].to_numpy() - before["km"].to_numpy() > _SAME_KM
    was, is_ = before["is_within"].to_numpy(dtype=bool), after["is_within"].to_numpy(dtype=bool)
    change = np.select([~was & is_, was & ~is_, shorter, longer], CHANGES, default="")
    return pd.DataFrame(
        {"id": after["id"].to_numpy(), "km_before": before["km"], "km_after": after["km"], "change": change},
        index=after.index,
    )


def summarise_change(people: pd.Series, compared: pd.DataFrame, groups: pd.Series) -> pd.DataFrame:
    """Per group (index): population, and how many people each of `CHANGES` happens to."""
    counted = people.where(people > 0, 0.0).astype("float64")
    frame = pd.DataFrame({name: counted.where(compared["change"].eq(name), 0.0) for name in CHANGES})
    frame.insert(0, "population", counted)
    return frame.groupby(groups).sum()
