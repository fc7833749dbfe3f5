"""Municipalities of the same size and density, and the kinds of place that they have and this one has not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import geopandas as gpd
import numpy as np
import pandas as pd

from kulturkarta.analysis.entries import find_closed
from kulturkarta.analysis.gaps.reach import INHABITANTS

# Kinds that no municipality can lack.
_NO_KINDS = ("annat",)


def measure_land_km2(land: gpd.GeoDataFrame) -> pd.Series:
    """Square kilometres per municipality code: of drawn polygons without the sea but with most lakes, so near enough to
    compare municipalities and not for statistics."""
    return pd.Series(land.geometry.area.to_numpy() / 1e6, index=land["code"].to_numpy()).groupby(level=0).sum()


def similar_municipalities(code: str, population: pd.Series, land_km2: pd.Series, *, wanted: int) -> pd.DataFrame:
    """The `wanted` municipalities most like `code`: the band around it, widened until so many lie in it.

    `population` and `land_km2` by municipality code. A band of 1.25 takes those with 1/1.25 to 1.25 times its
    population and 1/1.25 to 1.25 times its density. Columns code, population, per_km2 and band (the width at which it
    comes in), nearest first; fewer where there are no more. Raises LookupError for a code without population or land.

    10 000 people on 100 km2: one with 12 000 on 100 km2 has 1.2 times the population and the density, band 1.2; one
    with 10 000 on 50 km2 twice the density, band 2.
    """
    frame = pd.DataFrame({"population": population.astype("float64"), "land_km2": land_km2.astype("float64")})
    frame = frame[(frame["population"] > 0) & (frame["land_km2"] > 0)]
    frame["per_km2"] = frame["population"] / frame["land_km2"]
    if code not in frame.index:
        raise LookupError(code)
    sizes = np.log(frame[["population", "per_km2"]].to_numpy())
    width = np.exp(np.abs(sizes - sizes[frame.index.get_loc(code)]).max(axis=1))
    found = frame.assign(band=width).drop(index=code).rename_axis("code").reset_index()
    found = found.sort_values(["band", "code"], kind="stable").head(wanted)
    return found[["code", "population", "per_km2", "band"]].reset_index(drop=True)


def missing_kinds_matrix(
    places: pd.DataFrame,
    *,
    population: pd.Series,
    kinds: Sequence[str],
    similar: Mapping[str, Sequence[str]],
) -> pd.DataFrame:
    """One row per kind and municipality of `similar`: what there is, and whether similar ones have what it lacks.

    `places`: the catalogue's, closed ones not counted; `similar`: code -> codes of similar municipalities that the
    catalogue covers; `population` by code. Columns kind, municipality_code, n, per_10000, similar_with (those of the
    similar that have the kind, a tuple), n_similar and is_missing: none here, and at least half of the similar have
    one. None in the catalogue is not none in the world: show it with the coverage.
    """
    open_ = places[~find_closed(places).to_numpy(dtype=bool)]
    counts = open_.groupby(["municipality_code", "kind"]).size()
    rows = []
    # Municipalities times kinds: a few hundred pairs, each with its own set of others to ask.
    for code, others in similar.items():
        people = float(population.get(code, np.nan))
        for kind in kinds:
            n = int(counts.get((code, kind), 0))
            have = tuple(other for other in others if counts.get((other, kind), 0) > 0)
            is_missing = n == 0 and kind not in _NO_KINDS and len(have) > 0 and 2 * len(have) >= len(others)
            rows.append(
                (kind, code, n, n / people * INHABITANTS if people > 0 else np.nan, have, len(others), is_missing)
            )
    columns = ["kind", "municipality_code", "n", "per_10000", "similar_with", "n_similar", "is_missing"]
    return pd.DataFrame(rows, columns=columns).astype({"kind": "str", "municipality_code": "str"})
