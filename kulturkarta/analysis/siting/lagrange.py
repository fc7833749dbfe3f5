"""A bound for p-median from prices: what demand points pay at most, and which sites no best plan then needs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kulturkarta.analysis.siting.solver import Watch

_MOMENTUM = 0.7
_PATIENCE = 20
_SHRINK = 0.65
_SMALLEST_STEP = 0.01


@dataclass(frozen=True)
class Prices:
    """`prices` per demand point (weighted cost), the `bound` they prove, and the columns that may still be best.

    `opened`: the columns that the prices themselves would open; a start for swaps.
    """

    prices: np.ndarray
    bound: float
    columns: np.ndarray
    opened: np.ndarray


def find_prices(
    weighted: np.ndarray, start: np.ndarray, *, n_sites: int, forced: np.ndarray, best: float, watch: Watch
) -> Prices:
    """Prices by subgradient ascent (Held, Wolfe & Crowder 1974); `weighted`: weight x cost, `best`: a known plan's sum.

    L(u) = sum u_i + the n smallest r_j, r_j = sum_i min(0, weighted_ij - u_i), is below every plan for any u. A site
    whose r_j would lift L above `best` is in no better plan and its column is dropped.
    """
    columns = np.arange(weighted.shape[1])
    fixed = np.isin(columns, forced)
    prices = kept = start
    bound, opened, direction = -np.inf, columns[:n_sites], np.zeros(len(start))
    step, since = 1.0, 0
    while step > _SMALLEST_STEP:
        watch.check()
        below = np.minimum(weighted - prices[:, None], 0.0)
        ranks = np.where(fixed, -np.inf, below.sum(axis=0))
        chosen = np.argpartition(ranks, n_sites - 1)[:n_sites]
        value = float(prices.sum() + below[:, chosen].sum())
        since = 0 if value > bound + 1e-5 * abs(bound) or not np.isfinite(bound) else since + 1
        if value > bound:
            bound, kept, opened = value, prices, columns[chosen]
            if bound >= best:
                break
            # With every site forced none of the others can come in.
            last = ranks[chosen].max()
            may_help = fixed if np.isinf(last) else fixed | (ranks <= last + best - bound)
            if may_help.sum() < 0.9 * len(columns):
                columns, fixed, weighted = (
                    columns[may_help],
                    fixed[may_help],
                    np.ascontiguousarray(weighted[:, may_help]),
                )
                below, chosen = below[:, may_help], np.flatnonzero(np.isin(np.flatnonzero(may_help), chosen))
        if since >= _PATIENCE:
            step, since, prices, direction = step * _SHRINK, 0, kept, np.zeros(len(start))
            continue
        served = (below[:, chosen] < 0).sum(axis=1)
        direction = (1 - _MOMENTUM) * (1 - served) + _MOMENTUM * direction
        length = float(direction @ direction)
        if length == 0:
            break
        prices = np.maximum(prices + step * (best - value) / length * direction, 0.0)
    return Prices(kept, bound, columns, opened)
