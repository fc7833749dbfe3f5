"""Plans almost as good as the best: one best pin on a map says more than anyone knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kulturkarta.analysis.siting.exact import solve_exact
from kulturkarta.analysis.siting.plan import Plan
from kulturkarta.analysis.siting.problem import LARGEST_WINS, SitingProblem, SitingRefused
from kulturkarta.analysis.siting.solver import Progress, Watch

_ROUNDING = 1e-9


@dataclass(frozen=True)
class Alternatives:
    """The `plans` within the tolerance, best first, and in what `share` of them each site occurs, most often first.

    `is_complete`: no further plan is within the tolerance; otherwise there may be more than were asked for, or the
    time was up.
    """

    plans: tuple[Plan, ...]
    share: Mapping[str, float]
    is_complete: bool


def list_alternatives(
    problem: SitingProblem,
    best: Plan,
    *,
    tolerance: float,
    max_plans: int,
    time_limit_s: float,
    progress: Progress | None = None,
) -> Alternatives:
    """Up to `max_plans` plans that give up at most `tolerance` (0.01: one percent) of what `best` gains.

    What it gains is counted from how things are today, with the places there are: 300 more people within reach, or 2 km
    less on average. Where nothing is reached today, and for lscp and pcenter, it is a share of the whole objective.

    Each is the best plan that does not contain all useful sites of one before it (sum of their y <= count - 1); sites
    that gain nothing do not make a plan another. Three plans {a,b}, {a,c}, {a,d} -> a 1.0, the others 1/3.
    """
    watch, plans, is_complete = Watch(time_limit_s, progress), [best], False
    slack = _measure_slack(problem, best, tolerance)
    while len(plans) < max_plans and watch.left_s > 0 and not is_complete:
        useful = _list_useful(problem, plans[-1])
        if not useful:  # nothing can be better or worse: any other plan is the same plan
            is_complete = True
            break
        problem = problem.bar(useful)
        try:
            plan = solve_exact(problem, time_limit_s=watch.left_s, progress=progress)
        except SitingRefused as refused:
            is_complete = refused.code == "no_other_plan"
            break
        if abs(plan.objective - best.objective) > slack and not _is_better(problem, plan, best):
            is_complete = plan.exact
            break
        plans.append(plan)
    counts = Counter(site for plan in plans for site in plan.sites)
    return Alternatives(
        plans=tuple(plans),
        share={site: n / len(plans) for site, n in counts.most_common()},
        is_complete=is_complete,
    )


def _list_useful(problem: SitingProblem, plan: Plan) -> list[int]:
    """Columns of the sites that gain something (NaN: the first, which has nothing to compare with)."""
    return [problem.ids.index(site) for site, gain in zip(plan.sites, plan.gained, strict=True) if gain != 0]


def _measure_slack(problem: SitingProblem, best: Plan, tolerance: float) -> float:
    """How much the objective may differ from that of `best`."""
    weights, existing = problem.weights, problem.existing
    if problem.objective == "mclp":
        today = float(weights[existing <= problem.threshold].sum())
    elif problem.objective == "pmedian" and np.isfinite(existing[weights > 0]).all():
        today = float(weights[weights > 0] @ existing[weights > 0] / weights.sum())
    else:
        today = 0.0
    return tolerance * abs(best.objective - today) + _ROUNDING * abs(best.objective)


def _is_better(problem: SitingProblem, plan: Plan, best: Plan) -> bool:
    """`best` may be a greedy plan, and one of the others better."""
    better = plan.objective - best.objective
    return better > 0 if problem.objective in LARGEST_WINS else better < 0
