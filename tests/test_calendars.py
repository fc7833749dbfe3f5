"""A region's calendars: only days that are known to the day, under an address that stays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from icalendar import Calendar
from starlette.applications import Starlette
from starlette.testclient import TestClient

from kulturkarta.api import PublishedData, routes
from kulturkarta.catalogues import catalogues
from kulturkarta.settings import read_settings
from tests.commands.small_files import write_small_region

ACTIVITIES = (
    "id,title,theme,starts,ends,place,source,licence,last_checked\n"
    "a,Frukost,ett,2026-02-04,2026-02-05,Flen,K,CC0,2026-03\n"
    "b,Någon gång,ett,2026-05,,,K,CC0,\n"
)
SUPPORTS = (
    "id,name,provider,kind,service_area,deadline,closed,source,licence\n"
    "s,Stipendium,Kommunen,ett,region,2026-09-01,,K,CC0\n"
    "t,Borttaget,Kommunen,ett,region,2026-09-01,2025-01-01,K,CC0\n"
    "u,Utan dag,Kommunen,ett,region,2026-09,,K,CC0\n"
)


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setenv("KULTURKARTA_DATA_DIR", str(tmp_path))
    read_settings.cache_clear()
    catalogues.cache_clear()
    write_small_region(tmp_path, {"activities": ACTIVITIES, "supports": SUPPORTS})
    yield TestClient(Starlette(routes=routes(PublishedData(dict))))
    read_settings.cache_clear()
    catalogues.cache_clear()


def read(client: TestClient, address: str) -> list[tuple[str, str, str]]:
    response = client.get(address)
    assert (response.status_code, response.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    found = Calendar.from_ical(response.content).walk("VEVENT")
    return [(str(e["uid"]), str(e["summary"]), e.decoded("dtstart").isoformat()) for e in found]


def test_the_feed_has_the_last_days_of_open_supports(client: TestClient) -> None:
    told = [("deadline-sormland-s@kulturkarta", "Stipendium (Kommunen)", "2026-09-01")]
    assert read(client, "/kalender.ics") == told
    assert read(client, "/kalender.ics?vad=stod&region=sormland&lang=en") == told


def test_the_feed_of_activities_has_those_known_to_the_day(client: TestClient) -> None:
    assert read(client, "/kalender.ics?vad=process") == [("activity-sormland-a@kulturkarta", "Frukost", "2026-02-04")]


@pytest.mark.parametrize("query", ["vad=allt", "region=../etc", "lang=xx", "vad=stod&region="])
def test_what_there_is_none_of_is_not_found(client: TestClient, query: str) -> None:
    assert client.get(f"/kalender.ics?{query}").status_code == 404
