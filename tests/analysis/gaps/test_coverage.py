"""What is known about how much is known."""

from __future__ import annotations

import math
from typing import Any

from kulturkarta.analysis.gaps.chosen import locate_places
from kulturkarta.analysis.gaps.coverage import describe_chosen
from tests.analysis.gaps.small_region import LAND, localities, place, places
from tests.analysis.tables import make_table

TABLE = places(
    place("a", 601, last_checked="2025-03"),
    place("b", 602, last_checked="2014", position="locality"),
    place("c", 611, municipality_code="0481", position="address"),
)


def describe(*stated: dict[str, object], kinds: tuple[str, ...] = ("replokal",)) -> dict[str, dict[Any, Any]]:
    located = locate_places(TABLE, localities(), LAND, unlisted_radius_m=1000)
    coverage = make_table("coverage", *({"id": str(n), "table": "places", **row} for n, row in enumerate(stated)))
    frame = describe_chosen(located, coverage, codes=["0480", "0481"], kinds=kinds, this_year=2026, stale_years=5)
    return {str(code): row for code, row in frame.to_dict(orient="index").items()}


def test_exact_and_lately_checked_are_shares_of_the_places_there_are() -> None:
    found = describe()
    assert {code: (row["n"], row["share_exact"], row["share_checked"]) for code, row in found.items()} == {
        "0480": (2, 0.5, 0.5),
        "0481": (1, 1.0, 0.0),
        "region": (3, 2 / 3, 1 / 3),
    }


def test_completeness_is_what_is_known_of_what_is_believed_to_exist() -> None:
    found = describe({"kind": "replokal", "known": 12, "expected_min": 24, "expected_max": 30})
    assert {
        code: (row["complete_low"], row["complete_high"], row["scope"]) for code, row in found.items()
    } == dict.fromkeys(("0480", "0481", "region"), (0.4, 0.5, "region"))


def test_what_a_municipality_states_goes_before_what_the_region_does() -> None:
    found = describe(
        {"kind": "replokal", "known": 12, "expected_min": 24, "expected_max": 30},
        {"kind": "replokal", "municipality_code": "0480", "known": 2, "expected_min": 1, "expected_max": 2},
    )
    assert (found["0480"]["complete_low"], found["0480"]["complete_high"], found["0480"]["scope"]) == (
        1.0,
        1.0,
        "municipality",
    )
    assert found["0481"]["scope"] == "region"


def test_one_kind_that_nobody_has_counted_leaves_the_whole_unknown() -> None:
    stated = {"kind": "replokal", "known": 12, "expected_min": 24, "expected_max": 30}
    found = describe(stated, kinds=("replokal", "makerspace"))
    assert math.isnan(found["0480"]["complete_low"])
    assert found["0480"]["scope"] == ""
    both = describe(
        stated,
        {"kind": "makerspace", "known": 0, "expected_min": 0, "expected_max": 2},
        kinds=("replokal", "makerspace"),
    )
    assert (both["region"]["complete_low"], both["region"]["complete_high"]) == (12 / 32, 0.5)
    no_range = describe({"kind": "replokal", "known": 0})
    assert math.isnan(no_range["region"]["complete_high"])
