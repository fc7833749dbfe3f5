"""Calendars that other programs read: whole days, the same ids every time, any text as it stands."""

from __future__ import annotations

from datetime import date

import pytest
from icalendar import Calendar

from kulturkarta.export.ical import Entry, write_calendar
from tests.hostile import H

DAY = date(2026, 3, 29)  # the night the clocks go forward


def entry(**given: object) -> Entry:
    return Entry(**{"uid": "a-1", "title": "Träff", "first": DAY, "last": DAY, "changed": date(2026, 1, 2), **given})  # pyright: ignore[reportArgumentType]


def events(data: bytes) -> list[dict[str, object]]:
    return [
        {"uid": str(e["uid"]), "first": e.decoded("dtstart"), "end": e.decoded("dtend"), "title": str(e["summary"])}
        for e in Calendar.from_ical(data).walk("VEVENT")
    ]


def test_a_day_is_that_day_also_when_the_clocks_change() -> None:
    made = write_calendar([entry(), entry(uid="b", last=date(2026, 3, 31))], title="K", lang="sv")
    assert events(made) == [
        {"uid": "a-1@kulturkarta", "first": DAY, "end": date(2026, 3, 30), "title": "Träff"},
        {"uid": "b@kulturkarta", "first": DAY, "end": date(2026, 4, 1), "title": "Träff"},
    ]


def test_the_same_entries_give_the_same_bytes() -> None:
    assert write_calendar([entry()], title="K", lang="sv") == write_calendar([entry()], title="K", lang="sv")
    assert b"DTSTAMP:20260102T000000Z" in write_calendar([entry()], title="K", lang="sv")


@pytest.mark.parametrize("text", H, ids=range(len(H)))
def test_any_text_is_a_title_and_adds_no_line_of_its_own(text: str) -> None:
    made = write_calendar([entry(title=text, place=text, description=text)], title=text, lang="sv")
    (found,) = events(made)
    kept = "".join(sign for sign in text if sign == "\n" or sign.isprintable())
    assert str(found["title"]) == kept
    assert made.count(b"BEGIN:VEVENT") == 1
