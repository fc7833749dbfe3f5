"""Excel workbooks (.xlsx): one sheet to text."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Iterator
from datetime import date, datetime
from datetime import time as clock_time
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

from kulturkarta.errors import Cell, DataProblem
from kulturkarta.raw import RawTable
from kulturkarta.sources.cell_text import value_text
from kulturkarta.sources.encoding import normal_form
from kulturkarta.sources.guard import MAX_COLUMNS, Limits, check_zip, read_bytes
from kulturkarta.sources.rows import NumberedRow, table_from_rows

_T = TypeVar("_T")
_LAST_ROW = 1_048_576  # of any sheet; a file may claim more
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"  # .xls, and .xlsx with a password


def read_excel(source: Path | bytes, *, name: str, file: str, limits: Limits) -> RawTable:
    """The sheet called `name` (the table), else the first one, all cells as text with the sheet's own row numbers.

    Whole numbers come without decimals, dates as ISO text, truth as true/false, formulas as the value that was last
    computed. Raises DataProblem when the file is refused: no workbook, harmful zip, too large or slow, a merged or
    missing header.
    """

    def build(rows: Iterator[NumberedRow]) -> RawTable:
        return table_from_rows(rows, name=name, file=file, limits=limits, fixed_width=False)

    return read_excel_rows(source, build, name=name, file=file, limits=limits)


def read_excel_rows(
    source: Path | bytes, build: Callable[[Iterator[NumberedRow]], _T], *, name: str, file: str, limits: Limits
) -> _T:
    """What `build` makes of the sheet's rows, before any of them is taken for a header; refused as by `read_excel`."""
    data = read_bytes(source, file=file, limits=limits)
    if data.startswith(_OLD_EXCEL):
        raise DataProblem("file.old_excel", Cell(file))
    check_zip(data, file=file, limits=limits)
    try:
        return build(_read_sheet(data, name=name, file=file, limits=limits))
    except DataProblem:
        raise
    # openpyxl promises no kind of error for a malformed workbook, and meets them as KeyError, TypeError, ParseError …
    except Exception as error:
        raise DataProblem("file.broken", Cell(file)) from error


def _read_sheet(data: bytes, *, name: str, file: str, limits: Limits) -> Iterator[NumberedRow]:
    import openpyxl  # slow to import, and most starts read no workbook

    ends = time.monotonic() + limits.seconds
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions that we do not read
        workbook = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
        if not workbook.worksheets:
            raise DataProblem("file.broken", Cell(file))
        named = [sheet for sheet in workbook.worksheets if sheet.title.casefold() == name.casefold()]
        sheet: Any = (named or workbook.worksheets)[0]
        sheet.reset_dimensions()  # the size that the file claims may be a lie
        nothing: tuple[Any, ...] | None = None
        cells = sheet.iter_rows(values_only=True, max_row=_LAST_ROW, max_col=MAX_COLUMNS + 1)
        for number, values in enumerate(cells, start=1):
            if values is nothing:  # openpyxl fills gaps between rows with one and the same empty row
                continue
            if time.monotonic() > ends:
                raise DataProblem("file.too_slow", Cell(file), params={"seconds": limits.seconds})
            if not any(value is not None for value in values):
                nothing = values
                continue
            yield number, [_cell_text(value) for value in values]


def _cell_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        # Excel writes a carriage return as _x000D_ and openpyxl leaves it so.
        return normal_form(value.replace("_x000D_", "\r") if "_x000D_" in value else value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == clock_time() else value.isoformat(sep=" ")
    if isinstance(value, date | clock_time):
        return value.isoformat()
    return value_text(value)
