"""A municipality without a known place is no gap unless the catalogue is known to have them all."""

from __future__ import annotations

from typing import Any

from kulturkarta.analysis.gaps.change import change_places
from kulturkarta.analysis.gaps.chosen import locate_places
from kulturkarta.analysis.gaps.coverage import describe_chosen
from kulturkarta.analysis.gaps.measure import measure_gaps
from kulturkarta.analysis.gaps.too_little import find_too_little
from tests.analysis.gaps.small_region import LAND, NAMES, degrees, demand, localities, place, places
from tests.analysis.tables import make_table

HOMES = demand((605, 1, "0480", ""), (615, 1, "0481", ""))


def find(
    *known: dict[str, Any], stated: tuple[dict[str, Any], ...] = (), added: tuple[tuple[float, float], ...] = ()
) -> dict[str, str]:
    """Why too little is known of replokaler in Nyköping and Oxelösund, when these are `known`."""
    located = locate_places(places(*known), localities(("Stad", 605, 900, "0480")), LAND, unlisted_radius_m=1000)
    located = change_places(located, added=added, closed=(), land=LAND, margin_m=1)
    coverage = make_table(
        "coverage", *({"id": str(n), "table": "places", "kind": "replokal", **row} for n, row in enumerate(stated))
    )
    described = describe_chosen(located, coverage, codes=list(NAMES), kinds=["replokal"], this_year=2026, stale_years=5)
    gaps = measure_gaps(HOMES, located, municipalities=NAMES, threshold_km=5, detour_factor=1)
    return dict(find_too_little(gaps, located, described))


def test_where_none_is_known_and_nobody_says_that_all_are_it_is_too_little() -> None:
    assert find(place("a", 605)) == {"0481": "none_here"}
    assert find(place("a", 605), place("b", 615, municipality_code="0481")) == {}
    assert find() == {"0480": "none_anywhere", "0481": "none_anywhere"}


def test_a_kind_known_to_nine_tenths_has_a_gap_where_none_is_known() -> None:
    def of_ten(known: int, **where: str) -> dict[str, Any]:
        return {"known": known, "expected_min": 9, "expected_max": 10, **where}

    assert find(place("a", 605), stated=(of_ten(8),)) == {"0481": "none_here"}
    assert find(place("a", 605), stated=(of_ten(9),)) == {}
    # what the municipality itself says goes before the region: it says that it has none
    none = {"municipality_code": "0481", "known": 0, "expected_min": 0, "expected_max": 0}
    assert find(place("a", 605), stated=(of_ten(8), none)) == {}


def test_a_place_that_is_only_thought_of_makes_nothing_known() -> None:
    lon, lat = degrees(615, 6515).values()
    assert find(place("a", 605), added=((lon, lat),)) == {"0481": "none_here"}


def test_a_place_that_may_lie_anywhere_says_too_little_where_it_may_serve() -> None:
    # Somewhere in all of Nyköping: its one home is 0 to 7 km away, within 5 km or not.
    assert find(place("a", None, position="municipality")) == {"0480": "wide_span", "0481": "none_here"}
