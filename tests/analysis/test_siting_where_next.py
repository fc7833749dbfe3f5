"""Where next, on five homes along a road."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from kulturkarta.analysis.siting import Aim, SitingRefused, WhereNext, find_next, list_candidates
from kulturkarta.analysis.ways import travel_straight

ROAD_M = [0.0, 1000, 2000, 10000, 11000]
DEMAND = pd.DataFrame({"x_m": ROAD_M, "y_m": 0.0, "people": [10.0, 20, 10, 30, 5]})


def points(ids: str, *x_m: float, **more: object) -> pd.DataFrame:
    frame = {"id": list(ids), "name": list(ids), "kind": "bibliotek", "municipality_code": "0480"}
    return pd.DataFrame(frame | {"lon": 17.0, "lat": 59.0, "x_m": list(x_m), "y_m": 0.0, "is_located": True} | more)


NOWHERE = points("", is_located=np.zeros(0, dtype=bool))
ASKED: dict[str, Any] = {"travel": travel_straight(1.0, 1.0)}
EXACT: dict[str, Any] = {"is_exact": True, "time_limit_s": 60.0}


def test_gained_are_the_people_whom_each_site_brings_within_reach() -> None:
    found = find_next(WhereNext(DEMAND, NOWHERE, points("abcde", *ROAD_M), aim="coverage", n_sites=2, **ASKED), **EXACT)
    assert found.sites["id"].tolist()[0] == "b"
    assert found.sites["gained"].tolist() == [40, 35]
    assert (found.within_before, found.within_after, found.population) == (0, 75, 75)
    assert (found.mean_km_before, found.plan.exact) == (np.inf, True)


def test_distance_says_whom_the_shortest_mean_way_brings_within_reach() -> None:
    found = find_next(
        WhereNext(DEMAND, points("p", 10000), points("abc", *ROAD_M[:3]), aim="distance", n_sites=1, **ASKED), **EXACT
    )
    # Before: 100 + 180 + 80 + 0 + 5 = 365 person-km; with b: 10 + 0 + 10 + 0 + 5 = 25.
    assert found.sites["id"].tolist() == ["b"]
    assert (found.mean_km_before, found.mean_km_after) == (pytest.approx(365 / 75), pytest.approx(25 / 75))
    assert found.plan.objective == pytest.approx(25 / 75)
    assert (found.within_before, found.within_after, found.sites["gained"].tolist()) == (35, 75, [40])


@pytest.mark.parametrize("is_exact", [True, False])
@pytest.mark.parametrize("aim", ["coverage", "distance"])
def test_a_detour_makes_every_way_longer(aim: Aim, is_exact: bool) -> None:
    asked = WhereNext(DEMAND, NOWHERE, points("b", 1000), aim=aim, n_sites=1, travel=travel_straight(1.0, 1.5))
    found = find_next(asked, is_exact=is_exact, time_limit_s=60.0)
    # 1.5 km to the neighbours: only the 20 at home are within 1 km.
    assert found.within_after == 20
    # (10 + 0 + 10 + 270 + 50) x 1.5 person-km
    assert found.mean_km_after == pytest.approx(340 * 1.5 / 75)


def test_a_place_that_nobody_can_find_serves_nobody() -> None:
    lost = points("p", 1000, is_located=False)
    found = find_next(WhereNext(DEMAND, lost, points("d", 10000), aim="coverage", n_sites=1, **ASKED), **EXACT)
    assert (found.within_before, found.within_after) == (0, 35)


def test_a_site_that_helps_nobody_is_left_out_unless_forced() -> None:
    far = points("bz", 1000, 90_000)
    found = find_next(WhereNext(DEMAND, NOWHERE, far, aim="coverage", n_sites=2, **ASKED), **EXACT)
    assert found.sites["id"].tolist() == ["b"]
    forced = find_next(WhereNext(DEMAND, NOWHERE, far, aim="coverage", n_sites=2, forced=["z"], **ASKED), **EXACT)
    assert sorted(forced.sites["id"]) == ["b", "z"]
    assert find_next(
        WhereNext(DEMAND, NOWHERE, far, aim="coverage", n_sites=1, excluded=["b"], **ASKED), **EXACT
    ).sites.empty


def test_more_sites_than_candidates_are_refused() -> None:
    with pytest.raises(SitingRefused) as refused:
        find_next(WhereNext(DEMAND, NOWHERE, points("b", 1000), aim="coverage", n_sites=2, **ASKED), **EXACT)
    assert refused.value.code == "too_many_sites"


def test_candidates_are_the_localities_and_the_houses_of_the_region_with_an_id_each() -> None:
    towns = pd.DataFrame(
        {
            "name": ["Åkers Styckebruk", "Sjö", "Sjö", "Annorstädes"],
            "municipality_code": ["0486", "0486", "0486", "1380"],
            "lon": 17.0,
            "lat": 59.0,
            "x_m": 1.0,
            "y_m": 2.0,
        }
    )
    houses = points("hij", 1, 2, 3, municipality_code=["0486", "0486", "1380"], is_located=[True, False, True])
    found = list_candidates(towns, houses, codes=["0486"])
    assert found["id"].tolist() == ["locality-0486-akers-styckebruk", "locality-0486-sjo", "locality-0486-sjo-2", "h"]
    assert found["kind"].tolist() == ["locality", "locality", "locality", "bibliotek"]
