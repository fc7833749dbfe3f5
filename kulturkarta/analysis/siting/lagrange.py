"""Bounds from prices: what demand points pay at most to be served, and which sites no better plan then needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from kulturkarta.analysis.siting.problem import Sparse
from kulturkarta.analysis.siting.solver import OutOfTime, Watch

_MOMENTUM = 0.7
_PATIENCE = 20
_SHRINK = 0.65
_SMALLEST_STEP = 0.01
_FIRST_ROUNDS = 250


class Offers(Protocol):
    """What every site would take off at given prices. `highest`: no price above it can raise the bound."""

    highest: np.ndarray

    def value_sites(self, prices: np.ndarray) -> np.ndarray:
        """Per site the sum over demand points of min(0, weighted cost - price)."""
        ...

    def count_takers(self, prices: np.ndarray, chosen: np.ndarray) -> np.ndarray:
        """Per demand point how many of the `chosen` sites cost less than its price."""
        ...

    def keep(self, mask: np.ndarray) -> None:
        """Forget the sites that `mask` leaves out."""
        ...


class CostOffers:
    """Offers of sites with any costs: `weighted` is weight x cost, demand x sites."""

    def __init__(self, weighted: np.ndarray) -> None:
        self._weighted = weighted
        self.highest = weighted.max(axis=1)

    def value_sites(self, prices: np.ndarray) -> np.ndarray:
        return np.minimum(self._weighted - prices[:, None], 0.0).sum(axis=0)

    def count_takers(self, prices: np.ndarray, chosen: np.ndarray) -> np.ndarray:
        return (self._weighted[:, chosen] < prices[:, None]).sum(axis=1)

    def keep(self, mask: np.ndarray) -> None:
        self._weighted = np.ascontiguousarray(self._weighted[:, mask])


class CoverOffers:
    """Offers of sites that cost nothing where they cover and the whole weight elsewhere: the same from few numbers."""

    def __init__(self, cover: Sparse, weights: np.ndarray) -> None:
        self._cover, self._by_site = cover, cover.T.tocsr()
        self.highest = weights

    def value_sites(self, prices: np.ndarray) -> np.ndarray:
        return -(self._by_site @ prices)

    def count_takers(self, prices: np.ndarray, chosen: np.ndarray) -> np.ndarray:
        opened = np.zeros(self._cover.shape[1])
        opened[chosen] = 1.0
        return np.where(prices > 0, self._cover @ opened, 0.0)

    def keep(self, mask: np.ndarray) -> None:
        self._by_site = self._by_site[mask]
        self._cover = self._by_site.T.tocsr()


@dataclass(frozen=True)
class Prices:
    """`prices` per demand point (weighted cost), the `bound` they prove, and the columns that may still be best.

    `opened`: the columns that the prices themselves would open; a start for swaps.
    """

    prices: np.ndarray
    bound: float
    columns: np.ndarray
    opened: np.ndarray


def choose_cheapest(values: np.ndarray, fixed: np.ndarray, n_sites: int) -> np.ndarray:
    """The sites that are `fixed` and of the others those with the smallest values, n together."""
    return np.argpartition(np.where(fixed, -np.inf, values), n_sites - 1)[:n_sites]


def find_prices(
    offers: Offers,
    start: np.ndarray,
    *,
    sites: int,
    n_sites: int,
    forced: np.ndarray,
    best: float,
    watch: Watch,
    give_up: bool = False,
    step: float = 1.0,
) -> Prices:
    """Prices by subgradient ascent (Held, Wolfe & Crowder 1974); `best`: the weighted cost of a known plan.

    L(u) = sum u_i + the n smallest r_j, r_j = sum_i min(0, weighted_ij - u_i), is below every plan for any u. A site
    whose r_j would lift L above `best` is in no better plan and its column is dropped. With `give_up` the ascent ends
    early where no site has been dropped yet; when the time is up it ends with what it has. A small first `step` suits a
    `start` that is nearly best.
    """
    columns = np.arange(sites)
    fixed = np.isin(columns, forced)
    prices = kept = np.clip(start, 0.0, offers.highest)
    bound, opened, direction = -np.inf, columns[:n_sites], np.zeros(len(start))
    since, rounds = 0, 0
    while step > _SMALLEST_STEP and not (give_up and rounds > _FIRST_ROUNDS and len(columns) == sites):
        rounds += 1
        try:
            watch.check()
        except OutOfTime:
            break
        values = offers.value_sites(prices)
        ranks = np.where(fixed, -np.inf, values)
        chosen = choose_cheapest(values, fixed, n_sites)
        value = float(prices.sum() + values[chosen].sum())
        since = 0 if value > bound + 1e-5 * abs(bound) or not np.isfinite(bound) else since + 1
        if value > bound:
            bound, kept, opened = value, prices, columns[chosen]
            if bound >= best:
                break
            # With every site forced none of the others can come in.
            last = ranks[chosen].max()
            may_help = fixed if np.isinf(last) else fixed | (ranks <= last + best - bound)
            if may_help.sum() < 0.9 * len(columns):
                offers.keep(may_help)
                columns, fixed = columns[may_help], fixed[may_help]
                chosen = np.flatnonzero(np.isin(np.flatnonzero(may_help), chosen))
        if since >= _PATIENCE:
            step, since, prices, direction = step * _SHRINK, 0, kept, np.zeros(len(start))
            continue
        direction = (1 - _MOMENTUM) * (1 - offers.count_takers(prices, chosen)) + _MOMENTUM * direction
        length = float(direction @ direction)
        if length == 0:
            break
        prices = np.clip(prices + step * (best - value) / length * direction, 0.0, offers.highest)
    return Prices(kept, bound, columns, opened)
