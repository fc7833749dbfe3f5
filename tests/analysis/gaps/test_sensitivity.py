"""Ranks that move with the threshold, and some that do not."""

from __future__ import annotations

from kulturkarta.analysis.gaps.chosen import locate_places
from kulturkarta.analysis.gaps.decay import DECAYS
from kulturkarta.analysis.gaps.sensitivity import rank_by_ways, rank_sensitivity
from kulturkarta.analysis.ways import StraightWays
from tests.analysis.gaps.small_region import LAND, demand, localities, place, places


def test_a_rank_is_an_interval_when_the_threshold_decides_it() -> None:
    # Place at 605. Nyköping: half its people 2 km off, half 18 km off. Oxelösund: all 8 km off.
    people = demand((603, 50, "0480", ""), (623, 50, "0480", ""), (613, 100, "0481", ""))
    located = locate_places(places(place("a", 605)), localities(), LAND, unlisted_radius_m=1000)
    codes = ["0480", "0481"]
    found = rank_sensitivity(
        people, located, codes=codes, left_out=(), thresholds_km=[5, 10, 20], detour_factors=[1.0], decays=["none"]
    )
    # 5 km: 0.5 and 0; 10 km: 0.5 and 1; 20 km: both all. The share and the score without decay rank alike.
    assert found.to_numpy().tolist() == [["0480", 1.0, 1.0, 2.0, 6], ["0481", 1.0, 1.0, 2.0, 6]]
    known = rank_sensitivity(
        people, located, codes=codes, left_out=["0480"], thresholds_km=[5, 10], detour_factors=[1.0], decays=[]
    )
    assert known["rank_worst"].fillna(0).tolist() == [0, 1]  # who is not ranked takes nobody's place
    sure = rank_sensitivity(
        people, located, codes=codes, left_out=(), thresholds_km=[5], detour_factors=[1.0], decays=[]
    )
    assert sure[["rank_best", "rank_worst", "n_rankings"]].to_numpy().tolist() == [[1, 1, 1], [2, 2, 1]]


def test_ranks_by_any_ways_are_those_of_the_same_distances() -> None:
    # The first region again, 1.0 times the straight line: 5 km 0.5 and 0, 10 km 0.5 and 1, 20 km both all.
    people = demand((603, 50, "0480", ""), (623, 50, "0480", ""), (613, 100, "0481", ""))
    located = locate_places(places(place("a", 605)), localities(), LAND, unlisted_radius_m=1000)
    found = rank_by_ways(
        people, located, codes=["0480", "0481"], left_out=(), ways=StraightWays(1.0), thresholds=[5, 10, 20],
        decays=["none"],
    )  # fmt: skip
    assert found.to_numpy().tolist() == [["0480", 1.0, 1.0, 2.0, 6], ["0481", 1.0, 1.0, 2.0, 6]]


def test_every_combination_is_one_ranking() -> None:
    people = demand((603, 50, "0480", ""), (613, 100, "0481", ""))
    located = locate_places(places(place("a", 601)), localities(), LAND, unlisted_radius_m=1000)
    found = rank_sensitivity(
        people,
        located,
        codes=["0480", "0481"],
        left_out=(),
        thresholds_km=[5, 10, 15, 20],
        detour_factors=[1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6],
        decays=DECAYS,
    )
    assert found["n_rankings"].tolist() == [112, 112]
    assert found["rank_worst"].tolist()[0] == 1.0
