"""How far it is from homes to the nearest place, and what share of people that is, by area."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kulturkarta.analysis.access import Steps, score_catchments
from kulturkarta.analysis.ways import Travel, Ways

BAND_LIMITS_KM = (2.0, 10.0, 40.0, 70.0)
"""Of "Kultur inom räckhåll?" (Nordic culture facts 2023:1): very high, high, middle, low and very low accessibility."""
BANDS = ("band_0_2", "band_2_10", "band_10_40", "band_40_70", "band_70")
"""From the first limit up to, not including, the next; the last is 70 km and more."""

INHABITANTS = 10_000
_TOLERANCE = 1e-9


@dataclass(frozen=True, eq=False)
class Nearest:
    """What it costs each home to reach its nearest place: (to its point, at least, at most), in kilometres and in the
    unit of the threshold. How far is too far changes nothing of it."""

    km: tuple[np.ndarray, np.ndarray, np.ndarray]
    limit: tuple[np.ndarray, np.ndarray, np.ndarray]


def find_nearest(demand: pd.DataFrame, places: pd.DataFrame, travel: Travel) -> Nearest:
    """The nearest of `places` (from `locate_places`) for each demand point, as `measure_reach` takes it."""
    homes = demand[["x_m", "y_m"]].to_numpy(dtype="float64")
    km = _measure_nearest(homes, places, travel.km)
    return Nearest(km, km if travel.limit is travel.km else _measure_nearest(homes, places, travel.limit))


def measure_reach(
    demand: pd.DataFrame, places: pd.DataFrame, *, travel: Travel, steps: Steps, nearest: Nearest | None = None
) -> pd.DataFrame:
    """Per demand point: km, km_low and km_high to its nearest place, its band, and its E2SFCA score per 10 000 people.

    `places` from `locate_places`: km is to the points of those that are located; the interval lets each lie anywhere in
    its disc, and those not located come in at its near end only: nothing says that they are close. Infinite without any
    place. `steps` are the distances and weights of the score, in the unit of the threshold, one unit of supply per
    located place. `nearest`, when known already, saves the search for it. Columns id, km, km_low, km_high, band,
    is_within, may_be_within, must_be_within, score_per_10000.
    """
    homes = demand[["x_m", "y_m"]].to_numpy(dtype="float64")
    located = places[places["is_located"]]
    points = located[["x_m", "y_m"]].to_numpy(dtype="float64")
    nearest = nearest or find_nearest(demand, places, travel)
    km, low, high = nearest.km
    scores = score_catchments(
        demand["people"].to_numpy(dtype="float64"),
        np.ones(len(points)),
        lambda: travel.limit.iterate_pairs(homes, points, within=max(limit for limit, _ in steps)),
        steps=steps,
    )
    is_within, may_be_within, must_be_within = (cost <= travel.threshold for cost in nearest.limit)
    return pd.DataFrame(
        {
            "id": demand["id"].to_numpy(),
            "km": km,
            "km_low": low,
            "km_high": high,
            "band": find_bands(km),
            "is_within": is_within,
            "may_be_within": may_be_within,
            "must_be_within": must_be_within,
            "score_per_10000": scores * INHABITANTS,
        },
        index=demand.index,
    )


def _measure_nearest(homes: np.ndarray, places: pd.DataFrame, ways: Ways) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(to the nearest point, the least, the greatest) cost per home."""
    located = places[places["is_located"]]
    points, radius_m = (located[columns].to_numpy(dtype="float64") for columns in (["x_m", "y_m"], "radius_m"))
    low, high = ways.measure_interval(homes, points, radius_m=radius_m)
    somewhere = places[~places["is_located"] & places["radius_m"].notna()]
    vague = somewhere[["x_m", "y_m"]].to_numpy(dtype="float64")
    may_be = ways.measure_interval(homes, vague, radius_m=somewhere["radius_m"].to_numpy())[0]
    return ways.measure_nearest(homes, points), np.minimum(low, may_be), high


def find_bands(km: np.ndarray) -> np.ndarray:
    """The number of the band each distance lies in: 0 below 2 km, 1 from 2, 2 from 10, 3 from 40 and 4 from 70 km."""
    return np.searchsorted(np.array(BAND_LIMITS_KM), km, side="right")


def summarise_reach(people: pd.Series, reach: pd.DataFrame, groups: pd.Series) -> pd.DataFrame:
    """Per group (index): population and what share of it is how far away. Rows without a group are in none.

    Columns population, share_within with share_within_low and _high, mean_km and median_km with mean_km_low and _high
    (means of those who have a way to a place; NaN where nobody has), score_per_10000, and for each of `BANDS` its share
    with _low (those surely in it) and _high (those who may be). Shares are of people, 0-1, NaN for a group without
    people. Raises ArithmeticError should the bands not add up to 1.
    """
    counted = people.where(people > 0, 0.0).to_numpy(dtype="float64")
    codes, names = pd.factorize(groups, sort=True)
    band = reach["band"].to_numpy()
    first, last = find_bands(reach["km_low"].to_numpy()), find_bands(reach["km_high"].to_numpy())
    of_people: dict[str, np.ndarray] = {
        "share_within": reach["is_within"].to_numpy(),
        "share_within_low": reach["must_be_within"].to_numpy(),
        "share_within_high": reach["may_be_within"].to_numpy(),
        "mean_km": reach["km"].to_numpy(),
        "mean_km_low": reach["km_low"].to_numpy(),
        "mean_km_high": reach["km_high"].to_numpy(),
        "score_per_10000": reach["score_per_10000"].to_numpy(),
    }
    for number, name in enumerate(BANDS):
        of_people[name] = band == number
        of_people[f"{name}_low"] = (first == number) & (last == number)
        of_people[f"{name}_high"] = (first <= number) & (number <= last)
    # nobody times an endless way is no way
    lives = (codes >= 0) & (counted > 0)
    population = np.bincount(codes[lives], counted[lives], minlength=len(names))
    somebody = np.where(population > 0, population, np.nan)
    sums = {
        name: np.bincount(codes[lives], value[lives] * counted[lives], minlength=len(names))
        for name, value in of_people.items()
    }
    frame = pd.DataFrame({name: value / somebody for name, value in sums.items()}, index=pd.Index(names))
    frame.index.name = groups.name
    for name in ("mean_km", "mean_km_low", "mean_km_high"):
        way = lives & np.isfinite(of_people[name])
        has_way = np.bincount(codes[way], counted[way], minlength=len(names))
        total_km = np.bincount(codes[way], of_people[name][way] * counted[way], minlength=len(names))
        frame[name] = total_km / np.where(has_way > 0, has_way, np.nan)
    total = frame[list(BANDS)].sum(axis=1)[population > 0]
    if (total.sub(1).abs() > _TOLERANCE).any():
        raise ArithmeticError(f"bands add up to {total.to_dict()}")
    frame.insert(0, "population", population)
    frame.insert(5, "median_km", find_medians(reach["km"].to_numpy(), counted, codes, n_groups=len(names)))
    return frame


def find_medians(values: np.ndarray, weights: np.ndarray, groups: np.ndarray, *, n_groups: int) -> np.ndarray:
    """The weighted median per group 0 … n_groups - 1: the least value that at least half of the weight does not exceed.

    Values 1, 5, 9 with weights 2, 1, 1: 1 has half of the weight. NaN where it is infinite or nothing weighs; group -1
    is none.
    """
    kept = np.flatnonzero((weights > 0) & (groups >= 0))
    order = kept[np.lexsort([values[kept], groups[kept]])]
    group, weight = groups[order], weights[order]
    total = np.bincount(group, weight, minlength=n_groups)
    before = np.concatenate([[0.0], np.cumsum(total)])[group]
    reached = np.cumsum(weight) - before >= total[group] / 2 * (1 - _TOLERANCE)
    medians = np.full(n_groups, np.nan)
    # Backwards, so that of those that reach half the first is written last.
    medians[group[reached][::-1]] = values[order][reached][::-1]
    return np.where(np.isfinite(medians), medians, np.nan)
