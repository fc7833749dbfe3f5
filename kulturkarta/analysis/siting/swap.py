"""p-median by choice (the site that lowers the cost most next) and swaps (one out, one in, until none helps)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from kulturkarta.analysis.siting.problem import SitingProblem

_SWAPS_TRIED = 20


def choose_by_cost(
    weights: np.ndarray, costs: np.ndarray, served: np.ndarray, *, n_sites: int, forced: np.ndarray
) -> list[int]:
    """The site that lowers the weighted cost most, n times; `served` is the cost now, all costs are finite."""
    chosen: list[int] = []
    queue = forced.tolist()
    gains = weights @ np.maximum(served[:, None] - costs, 0.0)
    while len(chosen) < n_sites:
        column = queue.pop(0) if queue else int(np.argmax(gains))
        new = np.minimum(served, costs[:, column])
        rows = np.flatnonzero(new < served)
        # Only demand points whose cost falls change what other sites could still gain.
        near = costs[rows]
        fall = np.maximum(served[rows, None] - near, 0.0) - np.maximum(new[rows, None] - near, 0.0)
        gains -= weights[rows] @ fall
        gains[column] = -np.inf
        served = new
        chosen.append(column)
    return chosen


def improve_by_swaps(weights: np.ndarray, costs: np.ndarray, columns: Sequence[int], *, keep: int) -> list[int]:
    """A set of as many columns that no swap of one site improves; the first `keep` are never taken out.

    All costs finite. Every swap is valued at once from each demand point's nearest and second nearest site
    (Resende & Werneck 2007).
    """
    chosen = list(columns)
    if keep >= len(chosen) or len(chosen) == costs.shape[1]:
        return chosen
    while True:
        change = value_swaps(weights, costs, chosen)
        change[:keep] = np.inf
        out, into = np.unravel_index(int(np.argmin(change)), change.shape)
        now = float(weights @ costs[:, chosen].min(axis=1))
        if change[out, into] >= -1e-10 * max(now, 1e-300):
            return chosen
        chosen[out] = int(into)


def value_swaps(weights: np.ndarray, costs: np.ndarray, chosen: Sequence[int]) -> np.ndarray:
    """Change of the weighted cost for every (position in `chosen` taken out, column put in); inf for no swap.

    Worked: one demand point of weight 2, costs 5 and 3, the first chosen: swapping it for the second changes -4.
    """
    open_costs = costs[:, list(chosen)]
    nearest = np.argmin(open_costs, axis=1)
    first = open_costs[np.arange(len(nearest)), nearest]
    open_costs[np.arange(len(nearest)), nearest] = np.inf
    second = open_costs.min(axis=1)
    with_new = np.minimum(costs, first[:, None])
    gain = weights @ with_new - weights @ first
    change = np.empty((len(chosen), costs.shape[1]))
    for position in range(len(chosen)):
        rows = nearest == position
        # Who loses her nearest site goes to the new one or the second nearest.
        loss = weights[rows] @ (np.minimum(costs[rows], second[rows, None]) - with_new[rows])
        change[position] = gain + loss
    change[:, list(chosen)] = np.inf
    return change


def find_good_swap(
    problem: SitingProblem, change: np.ndarray, columns: Sequence[int], *, is_good: Callable[[list[int]], bool]
) -> list[int] | None:
    """The least costly swap of `columns` (`change`: see `value_swaps`) that `is_good`; None when none of the best is.

    Forced sites stay. So many are tried that every barred set can be left by any of its sites.
    """
    for flat in np.argsort(change, axis=None)[: len(columns) * _SWAPS_TRIED]:
        out, into = np.unravel_index(flat, change.shape)
        swapped = [*columns[:out], int(into), *columns[out + 1 :]]
        if columns[out] not in problem.forced and np.isfinite(change[out, into]) and is_good(swapped):
            return swapped
    return None
