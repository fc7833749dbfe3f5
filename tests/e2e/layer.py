"""The map as a test sees it: the frame it is drawn in, and what is drawn."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Frame, Page

from tests.e2e.browser import POLL_MS

WAIT_MS = 20_000


def map_frame(page: Page) -> Frame:
    """The frame the map is drawn in, once everything is."""
    handle = page.wait_for_selector('iframe[title*="streamlit_folium"]', timeout=WAIT_MS)
    frame = handle.content_frame() if handle else None
    assert frame is not None
    wait_drawn(frame)
    return frame


def wait_drawn(frame: Frame) -> None:
    """Return when everything is drawn: the ground and the tools come after the entries."""
    frame.wait_for_function(
        "() => document.documentElement.dataset.kkState !== undefined", timeout=WAIT_MS, polling=POLL_MS
    )
    frame.evaluate("window.kulturkarta.ready.then(() => null)")


def state_of(frame: Frame) -> str:
    """The name of the filter state that is drawn."""
    return frame.evaluate("document.documentElement.dataset.kkState")


def after_change(page: Page, act: Callable[[], Any]) -> Frame:
    """The map's frame when what `act` does has been drawn."""
    frame = map_frame(page)
    before = state_of(frame)
    act()
    frame.wait_for_function(
        "before => document.documentElement.dataset.kkState !== before", arg=before, timeout=WAIT_MS, polling=POLL_MS
    )
    return frame


def n_drawn(frame: Frame) -> int:
    """Entries drawn, in clusters or alone."""
    return int(frame.evaluate("document.documentElement.dataset.kkDrawn"))


def n_on_marks(frame: Frame) -> int:
    """Entries as a reader counts them: the numbers on clusters, and one for each single mark."""
    numbers = [int(text) for text in frame.locator(".kk-number").all_inner_texts()]
    return sum(numbers) + frame.locator(".kk-marker").count()


def n_listed(frame: Frame) -> tuple[int, int]:
    """(shown, all) from the heading of the list, in any language."""
    shown, total = re.findall(r"\d+", frame.locator(".kk-count").inner_text().replace("\xa0", ""))
    return int(shown), int(total)


def tab_number(frame: Frame, which: str) -> int:
    """The number on a button above the list: "alla", "vy" or "utan-plats"."""
    return int(re.findall(r"\d+", frame.locator(f'[data-which="{which}"]').inner_text().replace("\xa0", ""))[-1])
