"""Plain tables of points and costs, as any other program writes them: `id,x,y,demand`, `origin,destination,cost`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from kulturkarta.errors import Cell, DataProblem
from kulturkarta.raw import RawTable
from kulturkarta.settings import Settings
from kulturkarta.sources.guard import MEGABYTE, Limits
from kulturkarta.sources.registry import find_reader
from kulturkarta.validation.cells import cell_problem, parse_numbers

Found = tuple[pd.DataFrame, tuple[DataProblem, ...]]
"""The rows that can be used, and what was wrong with the others."""


def find_point_limits(settings: Settings) -> Limits:
    """The limits for files of points and squares: a country has more of them than a region has rows."""
    limits = Limits.from_settings(settings)
    max_bytes = int(settings.points_file_mb * MEGABYTE)
    return replace(
        limits, max_bytes=max_bytes, max_unpacked_bytes=max_bytes, max_rows=settings.points_rows,
        seconds=settings.points_seconds,
    )  # fmt: skip


def read_points(path: Path, value: str, *, has_coordinates: bool, limits: Limits) -> Found:
    """Columns id (text), `value` and, with `has_coordinates`, x and y as float64, in the order of the file.

    A row with an id that is empty or taken, a cell that is no number, or a negative value is set aside with a problem.
    Raises DataProblem when the file cannot be read or lacks one of the columns.
    """
    numbers = [*(("x", "y") if has_coordinates else ()), value]
    raw = read_table(path, ["id", *numbers], limits=limits)
    frame, problems = parse_cells(raw, numbers, not_negative=[value])
    ids = raw.frame["id"].str.strip()
    for code, rows in (("points.id_missing", ids.eq("")), ("points.id_repeated", ids.duplicated() & ids.ne(""))):
        problems += [cell_problem(raw, row, column="id", code=code) for row in ids.index[rows]]
    return _keep(frame.assign(id=ids)[["id", *numbers]], problems), (*raw.problems, *problems)


def read_costs(path: Path, origins: pd.Series, destinations: pd.Series, *, limits: Limits) -> Found:
    """Columns origin, destination (text) and cost (float64) of the pairs of `origins` and `destinations`.

    A pair listed twice, a cost that is no number or negative is set aside with a problem; a row that names nobody of
    ours is left out with a warning. Raises DataProblem as `read_points` does.
    """
    raw = read_table(path, ["origin", "destination", "cost"], limits=limits)
    frame, problems = parse_cells(raw, ["cost"], not_negative=["cost"])
    frame = frame.assign(origin=raw.frame["origin"].str.strip(), destination=raw.frame["destination"].str.strip())
    for column, known in (("origin", origins), ("destination", destinations)):
        strangers = frame.index[~frame[column].isin(known)]
        problems += [
            cell_problem(raw, row, column=column, code="points.unknown_id", severity="warning") for row in strangers
        ]
    repeated = frame.index[frame.duplicated(["origin", "destination"])]
    problems += [cell_problem(raw, row, column="origin", code="points.pair_repeated") for row in repeated]
    return _keep(frame[["origin", "destination", "cost"]], problems), (*raw.problems, *problems)


def read_table(path: Path, columns: Sequence[str], *, limits: Limits) -> RawTable:
    """The file as text, its column names in lower case. Raises DataProblem for one of `columns` that it lacks."""
    raw = find_reader(path.name)(path, name=path.stem, file=path.name, limits=limits)
    frame = raw.frame.set_axis(raw.frame.columns.str.strip().str.lower(), axis="columns")
    for column in columns:
        if column not in frame:
            raise DataProblem(
                "points.column_missing", Cell(raw.file, 1, column), params={"columns": ", ".join(columns)}
            )
    return replace(raw, frame=frame)


def parse_cells(
    raw: RawTable, columns: Sequence[str], *, not_negative: Sequence[str]
) -> tuple[pd.DataFrame, list[DataProblem]]:
    """`columns` as float64 (NaN where there is no number), and a problem for each cell that is none or is too small."""
    frame = pd.DataFrame({name: parse_numbers(raw.frame[name].str.strip()) for name in columns}, index=raw.frame.index)
    problems: list[DataProblem] = []
    for name in columns:
        rows = frame.index[frame[name].isna()]
        problems += [cell_problem(raw, row, column=name, code="points.not_a_number") for row in rows]
    for name in not_negative:
        rows = frame.index[frame[name] < 0]
        problems += [cell_problem(raw, row, column=name, code="points.negative") for row in rows]
    return frame, problems


def _keep(frame: pd.DataFrame, problems: Sequence[DataProblem]) -> pd.DataFrame:
    """`frame` without the rows that a problem names."""
    return frame.drop(index=list({problem.where.row for problem in problems})).reset_index(drop=True)
