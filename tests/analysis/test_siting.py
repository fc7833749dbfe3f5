"""Where next, on towns small enough to try every set of sites."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kulturkarta.analysis.siting import (
    OBJECTIVES,
    Objective,
    Plan,
    SitingProblem,
    SitingRefused,
    list_alternatives,
    measure_costs,
    prove_bound,
    solve_exact,
    solve_greedy,
    state_problem,
)
from tests.analysis.brute_force import find_best

LIMIT_S = 60.0
# Five villages along a road at 0, 1, 2, 10 and 11 km; a site in each.
ROAD_KM = np.array([[0.0, 0], [1, 0], [2, 0], [10, 0], [11, 0]])
PEOPLE = np.array([10.0, 20, 10, 30, 5])
SITES = ("a", "b", "c", "d", "e")


def ask(
    objective: Objective,
    *,
    weights: np.ndarray = PEOPLE,
    costs: np.ndarray | None = None,
    ids: tuple[str, ...] = SITES,
    n_sites: int | None = 1,
    threshold: float | None = 1.0,
    **more: object,
) -> SitingProblem:
    table = measure_costs(ROAD_KM, ROAD_KM, within=None) if costs is None else costs
    n = None if objective == "lscp" else n_sites
    return state_problem(objective, weights, costs=table, ids=ids, n_sites=n, threshold=threshold, **more)


def exact(problem: SitingProblem) -> Plan:
    return solve_exact(problem, time_limit_s=LIMIT_S)


def test_mclp_takes_the_site_that_covers_most_people_first() -> None:
    # Within 1 km: a 30, b 40, c 30, d 35, e 35. Then d and e both add 35; the first of equals is taken.
    for plan in (solve_greedy(ask("mclp", n_sites=2)), exact(ask("mclp", n_sites=2))):
        assert (plan.objective, plan.covered, plan.uncovered) == (75, 75, 0)
        assert plan.gained == (40, 35)
        assert plan.sites[0] == "b"
        assert (plan.bound, plan.gap, plan.exact) == (75, 0, True)


def test_mclp_finds_what_greedy_misses_and_says_how_far_greedy_can_be_off() -> None:
    # x covers 4 people in the middle, y and z 3 each at the ends: x first leaves 1 for either, y and z have all 6.
    costs = np.array([[9.0, 0, 9], [0, 0, 9], [0, 0, 9], [0, 9, 0], [0, 9, 0], [9, 9, 0]])
    problem = ask("mclp", weights=np.ones(6), costs=costs, ids=("x", "y", "z"), n_sites=2, threshold=1)
    greedy, best = solve_greedy(problem), exact(problem)
    assert (greedy.objective, best.objective) == (5, 6)
    assert set(best.sites) == {"y", "z"}
    assert greedy.bound == 6
    assert greedy.gap == pytest.approx(1 / 6)
    assert not greedy.exact


def test_lscp_counts_the_sites_it_needs_and_names_what_nothing_covers() -> None:
    costs = measure_costs(np.vstack([ROAD_KM, [50, 0]]), ROAD_KM, within=None)
    problem = ask("lscp", weights=np.append(PEOPLE, 7.0), costs=costs)
    plan = exact(problem)
    assert (plan.objective, plan.covered, plan.uncovered, plan.uncoverable) == (2, 75, 7, (5,))
    assert plan.sites[0] == "b"
    assert plan.exact


def test_pmedian_is_the_mean_cost_per_person() -> None:
    # One site. At b: 10 + 0 + 10 + 270 + 50 = 340 person-km; at c: 20 + 20 + 0 + 240 + 45 = 325; at d 365. So c.
    one = exact(ask("pmedian", threshold=None))
    assert one.sites == ("c",)
    assert one.objective == pytest.approx(325 / 75)
    # Two: b and d leave 10 + 10 + 5 = 25.
    two = exact(ask("pmedian", n_sites=2, threshold=None))
    assert set(two.sites) == {"b", "d"}
    assert two.objective == pytest.approx(25 / 75)
    assert np.isnan(two.gained[0])
    assert (two.covered, two.uncovered) == (75, 0)
    assert solve_greedy(ask("pmedian", n_sites=2, threshold=None)).objective == pytest.approx(25 / 75)


def test_pcenter_is_the_longest_way_whoever_walks_it() -> None:
    # One site: c has 9 km to e, d 10 km to a. Two: b serves three within 1 km, d or e the others within 1 km.
    assert exact(ask("pcenter", threshold=None)).objective == 9
    two = exact(ask("pcenter", n_sites=2, threshold=0.5))
    assert two.objective == 1
    assert two.covered in (50, 25)  # who lives at b and at d or e
    assert two.exact


def test_a_cost_of_zero_in_a_sparse_table_is_a_way_and_a_missing_one_is_none() -> None:
    costs = sp.csr_array((np.array([0.0, 2.0]), (np.array([0, 1]), np.array([0, 1]))), shape=(2, 2))
    problem = ask("mclp", weights=np.array([3.0, 4]), costs=costs, ids=("a", "b"), n_sites=2, threshold=1.0)
    assert exact(problem).objective == 3
    assert solve_greedy(problem).gained == (3, 0)


def test_distances_up_to_the_threshold_count_and_include_it() -> None:
    costs = measure_costs(np.array([[0.0, 0], [0, 0]]), np.array([[3.0, 4], [3, 4.001], [0, 0]]), within=5.0)
    assert costs.toarray().tolist() == [[5, 0, 0], [5, 0, 0]]
    assert costs.nnz == 4


def test_existing_places_serve_before_any_new_one() -> None:
    # There is a place at d already: it covers d and e.
    existing = np.abs(ROAD_KM[:, 0] - 10)
    covering = exact(ask("mclp", existing=existing))
    assert (covering.objective, covering.sites, covering.gained) == (75, ("b",), (40,))
    assert exact(ask("lscp", existing=existing)).objective == 1
    median = exact(ask("pmedian", existing=existing, threshold=None))
    # Now 10 x 10 + 20 x 9 + 10 x 8 + 0 + 5 = 365 person-km; with b 25.
    assert (median.sites, median.objective) == (("b",), pytest.approx(25 / 75))
    assert median.gained == (pytest.approx(340 / 75),)
    assert exact(ask("pcenter", existing=existing, threshold=None)).objective == 1


def test_a_small_demand_beside_a_huge_one_keeps_its_digits() -> None:
    weights, costs = np.array([0.0006303349170748683, 24083.7582]), np.array([[9.0], [9.0]])
    problem = ask("mclp", weights=weights, costs=costs, ids=("a",), existing=np.array([0.0, np.inf]))
    assert exact(problem).objective == weights[0]


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_forced_sites_are_in_every_plan_and_excluded_ones_in_none(objective: Objective) -> None:
    problem = ask(objective, n_sites=3, forced=["e"], excluded=["b", "d"])
    for plan in (solve_greedy(problem), exact(problem)):
        assert plan.sites[0] == "e"
        assert not {"b", "d"} & set(plan.sites)


def test_forced_sites_cost_what_they_cost() -> None:
    assert exact(ask("mclp", forced=["a"])).objective == 30
    assert exact(ask("mclp", n_sites=2, forced=["a"])).objective == 65
    assert exact(ask("lscp", forced=["a"])).objective == 3


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"n_sites": 6}, "too_many_sites"),
        ({"n_sites": 1, "forced": ["a", "b"]}, "too_many_forced"),
        ({"forced": ["x"]}, "unknown_site"),
        ({"excluded": ["x"]}, "unknown_site"),
        ({"forced": ["a"], "excluded": ["a"]}, "forced_excluded"),
        ({"excluded": list(SITES)}, "no_candidates"),
        ({"costs": np.zeros((5, 0)), "ids": ()}, "no_candidates"),
        ({"weights": np.zeros(5)}, "no_demand"),
        ({"weights": np.zeros(0), "costs": np.zeros((0, 5))}, "no_demand"),
    ],
)
def test_questions_without_an_answer_are_refused_with_the_reason(more: dict[str, object], code: str) -> None:
    with pytest.raises(SitingRefused) as refused:
        ask("mclp", **more)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "more",
    [
        {"weights": np.array([1.0, -1, 1, 1, 1])},
        {"weights": np.array([1.0, np.nan, 1, 1, 1])},
        {"costs": np.full((5, 5), np.nan)},
        {"costs": -np.ones((5, 5))},
        {"costs": np.ones((5, 4))},
        {"existing": np.full(5, np.nan)},
        {"threshold": None},
        {"n_sites": 0},
        {"ids": ("a", "a", "b", "c", "d")},
    ],
)
def test_input_that_no_caller_should_send_is_a_value_error(more: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        ask("mclp", **more)


@pytest.mark.parametrize("objective", ["pmedian", "pcenter"])
def test_demand_that_no_site_reaches_is_named(objective: Objective) -> None:
    costs = np.array([[0.0, 1], [np.inf, np.inf], [1, 0]])
    problem = ask(objective, weights=np.ones(3), costs=costs, ids=("a", "b"), threshold=None)
    for solve in (solve_greedy, exact):
        with pytest.raises(SitingRefused) as refused:
            solve(problem)
        assert (refused.value.code, refused.value.demand) == ("unreachable", (1,))


@pytest.mark.parametrize("objective", ["pmedian", "pcenter"])
def test_too_few_sites_to_reach_everybody_are_refused(objective: Objective) -> None:
    costs = np.array([[0.0, np.inf], [np.inf, 0]])
    problem = ask(objective, weights=np.ones(2), costs=costs, ids=("a", "b"), threshold=None)
    with pytest.raises(SitingRefused) as refused:
        exact(problem)
    assert refused.value.code == "unreachable_together"


def test_demand_of_weight_zero_needs_no_median_but_a_centre() -> None:
    costs = np.array([[0.0], [np.inf]])
    weights = np.array([2.0, 0.0])
    assert exact(ask("pmedian", weights=weights, costs=costs, ids=("a",), threshold=None)).objective == 0
    with pytest.raises(SitingRefused):
        exact(ask("pcenter", weights=weights, costs=costs, ids=("a",), threshold=None))


def test_when_everything_is_covered_already_any_plan_is_best() -> None:
    plan = exact(ask("mclp", existing=np.zeros(5)))
    assert (plan.objective, plan.gained, plan.exact) == (75, (0,), True)
    assert exact(ask("lscp", existing=np.zeros(5))).sites == ()
    assert exact(ask("pmedian", existing=np.zeros(5), threshold=None)).objective == 0
    assert exact(ask("pcenter", existing=np.zeros(5), threshold=None)).objective == 0


def test_a_cancelled_search_keeps_its_best_plan_and_a_bound_that_holds() -> None:
    rng = np.random.default_rng(3)
    ids = tuple(map(str, range(40)))
    for objective in OBJECTIVES:
        costs = measure_costs(rng.random((200, 2)), rng.random((40, 2)), within=None)
        problem = ask(objective, weights=np.ones(200), costs=costs, ids=ids, n_sites=5, threshold=0.2)
        best = exact(problem)
        stopped = solve_exact(problem, time_limit_s=LIMIT_S, progress=lambda incumbent, bound: False)
        sign = 1 if objective == "mclp" else -1
        assert sign * stopped.objective <= sign * best.objective <= sign * stopped.bound + 1e-9
        heard: list[tuple[float, float]] = []

        def listen(incumbent: float, bound: float, heard: list[tuple[float, float]] = heard) -> bool:
            heard.append((incumbent, bound))
            return True

        watched = solve_exact(problem, time_limit_s=LIMIT_S, progress=listen)
        assert watched.objective == pytest.approx(best.objective, rel=1e-9)
        assert heard
        late = solve_exact(problem, time_limit_s=0.0)
        assert sign * late.objective <= sign * best.objective <= sign * late.bound + 1e-9


def test_alternatives_are_other_plans_within_the_tolerance() -> None:
    # Of single sites within 1 km: b 40, d and e 35, a and c 30. Within 15 %: b, d, e; within 1 %: b alone.
    problem = ask("mclp")
    best = exact(problem)
    close = list_alternatives(problem, best, tolerance=0.15, max_plans=20, time_limit_s=LIMIT_S)
    assert [plan.objective for plan in close.plans] == [40, 35, 35]
    assert close.share == {"b": pytest.approx(1 / 3), "d": pytest.approx(1 / 3), "e": pytest.approx(1 / 3)}
    assert close.is_complete
    assert list_alternatives(problem, best, tolerance=0.01, max_plans=20, time_limit_s=LIMIT_S).plans == (best,)
    two = list_alternatives(problem, best, tolerance=0.15, max_plans=2, time_limit_s=LIMIT_S)
    assert (len(two.plans), two.is_complete) == (2, False)


def test_alternatives_end_when_there_are_no_other_plans() -> None:
    for objective in OBJECTIVES:
        problem = ask(objective, weights=np.ones(1), costs=np.ones((1, 2)), ids=("a", "b"))
        found = list_alternatives(problem, exact(problem), tolerance=0.5, max_plans=9, time_limit_s=LIMIT_S)
        assert {plan.sites[0] for plan in found.plans} == {"a", "b"}
        assert found.is_complete


@st.composite
def questions(draw: st.DrawFn) -> dict[str, object]:
    n, m = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    cost = st.one_of(st.integers(0, 6).map(float), st.floats(0, 1000), st.just(np.inf))
    weights = draw(arrays(float, n, elements=st.one_of(st.integers(0, 4).map(float), st.floats(0.01, 1e5))))
    weights[0] = max(weights[0], 1.0)
    n_sites = draw(st.integers(1, m))
    existing = arrays(float, n, elements=st.one_of(st.just(np.inf), st.integers(0, 6).map(float)))
    return {
        "objective": draw(st.sampled_from(OBJECTIVES)),
        "weights": weights,
        "costs": draw(arrays(float, (n, m), elements=cost)),
        "n_sites": n_sites,
        "threshold": draw(st.sampled_from([0.0, 1.0, 3.0, 500.0])),
        "existing": draw(existing),
        "forced": draw(st.sets(st.integers(0, m - 1), max_size=n_sites)),
    }


@settings(max_examples=150, deadline=None)
@given(questions())
def test_exact_equals_brute_force_and_no_bound_is_ever_crossed(question: dict) -> None:
    objective, weights, costs = question["objective"], question["weights"], question["costs"]
    forced, n_sites = tuple(sorted(question["forced"])), None if objective == "lscp" else question["n_sites"]
    ids = tuple(f"s{column}" for column in range(costs.shape[1]))
    same = {"n_sites": n_sites, "threshold": question["threshold"], "existing": question["existing"]}
    problem = state_problem(objective, weights, costs=costs, ids=ids, forced=[ids[k] for k in forced], **same)
    best = find_best(objective, weights, costs, forced=forced, **same)
    if np.isinf(best):
        with pytest.raises(SitingRefused):
            exact(problem)
        return
    plan = exact(problem)
    assert plan.objective == pytest.approx(best, rel=1e-9, abs=1e-12)
    assert plan.exact
    assert {ids[k] for k in forced} <= set(plan.sites)
    try:
        greedy = solve_greedy(problem)
    except SitingRefused as refused:
        assert refused.code == "unreachable_together"
        return
    sign, rounding = (1 if objective == "mclp" else -1), 1e-9 * abs(best) + 1e-12
    for other in (greedy, prove_bound(problem, greedy, time_limit_s=LIMIT_S)):
        assert sign * other.objective <= sign * best + rounding
        assert sign * other.bound >= sign * best - rounding


def test_almost_as_good_is_a_share_of_what_the_plan_gains_over_today() -> None:
    # 1000 people have a place already. "a" brings 100 more, "b" 95, "c" 80: b gives up 5 % of the gain, though only
    # half a percent of all people reached; c gives up 20 %.
    weights, existing = np.array([1000.0, 100.0, 95.0, 80.0]), np.array([0.0, np.inf, np.inf, np.inf])
    costs = np.where(np.eye(4)[:, 1:] > 0, 0.0, np.inf)
    for tolerance, said in ((0.04, ["a"]), (0.05, ["a", "b"]), (0.1, ["a", "b"]), (0.2, ["a", "b", "c"])):
        problem = state_problem(
            "mclp", weights, costs=costs, ids=["a", "b", "c"], n_sites=1, threshold=1.0, existing=existing
        )
        found = list_alternatives(problem, exact(problem), tolerance=tolerance, max_plans=9, time_limit_s=LIMIT_S)
        assert [plan.sites for plan in found.plans] == [(site,) for site in said] and found.is_complete
