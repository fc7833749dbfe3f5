"""Times as forms write them, in any of the orders of day, month and year."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Literal

import pandas as pd

DateOrder = Literal["dmy", "mdy"]

# What may follow a date: an hour, fm and em (am and pm in Swedish), a time zone.
_CLOCK = (
    r"(?:(?:T|,? +)([01]?\d|2[0-3])[:.][0-5]\d(?:[:.][0-5]\d)?(?:[.,]\d+)?"
    r"(?: ?(?:[fe]\.?m\.?|[ap]\.?m\.?))?(?: ?(?:Z|(?:GMT|UTC|[A-Z]{2,5})?(?:[+\-−]\d{1,2}(?::?\d{2})?)?))?)?"
)
_YEAR_FIRST = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_CLOCK}", re.IGNORECASE)
_YEAR_LAST = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_CLOCK}", re.IGNORECASE)
_HARD_SPACE = re.compile(r"[\u00a0\u202f]")
# A day as a spreadsheet counts it, with the time as a fraction: 45567,46 is 2 October 2024.
_SERIAL = re.compile(r"(\d{5})[.,]\d+")
_SERIAL_START = date(1899, 12, 30)
_SERIALS = range(36526, 73051)  # the years 2000 to 2099


def are_times(cells: pd.Series) -> pd.Series:
    """True where a cell is a date, with or without a clock, in either order of day and month."""
    return parse_times(cells, order="mdy").notna() | parse_times(cells, order="dmy").notna()


def parse_times(cells: pd.Series, *, order: DateOrder) -> pd.Series:
    """The ISO date in each cell, NA where there is none. `order` says how `9/10/2024` is read, never `9.10.2024`.

    "2022/03/22 8:53:03 fm CET" -> 2022-03-22, "7/2/20 11:00:22" (mdy) -> 2020-07-02, "45567,46" -> 2024-10-02.
    """
    found = {text: _parse(_HARD_SPACE.sub(" ", str(text)).strip(), order) for text in set(cells)}
    return cells.map(found).astype("str")


def find_date_order(cells: pd.Series, *, prefer: DateOrder) -> tuple[DateOrder, bool]:
    """How the dates with slashes in `cells` are to be read, and whether that is certain.

    A part above 12 is a day. Where there is none, answers are in the order they came: an order of day and month that
    makes them go back in time is wrong. Where both could be, `prefer`.
    """
    orders: tuple[DateOrder, DateOrder] = ("mdy", "dmy")
    parts = [found for text in cells.dropna() if (found := _YEAR_LAST.fullmatch(text.strip())) and found[2] != "."]
    first = any(int(found[1]) > 12 for found in parts)
    second = any(int(found[3]) > 12 for found in parts)
    if first != second:
        return (orders[1] if first else orders[0]), True
    if all(found[1] == found[3] for found in parts):
        return prefer, True
    grows: list[DateOrder] = [
        order for order in orders if parse_times(cells, order=order).dropna().is_monotonic_increasing
    ]
    if len(grows) == 1 and not first:
        return grows[0], True
    return prefer, False


def _parse(text: str, order: DateOrder) -> str | None:
    if found := _YEAR_FIRST.fullmatch(text):
        return _iso(int(found[1]), int(found[3]), int(found[4]))
    if found := _YEAR_LAST.fullmatch(text):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        year += 2000 if year < 100 else 0
        day_first = found[2] == "." or order == "dmy"
        return _iso(year, second, first) if day_first else _iso(year, first, second)
    if (found := _SERIAL.fullmatch(text)) and int(found[1]) in _SERIALS:
        return (_SERIAL_START + timedelta(days=int(found[1]))).isoformat()
    return None


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat() if 1990 <= year <= 2100 else None
    except ValueError:
        return None
