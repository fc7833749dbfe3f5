"""Near the border: measured to land of others, not to the sea."""

from __future__ import annotations

import numpy as np

from kulturkarta.analysis.gaps.chosen import locate_places
from kulturkarta.analysis.gaps.edge import find_edge, measure_to_border_m
from kulturkarta.analysis.gaps.reach import measure_reach
from kulturkarta.analysis.ways import travel_straight
from tests.analysis.gaps.small_region import LAND, NAMES, demand, localities, place, places

# Trosa's land begins at 620 km; the region is what lies west of it. West of 600 km is no land.
PEOPLE = demand((601, 100, "0480", "Väst"), (612, 20, "0481", "Mitt"), (618, 3, "0481", "Öst"), (619, 4, "0481", ""))


def test_the_border_is_where_the_land_of_others_begins() -> None:
    metres = measure_to_border_m(PEOPLE, LAND, codes=NAMES)
    assert metres.round(3).tolist() == [19_000, 8_000, 2_000, 1_000]


def test_a_region_without_neighbours_has_no_border() -> None:
    assert np.isinf(measure_to_border_m(PEOPLE, LAND, codes=[*NAMES, "0488"])).all()


def test_who_is_near_it_and_without_is_counted_and_named_by_locality() -> None:
    # Within 8 km of the border: 20 + 3 + 4 people. The place at 611 is 1, 7 and 8 km from them: at 7 km, 4 have none.
    located = locate_places(places(place("a", 611)), localities(), LAND, unlisted_radius_m=1000)
    km = measure_to_border_m(PEOPLE, LAND, codes=NAMES) / 1000
    for threshold, people, without in ((8, 27, 0), (7, 7, 4), (1, 4, 4)):
        reach = measure_reach(PEOPLE, located, travel=travel_straight(threshold, 1.0), steps=[(10, 1.0)])
        edge = find_edge(PEOPLE, km, reach, threshold_km=threshold)
        assert (edge.people, edge.without) == (people, without)
    far = measure_reach(PEOPLE, located, travel=travel_straight(8, 1.0), steps=[(10, 1.0)])
    assert find_edge(PEOPLE, km, far, threshold_km=8).localities[["name", "people"]].to_numpy().tolist() == [
        ["Mitt", 20.0],
        ["Öst", 3.0],
    ]
