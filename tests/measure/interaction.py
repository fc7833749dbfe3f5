"""Seconds from a click to a map that shows what was asked for and can be used, on a warm server.

The plain page and ours are visited in turns, so that whatever else the machine does falls on both.
"""

from __future__ import annotations

import csv
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Error, Frame, Page

from tests.e2e.browser import wait_ready

SORMLAND = Path(__file__).parents[2] / "data" / "sormland"
FLEN = "0482"
WAIT_MS = 60_000

# What a page's marks say they stand for: the numbers on clusters, and one for each single mark.
_COUNT = """([numbers, singles]) =>
  [...document.querySelectorAll(numbers)].reduce((sum, e) => sum + Number(e.textContent), 0)
  + document.querySelectorAll(singles).length"""


@dataclass(frozen=True)
class Selectors:
    """Everything that the measurement knows of a page's inside."""

    start: str
    link: str
    numbers: str
    singles: str
    card: str
    open_filter: Callable[[Page], None]
    choose: Callable[[Page], None]


def _open_ours(page: Page) -> None:
    page.locator(".st-key-filter_bar button", has_text="Kommun").first.click()
    page.get_by_role("checkbox", name=re.compile(r"^Flen \(")).first.wait_for(state="attached")


def _choose_ours(page: Page) -> None:
    page.get_by_text(re.compile(r"^Flen \(")).first.click()


def _open_plain(page: Page) -> None:
    page.locator('[data-testid="stSelectbox"] input').click()
    page.get_by_role("option", name=FLEN).wait_for()


def _choose_plain(page: Page) -> None:
    page.get_by_role("option", name=FLEN).click()


PAGES = {
    "app": Selectors(
        start="om",
        link='[data-testid="stTopNavLink"]:has-text("Karta")',
        numbers=".kk-number",
        singles=".kk-marker",
        card=".kk-card",
        open_filter=_open_ours,
        choose=_choose_ours,
    ),
    "plain": Selectors(
        start="",
        link='[data-testid="stTopNavLink"]:has-text("Karta")',
        numbers=".marker-cluster span",
        singles=".leaflet-marker-icon:not(.marker-cluster)",
        card=".leaflet-popup-content",
        open_filter=_open_plain,
        choose=_choose_plain,
    ),
}


@dataclass
class Times:
    """Seconds per run."""

    navigation: list[float] = field(default_factory=list)
    filter: list[float] = field(default_factory=list)


def count_points() -> tuple[int, int]:
    """Entries with a position: all, and those in Flen."""
    rows = [
        row
        for table in ("places", "actors")
        for row in csv.DictReader((SORMLAND / f"{table}.csv").open(encoding="utf-8"))
        if row["lon"]
    ]
    return len(rows), sum(row["municipality_code"] == FLEN for row in rows)


def measure_interaction(browser: Browser, addresses: dict[str, str], *, runs: int) -> dict[str, Times]:
    """Times of `runs` visits to each address after one that warms server and browser cache up."""
    times = {name: Times() for name in addresses}
    contexts = {
        name: browser.new_context(viewport={"width": 1440, "height": 900}, locale="sv-SE") for name in addresses
    }
    every, in_flen = count_points()
    for run in range(runs + 1):
        for name, address in addresses.items():
            page = contexts[name].new_page()
            navigation, filtering = _visit(page, address, PAGES[name], every=every, in_flen=in_flen)
            page.close()
            if run:
                times[name].navigation.append(navigation)
                times[name].filter.append(filtering)
    for context in contexts.values():
        context.close()
    return times


def _visit(page: Page, address: str, at: Selectors, *, every: int, in_flen: int) -> tuple[float, float]:
    page.goto(f"{address}/{at.start}")
    wait_ready(page)
    page.wait_for_timeout(500)

    began = time.perf_counter()
    page.locator(at.link).first.click()
    frame = _wait_for_marks(page, at, every)
    frame.locator(at.singles).first.dispatch_event("click")
    frame.wait_for_selector(at.card, timeout=WAIT_MS)
    navigation = time.perf_counter() - began

    at.open_filter(page)
    page.wait_for_timeout(500)
    began = time.perf_counter()
    at.choose(page)
    _wait_for_marks(page, at, in_flen)
    return navigation, time.perf_counter() - began


def _wait_for_marks(page: Page, at: Selectors, expected: int) -> Frame:
    """The map's frame once its marks stand for `expected` entries. A plain page gets a new frame for each filter."""
    for _ in range(5):
        handle = page.wait_for_selector('iframe[title*="streamlit_folium"]', timeout=WAIT_MS)
        frame = handle.content_frame() if handle else None
        try:
            if frame is not None:
                marks = [[at.numbers, at.singles], expected]
                frame.wait_for_function(f"arg => ({_COUNT})(arg[0]) === arg[1]", arg=marks, timeout=WAIT_MS)
                return frame
        except Error as error:
            if "detached" not in str(error):
                raise
    raise AssertionError("The map's frame was replaced again and again")


def medians(times: Times) -> tuple[float, float]:
    return median(times.navigation), median(times.filter)
