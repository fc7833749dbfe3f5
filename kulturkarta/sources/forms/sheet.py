"""The sheet of a form: one row per answer, one column per question, however it was saved."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

import pandas as pd

from kulturkarta.errors import Cell, DataProblem
from kulturkarta.raw import RawTable
from kulturkarta.sources.csv_file import read_csv_rows
from kulturkarta.sources.excel import read_excel_rows
from kulturkarta.sources.forms.times import are_times
from kulturkarta.sources.guard import MAX_COLUMNS, Limits
from kulturkarta.sources.rows import NumberedRow, column_letters, width_problem

NAME = "form"
_CSV, _EXCEL = (".csv", ".tsv", ".txt"), (".xlsx",)
_MAX_HEADER_ROWS = 3
_SPACE = re.compile(r"[\s\u00a0\u2009\u202f\u200b]+")


def read_form_sheet(source: Path | bytes, *, file: str, limits: Limits) -> RawTable:
    """The answers in `file` as text: columns are the questions, the index is the row number in the person's program.

    More is forgiven than in a table of the catalogue: columns without name and content are left out, a title above the
    header too, merged cells above it are joined with it (`Fråga [Rad]`), and of equal questions the second is called
    "… 2", as Microsoft Forms does. Hard spaces and line breaks in headers become spaces.

    Raises DataProblem for a file that is refused as a whole: no CSV or Excel, harmful, too large, no header, no answer,
    a single column, values without a header. Rows that are longer than the header are errors in `problems`.
    """
    suffix = Path(file).suffix.lower()
    if suffix in _CSV:
        return _build(read_csv_rows(source, file=file, limits=limits), file=file, limits=limits, is_csv=True)
    if suffix in _EXCEL:
        return read_excel_rows(
            source,
            lambda rows: _build(rows, file=file, limits=limits, is_csv=False),
            name=NAME,
            file=file,
            limits=limits,
        )
    raise DataProblem("file.unknown_format", Cell(file), got=suffix, params={"known": ", ".join((*_CSV, *_EXCEL))})


def clean_header(text: str) -> str:
    """`text` on one line: hard spaces, tabs and line breaks become single spaces."""
    return _SPACE.sub(" ", text).strip()


def _build(rows: Iterable[NumberedRow], *, file: str, limits: Limits, is_csv: bool) -> RawTable:
    filled = ((number, [cell.strip() for cell in cells]) for number, cells in rows if any(map(str.strip, cells)))
    kept = list(islice(filled, limits.max_rows + _MAX_HEADER_ROWS))
    if not kept:
        raise DataProblem("file.empty", Cell(file))
    n_headers = _count_headers([cells for _, cells in kept[: _MAX_HEADER_ROWS + 1]])
    header_number, header = kept[0][0], _join_headers([cells for _, cells in kept[:n_headers]])
    answers = kept[n_headers:]
    if not answers:
        raise DataProblem("form.no_answers", Cell(file))
    if len(answers) > limits.max_rows:
        raise DataProblem("file.too_many_rows", Cell(file, answers[-1][0]), params={"limit": limits.max_rows})
    problems: list[DataProblem] = []
    numbers: list[int] = []
    wide: list[list[str]] = []
    for number, cells in answers:
        problem = width_problem(cells, header, len(header), number, file) if is_csv else None
        if problem and problem.severity == "error":
            problems.append(problem)
            continue
        numbers.append(number)
        wide.append([*cells[:MAX_COLUMNS], *[""] * (len(header) - len(cells))])
    columns = _name_columns(header, wide, row=header_number, file=file)
    data = {name: [cells[position] for cells in wide] for position, name in columns.items()}
    return RawTable(NAME, file, pd.DataFrame(data, index=numbers, dtype="str"), tuple(problems))


def _count_headers(first: Sequence[Sequence[str]]) -> int:
    """How many of the `first` rows are headers: one, unless merged cells or a title leave the first with holes.

    Then every row before the first with a time in it is a header.
    """
    has_holes = len(first) > 2 and sum(map(bool, first[0])) < max(sum(map(bool, row)) for row in first[1:])
    if not has_holes:
        return 1
    for position, cells in enumerate(first):
        if are_times(pd.Series(cells, dtype="str")).any():
            return max(position, 1)
    return 1


def _join_headers(rows: Sequence[Sequence[str]]) -> list[str]:
    """One name per column. A title (alone on its row, above everything) says nothing about a column."""
    width = max(len(row) for row in rows)
    padded = [[clean_header(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
    told = [row for row in padded[:-1] if sum(map(bool, row)) > 1 or (row.index(max(row, key=len)) > 0)]
    names = padded[-1]
    for upper in reversed(told):
        over = ""
        joined: list[str] = []
        for above, name in zip(upper, names, strict=True):
            over = above or over
            joined.append((f"{over} [{name}]" if over else name) if name else above)
        names = joined
    while names and not names[-1]:
        names.pop()
    return names


def _name_columns(header: Sequence[str], rows: Sequence[Sequence[str]], *, row: int, file: str) -> dict[int, str]:
    """Position -> name of every column that has both a name and a place in `rows`."""
    width = max(len(header), *(len(cells) for cells in rows)) if rows else len(header)
    if width > MAX_COLUMNS:
        raise DataProblem("file.too_many_columns", Cell(file, row), params={"limit": MAX_COLUMNS})
    names: dict[int, str] = {}
    seen: Counter[str] = Counter()
    for position in range(width):
        name = header[position] if position < len(header) else ""
        if name:
            seen[name] += 1
            names[position] = name if seen[name] == 1 else f"{name} {seen[name]}"
        elif any(len(cells) > position and cells[position] for cells in rows):
            raise DataProblem("file.unnamed_column", Cell(file, row), got=column_letters(position))
    if len(names) < 2:
        raise DataProblem("form.one_column", Cell(file, row), got="; ".join(names.values())[:80])
    return names
