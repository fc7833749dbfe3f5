"""How far it is from homes to the nearest place, and what share of people that is, by area."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kulturkarta.analysis.access import Steps, score_catchments
from kulturkarta.analysis.distances import iterate_pairs, measure_nearest_interval_m, measure_nearest_m

BAND_LIMITS_KM = (2.0, 10.0, 40.0, 70.0)
"""Of "Kultur inom räckhåll?" (Nordic culture facts 2023:1): very high, high, middle, low and very low accessibility."""
BANDS = ("band_0_2", "band_2_10", "band_10_40", "band_40_70", "band_70")
"""From the first limit up to, not including, the next; the last is 70 km and more."""

INHABITANTS = 10_000
_METRES = 1000.0
_TOLERANCE = 1e-9


def measure_reach(
    demand: pd.DataFrame, places: pd.DataFrame, *, threshold_km: float, detour_factor: float, steps_km: Steps
) -> pd.DataFrame:
    """Per demand point: km, km_low and km_high to its nearest place, its band, and its E2SFCA score per 10 000 people.

    Straight distance times `detour_factor`. `places` from `locate_places`: km is to the points of those that are
    located; the interval lets each lie anywhere in its disc, and those not located come in at its near end only:
    nothing says that they are close. Infinite without any place. `steps_km` are the distances and weights of the score,
    one unit of supply per located place. Columns id, km, km_low, km_high, band, is_within, may_be_within,
    must_be_within, score_per_10000.
    """
    homes = demand[["x_m", "y_m"]].to_numpy(dtype="float64")
    located = places[places["is_located"]]
    somewhere = places[~places["is_located"] & places["radius_m"].notna()]
    points, radius = located[["x_m", "y_m"]].to_numpy(dtype="float64"), located["radius_m"].to_numpy(dtype="float64")
    km = measure_nearest_m(homes, points)
    low, high = measure_nearest_interval_m(homes, points, radius_m=radius)
    vague = somewhere[["x_m", "y_m"]].to_numpy(dtype="float64")
    low = np.minimum(low, measure_nearest_interval_m(homes, vague, radius_m=somewhere["radius_m"].to_numpy())[0])
    km, low, high = (metres * detour_factor / _METRES for metres in (km, low, high))
    steps = [(limit * _METRES / detour_factor, weight) for limit, weight in steps_km]
    scores = score_catchments(
        demand["people"].to_numpy(dtype="float64"),
        np.ones(len(points)),
        lambda: iterate_pairs(homes, points, max_m=max(limit for limit, _ in steps)),
        steps=steps,
    )
    return pd.DataFrame(
        {
            "id": demand["id"].to_numpy(),
            "km": km,
            "km_low": low,
            "km_high": high,
            "band": find_bands(km),
            "is_within": km <= threshold_km,
            "may_be_within": low <= threshold_km,
            "must_be_within": high <= threshold_km,
            "score_per_10000": scores * INHABITANTS,
        },
        index=demand.index,
    )


def find_bands(km: np.ndarray) -> np.ndarray:
    """The number of the band each distance lies in: 0 below 2 km, 1 from 2, 2 from 10, 3 from 40 and 4 from 70 km."""
    return np.searchsorted(np.array(BAND_LIMITS_KM), km, side="right")


def summarise_reach(people: pd.Series, reach: pd.DataFrame, groups: pd.Series) -> pd.DataFrame:
    """Per group (index): population and what share of it is how far away. Rows without a group are in none.

    Columns population, share_within with share_within_low and _high, mean_km and median_km with mean_km_low and _high
    (NaN where there is no place at all), score_per_10000, and for each of `BANDS` its share with _low (those surely in
    it) and _high (those who may be). Shares are of people, 0-1, NaN for a group without people. Raises ArithmeticError
    should the bands not add up to 1.
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
    distances = ["mean_km", "mean_km_low", "mean_km_high"]
    frame[distances] = frame[distances].replace(np.inf, np.nan)
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
