"""Seconds from a click to a map that shows what was asked for and can be used, on a warm server.

The plain page and ours are visited in turns, so that whatever else the machine does falls on both.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page

from tests.e2e.browser import wait_ready

SORMLAND = Path(__file__).parents[2] / "data" / "sormland"
FLEN = "0482"

# A stopwatch inside the page: from the click that the browser reports to the picture that was waited for. What marks
# stand for: the numbers on clusters, and one for each single mark. A plain page gets a new frame for each filter.
_STOPWATCH = """([numbers, singles, card, expected]) => {
  const count = (doc) =>
    [...doc.querySelectorAll(numbers)].reduce((sum, e) => sum + Number(e.textContent), 0)
    + doc.querySelectorAll(singles).length;
  const drawn = () => [...document.querySelectorAll("iframe")].map((frame) => frame.contentDocument)
    .find((doc) => doc && count(doc) === expected);
  const until = async (found) => {
    for (;;) {
      const value = found();
      if (value) return value;
      await new Promise((next) => setTimeout(next, 3));
    }
  };
  const clicked = new Promise((resolve) =>
    document.addEventListener("click", () => resolve(performance.now()), { capture: true, once: true }));
  window.kkStopwatch = clicked.then(async (began) => {
    const doc = await until(drawn);
    if (card) {
      doc.querySelector(singles).dispatchEvent(new MouseEvent("click", { bubbles: true }));
      await until(() => doc.querySelector(card));
    }
    return (performance.now() - began) / 1000;
  });
}"""


@dataclass(frozen=True)
class Selectors:
    """Everything that the measurement knows of a page's inside."""

    start: str
    link: str
    numbers: str
    singles: str
    card: str = ""
    open_filter: Callable[[Page], None] | None = None
    choose: Callable[[Page], None] | None = None


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
    # What no map through st_folium can beat: one with nothing on it.
    "floor": Selectors(
        start="",
        link='[data-testid="stTopNavLink"]:has-text("Tom")',
        numbers=".none",
        singles=".leaflet-map-pane",
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
            expected = 1 if name == "floor" else every
            navigation, filtering = _visit(page, address, PAGES[name], every=expected, in_flen=in_flen)
            page.close()
            if run:
                times[name].navigation.append(navigation)
                times[name].filter += filtering
    for context in contexts.values():
        context.close()
    return times


def _visit(page: Page, address: str, at: Selectors, *, every: int, in_flen: int) -> tuple[float, list[float]]:
    page.goto(f"{address}/{at.start}")
    wait_ready(page)
    page.wait_for_timeout(1000)
    navigation = _time(page, at, every, lambda: page.locator(at.link).first.click(), card=at.card)
    if at.open_filter is None or at.choose is None:
        return navigation, []
    choose = at.choose
    page.wait_for_timeout(500)
    at.open_filter(page)
    page.wait_for_timeout(1000)
    return navigation, [_time(page, at, in_flen, lambda: choose(page), card="")]


def _time(page: Page, at: Selectors, expected: int, click: Callable[[], None], *, card: str) -> float:
    """Seconds from the click to marks that stand for `expected` entries, and to an open card if `card` is given."""
    page.evaluate(_STOPWATCH, [at.numbers, at.singles, card, expected])
    click()
    return float(page.evaluate("() => window.kkStopwatch"))


def medians(times: Times) -> tuple[float, float]:
    return median(times.navigation), median(times.filter)
