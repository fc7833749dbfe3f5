"""Where the next places help most: four classic location problems, greedily at once or proven best.

`state_problem` states the question, `solve_greedy` or `solve_exact` answer it with a `Plan`, `prove_bound` says how far
from the best a greedy plan can be, `list_alternatives` which other plans are almost as good. `find_next` asks it of the
people and places of a region.
"""

from kulturkarta.analysis.siting.alternatives import Alternatives, list_alternatives
from kulturkarta.analysis.siting.bounds import prove_bound
from kulturkarta.analysis.siting.exact import solve_exact
from kulturkarta.analysis.siting.greedy import solve_greedy
from kulturkarta.analysis.siting.plan import Plan
from kulturkarta.analysis.siting.problem import (
    NEEDS_DEMAND,
    NEEDS_THRESHOLD,
    OBJECTIVES,
    Objective,
    SitingProblem,
    SitingRefused,
    check_size,
    measure_costs,
    state_problem,
)
from kulturkarta.analysis.siting.solver import Progress
from kulturkarta.analysis.siting.where_next import (
    WIDENABLE_KINDS,
    Aim,
    NextPlaces,
    WhereNext,
    find_next,
    list_candidates,
    state_next,
)

__all__ = [
    "NEEDS_DEMAND",
    "NEEDS_THRESHOLD",
    "OBJECTIVES",
    "WIDENABLE_KINDS",
    "Aim",
    "Alternatives",
    "NextPlaces",
    "Objective",
    "Plan",
    "Progress",
    "SitingProblem",
    "SitingRefused",
    "WhereNext",
    "check_size",
    "find_next",
    "list_alternatives",
    "list_candidates",
    "measure_costs",
    "prove_bound",
    "solve_exact",
    "solve_greedy",
    "state_next",
    "state_problem",
]
