"""WCAG 2.1 A and AA on every page, in every language and both themes; the keyboard; 400 % zoom."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import POLL_MS, Visit, axe, wait_ready
from tests.e2e.layer import map_frame
from tests.e2e.server import CLONE

# Karta stands at the root.
PAGES = ["", *sorted({path.stem for path in (CLONE / "pages").glob("*.py")} - {"karta"})]
WIDTH_PX = 1280
ZOOM = 4
Start = Callable[..., Visit]


FITS = """() => [document.documentElement, document.querySelector('[data-testid="stMain"]')]
  .every((e) => e.scrollWidth <= e.clientWidth)"""
# Every language and every theme on every page: colours do not follow the words.
READERS = [("sv", "light"), ("en", "dark"), ("nb", "light")]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path or "karta")
@pytest.mark.parametrize(("lang", "theme"), READERS)
def test_no_page_breaks_wcag_21_a_or_aa_or_scrolls_sideways_at_400_percent(
    visit: Start, path: str, lang: str, theme: str
) -> None:
    page = visit(lang=lang, theme=theme).open(path)
    frame = None if path else map_frame(page)
    assert page.locator("html").get_attribute("lang") == lang
    assert axe(page) == []
    # A browser at 400 % lays a window of 1280 pixels out as one of 320.
    page.set_viewport_size({"width": WIDTH_PX // ZOOM, "height": 900})
    page.wait_for_function(FITS, polling=POLL_MS)  # charts follow a new width a moment later
    if frame:
        assert frame.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize(("lang", "theme"), READERS)
def test_an_open_card_and_an_open_filter_break_no_rule_either(visit: Start, lang: str, theme: str) -> None:
    page = visit(lang=lang, theme=theme).open()
    frame = map_frame(page)
    frame.locator(".kk-row").first.click()
    frame.locator(".kk-card").wait_for()
    page.wait_for_timeout(400)  # what fades in has its full colour
    assert axe(page) == []
    page.locator(".st-key-filter_bar [data-testid='stPopover'] button").first.click()
    expect(page.get_by_role("checkbox").first).to_be_attached()
    wait_ready(page)
    page.wait_for_timeout(400)
    assert axe(page) == []


# Everything in sight that a hand can press. Of a group of choices the tab key reaches one, the arrow keys the others.
_CONTROLS = """() => [...document.querySelectorAll(
    'a[href], button, input, select, textarea, summary, [role=combobox], [tabindex="0"]')]
  .filter((e) => e.checkVisibility({checkOpacity: true, checkVisibilityCSS: true}) && !e.disabled && e.tabIndex >= 0
    && e.getBoundingClientRect().width > 1)
  .filter((e) => e.role !== "radio" || e.ariaChecked === "true")
  .filter((e) => e.closest('[data-testid="stMain"], [data-testid="stHeader"]'))
  .map((e) => { e.dataset.seen = e.dataset.seen || String(Math.random()); return e.dataset.seen; })"""
_FOCUSED = """() => { const e = document.activeElement; return [e.tagName, e.dataset ? e.dataset.seen || '' : '']; }"""


@pytest.mark.parametrize("path", PAGES)
def test_the_tab_key_reaches_every_control(visit: Start, path: str) -> None:
    page = visit().open(path)
    if not path:
        map_frame(page)
    controls = set(page.evaluate(_CONTROLS))
    assert len(controls) >= 6
    reached: set[str] = set()
    tags: list[str] = []
    page.evaluate("() => { document.body.tabIndex = -1; document.body.focus(); }")
    for _ in range(3 * len(controls) + 120):
        page.keyboard.press("Tab")
        tag, seen = page.evaluate(_FOCUSED)
        tags.append(tag)
        reached.add(seen)
        if controls <= reached:
            break
    left = [
        page.locator(f'[data-seen="{seen}"]').first.evaluate("e => e.outerHTML.slice(0, 200)")
        for seen in controls - reached
    ]
    assert left == []
    if not path:
        assert "IFRAME" in tags


def test_marks_and_list_are_one_stop_of_the_tab_key_each_and_arrow_keys_lead_on(visit: Start) -> None:
    page = visit().open()
    frame = map_frame(page)
    frame.locator(".leaflet-container").focus()
    kinds = ["kk-pin", "kk-row", "kk-order"]
    stops: list[str] = []
    while page.evaluate("() => document.activeElement.tagName") == "IFRAME" and len(stops) < 40:
        names = frame.evaluate("() => [...document.activeElement.classList]")
        stops.append(next((kind for kind in kinds if kind in names), ""))
        page.keyboard.press("Tab")
    assert len(stops) < 40, "the tab key never leaves the map"
    assert {kind: stops.count(kind) for kind in kinds} == {"kk-pin": 1, "kk-row": 1, "kk-order": 1}

    frame.locator('.kk-pin[tabindex="0"]').focus()
    first = frame.evaluate("() => document.activeElement.ariaLabel")
    page.keyboard.press("ArrowDown")
    assert frame.evaluate("() => document.activeElement.classList.contains('kk-pin')")
    assert frame.evaluate("() => document.activeElement.ariaLabel") != first

    frame.locator('.kk-row[tabindex="0"]').focus()
    page.keyboard.press("End")
    last = frame.evaluate("() => document.activeElement.parentNode.ariaPosInSet")
    assert last == frame.locator(".kk-list li").first.get_attribute("aria-setsize")
