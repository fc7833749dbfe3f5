"""Proven best p-centre: the smallest radius within which n sites cover everything."""

from __future__ import annotations

import numpy as np

from kulturkarta.analysis.siting.covering import Search, find_cover, state_cover_within
from kulturkarta.analysis.siting.greedy import list_costs
from kulturkarta.analysis.siting.plan import Plan, check_reach, serve
from kulturkarta.analysis.siting.problem import SitingProblem, SitingRefused
from kulturkarta.analysis.siting.solver import OutOfTime, Watch, solve_model

_CLOSE = 1e-3


def search_pcenter(problem: SitingProblem, watch: Watch, start: Plan | None) -> Search:
    """Binary search over the distinct costs, each step one set covering (Minieka 1970).

    First with fractional sites, which is fast and proves most radii too small, then with whole ones.
    Raises SitingRefused "unreachable" or
    "unreachable_together".
    """
    values = list_costs(problem, above=float(check_reach(problem).max()))
    columns = None if start is None else [problem.ids.index(site) for site in start.sites]
    high = len(values) if start is None else int(np.searchsorted(values, start.objective))
    watch.bound = float(values[0])
    low = 0
    try:
        low = _prove_low(problem, values, high, watch)
        just_below = False
        while low < high:
            watch.check()
            # A proof that nothing exists costs most; after one, the next question is whether the best plan can be
            # beaten at all.
            at = high - 1 if just_below and columns is not None else (low + high) // 2
            found, is_proven = find_cover(problem, float(values[at]), watch)
            just_below = found is None
            if found is not None:
                columns = found
                watch.incumbent = float(serve(problem, found).max())
                high = int(np.searchsorted(values, watch.incumbent))
            elif is_proven:
                low = at + 1
                watch.bound = float(values[min(low, len(values) - 1)])
            else:
                break
    except OutOfTime:
        pass
    if columns is None and low == len(values) and not problem.barred:
        raise SitingRefused("unreachable_together", params={"n": problem.n_sites})
    return Search(columns, watch.bound)


def prove_low(problem: SitingProblem, watch: Watch) -> float:
    """A cost that no plan of n sites can be below, from sites opened in parts."""
    values = list_costs(problem, above=float(check_reach(problem).max()))
    watch.bound = float(values[0])
    _prove_low(problem, values, len(values), watch)
    return watch.bound


def _prove_low(problem: SitingProblem, values: np.ndarray, high: int, watch: Watch) -> int:
    """A position below which no radius is enough even for sites opened in parts; the bound rises on the way."""
    low = 0
    while low < high and values[min(high, len(values) - 1)] - values[low] > _CLOSE * values[low]:
        watch.check()
        middle = (low + high) // 2
        model = state_cover_within(problem, float(values[middle]))
        if model is not None and not solve_model(model.relax(), watch).is_infeasible:
            high = middle
        else:
            low = middle + 1
            watch.bound = float(values[min(low, len(values) - 1)])
    return low
