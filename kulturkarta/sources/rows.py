"""Rows of text to a RawTable, with the same care for headers whichever program wrote them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from kulturkarta.errors import Cell, DataProblem
from kulturkarta.raw import RawTable
from kulturkarta.sources.guard import MAX_COLUMNS, Limits

# As Python's strings a table takes eight times the room it takes in a frame.
_ROWS_AT_ONCE = 50_000

NumberedRow = tuple[int, Sequence[str]]


def table_from_rows(
    rows: Iterable[NumberedRow], *, name: str, file: str, limits: Limits, fixed_width: bool
) -> RawTable:
    """The table whose header is the first row with content; `rows` are (row number in the person's program, cells).

    Empty rows and unnamed empty columns at the end are left out. With `fixed_width` (CSV), a row with more cells than
    the header is set aside with an error and a shorter one kept with a warning: Excel itself leaves out empty cells at
    the end, a person who forgot a separator does too. Raises DataProblem for no header, two columns of one name,
    values in a column without a name, more than 500 columns or more than `limits.max_rows` rows.
    """
    filled = ((number, cells) for number, cells in rows if any(cells))
    header_number, header = next(filled, (1, ()))
    columns = _column_names(header, row=header_number, file=file)
    problems: list[DataProblem] = []
    numbers: list[int] = []
    kept: list[Sequence[str]] = []
    frames: list[pd.DataFrame] = []
    for number, cells in filled:
        if len(numbers) == limits.max_rows:
            raise DataProblem("file.too_many_rows", Cell(file, number), params={"limit": limits.max_rows})
        if len(cells) != len(columns):
            problem = width_problem(cells, header, len(columns), number, file) if fixed_width else None
            if problem:
                problems.append(problem)
                if problem.severity == "error":
                    continue
            _check_no_orphans(cells, len(columns), row=number, file=file)
            cells = [*cells[: len(columns)], *[""] * (len(columns) - len(cells))]
        numbers.append(number)
        kept.append(cells)
        if len(kept) == _ROWS_AT_ONCE:
            frames.append(_text_frame(kept, columns))
            kept = []
    frame = pd.concat([*frames, _text_frame(kept, columns)]).set_axis(pd.Index(numbers, dtype="int64"))
    return RawTable(name, file, frame, tuple(problems))


def _text_frame(rows: Sequence[Sequence[str]], columns: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=pd.Index(pd.Series(list(columns), dtype="str"))).astype("str")


def _column_names(header: Sequence[str], *, row: int, file: str) -> list[str]:
    names = [cell.strip() for cell in header]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise DataProblem("file.empty", Cell(file))
    if len(names) > MAX_COLUMNS:
        raise DataProblem("file.too_many_columns", Cell(file, row), params={"limit": MAX_COLUMNS})
    for position, column in enumerate(names):
        if not column:
            raise DataProblem("file.unnamed_column", Cell(file, row), got=column_letters(position))
        if column in names[:position]:
            raise DataProblem("file.duplicate_column", Cell(file, row, column), got=column)
    return names


def width_problem(
    cells: Sequence[str], header: Sequence[str], width: int, number: int, file: str
) -> DataProblem | None:
    """What is wrong with a row of a CSV file that has more (error) or fewer (warning) cells than the header, if so."""
    if len(cells) < width:
        params = {"cells": len(cells), "columns": width}
        return DataProblem("file.short_row", Cell(file, number), params=params, severity="warning")
    if any(cells[len(header) :]):
        return DataProblem("file.long_row", Cell(file, number), params={"cells": len(cells), "columns": width})
    return None


def _check_no_orphans(cells: Sequence[str], width: int, *, row: int, file: str) -> None:
    for position, cell in enumerate(cells[width:]):
        if cell:
            raise DataProblem("file.unnamed_column", Cell(file, row), got=column_letters(width + position))


def column_letters(position: int) -> str:
    """What a spreadsheet calls the column at `position`, counted from 0: 0 is A, 25 Z, 26 AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
