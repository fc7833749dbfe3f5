"""Cells as text: numbers, lists and unknowns as a file shows them, and the guard against formulas in CSV."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

from kulturkarta.schema import LIST_SEPARATOR, NUMBER_KINDS, Column, TableSchema

# Apostrophes before a formula are guarded too: the reader takes one away, and the text must come back as it was.
_LOOKS_LIKE_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_NEGATIVE_NUMBER = re.compile(r"-\d+(?:[.,]\d+)?")


def exported_columns(frame: pd.DataFrame, table: TableSchema) -> list[Column]:
    """The columns of `table` that `frame` has, in the table's order; columns that analyses added stay at home."""
    return [column for column in table if column.name in frame]


def text_cells(frame: pd.DataFrame, table: TableSchema, *, decimal: str, guard: bool) -> pd.DataFrame:
    """`frame` in the table's columns with every cell as text: "" for unknown, lists joined by ";".

    Numbers are written shortest, whole ones without decimals, `decimal` before the others. With `guard`, text that a
    spreadsheet would run as a formula gets an apostrophe in front; numbers never do, so -5 stays a number.
    """
    cells: dict[str, pd.Series] = {}
    for column in exported_columns(frame, table):
        values = frame[column.name]
        if column.kind in NUMBER_KINDS:
            cells[column.name] = values.map(lambda value: number_text(value, decimal=decimal))
            continue
        text = values.map(plain_text)
        cells[column.name] = text.map(guarded) if guard else text
    return pd.DataFrame(cells, index=frame.index, dtype="str")


def plain_text(value: Any) -> str:
    """One cell that is no number: "" for unknown, `a;b` for a list, true/false for a truth."""
    if isinstance(value, tuple | list):
        return LIST_SEPARATOR.join(str(item) for item in value)
    if isinstance(value, str):
        return value
    if pd.isna(value):
        return ""
    text = str(value)
    return text.lower() if text in ("True", "False") else text


def number_text(value: Any, *, decimal: str) -> str:
    """`12` for 12.0, `58.753` or `58,753`, "" for NaN."""
    if pd.isna(value):
        return ""
    if float(value).is_integer():
        return str(int(value))
    return np.format_float_positional(float(value), trim="-").replace(".", decimal)


def guarded(text: str) -> str:
    """`text`, with an apostrophe in front if a spreadsheet would take it for a formula (ASVS 5.0, 1.2.10).

    >>> guarded("=1+1"), guarded("-5"), guarded("Brunnsgatan 3")
    ("'=1+1", '-5', 'Brunnsgatan 3')
    """
    if _LOOKS_LIKE_FORMULA.match(text) and not _NEGATIVE_NUMBER.fullmatch(text):
        return f"'{text}"
    return text
