"""Which municipality a row gets: stated, found, or left open with both names."""

from __future__ import annotations

import pandas as pd

from kulturkarta.errors import DataProblem
from kulturkarta.geo import MunicipalityFinder
from kulturkarta.schema import TABLES
from kulturkarta.taxonomy import Taxonomy
from kulturkarta.validation import add_municipality, validate_table
from tests.small_sweden import degrees
from tests.validation.small_tables import briefly, places


def at(east_km: float, north_km: float, code: str = "") -> dict[str, str]:
    lon, lat = degrees(east_km, north_km)
    return {"lon": f"{lon:.6f}", "lat": f"{lat:.6f}", "municipality_code": code}


def locate(
    *rows: dict[str, str], taxonomy: Taxonomy, finder: MunicipalityFinder
) -> tuple[pd.DataFrame, list[DataProblem]]:
    raw = places(*rows)
    frame, problems = validate_table(raw, TABLES["places"], taxonomy=taxonomy, municipalities=finder.names)
    frame, found = add_municipality(frame, raw, finder=finder)
    return frame, problems + found


def test_a_point_far_from_borders_gets_its_municipality(taxonomy: Taxonomy, finder: MunicipalityFinder) -> None:
    frame, problems = locate(at(604, 6515), at(625, 6515), taxonomy=taxonomy, finder=finder)
    assert frame["municipality_code"].tolist() == ["0480", "0488"]
    assert frame["municipality_candidates"].tolist() == [(), ()]
    assert problems == []


def test_a_point_near_a_border_is_kept_and_names_both(taxonomy: Taxonomy, finder: MunicipalityFinder) -> None:
    # 1 km inside Oxelösund, 1 km from Nyköping.
    frame, problems = locate({}, at(611, 6515), taxonomy=taxonomy, finder=finder)
    assert len(frame) == 2
    assert frame["municipality_code"].isna().tolist() == [True, True]
    assert frame["municipality_candidates"].tolist() == [(), ("0481", "0480")]
    assert briefly(problems) == [(3, "municipality_code", "municipality.check")]
    assert problems[0].severity == "warning"
    assert problems[0].params == {"candidates": "0481 Oxelösund / 0480 Nyköping"}


def test_a_stated_code_wins_over_the_point(taxonomy: Taxonomy, finder: MunicipalityFinder) -> None:
    # 4 km into Oxelösund but stated as Nyköping: within what generalised borders and habit allow.
    frame, problems = locate(at(614, 6515, "0480"), taxonomy=taxonomy, finder=finder)
    assert frame["municipality_code"].tolist() == ["0480"]
    assert problems == []


def test_a_point_more_than_five_kilometres_outside_is_a_warning(taxonomy: Taxonomy, finder: MunicipalityFinder) -> None:
    frame, problems = locate(at(614.95, 6515, "0480"), at(615.1, 6515, "0480"), taxonomy=taxonomy, finder=finder)
    assert frame["municipality_code"].tolist() == ["0480", "0480"]
    assert briefly(problems) == [(3, "municipality_code", "municipality.far_outside")]
    assert problems[0].params == {"name": "Nyköping", "distance_km": 5.1}


def test_a_point_outside_every_municipality_is_kept_with_a_warning(
    taxonomy: Taxonomy, finder: MunicipalityFinder
) -> None:
    frame, problems = locate(at(604, 6500), taxonomy=taxonomy, finder=finder)
    assert frame["municipality_code"].isna().tolist() == [True]
    assert briefly(problems) == [(2, "municipality_code", "municipality.not_found")]


def test_rows_set_aside_before_do_not_shift_the_row_numbers(taxonomy: Taxonomy, finder: MunicipalityFinder) -> None:
    frame, problems = locate({"kind": "xyz"}, {}, at(611, 6515), taxonomy=taxonomy, finder=finder)
    assert frame["id"].tolist() == ["bib-3", "bib-4"]
    assert [problem.where.row for problem in problems] == [2, 4]


def test_an_empty_table_also_gets_the_column(taxonomy: Taxonomy, finder: MunicipalityFinder) -> None:
    frame, problems = locate({"kind": "xyz"}, taxonomy=taxonomy, finder=finder)
    assert len(frame) == 0
    assert "municipality_candidates" in frame.columns
    assert [problem.code for problem in problems] == ["term.unlike_any"]
