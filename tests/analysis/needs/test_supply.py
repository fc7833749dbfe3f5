"""What meets a need, on a few rows, and ranks that are as unsure as what they rest on."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kulturkarta.analysis.needs.composite import Pair, rank_gaps
from kulturkarta.analysis.needs.published import rank_published
from kulturkarta.analysis.needs.supply import measure_supports, measure_ties, place_quadrants

NONE = float("nan")
CODES = ["0461", "0480", "0482"]


def test_supports_that_an_actor_can_get_are_counted_with_those_of_the_whole_region() -> None:
    supports = pd.DataFrame(
        {
            "service_area": [("0482",), ("0482", "0480"), ("region",), ("0482",)],
            "functions": [("pengar",), ("rad", "pengar"), ("rad",), ("lokal",)],
            "stages": [(), ("ide",), ("etablerad",), ()],
            "status": ["open", None, "open", "closed"],
            "closed": [None, None, None, "2020"],
        }
    )
    found = measure_supports(supports, CODES, functions=["pengar", "rad", "lokal"], stages=["ide", "etablerad"])
    # 0482, six cells: money 2 (idea) and 1 (established), advice 1 and 1, room none. 0480: 1 and 0, 1 and 1.
    assert found["supply"].to_dict() == pytest.approx({"0461": 1 / 6, "0480": 3 / 6, "0482": 5 / 6})
    assert found["coverage"].to_dict() == pytest.approx({"0461": 1 / 6, "0480": 3 / 6, "0482": 4 / 6})
    assert found["own"].to_dict() == {"0461": 0, "0480": 1, "0482": 2}


def test_actors_with_known_ties_are_a_share_and_where_no_tie_is_known_there_is_no_information() -> None:
    crossings = pd.DataFrame(
        {"municipality_code": CODES, "actors": [3, 4, 0], "tied": [0, 1, 0], "inside": [0, 1, 0], "across": [0, 2, 0],
         "unknown": [0, 5, 0]}
    )  # fmt: skip
    found = measure_ties(crossings)
    assert found["supply"].to_dict() == pytest.approx({"0461": NONE, "0480": 0.25, "0482": NONE}, nan_ok=True)
    assert found["across"].to_dict() == pytest.approx({"0461": NONE, "0480": 2 / 3, "0482": NONE}, nan_ok=True)


def test_quadrants_are_split_at_the_medians_and_the_median_is_low() -> None:
    need = pd.Series({"a": 80.0, "b": 50.0, "c": 60.0, "d": np.nan})
    supply = pd.Series({"a": 1.0, "b": 9.0, "c": 3.0, "d": 5.0})
    assert place_quadrants(need, supply).to_dict() == {
        "a": "need_high_supply_low",
        "b": "need_low_supply_high",
        "c": "need_low_supply_low",
        "d": "",
    }


def side(values: dict[str, float], reach: float) -> pd.DataFrame:
    value = pd.Series(values)
    return pd.DataFrame({"value": value, "low": value - reach, "high": value + reach})


def test_sure_figures_give_sure_ranks_and_unsure_ones_wide_ones() -> None:
    need, supply = {"a": 90.0, "b": 50.0, "c": 10.0}, {"a": 0.1, "b": 0.5, "c": 0.9}
    sure = rank_gaps({"x": Pair(side(need, 0.0), side(supply, 0.0))}, {"x": 1.0})
    assert sure["gap"].to_dict() == {"a": 100, "b": 0, "c": -100}
    assert sure[["rank_low", "rank_high"]].to_numpy().tolist() == [[1, 1], [2, 2], [3, 3]]
    assert sure["tier"].to_dict() == {"a": "above", "b": "middle", "c": "below"}
    unsure = rank_gaps({"x": Pair(side(need, 200.0), side(supply, 2.0))}, {"x": 1.0})
    assert unsure[["rank_low", "rank_high"]].to_numpy().tolist() == [[1, 3]] * 3
    assert set(unsure["tier"]) == {"middle"}


def test_a_weight_of_nought_leaves_a_need_out_and_all_noughts_leave_nothing() -> None:
    one = Pair(side({"a": 3.0, "b": 2.0, "c": 1.0}, 0), side({"a": 1.0, "b": 1.0, "c": 1.0}, 0))
    other = Pair(side({"a": 1.0, "b": 2.0, "c": 3.0}, 0), side({"a": 1.0, "b": 1.0, "c": 1.0}, 0))
    assert rank_gaps({"x": one, "y": other}, {"x": 1, "y": 0})["rank"].to_dict() == {"a": 1, "b": 2, "c": 3}
    assert rank_gaps({"x": one, "y": other}, {"x": 0, "y": 0}).empty


def test_two_municipalities_are_not_ranked() -> None:
    pair = Pair(side({"a": 3.0, "b": 2.0}, 0), side({"a": 1.0, "b": 2.0}, 0))
    assert rank_gaps({"x": pair}, {"x": 1}).empty


def test_published_shares_come_before_ranks_and_parts_and_rough_counts_are_no_parts() -> None:
    rows = [
        ("Antal beviljade", "antal", 12.0, 88.0, "2022"),
        ("Antal förslag (över)", "antal", 300.0, 365.0, "2021"),
        ("Vad efterfrågas mest?", "rang", 1.0, 200.0, "2021"),
        ("Är du nöjd med stödet?", "procent", 20.0, 200.0, "2021"),
        ("Spelar rollspel", "procent", 84.0, 365.0, "2021"),
        ("Antal bygdegårdar", "antal", 29.0, np.nan, "2020"),
    ]
    figures = pd.DataFrame(rows, columns=["question", "unit", "value", "n", "year"]).assign(theme="x")
    assert rank_published(figures, "x")["value"].tolist() == [20.0, 1.0, 12.0]
