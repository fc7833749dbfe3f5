"""When in a year things happen: activities by their date, recurring events by the season they are told to be in."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
import pandas as pd

# The words of the catalogue, with the months they mean; Easter moves, and is nearly always in one of two months.
_MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november",
    "december",
)  # fmt: skip
_SEASONS = {"vår": (3, 5), "sommar": (6, 8), "höst": (9, 11), "vinter": (12, 2), "påsk": (3, 4), "jul": (12, 12)}
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class Span(NamedTuple):
    """A part of a year, in months from 0 (new year) to 12; it may go on past the end of the year (first > last)."""

    first: float
    last: float


def place_activities(activities: pd.DataFrame) -> pd.DataFrame:
    """id, title, theme, year, month (0-12, the middle of what is known) and is_exact, in order of time.

    2026-02-04 is 1.11 (February, 3 of 28 days), 2026-02 is 1.5 and not exact; of a date known to the year only, month
    is NaN; without any date the row is left out.
    """
    rows: list[dict[str, object]] = []
    dated = activities[activities["starts"].notna()]
    for row in dated[["id", "title", "theme", "starts"]].to_dict("records"):
        found = _DATE.fullmatch(str(row["starts"]))
        if not found:
            continue
        year, month, day = int(found[1]), found[2], found[3]
        days = pd.Period(f"{year}-{month or '01'}").days_in_month
        at = np.nan if not month else int(month) - 1 + ((int(day) - 1) / days if day else 0.5)
        told = {str(name): value for name, value in row.items()}
        rows.append({**told, "year": year, "month": at, "is_exact": bool(day)})
    frame = pd.DataFrame(rows, columns=["id", "title", "theme", "starts", "year", "month", "is_exact"])
    return frame.sort_values(["year", "month", "id"], ignore_index=True).drop(columns="starts")


def read_season(text: object) -> Span | None:
    """The months that a season told in words means: `juni–juli` -> 5-7, `höst` -> 8-11, `torsdagar` -> None.

    The first and the last month or season that are named count: `första helgen i september` is all of September.
    """
    if not isinstance(text, str):
        return None
    words = re.findall(r"[a-zåäö]+", text.casefold())
    found = [(k, k) for word in words for k, month in enumerate(_MONTHS, start=1) if word == month]
    found += [_SEASONS[word] for word in words if word in _SEASONS]
    return Span(found[0][0] - 1, found[-1][1]) if found else None


def place_events(events: pd.DataFrame) -> pd.DataFrame:
    """name, first and last (months 0-12) of the recurring events whose season is known, in order of the year."""
    spans = [read_season(season) for season in events["season"]]
    rows = [(name, *span) for name, span in zip(events["name"], spans, strict=True) if span]
    frame = pd.DataFrame(rows, columns=["name", "first", "last"])
    return frame.sort_values(["first", "last", "name"], ignore_index=True)


def count_months(placed: pd.DataFrame) -> pd.Series:
    """How many activities begin in each month, index 1 to 12."""
    months = placed["month"].dropna().astype(int) + 1
    return months.value_counts().reindex(range(1, 13), fill_value=0).sort_index()
