"""How unevenly access is shared among people: weighted by people, because a square of one and one of 5 000 differ.

None of these says how much access there is: a region where nobody reaches anything is perfectly equal. Show them
beside the share within reach.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd


def measure_gini(values: np.ndarray, people: np.ndarray) -> float:
    """The Gini coefficient among people: 0 all have the same, towards 1 one person has everything.

    1 - sum of p_k (L_k + L_(k-1)) over values in rising order, p the share of people and L the share of all access that
    those up to k have. Two people with 1 and two with 3: L is 1/4, then 1, so 1 - (1/2 x 1/4 + 1/2 x 5/4) = 1/4.
    NaN without people or where nobody has anything.
    """
    value, weight = _sort(values, people)
    total = value @ weight
    if not total > 0:
        return np.nan
    share = np.concatenate([[0.0], np.cumsum(value * weight) / total])
    return float(1 - (weight / weight.sum()) @ (share[1:] + share[:-1]))


@dataclass(frozen=True)
class Theil:
    """Theil's T and how much of it lies between the groups and within them: `total` = `between` + `within`."""

    total: float
    between: float
    within: float


def measure_theil(values: np.ndarray, people: np.ndarray, *, groups: np.ndarray) -> Theil:
    """Theil's T of people's access, split between and within `groups` such as municipalities; 0 = all have the same.

    T = sum of p_i r_i ln r_i, r = value / mean, 0 ln 0 = 0. One person with 1 and one with 3: r is 0.5 and 1.5, so
    T = 0.5 x 0.5 ln 0.5 + 0.5 x 1.5 ln 1.5 = 0.1308. In two groups of one it is all between. NaN as for the Gini.
    """
    value, weight = np.asarray(values, dtype="float64"), np.asarray(people, dtype="float64")
    mean = value @ weight / weight.sum() if weight.sum() > 0 else 0.0
    if not mean > 0:
        return Theil(np.nan, np.nan, np.nan)
    sums = pd.DataFrame({"value": value * weight, "people": weight}).groupby(np.asarray(groups)).sum()
    sums = sums[sums["people"] > 0]
    total = _sum_theil(value / mean, weight)
    between = _sum_theil((sums["value"] / sums["people"] / mean).to_numpy(), sums["people"].to_numpy())
    return Theil(total, between, total - between)


def _sum_theil(ratios: np.ndarray, weight: np.ndarray) -> float:
    logs = np.log(ratios, out=np.zeros(len(ratios)), where=ratios > 0)
    return float((weight / weight.sum()) @ (ratios * logs))


def measure_p90_p10(values: np.ndarray, people: np.ndarray) -> float:
    """What the person at the 90th percentile has, divided by what the one at the 10th has; infinite when that is 0.

    A percentile is the smallest value that at least so many people do not exceed. Ten people with 1 to 10: 9 / 1 = 9.
    NaN without people or where nobody has anything.
    """
    value, weight = _sort(values, people)
    if not value @ weight > 0:
        return np.nan
    reached = np.cumsum(weight) / weight.sum()
    # a hair below, so that a share that is 0.9 but for rounding counts as reached
    high, low = (float(value[np.searchsorted(reached, q - 1e-12)]) for q in (0.9, 0.1))
    return high / low if low > 0 else np.inf


def _sort(values: np.ndarray, people: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    value, weight = np.asarray(values, dtype="float64"), np.asarray(people, dtype="float64")
    if (value < 0).any() or (weight < 0).any() or not (np.isfinite(value).all() and np.isfinite(weight).all()):
        raise ValueError("access and people must be finite numbers of 0 or more")
    order = np.argsort(value, kind="stable")
    return value[order][weight[order] > 0], weight[order][weight[order] > 0]
