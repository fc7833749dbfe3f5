from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kulturkarta.analysis.choropleth import classify, list_measures, measure_municipalities
from kulturkarta.analysis.entries import list_entries
from tests.analysis.tables import make_table

FACTS = make_table(
    "municipality_facts",
    *(
        {"municipality_code": code, "indicator": indicator, "year": year, "value": value}
        for code, indicator, year, value in [
            ("0480", "befolkning", "2024", 1.0),
            ("0480", "befolkning", "2025", 20_000.0),
            ("0482", "befolkning", "2025", 10_000.0),
            ("0480", "areal_km2", "2022", 900.0),
            ("0482", "areal_km2", "2022", 700.0),
            ("0480", "landareal_km2", "2022", 800.0),
        ]
    ),
)
PLACES = make_table(
    "places",
    {"id": "b1", "name": "A", "kind": "bibliotek", "municipality_code": "0480", "last_checked": "2026"},
    {"id": "b2", "name": "B", "kind": "bibliotek", "municipality_code": "0480", "last_checked": "2010"},
    {"id": "b3", "name": "C", "kind": "bibliotek", "municipality_code": "0480", "status": "closed"},
    {"id": "m1", "name": "D", "kind": "museum", "municipality_code": "0480"},
    {"id": "m2", "name": "E", "kind": "museum", "municipality_code": "0482"},
    {"id": "m3", "name": "F", "kind": "museum", "municipality_code": None},
)
ENTRIES = list_entries(PLACES, make_table("actors"))


def measured(measure: str) -> pd.DataFrame:
    libraries = ENTRIES["kind"].eq("bibliotek").to_numpy()
    return measure_municipalities(
        ENTRIES, libraries, FACTS, codes=["0482", "0480", "0484"], measure=measure, checked_since=2022
    ).set_index("municipality_code")


@pytest.mark.parametrize(
    ("measure", "values"),
    [
        # Two open libraries in 0480 (the third has closed), none elsewhere.
        ("antal", [0, 2, 0]),
        # 2 / 20 000 x 10 000 = 1; 0484 has no population, so its rate is not known.
        ("per_10000", [0, 1, np.nan]),
        # 2 of 3 open entries in 0480; 0 of 1 in 0482; 0484 has no entries to be a share of.
        ("andel", [0, 2 / 3, np.nan]),
        # One of the two was checked in 2022 or later.
        ("kontrollerade", [np.nan, 0.5, np.nan]),
        ("areal_km2", [700, 900, np.nan]),
    ],
)
def test_a_measure_per_municipality_and_where_it_is_not_known(measure: str, values: list[float]) -> None:
    result = measured(measure)
    assert result.index.tolist() == ["0482", "0480", "0484"]
    assert result["value"].tolist() == pytest.approx(values, nan_ok=True)
    assert result["n"].tolist() == [0, 2, 0]


def test_a_rate_names_the_year_of_its_inhabitants() -> None:
    result = measured("per_10000")
    assert result.loc["0480", ["base", "year"]].tolist() == [20_000, 2025]


def test_measures_are_those_of_the_catalogue_and_indicators_known_for_two_municipalities() -> None:
    assert list_measures(FACTS)[4:] == ("areal_km2", "befolkning")
    with pytest.raises(KeyError):
        measured("landareal_km2")


def test_natural_breaks_gather_what_lies_close() -> None:
    # Three clumps: 1 2 3, 10 11, 50.
    classes = classify([1, 2, 3, 10, 11, 50], n_classes=3)
    assert classes.step.tolist() == [0, 0, 0, 1, 1, 2]
    assert classes.spans == ((0, 1.0, 3.0), (1, 10.0, 11.0), (2, 50.0, 50.0))


def test_zero_is_a_class_of_its_own_and_unknown_is_none() -> None:
    classes = classify([0, 1, 2, 10, 11, np.nan], n_classes=3)
    assert classes.step.tolist() == [0, 1, 1, 2, 2, -1]
    assert classes.spans == ((0, 0.0, 0.0), (1, 1.0, 2.0), (2, 10.0, 11.0))


def test_few_values_take_the_darkest_steps_and_equal_ones_stay_together() -> None:
    assert classify([0, 4, 4, 4]).step.tolist() == [0, 4, 4, 4]
    assert classify([7, 9]).step.tolist() == [3, 4]
    assert classify([0, 0]).step.tolist() == [0, 0]
    assert classify([np.nan]).spans == ()


def test_breaks_are_the_best_of_all_there_are() -> None:
    # Of the six ways to cut 1 2 4 5 9 into three runs, 1 2 | 4 5 | 9 has the least spread: 0.5 + 0.5 + 0.
    assert classify([1, 2, 4, 5, 9], n_classes=3).step.tolist() == [0, 0, 1, 1, 2]
    # Weights count: nine 1s hold a class of their own against 2 (spread 0.9 with it, 0.5 for 2 and 3).
    assert classify([1] * 9 + [2, 3], n_classes=2).step.tolist() == [0] * 9 + [1, 1]
