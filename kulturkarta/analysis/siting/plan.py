"""What is answered: the sites in the order that helps most, what each step gains and how sure the answer is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kulturkarta.analysis.plane import PlaneCosts
from kulturkarta.analysis.siting.problem import LARGEST_WINS, SitingProblem, SitingRefused, Sparse

SAME = 1e-9
"""Relative difference below which two objectives are one."""


@dataclass(frozen=True)
class Plan:
    """A set of sites and what it is worth.

    `objective`: covered demand (mclp), number of sites (lscp), demand-weighted mean cost (pmedian), largest cost
    (pcenter). `sites`: ids, forced first, then always the one that helps most next. `gained` per site: demand newly
    covered (mclp, lscp), fall of the mean or largest cost (pmedian, pcenter; NaN while some demand is not reached).
    `covered`, `uncovered`: demand within the threshold and outside, existing places counted. `bound`: no plan can do
    better than this, proven. `gap`: distance of objective and bound, as a share of the larger. `exact`: proven best.
    `uncoverable`: positions of the demand points that nothing can cover.
    """

    objective: float
    sites: tuple[str, ...]
    gained: tuple[float, ...]
    covered: float
    uncovered: float
    bound: float
    gap: float
    seconds: float
    exact: bool
    uncoverable: tuple[int, ...] = ()


def build_plan(problem: SitingProblem, columns: Sequence[int], *, bound: float, seconds: float) -> Plan:
    """The plan of `columns`, measured anew on the input; `bound` is pulled to the objective when rounding crosses it.

    Raises SitingRefused("unreachable_together") when pmedian or pcenter leave demand that nothing reaches.
    """
    measure = _measure_cover if problem.objective in ("mclp", "lscp") else _measure_cost
    objective, order, gained = measure(problem, np.asarray(columns, dtype=np.int64))
    served = serve(problem, order)
    covered = float(problem.weights[served <= problem.threshold].sum())
    if problem.threshold == np.inf:
        covered = float(problem.weights[np.isfinite(served)].sum())
    larger = problem.objective in LARGEST_WINS
    bound = max(bound, objective) if larger else min(bound, objective)
    if abs(bound - objective) <= SAME * max(abs(objective), abs(bound)):
        bound = objective
    top = max(abs(bound), abs(objective))
    return Plan(
        objective=objective,
        sites=tuple(problem.ids[column] for column in order),
        gained=tuple(gained),
        covered=covered,
        uncovered=float(problem.weights.sum()) - covered if covered < problem.weights.sum() else 0.0,
        bound=bound,
        gap=abs(bound - objective) / top if top else 0.0,
        seconds=seconds,
        exact=bound == objective,
        uncoverable=tuple(find_uncoverable(problem).tolist()),
    )


def serve(problem: SitingProblem, columns: Sequence[int] | np.ndarray) -> np.ndarray:
    """Cost from each demand point to the nearest of `columns` and the existing places; inf when none is reached."""
    if not len(columns):
        return problem.existing
    chosen = problem.costs[:, np.asarray(columns, dtype=np.int64)]
    if isinstance(chosen, PlaneCosts):
        return np.minimum(chosen.measure_nearest(), problem.existing)
    if isinstance(chosen, np.ndarray):
        return np.minimum(chosen.min(axis=1), problem.existing)
    served = problem.existing.copy()
    np.minimum.at(served, np.repeat(np.arange(chosen.shape[0]), np.diff(chosen.indptr)), chosen.data)
    return served


def check_reach(problem: SitingProblem) -> np.ndarray:
    """The least cost of each demand point, all sites open. Raises SitingRefused("unreachable") where there is none.

    Demand without weight counts for pcenter only.
    """
    best = serve(problem, np.arange(problem.shape[1]))
    needs = np.ones(len(best), dtype=bool) if problem.objective == "pcenter" else problem.weights > 0
    rows = np.flatnonzero(np.isinf(best) & needs)
    if len(rows):
        raise SitingRefused("unreachable", params={"n": len(rows)}, demand=rows.tolist())
    return best


def find_uncoverable(problem: SitingProblem) -> np.ndarray:
    """Positions of the demand points that no site and no existing place serves within the threshold."""
    if isinstance(problem.costs, np.ndarray | PlaneCosts):
        best = serve(problem, np.arange(problem.shape[1]))
        return np.flatnonzero(~((best <= problem.threshold) & np.isfinite(best)))
    reached = np.diff(problem.coverage(problem.threshold).indptr) > 0
    return np.flatnonzero(~(reached | (np.isfinite(problem.existing) & (problem.existing <= problem.threshold))))


def _measure_cover(problem: SitingProblem, columns: np.ndarray) -> tuple[float, list[int], list[float]]:
    cover = problem.coverage(problem.threshold)[:, columns].tocsc()
    left = np.where(problem.existing <= problem.threshold, 0.0, problem.weights)
    first, order, gained = set(problem.forced.tolist()), [], []
    waiting = list(range(len(columns)))
    while waiting:
        gains = np.array([left[_rows(cover, at)].sum() for at in waiting])
        is_first = np.array([columns[at] in first for at in waiting])
        best = int(np.argmax(np.where(is_first | ~is_first.any(), gains, -1.0)))
        at = waiting.pop(best)
        order.append(int(columns[at]))
        gained.append(float(gains[best]))
        left[_rows(cover, at)] = 0.0
    if problem.objective == "lscp":
        return float(len(columns)), order, gained
    # Added up at once: the sum of the gains would round otherwise.
    return float(problem.weights[serve(problem, columns) <= problem.threshold].sum()), order, gained


def _rows(cover: Sparse, column: int) -> np.ndarray:
    return cover.indices[cover.indptr[column] : cover.indptr[column + 1]]


def _measure_cost(problem: SitingProblem, columns: np.ndarray) -> tuple[float, list[int], list[float]]:
    weights, largest = problem.weights, problem.objective == "pcenter"
    needs = np.ones(len(weights), dtype=bool) if largest else weights > 0
    costs = problem.dense_costs(columns)

    def value(served: np.ndarray) -> float:
        return float(served[needs].max() if largest else weights[needs] @ served[needs] / weights[needs].sum())

    served, first = problem.existing, set(problem.forced.tolist())
    order, gained, waiting, now = [], [], list(range(len(columns))), value(problem.existing)
    while waiting:
        queue = [at for at in waiting if columns[at] in first] or waiting
        # Unreached demand first, then cost: an infinite mean cannot be compared.
        ranks = [
            (np.isinf(s[needs]).sum(), value(np.where(np.isinf(s), 0.0, s))) for s in _served(costs, queue, served)
        ]
        at = queue[min(range(len(queue)), key=ranks.__getitem__)]
        waiting.remove(at)
        served = np.minimum(served, costs[:, at])
        new = value(served)
        gained.append(now - new if np.isfinite(now) else np.nan)
        order.append(int(columns[at]))
        now = new
    if np.isinf(now):
        raise SitingRefused("unreachable_together", params={"n": len(columns)})
    return now, order, gained


def _served(costs: np.ndarray, queue: Sequence[int], served: np.ndarray) -> list[np.ndarray]:
    return [np.minimum(served, costs[:, at]) for at in queue]
