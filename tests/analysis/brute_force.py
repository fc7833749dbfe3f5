"""The best plan by trying every set of sites: right by construction, for a handful of them."""

from __future__ import annotations

from itertools import combinations

import numpy as np


def find_best(
    objective: str,
    weights: np.ndarray,
    costs: np.ndarray,
    *,
    n_sites: int | None = None,
    threshold: float = np.inf,
    existing: np.ndarray | None = None,
    forced: tuple[int, ...] = (),
) -> float:
    """The best objective; inf when no set of sites reaches all demand. Formulas as in the docstring of `Plan`."""
    existing = np.full(len(weights), np.inf) if existing is None else existing
    columns = range(costs.shape[1])
    sets = [
        chosen
        for size in (range(costs.shape[1] + 1) if n_sites is None else [n_sites])
        for chosen in combinations(columns, size)
        if set(forced) <= set(chosen)
    ]
    served = {chosen: np.minimum(existing, costs[:, list(chosen)].min(axis=1, initial=np.inf)) for chosen in sets}
    if objective == "mclp":
        return max(float(weights[cost <= threshold].sum()) for cost in served.values())
    if objective == "lscp":
        coverable = np.minimum(existing, costs.min(axis=1)) <= threshold
        return float(min(len(s) for s, cost in served.items() if (cost[coverable] <= threshold).all()))
    if objective == "pcenter":
        return min(float(cost.max()) for cost in served.values())
    used = weights > 0
    means = [float(weights[used] @ cost[used] / weights.sum()) for cost in served.values()]
    return min(means)
