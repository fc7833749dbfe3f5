"""One month of activities, day by day, and which activities a proposal led to."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pandas as pd

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def list_months(activities: pd.DataFrame) -> list[str]:
    """`2023-02`: every month in which an activity begins, the newest first; one known to the year only has none."""
    known = activities["starts"].dropna().astype("str").str[:7]
    return sorted(set(known[known.str.fullmatch(r"\d{4}-\d{2}")]), reverse=True)


def choose_month(months: list[str], today: date) -> str:
    """The month a calendar opens with: this one or the next that has anything, else the newest."""
    coming = [month for month in months if month >= f"{today:%Y-%m}"]
    return min(coming) if coming else max(months, default="")


def lay_out_month(month: str) -> list[list[date]]:
    """The weeks of `2026-02` from Monday on, each of seven days, the first and last with days of other months."""
    first = date.fromisoformat(f"{month}-01")
    monday = first - timedelta(days=first.weekday())
    weeks = [[monday + timedelta(days=7 * week + day) for day in range(7)] for week in range(6)]
    return [week for week in weeks if any(f"{day:%Y-%m}" == month for day in week)]


def place_on_days(activities: pd.DataFrame, month: str) -> tuple[dict[date, list[int]], list[int]]:
    """Per day of `month` the rows (positions) of the activities that go on then, and the rows of those of which only
    the month is known. An activity over several days stands on each of them."""
    days: dict[date, list[int]] = {}
    some_day: list[int] = []
    own = [day for week in lay_out_month(month) for day in week if f"{day:%Y-%m}" == month]
    for row, (starts, ends) in enumerate(zip(activities["starts"], activities["ends"], strict=True)):  # dates, not rows
        if not isinstance(starts, str):
            continue
        if starts == month:
            some_day.append(row)
        if not _DAY.fullmatch(starts):
            continue
        first = date.fromisoformat(starts)
        last = date.fromisoformat(ends) if isinstance(ends, str) and _DAY.fullmatch(ends) else first
        for day in own:
            if first <= day <= last:
                days.setdefault(day, []).append(row)
    return days, some_day


def link_activities(proposals: pd.DataFrame, activities: pd.DataFrame) -> pd.DataFrame:
    """proposal_id, activity_id and basis: which activities belong to which proposal, and how that is known.

    "named": the proposal names it. "title": the activity's title holds the proposal's. "page": the same page of the
    same source tells of both, as of the same need. Nothing else is concluded; a proposal without any may have some.
    """
    rows: list[tuple[str, str, str]] = []
    known = activities.to_dict("records")
    for proposal in proposals.to_dict("records"):  # a board is some tens of cards
        title = str(proposal["title"]).casefold()
        for activity in known:
            is_told = isinstance(proposal["source_url"], str) and proposal["source_url"] == activity["source_url"]
            if activity["id"] in list(proposal["activity_ids"]):
                basis = "named"
            elif title in str(activity["title"]).casefold():
                basis = "title"
            elif is_told and isinstance(proposal["theme"], str) and proposal["theme"] == activity["theme"]:
                basis = "page"
            else:
                continue
            rows.append((str(proposal["id"]), str(activity["id"]), basis))
    return pd.DataFrame(rows, columns=["proposal_id", "activity_id", "basis"])
