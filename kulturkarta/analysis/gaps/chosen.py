"""The places a question is about, and where each may lie."""

from __future__ import annotations

from collections.abc import Collection

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import Transformer

from kulturkarta.analysis.entries import find_closed, read_years
from kulturkarta.geo import SWEREF99TM, WGS84
from kulturkarta.schema import SHARP_POSITIONS

_VAGUE_POSITIONS = ("municipality", "none")


def choose_places(
    places: pd.DataFrame, *, kinds: Collection[str] = (), functions: Collection[str] = ()
) -> pd.DataFrame:
    """The open places of one of `kinds` or with one of `functions`; all open places when both are empty."""
    open_ = places[~find_closed(places).to_numpy(dtype=bool)]
    if not kinds and not functions:
        return open_.reset_index(drop=True)
    # Tuples have no vectorised membership test.
    serves = np.array([not set(functions).isdisjoint(own) for own in open_["functions"]], dtype=bool)
    return open_[open_["kind"].isin(kinds).to_numpy(dtype=bool) | serves].reset_index(drop=True)


def locate_places(
    places: pd.DataFrame, localities: pd.DataFrame, land: gpd.GeoDataFrame, *, unlisted_radius_m: float
) -> pd.DataFrame:
    """`places` with x_m, y_m (EPSG:3006), radius_m of the disc each may lie anywhere in, is_located and checked_year.

    Radius 0 for an exact position or an address. A place known by its locality or area lies somewhere in that
    locality's disc (`localities` from `resolve_localities`, found by municipality and name), or within
    `unlisted_radius_m` of its point when the locality's population is not listed; a point of unknown precision counts
    as the same. A place without a point, or with only its municipality's, is not located: it lies somewhere in the
    smallest circle around the municipality's land (NaN when there is none).
    """
    frame = places.reset_index(drop=True)
    transform = Transformer.from_crs(WGS84, SWEREF99TM, always_xy=True).transform
    x_m, y_m = (
        np.asarray(value)
        for value in transform(frame["lon"].to_numpy(dtype="float64"), frame["lat"].to_numpy(dtype="float64"))
    )
    located = np.isfinite(x_m) & np.isfinite(y_m) & ~frame["position"].isin(_VAGUE_POSITIONS).to_numpy(dtype=bool)
    sharp = frame["position"].isin(SHARP_POSITIONS).to_numpy(dtype=bool)
    radius = np.where(sharp, 0.0, _find_radius_m(frame, localities, unlisted_radius_m=unlisted_radius_m))
    circles = _enclose(frame["municipality_code"], land)
    return frame.assign(
        x_m=np.where(located, x_m, circles[:, 0]),
        y_m=np.where(located, y_m, circles[:, 1]),
        radius_m=np.where(located, radius, circles[:, 2]),
        is_located=located,
        checked_year=read_years(frame["last_checked"].astype("str")),
    )


def _find_radius_m(places: pd.DataFrame, localities: pd.DataFrame, *, unlisted_radius_m: float) -> np.ndarray:
    listed = localities[localities["radius_m"] > 0]
    key = _key(listed["municipality_code"], listed["name"])
    radius = pd.Series(listed["radius_m"].to_numpy(), index=key).groupby(level=0).max()
    found = radius.reindex(_key(places["municipality_code"], places["locality"]))
    return found.fillna(unlisted_radius_m).to_numpy(dtype="float64")


def _key(codes: pd.Series, names: pd.Series) -> pd.Index:
    return pd.Index(codes.astype("str").fillna("") + " " + names.astype("str").fillna("").str.casefold())


def _enclose(codes: pd.Series, land: gpd.GeoDataFrame) -> np.ndarray:
    """Easting, northing and radius of the smallest circle around each municipality's land, NaN where unknown."""
    shapes = land.drop_duplicates("code").set_index("code").geometry.reindex(codes.to_numpy(dtype=object))
    outlines = shapes.to_numpy()
    middles = shapely.centroid(shapely.minimum_bounding_circle(outlines))
    return np.column_stack(
        [shapely.get_x(middles), shapely.get_y(middles), shapely.minimum_bounding_radius(outlines)]
    ).astype("float64")
