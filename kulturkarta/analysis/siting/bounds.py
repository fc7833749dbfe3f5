"""How far from the best a greedy plan can be at most, without finding the best one."""

from __future__ import annotations

import numpy as np

from kulturkarta.analysis.siting.covering import merge_rows, price_cover, state_cover
from kulturkarta.analysis.siting.greedy import list_needs
from kulturkarta.analysis.siting.pcenter import search_pcenter
from kulturkarta.analysis.siting.plan import Plan, build_plan
from kulturkarta.analysis.siting.pmedian import price_pmedian
from kulturkarta.analysis.siting.problem import LARGEST_WINS, SitingProblem
from kulturkarta.analysis.siting.solver import Model, OutOfTime, Watch, solve_model

_ROUNDING = 1e-6


def prove_bound(problem: SitingProblem, plan: Plan, *, time_limit_s: float) -> Plan:
    """`plan` with a tighter bound: from prices (mclp, pmedian) or from sites that may be opened in parts.

    The bound stays as it was when the time is too short. A plan that meets its bound is proven best.
    """
    watch = Watch(time_limit_s)
    try:
        bound = _BOUND[problem.objective](problem, plan, watch)
    except OutOfTime:
        bound = np.nan
    tightest = np.fmin if problem.objective in LARGEST_WINS else np.fmax
    columns = [problem.ids.index(site) for site in plan.sites]
    return build_plan(problem, columns, bound=float(tightest(plan.bound, bound)), seconds=plan.seconds + watch.seconds)


def _bound_mclp(problem: SitingProblem, plan: Plan, watch: Watch) -> float:
    open_demand = np.where(problem.existing <= problem.threshold, 0.0, problem.weights)
    cover, weights = merge_rows(problem.coverage(problem.threshold), open_demand)
    if not len(weights):
        return float(problem.weights.sum())
    already = float(problem.weights[problem.existing <= problem.threshold].sum())
    found = price_cover(problem, cover, weights, plan.objective - already, watch, give_up=False)
    return already + float(weights.sum()) - found.bound


def _bound_lscp(problem: SitingProblem, plan: Plan, watch: Watch) -> float:
    cover, _ = merge_rows(problem.coverage(problem.threshold), list_needs(problem))
    return float(np.ceil(_relaxed_value(state_cover(problem, cover), watch) - _ROUNDING))


def _relaxed_value(model: Model, watch: Watch) -> float:
    solution = solve_model(model.relax(), watch)
    return solution.value if solution.is_optimal else np.nan


def _bound_pmedian(problem: SitingProblem, plan: Plan, watch: Watch) -> float:
    return price_pmedian(problem, [problem.ids.index(site) for site in plan.sites], watch)


def _bound_pcenter(problem: SitingProblem, plan: Plan, watch: Watch) -> float:
    return search_pcenter(problem, watch, plan).bound


_BOUND = {"mclp": _bound_mclp, "lscp": _bound_lscp, "pmedian": _bound_pmedian, "pcenter": _bound_pcenter}
