"""Where next in a country: points whose pairs nobody holds, against the same points in a table."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import scipy.sparse as sp

from kulturkarta.analysis.plane import PlaneCosts, group_points, locate_groups
from kulturkarta.analysis.siting import Objective, SitingProblem, measure_costs, prove_bound, solve_exact, solve_greedy
from kulturkarta.analysis.siting import state_problem as state
from kulturkarta.analysis.siting.centres import move_to_middles
from kulturkarta.analysis.siting.country import PlaneOffers
from kulturkarta.analysis.siting.covering import find_contained, merge_columns
from kulturkarta.analysis.siting.lagrange import CostOffers

LIMIT_S = 60.0
NONE = np.zeros(0, dtype=np.int64)


def test_distances_on_a_plane_are_measured_when_asked_for() -> None:
    costs = PlaneCosts(np.array([[0.0, 0], [3, 0], [9, 9]]), np.array([[3.0, 4], [0, 0]]), 1.3)
    assert costs.shape == (3, 2)
    assert costs[:, np.array([0])][np.array([0, 1])].to_dense().tolist() == [[6.5], [pytest.approx(5.2)]]
    assert costs[:2].measure_nearest().tolist() == pytest.approx([0.0, 3.9])


def test_homes_are_gathered_in_squares_around_their_weighted_middle() -> None:
    homes = np.array([[0.0, 0], [1, 0], [100, 100]])
    group = group_points(homes, n_groups=2)
    assert group.tolist() == [0, 0, 1]
    centres, people = locate_groups(homes, np.array([1.0, 3, 5]), group)
    assert (centres.tolist(), people.tolist()) == ([[0.75, 0], [100, 100]], [4, 5])
    # However small the squares, homes at one place stay together.
    assert group_points(np.zeros((5, 2)), n_groups=4).tolist() == [0] * 5


def test_offers_on_a_plane_are_those_of_a_table() -> None:
    rng = np.random.default_rng(4)
    homes, spots, weights = rng.random((90, 2)), rng.random((40, 2)), rng.integers(1, 9, 90).astype(float)
    plane = PlaneCosts(homes, spots, 2.0)
    few, full = PlaneOffers(plane, weights, weights), CostOffers(weights[:, None] * plane.to_dense())
    prices, chosen = weights * rng.random(90), np.array([3, 7, 39])
    np.testing.assert_allclose(few.value_sites(prices), full.value_sites(prices), rtol=1e-12)
    assert few.count_takers(prices, chosen).tolist() == full.count_takers(prices, chosen).tolist()
    for offers in (few, full):
        offers.keep(np.arange(40) % 2 == 1)
    np.testing.assert_allclose(few.value_sites(prices), full.value_sites(prices), rtol=1e-12)


def test_a_site_moves_to_the_middle_of_those_it_serves_unless_forced() -> None:
    costs = np.array([[0.0, 4, 9], [9, 5, 0]])
    assert move_to_middles(costs, [0], forced=NONE) == [1]
    assert move_to_middles(costs, [0], forced=np.array([0])) == [0]


def test_sites_that_cover_the_same_are_one_and_sets_in_others_are_found_however_many_share() -> None:
    assert merge_columns(sp.csr_array(np.array([[1.0, 0, 1], [1, 1, 1]]))).tolist() in ([0, 1], [1, 0])
    sets = np.array([[1.0, 1, 0], [1, 1, 1], [1, 0, 0], [1, 1, 0]])
    # {a,b} lies in {a,b,c}, {a} in all, and the second {a,b} in the first; by size only the large ones hold another.
    assert find_contained(sp.csr_array(sets)).tolist() == [True, False, True, True]
    assert find_contained(sp.csr_array(sets), by_larger=False).tolist() == [True, True, False, True]
    rng = np.random.default_rng(1)
    many = (rng.random((30, 8)) < 0.5).astype(float)
    # Set beside sets of their own, few share anything, and the other way of counting is taken.
    apart = sp.block_diag([sp.csr_array(many), sp.eye_array(200)], format="csr")
    assert find_contained(sp.csr_array(apart))[:30].tolist() == find_contained(sp.csr_array(many)).tolist()


def towns(objective: Objective, costs: object, seed: int, **more: Any) -> SitingProblem:
    rng = np.random.default_rng(seed)
    weights = rng.integers(1, 500, 300).astype(float)
    existing = None if seed % 2 else rng.uniform(0.05, 0.5, 300)
    ids = [f"s{column}" for column in range(50)]
    return state(objective, weights, costs=costs, ids=ids, n_sites=5, threshold=None, existing=existing, **more)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("objective", ["pmedian", "pcenter"])
def test_what_is_said_of_a_plane_holds_for_the_table(objective: Objective, seed: int) -> None:
    rng = np.random.default_rng(100 + seed)
    plane = PlaneCosts(rng.random((300, 2)) ** 2, rng.random((50, 2)))
    more = {"forced": ["s7"], "excluded": ["s3"]} if seed > 1 else {}
    best = solve_exact(towns(objective, plane.to_dense(), seed, **more), time_limit_s=LIMIT_S)
    asked = towns(objective, plane, seed, **more)
    found = solve_exact(asked, time_limit_s=LIMIT_S)
    quick = prove_bound(asked, solve_greedy(asked), time_limit_s=LIMIT_S)
    for plan in (found, quick):
        assert plan.bound <= best.objective * (1 + 1e-9) <= plan.objective * (1 + 2e-9)
        assert len(plan.sites) == 5
        assert set(more.get("forced", [])) <= set(plan.sites) and not set(more.get("excluded", [])) & set(plan.sites)
    if objective == "pcenter":
        assert found.exact and found.objective == pytest.approx(best.objective, rel=1e-9)
    else:
        assert found.objective <= best.objective * 1.01
        assert found.gap <= 0.02
    # Another plan than the best one, and again no better than the table allows.
    barred = [plane_id for plane_id, site in enumerate(asked.ids) if site in found.sites]
    other = solve_exact(asked.bar(barred), time_limit_s=LIMIT_S)
    assert set(other.sites) != set(found.sites)
    assert other.objective >= found.bound


def test_ten_towns_of_a_country_get_a_place_each_in_their_middle() -> None:
    # 1,000 homes on a ring of 1 km around each of ten middles 100 km apart; a site in each middle, 619 further out.
    angle = np.linspace(0, 2 * np.pi, 1_000, endpoint=False)
    ring, rng = np.column_stack([np.cos(angle), np.sin(angle)]) * 1_000.0, np.random.default_rng(5)
    middles = np.column_stack([np.arange(10) % 2 * 100_000.0, np.arange(10) // 2 * 100_000.0])
    outside = [middle + ring[rng.choice(1_000, 619)] * rng.uniform(3, 20, (619, 1)) for middle in middles]
    homes, spots = np.vstack([middle + ring for middle in middles]), np.vstack([middles, *outside])
    costs = measure_costs(homes, spots, within=None)
    assert isinstance(costs, PlaneCosts)  # 62 million pairs
    ids = list(map(str, range(len(spots))))
    for objective in ("pmedian", "pcenter"):
        asked = state(objective, np.ones(10_000), costs=costs, ids=ids, n_sites=10, threshold=None)
        told: list[tuple[float, float]] = []

        def hear(incumbent: float, bound: float, told: list[tuple[float, float]] = told) -> bool:
            told.append((incumbent, bound))
            return True

        plan = solve_exact(asked, time_limit_s=10.0, progress=hear)
        assert set(plan.sites) == set(ids[:10])
        assert plan.objective == pytest.approx(1_000)
        assert plan.gap <= 0.02
        assert told or plan.exact  # found at once, with nothing to tell on the way
        assert plan.seconds < 25
        stopped = solve_exact(asked, time_limit_s=LIMIT_S, progress=lambda incumbent, bound: False)
        assert stopped.bound <= 1_000 * (1 + 1e-9) <= stopped.objective * (1 + 2e-9)
