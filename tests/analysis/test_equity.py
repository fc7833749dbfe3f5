"""Weighted measures of inequality against hand-made numbers and against one row per person."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kulturkarta.analysis.equity import measure_gini, measure_p90_p10, measure_theil

ONE_AND_THREE = np.array([3.0, 1.0]), np.array([2, 2])


def test_half_with_three_times_as_much_is_a_gini_of_a_quarter() -> None:
    assert measure_gini(*ONE_AND_THREE) == pytest.approx(0.25, abs=1e-15)


def test_the_same_for_all_is_no_inequality_in_any_measure() -> None:
    same, people = np.array([4.0, 4.0, 4.0]), np.array([1, 5000, 3])
    assert measure_gini(same, people) == pytest.approx(0, abs=1e-15)
    assert measure_theil(same, people, groups=np.array(["a", "b", "b"])).total == pytest.approx(0, abs=1e-15)
    assert measure_p90_p10(same, people) == 1.0


def test_one_of_ten_who_has_everything_is_a_gini_of_nine_tenths() -> None:
    assert measure_gini(np.array([0.0, 1.0]), np.array([9, 1])) == pytest.approx(0.9, abs=1e-15)


def test_theil_is_between_when_the_groups_differ_and_within_when_they_do_not() -> None:
    total = 0.5 * 0.5 * math.log(0.5) + 0.5 * 1.5 * math.log(1.5)
    apart = measure_theil(*ONE_AND_THREE, groups=np.array(["a", "b"]))
    assert (apart.total, apart.between, apart.within) == pytest.approx((total, total, 0.0), abs=1e-15)
    mixed = measure_theil(np.array([1.0, 3.0, 1.0, 3.0]), np.ones(4), groups=np.array(["a", "a", "b", "b"]))
    assert (mixed.total, mixed.between, mixed.within) == pytest.approx((total, 0.0, total), abs=1e-15)


def test_the_ninth_of_ten_against_the_first_is_nine() -> None:
    assert measure_p90_p10(np.arange(1.0, 11), np.ones(10)) == 9.0


def test_whoever_has_nothing_makes_the_ratio_endless() -> None:
    assert measure_p90_p10(np.array([0.0, 2.0]), np.array([1, 9])) == math.inf


def test_nobody_or_nothing_is_no_number() -> None:
    for values, people in ((np.array([]), np.array([])), (np.zeros(2), np.ones(2)), (np.ones(2), np.zeros(2))):
        assert math.isnan(measure_gini(values, people))
        assert math.isnan(measure_theil(values, people, groups=np.zeros(len(values))).total)
        assert math.isnan(measure_p90_p10(values, people))


def test_a_negative_access_is_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        measure_gini(np.array([-1.0]), np.array([1]))


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 6), st.integers(0, 2)), min_size=1, max_size=8))
def test_weights_count_as_so_many_persons(rows: list[tuple[int, int, int]]) -> None:
    values, people, groups = (np.array(column) for column in zip(*rows, strict=True))
    each, group_of_each = np.repeat(values, people), np.repeat(groups, people)
    ones = np.ones(len(each))
    same = {"rel": 1e-9, "abs": 1e-12, "nan_ok": True}
    assert measure_gini(values, people) == pytest.approx(measure_gini(each, ones), **same)
    assert measure_p90_p10(values, people) == pytest.approx(measure_p90_p10(each, ones), **same)
    weighted, one_by_one = (
        measure_theil(values, people, groups=groups),
        measure_theil(each, ones, groups=group_of_each),
    )
    assert weighted.total == pytest.approx(one_by_one.total, **same)
    assert weighted.between == pytest.approx(one_by_one.between, **same)
