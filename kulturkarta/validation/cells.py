"""What a text in a cell means: numbers, dates, lists, yes and no, and the characters that mean nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

import numpy as np
import pandas as pd

from kulturkarta.errors import Cell, DataProblem, Severity
from kulturkarta.raw import RawTable
from kulturkarta.schema import LIST_SEPARATOR, TableSchema

SHOWN_CHARS = 80
MAX_TEXT_CHARS = 10_000

# Everything below the space but tab and line breaks: nobody types them, and programs stumble over them.
CONTROL_CHARACTERS = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
_VISIBLE = {code: 0x2400 + code for code in range(32)} | {127: 0x2421}

_SPACES = "[\u00a0\u2009\u202f]"
_NUMBER = r"[+-]?(?:\d{1,3}(?: \d{3})+|\d+)(?:[.,]\d+)?(?:[eE][+-]?\d{1,3})?"

_ISO_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_YEAR_FIRST = re.compile(r"(\d{4})[-/. ]?(\d{1,2})[-/. ]?(\d{1,2})(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?Z?)?")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
_YEAR_AS_NUMBER = re.compile(r"(\d{4})[.,]0+")

_BOOLEANS = {"true": True, "false": False}


def clean_text(raw: RawTable, table: TableSchema) -> pd.DataFrame:
    """The cells of `raw` in the schema's columns and order, trimmed and in NFC, NA where nothing stands."""
    frame = raw.frame.loc[:, ~raw.frame.columns.duplicated()].reindex(columns=table.names).astype("str")
    return pd.DataFrame({name: each_once(frame[name], _clean_cells) for name in table.names}, index=frame.index)


def _clean_cells(cells: pd.Series) -> pd.Series:
    trimmed = cells.str.normalize("NFC").str.strip()
    return trimmed.mask(trimmed == "")


def each_once(cells: pd.Series, work: Callable[[pd.Series], pd.Series]) -> pd.Series:
    """`work(cells)`, for work that takes each cell by itself: where cells repeat, each different one is done once."""
    numbers, values = pd.factorize(cells, use_na_sentinel=False)
    if 2 * len(values) > len(cells):
        return work(cells)
    done = work(pd.Series(values, dtype=cells.dtype))
    return done.take(numbers).set_axis(cells.index)


def show(text: object) -> str:
    """`text` as a problem shows it: shortened, with signs in place of control characters."""
    shown = str(text).translate(_VISIBLE)
    return shown if len(shown) <= SHOWN_CHARS else f"{shown[:SHOWN_CHARS]}…"


def cell_problem(
    raw: RawTable,
    row: int,
    *,
    column: str,
    code: str,
    params: Mapping[str, object] | None = None,
    got: str | None = None,
    severity: Severity = "error",
) -> DataProblem:
    """A problem with one cell of `raw`; `got` stands in for what the cell says."""
    if got is None:
        got = str(raw.frame.loc[row, column]) if column in raw.frame.columns else ""
    return DataProblem(code, Cell(raw.file, int(row), column), got=show(got), params=params or {}, severity=severity)


def parse_numbers(cells: pd.Series) -> pd.Series:
    """float64, NaN where there is no number. Decimal comma or point; a space, also a hard one, between thousands.

    "58,753" -> 58.753, "1 234,5" -> 1234.5, "−3" (minus sign) -> -3; "1.234,5", "1e999", "nan" -> NaN.
    """
    plain = cells.str.replace(_SPACES, " ", regex=True).str.replace("\u2212", "-", regex=False)
    plain = plain.where(plain.str.fullmatch(_NUMBER, na=False).astype(bool))
    joined = plain.str.replace(" ", "", regex=False).str.replace(",", ".", regex=False)
    numbers = pd.to_numeric(joined, errors="coerce").astype("float64")
    return numbers.where(np.isfinite(numbers))


def parse_booleans(cells: pd.Series) -> pd.Series:
    """`boolean`, NA where the cell is not true or false (in any case: Excel writes TRUE)."""
    return cells.str.lower().map(_BOOLEANS).astype("boolean")


def parse_lists(cells: pd.Series) -> pd.Series:
    """Tuples of the parts between ";", trimmed, without empty or repeated ones; () where nothing stands."""
    return each_once(cells, _split_lists)


def _split_lists(cells: pd.Series) -> pd.Series:
    # Plain Python on purpose: it is quicker than pandas' split and explode, and tuples are Python's anyway.
    parts = [
        tuple(dict.fromkeys(part.strip() for part in cell.split(LIST_SEPARATOR) if part.strip()))
        for cell in cells.fillna("")
    ]
    return pd.Series(parts, index=cells.index, dtype=object)


def are_dates(cells: pd.Series) -> pd.Series:
    """True for YYYY, YYYY-MM and YYYY-MM-DD that exist in the calendar."""
    valid = {text: _is_date(text) for text in cells.dropna().unique()}
    return cells.map(valid).fillna(False).astype(bool)


def propose_date(text: str) -> str:
    """The ISO form of a date written otherwise; "" when it could be two dates or none.

    "31/12/2025" -> 2025-12-31, "2025-1-5" -> 2025-01-05, "2025.0" -> 2025; "01/02/2025", "2025-13-01" -> "".
    """
    found = _YEAR_AS_NUMBER.fullmatch(text)
    if found:
        return found[1]
    found = _YEAR_FIRST.fullmatch(text)
    if found:
        return _iso(found[1], found[2], found[3])
    found = _YEAR_LAST.fullmatch(text)
    if not found:
        return ""
    proposals = {_iso(found[3], found[2], found[1]), _iso(found[3], found[1], found[2])} - {""}
    return proposals.pop() if len(proposals) == 1 else ""


def _iso(year: str, month: str, day: str) -> str:
    text = f"{year}-{month:0>2}-{day:0>2}"
    return text if _is_date(text) else ""


def _is_date(text: str) -> bool:
    found = _ISO_DATE.fullmatch(text)
    if not found:
        return False
    try:
        date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        return False
    return True
