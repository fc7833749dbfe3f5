"""The municipality of each row: stated, or found from its point."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from kulturkarta.errors import DataProblem
from kulturkarta.geo import MunicipalityFinder
from kulturkarta.raw import RawTable
from kulturkarta.validation.cells import cell_problem
from kulturkarta.validation.rows import row_numbers

# A stated municipality is doubted when the point lies this far outside: further than generalised borders err.
FAR_OUTSIDE_M = 5_000.0


def add_municipality(
    frame: pd.DataFrame, raw: RawTable, *, finder: MunicipalityFinder
) -> tuple[pd.DataFrame, list[DataProblem]]:
    """`frame` with a municipality for every row whose point decides it, and the column `municipality_candidates`.

    A stated code wins; a point more than 5 km outside that municipality is a warning. Without a code the point
    decides; near a border of generalised polygons it does not: the code stays NA, `municipality_candidates` names those
    it can be (codes, nearest first; otherwise an empty tuple) and a warning asks to check.
    """
    result = frame.copy()
    result["municipality_candidates"] = pd.Series([()] * len(frame), index=frame.index, dtype=object)
    rows = row_numbers(frame, raw)
    has_point = frame["lon"].notna() & frame["lat"].notna()
    stated = frame["municipality_code"].notna()
    problems = _check_stated(frame[has_point & stated], raw, finder=finder, rows=rows)
    searched = frame[has_point & ~stated]
    if searched.empty:
        return result, problems
    found = finder.find(searched["lon"], searched["lat"])
    result.loc[searched.index, "municipality_code"] = found["municipality_code"]
    undecided = found[found["municipality_code"].isna()]
    result.loc[undecided.index, "municipality_candidates"] = undecided["candidates"]
    for index, candidates in zip(undecided.index, undecided["candidates"], strict=True):
        names = " / ".join(f"{code} {finder.names.get(code, '')}".strip() for code in candidates)
        code = "municipality.check" if candidates else "municipality.not_found"
        got = f"{searched.loc[index, 'lon']:.5f}, {searched.loc[index, 'lat']:.5f}"
        problems.append(_warning(raw, rows[index], code, got=got, params={"candidates": names}))
    return result, problems


def _check_stated(
    located: pd.DataFrame, raw: RawTable, *, finder: MunicipalityFinder, rows: pd.Series
) -> list[DataProblem]:
    distance_m = finder.measure_distance_m(located["municipality_code"], located["lon"], located["lat"])
    problems: list[DataProblem] = []
    far = distance_m > FAR_OUTSIDE_M
    for index, code, metres in zip(located.index[far], located["municipality_code"][far], distance_m[far], strict=True):
        params = {"name": finder.names.get(code, code), "distance_km": round(metres / 1000, 1)}
        problems.append(_warning(raw, rows[index], "municipality.far_outside", params=params))
    return problems


def _warning(
    raw: RawTable, row: int, code: str, *, params: Mapping[str, object], got: str | None = None
) -> DataProblem:
    return cell_problem(raw, row, column="municipality_code", code=code, params=params, got=got, severity="warning")
