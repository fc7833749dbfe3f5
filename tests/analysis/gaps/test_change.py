"""What if: one place more, one less, and to whom it makes a difference."""

from __future__ import annotations

import pandas as pd
import pytest

from kulturkarta.analysis.gaps.change import change_places, compare_reach, summarise_change
from kulturkarta.analysis.gaps.chosen import locate_places
from kulturkarta.analysis.gaps.reach import measure_reach
from kulturkarta.analysis.ways import travel_straight
from tests.analysis.gaps.small_region import LAND, degrees, demand, localities, place, places

# 100 people at 601 km, 20 at 606, 3 at 614 (Oxelösund); a place at 602 km.
PEOPLE = demand((601, 100, "0480", ""), (606, 20, "0480", ""), (614, 3, "0481", ""))
PLACES = locate_places(places(place("a", 602, id="a")), localities(), LAND, unlisted_radius_m=1000)


def measure(located: pd.DataFrame) -> pd.DataFrame:
    return measure_reach(PEOPLE, located, travel=travel_straight(5, 1.0), steps=[(5, 1.0)])


def change(*, added_km: tuple[float, ...] = (), closed: tuple[str, ...] = ()) -> pd.DataFrame:
    added = [(point["lon"], point["lat"]) for point in map(degrees, added_km, [6515] * len(added_km))]
    return change_places(PLACES, added=added, closed=closed, land=LAND, margin_m=3000)


def test_an_added_place_is_exact_and_lies_in_the_municipality_it_was_put_in() -> None:
    new = change(added_km=(612,)).iloc[-1]
    assert (new["id"], new["position"], new["is_located"], new["radius_m"]) == ("ny-1", "exact", True, 0.0)
    assert new["municipality_code"] == "0481"
    assert (new["x_m"], new["y_m"]) == pytest.approx((612_000, 6_515_000), abs=0.01)


def test_people_gain_come_nearer_or_see_no_difference() -> None:
    # Before: 1, 4 and 12 km. With one more at 607: 1, 1 and 7 km; with one at 612: 1, 4 and 2 km.
    before = measure(PLACES)
    nearer = compare_reach(before, measure(change(added_km=(607,))))
    assert nearer["km_after"].round(6).tolist() == [1, 1, 7]
    assert nearer["change"].tolist() == ["", "nearer", "nearer"]
    assert compare_reach(before, measure(change(added_km=(612,))))["change"].tolist() == ["", "", "gains"]


def test_closing_the_only_place_takes_it_from_all_who_had_it() -> None:
    compared = compare_reach(measure(PLACES), measure(change(closed=("a",))))
    assert compared["change"].tolist() == ["loses", "loses", "farther"]
    assert compared["km_after"].tolist() == [float("inf")] * 3


def test_a_place_that_moves_helps_some_and_costs_others() -> None:
    # From 602 to 609 km: 1 -> 8 km loses, 4 -> 3 km is nearer, 12 -> 5 km gains: five is still within five.
    compared = compare_reach(measure(PLACES), measure(change(added_km=(609,), closed=("a",))))
    summed = summarise_change(PEOPLE["people"], compared, PEOPLE["municipality_code"])
    assert summed.loc["0480"].to_dict() == {"population": 120, "gains": 0, "loses": 100, "nearer": 20, "farther": 0}
    assert summed.loc["0481"].to_dict() == {"population": 3, "gains": 3, "loses": 0, "nearer": 0, "farther": 0}


def test_nothing_changed_is_the_same_for_everyone() -> None:
    assert change()["id"].tolist() == ["a"]
    assert compare_reach(measure(PLACES), measure(change()))["change"].tolist() == ["", "", ""]
