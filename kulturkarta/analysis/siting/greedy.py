"""Good plans at once: one site after the other, with gains that are updated only where something changed."""

from __future__ import annotations

from time import monotonic
from typing import Any

import numpy as np

from kulturkarta.analysis.plane import PlaneCosts
from kulturkarta.analysis.siting.centres import choose_centres
from kulturkarta.analysis.siting.country import choose_country
from kulturkarta.analysis.siting.plan import Plan, build_plan, check_reach, find_uncoverable
from kulturkarta.analysis.siting.problem import SitingProblem, SitingRefused, Sparse
from kulturkarta.analysis.siting.swap import choose_by_cost, improve_by_swaps


def solve_greedy(problem: SitingProblem) -> Plan:
    """A good plan with a bound that costs nothing: at county size in milliseconds (coverage) or a second (p-median).

    mclp, lscp: the site with the largest gain next, until n or everything coverable is covered (Nemhauser, Wolsey &
    Fisher 1978: at least 63 % of the best coverage). pmedian: the same on cost, then the best swaps of one site for
    another until none helps (Teitz & Bart 1968). pcenter: the smallest radius at which greedy covering needs no more
    than n sites. Barred sets are not heeded. Raises SitingRefused "unreachable" or "unreachable_together".
    """
    started = monotonic()
    columns, bound = _CHOOSE[problem.objective](problem)
    return build_plan(problem, columns, bound=bound, seconds=monotonic() - started)


def cover_greedily(
    cover: Sparse, weights: np.ndarray, *, n_sites: int, forced: np.ndarray, until_covered: bool
) -> tuple[list[int], float]:
    """(columns chosen, upper bound on what n_sites can cover). `weights` 0 where nothing is to be gained.

    The bound is the least, over all steps, of the demand covered plus the n largest gains left.
    """
    by_site = cover.tocsc()
    left = weights.astype(np.float64, copy=True)
    gains = np.asarray(by_site.T @ left).ravel()
    total, covered = float(left.sum()), 0.0
    bound = total
    chosen: list[int] = []
    queue = forced.tolist()
    while len(chosen) < n_sites:
        top = np.partition(gains, -n_sites)[-n_sites:] if n_sites < len(gains) else gains
        bound = min(bound, covered + float(top[top > 0].sum()))
        if until_covered and not queue and not left.any():
            break
        column = queue.pop(0) if queue else int(np.argmax(gains))
        rows = by_site.indices[by_site.indptr[column] : by_site.indptr[column + 1]]
        fresh = rows[left[rows] > 0]
        covered += float(left[fresh].sum())
        # Only sites that reach a newly covered point lose something.
        gains -= np.asarray(cover[fresh].T @ left[fresh]).ravel()
        left[fresh] = 0.0
        gains[column] = -np.inf
        chosen.append(column)
    return chosen, bound


def _choose_mclp(problem: SitingProblem) -> tuple[list[int], float]:
    left = np.where(problem.existing <= problem.threshold, 0.0, problem.weights)
    columns, bound = cover_greedily(
        problem.coverage(problem.threshold),
        left,
        n_sites=problem.n_sites,
        forced=problem.forced,
        until_covered=False,
    )
    return columns, bound + float(problem.weights[problem.existing <= problem.threshold].sum())


def _choose_lscp(problem: SitingProblem) -> tuple[list[int], float]:
    cover, needs = problem.coverage(problem.threshold), list_needs(problem)
    columns, _ = cover_greedily(cover, needs, n_sites=problem.shape[1], forced=problem.forced, until_covered=True)
    columns = drop_redundant(cover[needs > 0], columns, keep=len(problem.forced))
    return columns, float(max(count_independent(cover[needs > 0]), len(problem.forced)))


def list_needs(problem: SitingProblem) -> np.ndarray:
    """1.0 per demand point that some site can cover and no existing place does, else 0.0."""
    needs = np.ones(len(problem.weights))
    needs[problem.existing <= problem.threshold] = 0.0
    needs[find_uncoverable(problem)] = 0.0
    return needs


def drop_redundant(cover: Sparse, columns: list[int], *, keep: int) -> list[int]:
    """`columns` without those that the others make superfluous, tried from the last; the first `keep` stay."""
    times = np.asarray(cover[:, columns].sum(axis=1)).ravel()
    by_site, kept = cover.tocsc(), list(columns)
    for column in reversed(columns[keep:]):
        rows = by_site.indices[by_site.indptr[column] : by_site.indptr[column + 1]]
        if (times[rows] > 1).all():
            times[rows] -= 1
            kept.remove(column)
    return kept


def count_independent(cover: Sparse) -> int:
    """Demand points no two of which one site covers, found greedily: so many sites are needed at least."""
    by_site, free, n = cover.tocsc(), np.ones(cover.shape[0], dtype=bool), 0
    for row in np.argsort(np.diff(cover.indptr), kind="stable"):
        if free[row]:
            sites = cover.indices[cover.indptr[row] : cover.indptr[row + 1]]
            free[by_site[:, sites].indices] = False
            n += len(sites) > 0
    return n


def _choose_pmedian(problem: SitingProblem) -> tuple[list[int], float]:
    least = check_reach(problem)
    if isinstance(problem.costs, PlaneCosts):
        return choose_country(problem), float(problem.weights @ least / problem.weights.sum())
    weights, costs, served = fill_costs(problem)
    columns = choose_by_cost(weights, costs, served, n_sites=problem.n_sites, forced=problem.forced)
    columns = improve_by_swaps(weights, costs, columns, keep=len(problem.forced))
    return columns, float(weights @ costs.min(axis=1) / weights.sum())


def fill_costs(problem: SitingProblem) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Weights, costs and cost now of the demand points with weight: no cost above today's, and none infinite.

    A cost that times its weight no real one comes near stands for "not reached": reaching one more point pays first.
    """
    used = problem.weights > 0
    weights, existing, costs = problem.weights[used], problem.existing[used], problem.dense_costs()[used]
    highest = float(costs[np.isfinite(costs)].max(initial=0.0))
    missing = 1e4 * (1.0 + highest) * weights.max() / weights
    served = np.where(np.isinf(existing), missing, existing)
    return weights, np.minimum(costs, served[:, None]), served


def _choose_pcenter(problem: SitingProblem) -> tuple[list[int], float]:
    lowest = float(check_reach(problem).max())
    if isinstance(problem.costs, PlaneCosts):
        return choose_centres(problem), lowest
    values = list_costs(problem, above=lowest)
    low, high, columns = 0, len(values) - 1, None
    while low <= high:
        middle = (low + high) // 2
        found = cover_within(problem, float(values[middle]))
        if len(found) <= problem.n_sites:
            high, columns = middle - 1, found
        else:
            low = middle + 1
    if columns is None:
        raise SitingRefused("unreachable_together", params={"n": problem.n_sites})
    return fill_up(problem, columns), lowest


def list_costs(problem: SitingProblem, *, above: float) -> np.ndarray:
    """The distinct finite costs of at least `above`, in order: the only values a largest cost can have."""
    costs: Any = problem.costs
    stored = costs if isinstance(costs, np.ndarray) else costs.data
    values = np.concatenate([stored.ravel(), problem.existing])
    return np.unique(values[np.isfinite(values) & (values >= above)])


def cover_within(problem: SitingProblem, radius: float) -> list[int]:
    """Sites that greedily cover every demand point within `radius`, the forced ones among them."""
    cover, needs = problem.coverage(radius), (problem.existing > radius).astype(np.float64)
    columns, _ = cover_greedily(cover, needs, n_sites=problem.shape[1], forced=problem.forced, until_covered=True)
    return drop_redundant(cover[needs > 0], columns, keep=len(problem.forced))


def fill_up(problem: SitingProblem, columns: list[int]) -> list[int]:
    """`columns` and as many of the others as make n: the first in order, since all are equally good."""
    others = (column for column in range(problem.shape[1]) if column not in set(columns))
    return [*columns, *(next(others) for _ in range(problem.n_sites - len(columns)))]


_CHOOSE = {"mclp": _choose_mclp, "lscp": _choose_lscp, "pmedian": _choose_pmedian, "pcenter": _choose_pcenter}
