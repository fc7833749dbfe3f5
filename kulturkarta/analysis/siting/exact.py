"""Plans that are proven best, or as good as the time allows and with a proven bound."""

from __future__ import annotations

import numpy as np

from kulturkarta.analysis.siting.covering import Search, merge_rows, search_lscp, search_mclp
from kulturkarta.analysis.siting.greedy import solve_greedy
from kulturkarta.analysis.siting.pcenter import search_pcenter
from kulturkarta.analysis.siting.plan import SAME, Plan, build_plan
from kulturkarta.analysis.siting.pmedian import search_pmedian
from kulturkarta.analysis.siting.problem import LARGEST_WINS, MAX_CELLS, SitingProblem, SitingRefused
from kulturkarta.analysis.siting.solver import Progress, Watch
from kulturkarta.analysis.siting.swap import find_good_swap, improve_by_swaps, value_swaps


def solve_exact(problem: SitingProblem, *, time_limit_s: float, progress: Progress | None = None) -> Plan:
    """The best plan, proven (`exact`), or the best found in `time_limit_s` seconds with a bound that still holds.

    `progress(incumbent, bound)` is called at least every few seconds, both in the unit of the objective and NaN while
    unknown; when it returns False the search ends and what is known is returned. mclp, lscp and pcenter start from the
    greedy plan. Raises SitingRefused: "unreachable", "unreachable_together", "out_of_time" when nothing was
    found in time, "no_other_plan" when barred sets leave none.
    """
    watch = Watch(time_limit_s, progress)
    start = None
    if problem.objective != "pmedian":
        start = _start_greedily(problem)
        watch.incumbent = watch.incumbent if start is None else start.objective
    found = _search(problem, watch, start)
    columns = found.columns
    if columns is None and start is not None:
        columns = [problem.ids.index(site) for site in start.sites]
    if columns is None:
        raise SitingRefused("out_of_time" if watch.cancelled or watch.left_s <= 0 else "no_other_plan")
    plan = build_plan(problem, columns, bound=found.bound, seconds=watch.seconds)
    if start is None or _is_better(plan, start, problem.objective):
        return plan
    # Of equal plans the greedy one: asking for proof alone should not move a pin.
    columns = [problem.ids.index(site) for site in start.sites]
    return build_plan(problem, columns, bound=found.bound, seconds=watch.seconds)


def _start_greedily(problem: SitingProblem) -> Plan | None:
    try:
        plan = solve_greedy(problem)
    except SitingRefused as refused:
        if refused.code != "unreachable_together":
            raise
        return None
    return _improve_start(problem, plan) if problem.objective == "mclp" else _keep_allowed(problem, plan)


def _keep_allowed(problem: SitingProblem, plan: Plan) -> Plan | None:
    return plan if problem.allows([problem.ids.index(site) for site in plan.sites]) else None


def _improve_start(problem: SitingProblem, plan: Plan) -> Plan | None:
    """The greedy plan after swaps: the better the start, the more sites the prices can drop."""
    if problem.shape[0] * problem.shape[1] > MAX_CELLS:
        return _keep_allowed(problem, plan)
    open_demand = np.where(problem.existing <= problem.threshold, 0.0, problem.weights)
    cover, weights = merge_rows(problem.coverage(problem.threshold), open_demand)
    if not len(weights) or problem.n_sites == problem.shape[1]:
        return _keep_allowed(problem, plan)
    uncovered = 1.0 - cover.toarray()
    columns = improve_by_swaps(weights, uncovered, [problem.ids.index(s) for s in plan.sites], keep=len(problem.forced))
    allowed: list[int] | None = columns
    if not problem.allows(columns):
        change = value_swaps(weights, uncovered, columns)
        allowed = find_good_swap(problem, change, columns, is_good=problem.allows)
    return None if allowed is None else build_plan(problem, allowed, bound=plan.bound, seconds=plan.seconds)


def _search(problem: SitingProblem, watch: Watch, start: Plan | None) -> Search:
    if problem.objective == "mclp":
        return search_mclp(problem, watch, start)
    if problem.objective == "lscp":
        return search_lscp(problem, watch, start)
    if problem.objective == "pcenter":
        return search_pcenter(problem, watch, start)
    return search_pmedian(problem, watch)


def _is_better(one: Plan, other: Plan, objective: str) -> bool:
    difference = one.objective - other.objective
    return (difference if objective in LARGEST_WINS else -difference) > SAME * abs(other.objective)
