"""CSV as Swedish Excel, LibreOffice, databases and we ourselves write it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import StringIO
from itertools import islice
from pathlib import Path

from kulturkarta.errors import Cell, DataProblem
from kulturkarta.raw import RawTable
from kulturkarta.sources.encoding import decode_text
from kulturkarta.sources.guard import Limits, read_bytes
from kulturkarta.sources.rows import NumberedRow, table_from_rows

SEPARATORS = (",", ";", "\t")
LONGEST_CELL = 131_072
_SNIFFED_ROWS = 5

# Excel hides this line from the person, so it is no row of hers.
_SEP_LINE = re.compile(r'^"?sep=([^\r\n])"?[ \t;,]*(?:\r\n|\n|\r)', re.IGNORECASE)

# The apostrophe that our exports put before what a spreadsheet would take for a formula.
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_BINARY_STARTS = (b"PK\x03\x04", b"SQLite format 3\x00", b"%PDF", b"\xd0\xcf\x11\xe0")


def read_csv(source: Path | bytes, *, name: str, file: str, limits: Limits) -> RawTable:
    """The table in a CSV file: all cells as text, row numbers as a spreadsheet counts them.

    Encoding (UTF-8, UTF-16, Windows 1252), separator (`,` `;` tab, or the one a `sep=` line names) and quoted line
    breaks are recognised; decimal commas and codes stay as written. The formula guard of our own exports is taken off.

    Uses the C reader of the standard library rather than pandas': a table of a region takes 2 ms with both, 45,000 rows
    0.4 s instead of 0.1 s, but only it tells a short row from a full one, keeps empty rows countable and lets NUL
    through to validation, which names the cell.

    Raises DataProblem when the file is refused as a whole; rows set aside are in the table's `problems`.
    """
    rows = read_csv_rows(source, file=file, limits=limits)
    return table_from_rows(rows, name=name, file=file, limits=limits, fixed_width=True)


def read_csv_rows(source: Path | bytes, *, file: str, limits: Limits) -> Iterator[NumberedRow]:
    """The rows of a CSV file as `read_csv` reads them, before any of them is taken for a header."""
    data = read_bytes(source, file=file, limits=limits)
    if data.startswith(_BINARY_STARTS):
        raise DataProblem("file.not_csv", Cell(file))
    text = decode_text(data, file=file)
    # The standard library's limit is one for all of the process. A library may have raised it, which the rows are
    # checked for, or lowered it; it is never lowered here, for whoever raised it needs that.
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST_CELL))
    named = _SEP_LINE.match(text)
    if named:
        text = text[named.end() :]
    separator = named.group(1) if named else _find_separator(text)
    return _read_rows(text, separator, file=file)


def _find_separator(text: str) -> str:
    """The separator that cuts the first rows into the most columns, before all into equally many."""

    def score(separator: str) -> tuple[bool, int]:
        reader = csv.reader(StringIO(text[:100_000], newline=""), delimiter=separator)
        widths = [len(row) for row in islice(reader, _SNIFFED_ROWS) if row]
        return (len(set(widths)) == 1 and widths[0] > 1, widths[0] if widths else 0)

    try:
        return max(SEPARATORS, key=score)
    except csv.Error:
        return SEPARATORS[0]  # the reading itself says what is wrong, and where


def _read_rows(text: str, separator: str, *, file: str) -> Iterator[NumberedRow]:
    has_guards = "'" in text
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if max(map(len, cells), default=0) > LONGEST_CELL:
                raise DataProblem("file.cell_too_long", Cell(file, number))
            yield number, [_take_off_guard(cell) for cell in cells] if has_guards else cells
    except csv.Error as error:
        code = "file.cell_too_long" if "field limit" in str(error) else "file.broken_quote"
        raise DataProblem(code, Cell(file, number + 1)) from error


def _take_off_guard(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and _GUARDED.match(cell) else cell
