"""Plans that are proven best, or as good as the time allows and with a proven bound."""

from __future__ import annotations

from kulturkarta.analysis.siting.covering import Search, search_lscp, search_mclp
from kulturkarta.analysis.siting.greedy import solve_greedy
from kulturkarta.analysis.siting.pcenter import search_pcenter
from kulturkarta.analysis.siting.plan import SAME, Plan, build_plan
from kulturkarta.analysis.siting.pmedian import search_pmedian
from kulturkarta.analysis.siting.problem import LARGEST_WINS, SitingProblem, SitingRefused
from kulturkarta.analysis.siting.solver import Progress, Watch


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
    return plan if problem.allows([problem.ids.index(site) for site in plan.sites]) else None


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
