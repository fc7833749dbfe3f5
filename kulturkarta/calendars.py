"""A region's days as calendars: last days to apply for support, and activities."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

import pandas as pd

from kulturkarta.analysis.entries import find_closed
from kulturkarta.catalogue import Catalogue
from kulturkarta.export.ical import Entry, write_calendar
from kulturkarta.i18n import Texts

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# When nothing is known of when a row was last looked at: a stamp must not change from one reading to the next.
_LONG_AGO = date(2000, 1, 1)


def list_deadlines(catalogue: Catalogue) -> list[Entry]:
    """The last day to apply of every open support that has one, known to the day."""
    supports = catalogue["supports"]
    rows = supports[~find_closed(supports).to_numpy(dtype=bool)]
    return [
        Entry(
            uid=f"deadline-{catalogue.region.key}-{row['id']}",
            title=f"{row['name']} ({row['provider']})",
            first=date.fromisoformat(row["deadline"]),
            last=date.fromisoformat(row["deadline"]),
            changed=_read_day(row["last_checked"]),
            description=_text(row["description"]),
            url=_text(row["website"]) or _text(row["source_url"]),
        )
        for row in _records(rows, "deadline")
    ]


def list_activities(catalogue: Catalogue) -> list[Entry]:
    """Every activity whose first day is known to the day."""
    return [
        Entry(
            uid=f"activity-{catalogue.region.key}-{row['id']}",
            title=str(row["title"]),
            first=date.fromisoformat(row["starts"]),
            last=date.fromisoformat(row["ends"]) if _is_day(row["ends"]) else date.fromisoformat(row["starts"]),
            changed=_read_day(row["last_checked"]),
            place=_text(row["place"]),
            url=_text(row["source_url"]),
            category=_text(row["theme"]),
        )
        for row in _records(catalogue["activities"], "starts")
    ]


CALENDARS: Mapping[str, Callable[[Catalogue], list[Entry]]] = {"stod": list_deadlines, "process": list_activities}
"""What a calendar's address asks for with `vad`; the first is what `/kalender.ics` gives."""


def write_region_calendar(catalogue: Catalogue, what: str, lang: str) -> bytes:
    """The calendar `what` of a region as iCalendar."""
    t = Texts(lang)
    title = t(f"calendar.{what}", region=catalogue.region.name(lang))
    return write_calendar(CALENDARS[what](catalogue), title=title, lang=lang)


def _records(frame: pd.DataFrame, column: str) -> list[dict[str, str]]:
    days = frame[[_is_day(value) for value in frame[column]]]
    rows = days.sort_values([column, "id"]).to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in rows]


def _is_day(value: object) -> bool:
    return isinstance(value, str) and _DAY.fullmatch(value) is not None


def _read_day(value: object) -> date:
    """The first day of what a date known to the year, month or day says."""
    if not isinstance(value, str):
        return _LONG_AGO
    year, month, day = [*value.split("-"), "01", "01"][:3]
    return date(int(year), int(month), int(day))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
