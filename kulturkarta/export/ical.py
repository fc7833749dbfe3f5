"""iCalendar: whole days that a person subscribes to or takes home."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

ZONE = "Europe/Stockholm"
MIME = "text/calendar; charset=utf-8"


@dataclass(frozen=True)
class Entry:
    """One entry of a calendar. `uid` stays the same for as long as it is the same thing; `last` is the last day."""

    uid: str
    title: str
    first: date
    last: date
    changed: date
    description: str = ""
    place: str = ""
    url: str = ""
    category: str = ""


def write_calendar(entries: Iterable[Entry], *, title: str, lang: str) -> bytes:
    """A calendar of whole days in Swedish time (RFC 5545). The same entries give the same bytes.

    A day has no hour and no time zone of its own: it is that day wherever the reader is.
    """
    from icalendar import Calendar, Event  # slow to import, and needed for calendars only

    calendar = Calendar()
    calendar.add("prodid", f"-//Kulturkarta//{lang.upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _one_line(title))
    calendar.add("x-wr-timezone", ZONE)
    for entry in entries:
        event = Event()
        event.add("uid", f"{entry.uid}@kulturkarta")
        event.add("dtstamp", datetime.combine(entry.changed, time(), UTC))
        event.add("dtstart", entry.first)
        event.add("dtend", max(entry.last, entry.first) + timedelta(days=1))  # the day after the last
        event.add("summary", _clean(entry.title))
        event.add("transp", "TRANSPARENT")
        for name, value in (("description", entry.description), ("location", entry.place)):
            if value:
                event.add(name, _clean(value))
        if entry.url:
            event.add("url", _one_line(entry.url))
        if entry.category:
            event.add("categories", [_clean(entry.category)])
        calendar.add_component(event)
    return calendar.to_ical()


def _one_line(text: str) -> str:
    return " ".join(_clean(text).split())


def _clean(text: str) -> str:
    """`text` without characters that a calendar has no place for."""
    return "".join(sign for sign in text if sign == "\n" or (sign.isprintable() and not 0xD800 <= ord(sign) <= 0xDFFF))
