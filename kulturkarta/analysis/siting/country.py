"""p-median of a country: a good plan and a proven bound where the pairs of home and site are too many to hold.

Homes are gathered into squares for all that is only a guess (a first plan, a first set of prices), and every one of
them counts for what is said: the plan's mean cost and the bound are measured on all homes and all sites.
"""

from __future__ import annotations

from dataclasses import replace
from time import monotonic
from typing import cast

import numpy as np
from scipy.spatial import KDTree
from scipy.spatial.distance import cdist

from kulturkarta.analysis.plane import PlaneCosts, group_points, locate_groups
from kulturkarta.analysis.siting.lagrange import choose_cheapest, find_prices
from kulturkarta.analysis.siting.problem import SitingProblem
from kulturkarta.analysis.siting.solver import OutOfTime, Watch
from kulturkarta.analysis.siting.swap import choose_by_cost, find_good_swap, improve_by_swaps, value_swaps

_SQUARES = 2_000
_MANY_SQUARES = 15_000
_FEWEST_SQUARES = 600
_COARSE_SITES = 1_500
_NEIGHBOURS = 200
_MOST_BLOCKS = 2_000
_SMALLEST_BLOCK = 4
_FINER = 4
_SHARE_OF_TIME = 0.5
_FINER_STEP = 0.25
_CLOSE = 1e-9


class PlaneOffers:
    """Offers (see `lagrange.Offers`) of sites on a plane: only pairs nearer than a home's price are measured."""

    def __init__(self, costs: PlaneCosts, weights: np.ndarray, highest: np.ndarray) -> None:
        self.highest = highest
        self._costs, self._weights = costs, weights
        n_blocks = min(max(len(weights) // _SMALLEST_BLOCK, 1), _MOST_BLOCKS)
        group = group_points(costs.homes, n_groups=n_blocks)
        self._order = np.argsort(group, kind="stable")
        self._starts = np.flatnonzero(np.diff(group[self._order], prepend=-1))
        homes = costs.homes[self._order]
        low, high = (extreme.reduceat(homes, self._starts) for extreme in (np.minimum, np.maximum))
        half = np.hypot(*((high - low) / 2).T)
        # As far as the nearest corner of a square can be, rounded down.
        near = (cdist((low + high) / 2, costs.spots) - half[:, None]) * costs.factor
        self._near = np.nextafter(near.astype(np.float32), np.float32(-np.inf))

    def value_sites(self, prices: np.ndarray) -> np.ndarray:
        limits = (prices / self._weights)[self._order]
        highest = np.maximum.reduceat(limits, self._starts)
        homes, weights = self._costs.homes[self._order], self._weights[self._order]
        values = np.zeros(len(self._costs.spots))
        stops = np.append(self._starts[1:], len(homes))
        # One square after the other: each has sites of its own within its prices.
        for square, (start, stop) in enumerate(zip(self._starts, stops, strict=True)):
            sites = np.flatnonzero(self._near[square] < highest[square])
            offered = cdist(homes[start:stop], self._costs.spots[sites]) * self._costs.factor
            offered -= limits[start:stop, None]
            np.minimum(offered, 0.0, out=offered)
            values[sites] += weights[start:stop] @ offered
        return values

    def count_takers(self, prices: np.ndarray, chosen: np.ndarray) -> np.ndarray:
        return (self._costs[:, chosen].to_dense() < (prices / self._weights)[:, None]).sum(axis=1)

    def keep(self, mask: np.ndarray) -> None:
        self._costs, self._near = self._costs[:, mask], self._near[:, mask]


def choose_country(problem: SitingProblem) -> list[int]:
    """n sites by greedy choice and swaps among few sites and squares, then by swaps with their neighbours among many.

    A barred plan gives way to a swap.
    """
    costs, people, now, _ = _gather(problem, _SQUARES)
    first = np.unique(group_points(costs.spots, n_groups=_COARSE_SITES), return_index=True)[1]
    sites = np.concatenate([problem.forced, np.setdiff1d(first, problem.forced)])
    sites = np.concatenate([sites, np.setdiff1d(np.arange(len(costs.spots)), sites)[: problem.n_sites]])
    near, keep = costs[:, sites].to_dense(), len(problem.forced)
    now = np.where(np.isinf(now), 1e4 * (1.0 + near.max()), now)
    near = np.minimum(near, now[:, None])
    chosen = choose_by_cost(people, near, now, n_sites=problem.n_sites, forced=np.arange(keep))
    columns = sites[improve_by_swaps(people, near, chosen, keep=keep)].tolist()
    return _improve_nearby(problem, columns)


def _read_used(problem: SitingProblem) -> tuple[PlaneCosts, np.ndarray, np.ndarray]:
    used = problem.take(problem.weights > 0)
    return cast("PlaneCosts", used.costs), used.weights, used.existing


def _gather(problem: SitingProblem, squares: int) -> tuple[PlaneCosts, np.ndarray, np.ndarray, np.ndarray]:
    """Costs from the middle of each square, its people, what they pay on average today, and the square of each home."""
    costs, weights, existing = _read_used(problem)
    group = group_points(costs.homes, n_groups=squares)
    centres, people = locate_groups(costs.homes, weights, group)
    return replace(costs, homes=centres), people, np.bincount(group, weights * existing) / people, group


def _improve_nearby(problem: SitingProblem, columns: list[int]) -> list[int]:
    """`columns` after swaps of each for one of its nearest neighbours, until none helps; then one that is allowed."""
    costs, weights, existing, _ = _gather(problem, _MANY_SQUARES)
    tree, keep = KDTree(costs.spots), len(problem.forced)
    each = min(max(_NEIGHBOURS // len(columns), 3), len(costs.spots) - 1)
    while True:
        nearby = np.unique(tree.query(costs.spots[columns], k=each + 1)[1])
        near = np.minimum(costs[:, nearby].to_dense(), existing[:, None])
        at = np.searchsorted(nearby, columns).tolist()
        swapped = improve_by_swaps(weights, near, at, keep=keep)
        if set(swapped) == set(at):
            break
        columns = nearby[swapped].tolist()
    if problem.allows(columns):
        return columns
    change = value_swaps(weights, near, at)
    here = problem.select(nearby)
    found = find_good_swap(here, change, at, is_good=lambda plan: problem.allows(nearby[plan].tolist()))
    return columns if found is None else nearby[found].tolist()


def bound_country(problem: SitingProblem, columns: list[int], watch: Watch) -> float:
    """A mean cost that no plan of n sites is below; `columns`: a good plan. Time makes it better.

    Prices per square (`find_prices`) are prices of every home in it, and what those prove is counted over all homes and
    sites. Then the same from ever smaller squares, each set of prices starting from the one before.
    """
    costs, weights, existing = _read_used(problem)
    total, fixed = float(weights.sum()), np.isin(np.arange(len(costs.spots)), problem.forced)
    value = float(weights @ np.minimum(costs[:, columns].to_dense().min(axis=1), existing))
    limits = _guess_limits(costs[:, columns], value / total)
    bound, squares, step = float(weights @ np.minimum(costs.measure_nearest(), existing)), _FEWEST_SQUARES, 1.0
    whole = PlaneOffers(costs, weights, weights * existing)
    is_finest = False
    while True:
        watch.bound = min(bound, value) / total
        try:
            watch.check()
        except OutOfTime:
            return watch.bound
        if bound >= value * (1 - _CLOSE) or is_finest:
            return watch.bound
        part = replace(watch, time_limit_s=_SHARE_OF_TIME * watch.left_s, started=monotonic())
        limits = _price_squares(problem, columns, limits, squares=squares, step=step, watch=part)
        watch.cancelled = part.cancelled
        prices = weights * np.minimum(limits, existing)
        values = whole.value_sites(prices)
        bound = max(bound, float(prices.sum() + values[choose_cheapest(values, fixed, problem.n_sites)].sum()))
        is_finest = squares > len(weights)
        squares, step = squares * _FINER, _FINER_STEP


def _guess_limits(near: PlaneCosts, mean: float) -> np.ndarray:
    """What a home may pay, half way between its nearest and its second nearest site: a good start."""
    nearest = np.partition(near.to_dense(), min(1, near.shape[1] - 1), axis=1)[:, :2]
    second = np.minimum(nearest[:, -1], 3.0 * nearest[:, 0] + mean)
    return (nearest[:, 0] + second) / 2


def _price_squares(
    problem: SitingProblem, columns: list[int], limits: np.ndarray, *, squares: int, step: float, watch: Watch
) -> np.ndarray:
    """What every home may pay, by prices of about so many squares; `limits`: where they start."""
    near, people, today, group = _gather(problem, squares)
    start = np.bincount(group, problem.weights[problem.weights > 0] * limits) / people
    found = find_prices(
        PlaneOffers(near, people, people * today),
        people * start,
        sites=len(near.spots),
        n_sites=problem.n_sites,
        forced=problem.forced,
        best=float(people @ np.minimum(near[:, columns].to_dense().min(axis=1), today)),
        watch=watch,
        step=step,
    )
    return (found.prices / people)[group]
