"""How the order of municipalities moves when the choices behind it do."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from kulturkarta.analysis.access import score_catchments
from kulturkarta.analysis.distances import find_pairs, measure_nearest_m
from kulturkarta.analysis.gaps.decay import list_zones
from kulturkarta.analysis.ways import Ways

_METRES = 1000.0


def rank_sensitivity(
    demand: pd.DataFrame,
    places: pd.DataFrame,
    *,
    codes: Sequence[str],
    left_out: Collection[str],
    thresholds_km: Sequence[float],
    detour_factors: Sequence[float],
    decays: Collection[str],
) -> pd.DataFrame:
    """Per municipality of `codes` its best, median and worst rank over all combinations; rank 1 has the best access.

    The share of people within the threshold is one way to rank, the mean E2SFCA score another per decay (names of
    `DECAYS`); each for every threshold and detour factor: 4 thresholds, 7 factors and 3 decays are 4 x 7 x (1 + 3) =
    112 rankings. Equals share the better rank; the municipalities of `left_out`, of which too little is known, have
    none (NaN). Columns code, rank_best, rank_median, rank_worst, n_rankings; only located places count.
    """
    demand = demand[demand["municipality_code"].isin(list(codes))]
    homes, people, points = _read_points(demand, places)
    values = _iterate_values(homes, points, people, thresholds_km, detour_factors, decays)
    return _rank_all(values, demand, codes, left_out)


def rank_by_ways(
    demand: pd.DataFrame,
    places: pd.DataFrame,
    *,
    codes: Sequence[str],
    left_out: Collection[str],
    ways: Ways,
    thresholds: Sequence[float],
    decays: Collection[str],
) -> pd.DataFrame:
    """The same by `ways` of any kind, for `thresholds` in their unit: 4 thresholds and 3 decays are 16 rankings."""
    demand = demand[demand["municipality_code"].isin(list(codes))]
    homes, people, points = _read_points(demand, places)
    nearest = ways.measure_nearest(homes, points)
    pairs = list(ways.iterate_pairs(homes, points, within=max(thresholds)))
    values = (each for limit in thresholds for each in _value(people, points, nearest, pairs, limit, decays))
    return _rank_all(values, demand, codes, left_out)


def _read_points(demand: pd.DataFrame, places: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(homes, how many live in each, the located places)."""
    return (
        demand[["x_m", "y_m"]].to_numpy(dtype="float64"),
        demand["people"].to_numpy(dtype="float64"),
        places.loc[places["is_located"], ["x_m", "y_m"]].to_numpy(dtype="float64"),
    )


def _rank_all(
    rankings_of: Iterable[np.ndarray], demand: pd.DataFrame, codes: Sequence[str], left_out: Collection[str]
) -> pd.DataFrame:
    people = demand["people"].to_numpy(dtype="float64")
    is_ranked = ~np.isin(list(codes), list(left_out))
    groups = pd.Categorical(demand["municipality_code"], categories=list(codes))
    rankings = [_rank(values, people, groups, is_ranked) for values in rankings_of]
    ranks = np.vstack(rankings) if rankings else np.full((1, len(codes)), np.nan)
    return pd.DataFrame(
        {
            "code": pd.Series(list(codes), dtype="str"),
            "rank_best": ranks.min(axis=0),
            "rank_median": np.median(ranks, axis=0),
            "rank_worst": ranks.max(axis=0),
            "n_rankings": len(rankings),
        }
    )


def _iterate_values(
    homes: np.ndarray,
    points: np.ndarray,
    people: np.ndarray,
    thresholds_km: Sequence[float],
    detour_factors: Sequence[float],
    decays: Collection[str],
) -> Iterator[np.ndarray]:
    """One value per demand point and way to rank; distances are measured once and only scaled."""
    nearest = measure_nearest_m(homes, points)
    reach = max(thresholds_km) * _METRES / min(detour_factors)
    pairs = [(slice(0, len(points)), find_pairs(homes, points, max_m=reach))]
    for threshold in thresholds_km:
        for factor in detour_factors:
            straight = threshold * _METRES / factor
            yield from _value(people, points, nearest, pairs, straight, decays)


def _value(
    people: np.ndarray,
    points: np.ndarray,
    nearest: np.ndarray,
    pairs: list[tuple[slice, csr_array]],
    limit: float,
    decays: Collection[str],
) -> Iterator[np.ndarray]:
    """Whether each home has a place within `limit`, then its score per decay."""
    yield (nearest <= limit).astype("float64")
    for decay in decays:
        yield score_catchments(people, np.ones(len(points)), lambda: pairs, steps=list_zones(decay, threshold=limit))


def _rank(values: np.ndarray, people: np.ndarray, groups: Any, is_ranked: np.ndarray) -> np.ndarray:
    """1 for the highest mean per person of the ranked `groups` (a Categorical), NaN for the others.

    Differences below rounding are none.
    """
    n, codes = len(groups.categories), groups.codes
    sums, counts = (np.bincount(codes, weights=weight, minlength=n) for weight in (people * values, people))
    means = np.divide(sums, counts, out=np.zeros(n), where=counts > 0)
    return pd.Series(np.where(is_ranked, -np.round(means, 12), np.nan)).rank(method="min").to_numpy()
