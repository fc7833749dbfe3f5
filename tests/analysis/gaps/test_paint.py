"""How a municipality is painted: by what is missing, never where too little is known."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from kulturkarta.analysis.gaps.chosen import locate_places
from kulturkarta.analysis.gaps.measure import GapResult, measure_gaps
from kulturkarta.analysis.gaps.paint import MEASURES, paint_areas
from tests.analysis.gaps.small_region import LAND, NAMES, demand, localities, place, places

PLACES = locate_places(places(place("a", 605)), localities(), LAND, unlisted_radius_m=1000)


def gaps(**columns: list[float]) -> GapResult:
    """Two municipalities with these figures; all shares certain unless given."""
    people = demand((605, 1, "0480", ""), (615, 1, "0481", ""))
    found = measure_gaps(people, PLACES, municipalities=NAMES, threshold_km=5, detour_factor=1)
    return replace(found, municipalities=found.municipalities.assign(**columns))


def test_the_share_without_has_steps_of_twenty_points() -> None:
    for share, step in ((0.0, 0), (0.19, 0), (0.2, 1), (0.6, 3), (0.79, 3), (0.8, 4), (1.0, 4), (float("nan"), None)):
        certain = {"share_without_low": [share, 0.0], "share_without_high": [share, 0.0]}
        painted = paint_areas(gaps(share_without=[share, 0.0], **certain), ())
        assert painted.fills == {"0480": step, "0481": 0}


def test_where_too_little_is_known_the_ground_is_hatched_and_takes_no_step_from_the_others() -> None:
    found = gaps(mean_km=[30.0, 12.0])
    assert paint_areas(found, ["0480"]).fills["0480"] == "hatched"
    far = paint_areas(found, ["0480"], "medel")
    assert far.fills == {"0480": "hatched", "0481": 4}
    assert far.spans == ((4, 12.0, 12.0),)


def test_where_few_are_what_is_missing_the_least_is_darkest() -> None:
    certain = {"share_without_low": [0.0, 0.0], "share_without_high": [0.0, 0.0]}
    few = paint_areas(gaps(per_10000=[0.0, 2.5], **certain), (), "antal")
    assert few.fills == {"0480": 4, "0481": 0}
    assert few.spans == ((0, 2.5, 2.5), (4, 0.0, 0.0))
    far = paint_areas(gaps(mean_km=[3.0, 12.0], **certain), (), "medel")
    assert far.fills == {"0480": 3, "0481": 4}


def test_a_value_that_nobody_knows_is_not_filled() -> None:
    certain = {"share_without_low": [0.0, 0.0], "share_without_high": [0.0, 0.0]}
    assert paint_areas(gaps(mean_km=[float("nan"), 12.0], **certain), (), "medel").fills["0480"] is None


def test_every_measure_is_a_column_of_the_gaps() -> None:
    columns = set(gaps().municipalities.columns) | {"actors_per_place"}
    assert {measure.column for measure in MEASURES.values()} <= columns
    assert isinstance(gaps().municipalities, pd.DataFrame)
