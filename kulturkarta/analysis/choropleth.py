"""A measure per municipality, and the classes a map fills it with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kulturkarta.analysis.profile import latest_population

N_CLASSES = 5
COUNT, PER_10000, SHARE, CHECKED = "antal", "per_10000", "andel", "kontrollerade"
CATALOGUE_MEASURES = (COUNT, PER_10000, SHARE, CHECKED)
"""Of the entries a filter leaves: how many, per 10 000 inhabitants, of all entries there, of them checked lately."""


def list_measures(municipality_facts: pd.DataFrame) -> tuple[str, ...]:
    """What can be measured: those of the catalogue, then every indicator that has figures for two municipalities."""
    facts = municipality_facts.dropna(subset=["indicator", "value"])
    known = facts.groupby("indicator")["municipality_code"].nunique()
    return (*CATALOGUE_MEASURES, *sorted(known[known >= 2].index))


def measure_municipalities(
    entries: pd.DataFrame,
    mask: np.ndarray,
    municipality_facts: pd.DataFrame,
    *,
    codes: Sequence[str],
    measure: str,
    checked_since: int,
) -> pd.DataFrame:
    """One row per municipality of `codes`, in that order: municipality_code, value, n, base, year.

    `value` is NaN where it is not known. For a measure of the catalogue, n counts the open entries that `mask` leaves
    and base what they are set against: nothing, inhabitants, all open entries there, or n itself (of which those
    checked in the year `checked_since` or later are the share). For an indicator, value is its latest figure and n the
    same as for a count. `year` is that of the inhabitants or the indicator, else NaN.

    3 libraries among 20 entries and 10 000 inhabitants: antal 3, per_10000 3.0, andel 3/20 = 0.15.
    Raises KeyError for a measure that `list_measures` does not name.
    """
    if measure not in list_measures(municipality_facts):
        raise KeyError(measure)
    is_open = ~entries["is_closed"].to_numpy(dtype=bool)
    n = _count(entries[mask & is_open], codes)
    nothing = pd.Series(np.nan, index=n.index)
    base, year = nothing, nothing
    if measure == COUNT:
        value = n
    elif measure == SHARE:
        base = _count(entries[is_open], codes)
        value = n / base.where(base > 0)
    elif measure == CHECKED:
        base = n
        value = _count(entries[mask & is_open & entries["checked_year"].ge(checked_since)], codes) / n.where(n > 0)
    else:
        indicator = "befolkning" if measure == PER_10000 else measure
        figures = latest_population(municipality_facts, indicator).set_index("municipality_code").reindex(n.index)
        base, year = figures["population"].astype("float64"), figures["year"].astype("float64")
        value = n / base.where(base > 0) * 10_000 if measure == PER_10000 else base
    columns = {"value": value, "n": n.astype("int64"), "base": base, "year": year}
    return pd.DataFrame(columns).rename_axis("municipality_code").reset_index()


def _count(entries: pd.DataFrame, codes: Sequence[str]) -> pd.Series:
    counts = entries["municipality_code"].value_counts()
    return counts.reindex(list(codes), fill_value=0).astype("float64")


@dataclass(frozen=True)
class Classes:
    """`step`: each value's class, 0-4, or -1 where there is no value. `spans`: lowest and highest value of each class
    that has any, by step."""

    step: np.ndarray
    spans: tuple[tuple[int, float, float], ...]


def classify(values: Sequence[float], *, n_classes: int = N_CLASSES) -> Classes:
    """Natural breaks (Fisher 1958, Jenks 1977): the classes whose values lie closest to their means.

    Zero is a class of its own, step 0, so that none is never shaded like little; the others share the darker steps,
    the darkest always used. Equal values are never parted. Exact, by dynamic programming over the distinct values.

    [0, 1, 2, 10, 11] in three classes -> steps 0, 1, 1, 2, 2.
    """
    known = np.asarray(values, dtype=float)
    step = np.full(len(known), -1)
    distinct, weights = np.unique(known[(known != 0) & ~np.isnan(known)], return_counts=True)
    has_zero = bool((known == 0).any())
    n = min(n_classes - has_zero, len(distinct))
    for number, (low, high) in enumerate(_break(distinct, weights, n)):
        step[(known >= low) & (known <= high)] = n_classes - n + number
    step[known == 0] = 0
    spans = [(int(s), float(known[step == s].min()), float(known[step == s].max())) for s in np.unique(step) if s >= 0]
    return Classes(step, tuple(spans))


def _break(distinct: np.ndarray, weights: np.ndarray, n: int) -> list[tuple[float, float]]:
    """The first and last value of each of `n` classes of the sorted `distinct` values."""
    if n == 0:
        return []
    count, total, squares = (np.concatenate([[0.0], np.cumsum(weights * distinct**p)]) for p in range(3))

    def spread(start: np.ndarray, stop: int) -> np.ndarray:
        """Sum of squared distances to the mean of values start..stop-1, for each start."""
        return squares[stop] - squares[start] - (total[stop] - total[start]) ** 2 / (count[stop] - count[start])

    size = len(distinct)
    least = np.full((n + 1, size + 1), np.inf)
    least[0, 0] = 0.0
    begin = np.zeros((n + 1, size + 1), dtype=int)
    for k in range(1, n + 1):
        for stop in range(k, size + 1):
            starts = np.arange(k - 1, stop)
            costs = least[k - 1, starts] + spread(starts, stop)
            best = int(np.argmin(costs))
            least[k, stop], begin[k, stop] = costs[best], starts[best]
    spans: list[tuple[float, float]] = []
    stop = size
    for k in range(n, 0, -1):
        start = int(begin[k, stop])
        spans.append((float(distinct[start]), float(distinct[stop - 1])))
        stop = start
    return spans[::-1]
