"""Good p-centres at once, from few demand points that lie far from each other."""

from __future__ import annotations

from typing import cast

import numpy as np

from kulturkarta.analysis.plane import PlaneCosts, group_points
from kulturkarta.analysis.siting.plan import serve
from kulturkarta.analysis.siting.problem import SitingProblem
from kulturkarta.analysis.siting.swap import improve_by_swaps

_FAR_POINTS = 300
_POWERS = (2, 4, 8, 16, 32, 64)
_ROUNDS = 12
_SQUARES = 1_500


def spread(problem: SitingProblem, *, n_rows: int) -> tuple[np.ndarray, list[int]]:
    """(demand points far from each other, a site near each, the forced ones first).

    Always the one worst served next, then the site nearest to it; where every demand point has a site the first n of
    these are at most twice as bad as the best plan (Gonzalez 1985).
    """
    columns, rows, known = problem.forced.tolist(), [], set(problem.forced.tolist())
    served = serve(problem, columns)
    for _ in range(n_rows):
        row = int(np.argmax(served))
        rows.append(row)
        column = int(np.argmin(problem.take(np.array([row])).dense_costs()[0]))
        if served[row] == 0 or column in known:
            break
        columns.append(column)
        known.add(column)
        served = np.minimum(served, problem.dense_costs([column])[:, 0])
    return np.array(rows, dtype=np.int64), columns


def choose_centres(problem: SitingProblem) -> list[int]:
    """n sites whose largest cost is small: swaps on a power of the cost, which the largest of them rules, of a few
    hundred demand points, and then each site in the middle of those it serves, the worst served among them. All costs
    finite."""
    plane = cast("PlaneCosts", problem.costs)
    rows, near = spread(problem, n_rows=max(_FAR_POINTS, 2 * problem.n_sites))
    rows = np.union1d(rows, _one_per_square(plane.homes))
    others = np.setdiff1d(_one_per_square(plane.spots), near)
    candidates = np.concatenate([near, others])
    costs = problem.take(rows).dense_costs()
    scale = float(costs.max()) or 1.0
    chosen = list(range(problem.n_sites))
    # A low power finds the lie of the land, a high one the radius.
    for power in _POWERS:
        weighed = (np.minimum(costs[:, candidates], problem.existing[rows][:, None]) / scale) ** power
        chosen = improve_by_swaps(np.ones(len(rows)), weighed, chosen, keep=len(problem.forced))
    swapped = candidates[chosen].tolist()
    best, value = swapped, np.inf
    for _ in range(_ROUNDS):
        served = serve(problem, swapped)
        if served.max() < value:
            best, value = swapped, float(served.max())
        rows = np.union1d(rows, list_worst(problem, swapped, served, above=0.9 * float(served.max())))
        swapped = move_to_middles(problem.take(rows).dense_costs(), swapped, forced=problem.forced)
    return best


def _one_per_square(points: np.ndarray) -> np.ndarray:
    return np.unique(group_points(points, n_groups=_SQUARES), return_index=True)[1]


def list_worst(problem: SitingProblem, columns: list[int], served: np.ndarray, *, above: float) -> np.ndarray:
    """Of the demand points that pay more than `above` the one that pays most around each site of `columns`."""
    outside = np.flatnonzero(served > above)
    nearest = np.argmin(problem.take(outside).dense_costs(columns), axis=1)
    order = np.lexsort([-served[outside], nearest])
    return outside[order[np.unique(nearest[order], return_index=True)[1]]]


def move_to_middles(costs: np.ndarray, columns: list[int], *, forced: np.ndarray) -> list[int]:
    """Each site not forced moved to where the farthest of the demand points that it serves is nearest, until that helps
    no more. Worked: costs 0, 4 and 9 from one home, 9, 5 and 0 from another: the first site gives way to the second.
    """
    moved, kept, best = list(columns), list(columns), np.inf
    while True:
        served = costs[:, moved]
        value, nearest = float(served.min(axis=1).max()), np.argmin(served, axis=1)
        if not value < best:
            return kept
        best, kept = value, list(moved)
        for position, column in enumerate(moved):
            group = nearest == position
            if group.any() and column not in forced:
                farthest = costs[group].max(axis=0)
                farthest[[other for other in moved if other != column]] = np.inf
                moved[position] = int(np.argmin(farthest))
