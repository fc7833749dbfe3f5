"""A table as a reader found it, before anyone has judged its rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from kulturkarta.errors import Cell, DataProblem


@dataclass(frozen=True)
class Provenance:
    """Where a table came from: shown on the Data page and written to exports."""

    title: str
    source: str = ""
    source_url: str = ""
    licence: str = ""
    fetched: str = ""


@dataclass(frozen=True)
class RawTable:
    """What every reader in `sources/` returns.

    `frame` holds only text ("" = no value), column names as in the file, and its index is the row number that the
    person sees in her own program (header = 1). `problems` are what the reader itself had to say. `written` says what
    she calls the columns that go by another name here (schema name -> her own).
    """

    name: str
    file: str
    frame: pd.DataFrame
    problems: tuple[DataProblem, ...] = ()
    provenance: Provenance = field(default_factory=lambda: Provenance(""))
    written: Mapping[str, str] = field(default_factory=dict)


def name_as_written(problems: Iterable[DataProblem], raws: Iterable[RawTable]) -> list[DataProblem]:
    """`problems` with each column called what the person calls it in her file, one of `raws`."""
    written = {(raw.file, column): name for raw in raws for column, name in raw.written.items()}

    def rename(problem: DataProblem) -> DataProblem:
        file, row, column = problem.where.file, problem.where.row, problem.where.column or ""
        return replace(problem, where=Cell(file, row, written[file, column])) if (file, column) in written else problem

    return [rename(problem) for problem in problems] if written else list(problems)
