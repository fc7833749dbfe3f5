"""Gaps on a line of people and places whose distances one can read off."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kulturkarta.analysis.gaps.chosen import locate_places
from kulturkarta.analysis.gaps.measure import GapResult, measure_gaps
from kulturkarta.analysis.gaps.reach import BANDS, find_bands, find_medians
from tests.analysis.gaps.small_region import LAND, NAMES, demand, localities, place, places

# A place at km 601. Nyköping: 100 people 1 km off, 300 people 5 km off; Oxelösund: 600 people 15 km off.
PEOPLE = demand((602, 100, "0480", "Staden"), (606, 300, "0480", "Byn"), (616, 600, "0481", "Hamnen"))


def measure(table: pd.DataFrame, *, threshold_km: float = 5, detour_factor: float = 1.0) -> GapResult:
    towns = localities(("Staden", 602, 6594, "0480"))
    located = locate_places(table, towns, LAND, unlisted_radius_m=1000)
    return measure_gaps(PEOPLE, located, municipalities=NAMES, threshold_km=threshold_km, detour_factor=detour_factor)


def rows(result: GapResult, *columns: str) -> list[tuple[object, ...]]:
    return list(result.municipalities[list(columns)].itertuples(index=False, name=None))


def test_shares_are_of_people_and_the_threshold_itself_is_within() -> None:
    result = measure(places(place("a", 601)))
    assert rows(result, "code", "name", "population", "share_within", "share_without") == [
        ("0480", "Nyköping", 400.0, 1.0, 0.0),
        ("0481", "Oxelösund", 600.0, 0.0, 1.0),
    ]
    assert measure(places(place("a", 601)), threshold_km=4.999).municipalities["share_within"].tolist() == [0.25, 0.0]
    assert (result.region["population"], result.region["share_within"]) == (1000.0, 0.4)


def test_distances_are_weighed_by_people() -> None:
    result = measure(places(place("a", 601)))
    # (100 x 1 + 300 x 5) / 400 = 4; the person in the middle of 400 lives 5 km away
    assert rows(result, "mean_km", "median_km") == [
        (pytest.approx(4.0, abs=1e-3), pytest.approx(5.0, abs=1e-3)),
        (pytest.approx(15.0, abs=1e-3), pytest.approx(15.0, abs=1e-3)),
    ]
    assert result.region["mean_km"] == pytest.approx((100 + 1500 + 9000) / 1000, abs=1e-3)


def test_the_detour_factor_lengthens_every_way() -> None:
    result = measure(places(place("a", 601)), detour_factor=1.3)
    assert result.municipalities["mean_km"].tolist() == pytest.approx([5.2, 19.5], abs=1e-3)
    assert result.municipalities["share_within"].tolist() == [0.25, 0.0]


def test_places_are_counted_where_they_lie_and_serve_across_the_border() -> None:
    table = places(place("a", 601), place("b", 603), place("c", 617, municipality_code="0481"))
    result = measure(table)
    assert rows(result, "places", "people_per_place", "per_10000", "share_within") == [
        (2.0, 200.0, 50.0, 1.0),
        (1.0, 600.0, pytest.approx(10_000 / 600), 1.0),
    ]
    assert result.edge_open


def test_a_place_outside_the_region_serves_people_in_it_and_closes_the_edge() -> None:
    result = measure(places(place("utanför", 620.5, municipality_code="0488")))
    assert rows(result, "places", "share_within") == [(0.0, 0.0), (0.0, 1.0)]
    assert np.isnan(result.municipalities["people_per_place"]).all()
    assert not result.edge_open
    assert result.region["places"] == 0


def test_bands_add_up_to_everybody() -> None:
    result = measure(places(place("a", 601)))
    bands = result.municipalities[list(BANDS)].to_numpy()
    assert bands.tolist() == [[0.25, 0.75, 0, 0, 0], [0, 0, 1, 0, 0]]
    assert result.region[list(BANDS)].tolist() == pytest.approx([0.1, 0.3, 0.6, 0, 0])


def test_a_band_begins_with_its_lower_limit() -> None:
    km = np.array([0, 1.999, 2, 9.999, 10, 39.999, 40, 69.999, 70, np.inf])
    assert find_bands(km).tolist() == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]


def test_a_place_somewhere_in_a_town_gives_an_interval() -> None:
    # In Staden, radius 1.285 km around km 602: 0-1.285 km from its people, 2.7-5.3 km from Byn, 12.7-15.3 from Hamnen.
    result = measure(places(place("a", 602, position="locality", locality="Staden")))
    assert rows(result, "share_within_low", "share_within", "share_within_high") == [(0.25, 1.0, 1.0), (0.0, 0.0, 0.0)]
    assert rows(result, "share_without_low", "share_without", "share_without_high")[0] == (0.0, 0.0, 0.75)
    nykoping = result.municipalities.iloc[0]
    assert nykoping["mean_km_low"] == pytest.approx(0.75 * (4 - 1.285), abs=1e-3)
    assert nykoping["mean_km_high"] == pytest.approx(0.75 * 4 + 1.285, abs=1e-3)
    assert (nykoping["band_0_2_low"], nykoping["band_0_2"], nykoping["band_0_2_high"]) == (0.25, 0.25, 0.25)


def test_a_place_known_only_by_its_municipality_is_possible_but_never_sure() -> None:
    result = measure(places(place("a", None, position="municipality", municipality_code="0481")))
    # It is somewhere within 7.07 km of km 615: Hamnen may have it next door, Byn is 1.93 km or more away.
    assert rows(result, "share_within_low", "share_within", "share_within_high") == [(0, 0, 0.75), (0, 0, 1)]
    assert rows(result, "places", "places_unlocated") == [(0, 0), (1, 1)]
    assert np.isnan(result.municipalities["mean_km"]).all()


def test_the_score_shares_the_place_among_all_who_reach_it() -> None:
    # Zones of 5 km within 15: 100 and 300 people count 1, 600 count 0.22. 10 000 / (400 + 132) = 18.797.
    result = measure(places(place("a", 601)), threshold_km=15)
    per_10000 = 10_000 / 532
    assert result.municipalities["score_per_10000"].tolist() == pytest.approx([per_10000, 0.22 * per_10000], rel=1e-6)
    assert result.steps == [(5.0, 1.0), (10.0, 0.68), (15.0, 0.22)]


def test_localities_have_the_same_figures_and_their_own_places() -> None:
    table = places(place("a", 601, locality="STADEN"), place("b", 606, locality="Byn"), place("c", 606))
    result = measure(table)
    found = result.localities[["municipality_code", "locality", "population", "places", "share_within"]]
    assert sorted(found.itertuples(index=False, name=None)) == [
        ("0480", "Byn", 300.0, 1.0, 1.0),
        ("0480", "Staden", 100.0, 1.0, 1.0),
        ("0481", "Hamnen", 600.0, 0.0, 0.0),
    ]


def test_no_place_at_all_leaves_everybody_without_and_no_mean() -> None:
    result = measure(places())
    assert rows(result, "share_within", "share_within_high", "places") == [(0, 0, 0), (0, 0, 0)]
    assert result.municipalities["mean_km"].isna().all()
    assert result.municipalities["median_km"].isna().all()
    assert result.municipalities["band_70"].tolist() == [1.0, 1.0]
    assert result.region["score_per_10000"] == 0


def test_a_municipality_without_people_has_no_shares() -> None:
    located = locate_places(places(place("a", 601)), localities(), LAND, unlisted_radius_m=1000)
    result = measure_gaps(PEOPLE, located, municipalities={**NAMES, "0488": "Trosa"}, threshold_km=5, detour_factor=1)
    trosa = result.municipalities.set_index("code").loc["0488"]
    assert (trosa["population"], trosa["places"]) == (0, 0)
    assert np.isnan(trosa["share_within"])


def test_a_threshold_or_factor_of_nothing_is_refused() -> None:
    for threshold, factor in ((0, 1), (5, 0), (-1, 1)):
        with pytest.raises(ValueError, match="above 0"):
            measure(places(place("a", 601)), threshold_km=threshold, detour_factor=factor)


def test_the_median_is_the_value_that_half_the_weight_does_not_exceed() -> None:
    values, weights = np.array([9.0, 1.0, 5.0, 4.0, 0.0]), np.array([1.0, 2.0, 1.0, 0.0, 9.0])
    groups = np.array([0, 0, 0, 1, -1])
    assert np.nan_to_num(find_medians(values, weights, groups, n_groups=2), nan=-1).tolist() == [1.0, -1]
    lighter = find_medians(values, np.array([1.0, 1.9, 1.0, 1.0, 9.0]), groups, n_groups=2)
    assert lighter.tolist() == [5.0, 4.0]
