"""Likeness by size and density, and what the like have."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kulturkarta.analysis.gaps.similar import measure_land_km2, missing_kinds_matrix, similar_municipalities
from tests.analysis.gaps.small_region import LAND, place, places

PEOPLE = pd.Series({"a": 10_000, "b": 12_000, "c": 10_000, "d": 90_000, "e": 0})
KM2 = pd.Series({"a": 100, "b": 100, "c": 50, "d": 100, "e": 100})


def test_the_band_widens_until_enough_lie_in_it() -> None:
    found = similar_municipalities("a", PEOPLE, KM2, wanted=2)
    assert found["code"].tolist() == ["b", "c"]
    assert found["band"].tolist() == pytest.approx([1.2, 2.0])
    assert found["per_km2"].tolist() == [120.0, 200.0]


def test_there_are_no_more_than_there_are_and_nobody_is_like_an_empty_one() -> None:
    assert similar_municipalities("a", PEOPLE, KM2, wanted=9)["code"].tolist() == ["b", "c", "d"]
    with pytest.raises(LookupError):
        similar_municipalities("e", PEOPLE, KM2, wanted=1)


def test_land_is_the_area_of_the_drawn_polygons() -> None:
    assert measure_land_km2(LAND).to_dict() == pytest.approx({"0480": 100, "0481": 100, "0488": 100})


def test_a_kind_is_missing_when_half_of_the_similar_have_it() -> None:
    table = places(
        place("1", 601, municipality_code="b"),
        place("2", 601, municipality_code="c", kind="bibliotek"),
        place("3", 601, municipality_code="d", kind="bibliotek"),
        place("4", 601, municipality_code="a", kind="museum"),
        place("5", 601, municipality_code="b", kind="annat"),
        place("6", 601, municipality_code="b", kind="makerspace", closed="2019"),
    )
    found = missing_kinds_matrix(
        table,
        population=PEOPLE,
        kinds=["replokal", "bibliotek", "museum", "annat", "makerspace"],
        similar={"a": ("b", "c", "d"), "e": ("b",)},
    )
    ours = found[found["municipality_code"] == "a"]
    assert ours[["kind", "n", "similar_with", "is_missing"]].to_numpy().tolist() == [
        ["replokal", 0, ("b",), False],
        ["bibliotek", 0, ("c", "d"), True],
        ["museum", 1, (), False],
        ["annat", 0, ("b",), False],
        ["makerspace", 0, (), False],
    ]
    assert ours["per_10000"].tolist() == [0, 0, 1, 0, 0]
    empty = found[found["municipality_code"] == "e"]
    assert np.isnan(empty["per_10000"]).all()
    assert empty["is_missing"].tolist() == [True, False, False, False, False]
