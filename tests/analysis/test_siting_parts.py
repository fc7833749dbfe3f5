"""The parts of the exact solvers, on tables one can check by eye."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp

from kulturkarta.analysis.siting.covering import drop_implied_rows, merge_rows, reduce_cover
from kulturkarta.analysis.siting.cuts import Cuts, add_violated
from kulturkarta.analysis.siting.greedy import cover_greedily, drop_redundant
from kulturkarta.analysis.siting.lagrange import CostOffers, CoverOffers, find_prices
from kulturkarta.analysis.siting.problem import MAX_CELLS, SitingRefused, check_size, state_problem
from kulturkarta.analysis.siting.solver import Watch
from kulturkarta.analysis.siting.swap import improve_by_swaps, value_swaps

NONE = np.zeros(0, dtype=np.int64)


def table(*rows: list[int]) -> sp.csr_array:
    return sp.csr_array(np.array(rows, dtype=float))


def test_demand_with_the_same_sites_becomes_one_row() -> None:
    cover, weights = merge_rows(
        table([1, 0, 1], [0, 1, 0], [1, 0, 1], [0, 0, 0], [1, 1, 1]), np.array([2.0, 3, 5, 7, 0])
    )
    merged = {tuple(row): weight for row, weight in zip(cover.toarray().tolist(), weights.tolist(), strict=True)}
    assert merged == {(1, 0, 1): 7, (0, 1, 0): 3}


def test_a_row_that_contains_another_is_implied_by_it() -> None:
    assert drop_implied_rows(table([1, 1, 1], [0, 1, 0], [1, 0, 1])).toarray().tolist() == [[0, 1, 0], [1, 0, 1]]


def test_a_site_whose_rows_another_covers_is_not_needed_unless_forced() -> None:
    cover = table([1, 1, 0], [0, 1, 0], [0, 0, 1], [0, 1, 1])

    def useful(forced: list[str]) -> list[float]:
        problem = state_problem(
            "lscp", np.ones(4), costs=1 - cover.toarray(), ids=("a", "b", "c"), n_sites=None, threshold=0, forced=forced
        )
        return reduce_cover(problem, cover)[1].tolist()

    assert useful([]) == [0, 1, 1]
    assert useful(["a"]) == [1, 1, 1]


def test_greedy_covering_bounds_what_any_plan_can_cover() -> None:
    # Sites cover {0,1}, {1,2}, {3}; weights 4, 1, 3, 2. First 5, then 3: 8. Bound: 5 + 4 at the start.
    cover = table([1, 0, 0], [1, 1, 0], [0, 1, 0], [0, 0, 1])
    columns, bound = cover_greedily(cover, np.array([4.0, 1, 3, 2]), n_sites=2, forced=NONE, until_covered=False)
    assert (columns, bound) == ([0, 1], 9)


def test_a_site_that_the_others_make_superfluous_goes_and_the_kept_stay() -> None:
    cover = table([1, 1, 0], [0, 1, 1])
    # Tried from the last: 2 goes, 1 is then alone with the second row, 0 goes.
    assert drop_redundant(cover, [0, 1, 2], keep=0) == [1]
    assert drop_redundant(cover, [0, 1, 2], keep=1) == [0, 1]


def test_a_swap_is_worth_what_everybody_then_pays_less() -> None:
    # One home of weight 2, costs 5, 3 and 9, the first chosen: -4 and +8.
    assert value_swaps(np.array([2.0]), np.array([[5.0, 3, 9]]), [0]).tolist() == [[np.inf, -4, 8]]
    assert improve_by_swaps(np.array([2.0]), np.array([[5.0, 3, 9]]), [2], keep=0) == [1]
    assert improve_by_swaps(np.array([2.0]), np.array([[5.0, 3, 9]]), [2], keep=1) == [2]


def test_a_cut_says_what_a_home_pays_at_least() -> None:
    cuts = Cuts()
    costs = np.array([[2.0, 5.0]])
    # Nothing paid with only the second site open: it is 5 away, and the first would take 3 off.
    paid = add_violated(cuts, np.ones(1), costs, opened=np.array([0.0, 1]), paid=np.zeros(1))
    assert paid == 5
    assert cuts.rows(costs).toarray().tolist() == [[3, 0, 1]]
    # Half of each: 0.5 x 2 + 0.5 x 5 = 3.5, which is the same cut and not new.
    assert add_violated(cuts, np.ones(1), costs, opened=np.array([0.5, 0.5]), paid=np.zeros(1)) is None
    assert len(cuts) == 1


def test_prices_stay_below_the_best_plan_and_keep_its_sites() -> None:
    # Two homes far apart, two sites at each; the second of each pair is 1 away. Best with two: 0.
    costs = np.array([[0.0, 1, 9, 9], [9, 9, 0, 1], [0, 1, 9, 9]])
    found = find_prices(CostOffers(costs), np.ones(3), sites=4, n_sites=1, forced=NONE, best=9.0, watch=Watch(60))
    assert found.bound <= 9 + 1e-9
    assert found.bound == pytest.approx(9, rel=0.02)
    assert {0} <= set(found.columns.tolist())


def test_offers_from_coverage_are_those_of_costs_of_nothing_or_all() -> None:
    cover, weights, prices = table([1, 0, 1], [0, 1, 0]), np.array([3.0, 5]), np.array([2.0, 5])
    few, full = CoverOffers(cover, weights), CostOffers(weights[:, None] * (1 - cover.toarray()))
    # Sites 0 and 2 take 2 off the first home, site 1 takes 5 off the second.
    assert few.value_sites(prices).tolist() == full.value_sites(prices).tolist() == [-2, -5, -2]
    for offers in (few, full):
        offers.keep(np.array([True, False, True]))
        assert offers.count_takers(prices, np.array([0, 1])).tolist() == [2, 0]


def test_a_table_too_large_for_memory_is_refused_before_it_is_made() -> None:
    check_size("pmedian", points=MAX_CELLS, sites=1)
    check_size("mclp", points=MAX_CELLS, sites=2)
    with pytest.raises(SitingRefused) as refused:
        check_size("pmedian", points=MAX_CELLS, sites=2)
    assert refused.value.code == "too_large"
