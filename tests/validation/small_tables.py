"""Rows as a reader hands them over, written short."""

from __future__ import annotations

import pandas as pd

from kulturkarta.errors import DataProblem
from kulturkarta.raw import RawTable

PLACE = {"id": "bib", "name": "Biblioteket", "kind": "bibliotek", "source": "Kommunen", "licence": "CC0"}


def raw_table(*rows: dict[str, str], name: str = "places") -> RawTable:
    """The rows as `<name>.csv` with the header on row 1, so the first is row 2; cells not given are empty."""
    frame = pd.DataFrame(list(rows), index=pd.RangeIndex(2, 2 + len(rows))).fillna("").astype("str")
    return RawTable(name, f"{name}.csv", frame)


def places(*changes: dict[str, str]) -> RawTable:
    """Valid places bib-2, bib-3 … (named by their row) with `changes` on top."""
    return raw_table(*({**PLACE, "id": f"bib-{row}", **change} for row, change in enumerate(changes, start=2)))


def briefly(problems: list[DataProblem]) -> list[tuple[int | None, str | None, str]]:
    """(row, column, code) of each problem."""
    return [(problem.where.row, problem.where.column, problem.code) for problem in problems]
