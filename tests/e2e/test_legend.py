"""The legend where it would hide a good part of a narrow map: folded to a button, and whole in what is taken away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.browser import Visit, axe
from tests.e2e.layer import map_frame

HIDDEN_SITES = """() => [...document.querySelectorAll(".kk-site[role=img]")].filter((site) => {
  const { left, top, width, height } = site.getBoundingClientRect();
  return document.elementFromPoint(left + width / 2, top + height / 2)?.closest(".kk-legend");
}).length"""


def test_on_a_narrow_map_the_legend_is_a_button_that_the_keyboard_opens_and_that_stays_as_it_was_left(
    visit: Callable[..., Visit],
) -> None:
    reader = visit(width=390)
    page = reader.open("luckor", slag="replokal", **{"del": "nasta"})
    frame = map_frame(page)
    fold, lines = frame.get_by_role("button", name="Teckenförklaring"), frame.locator(".kk-legend-lines")
    expect(fold).to_have_attribute("aria-expanded", "false")
    expect(lines).to_be_hidden()
    expect(frame.locator(".kk-site[role=img]")).to_have_count(3)
    assert frame.evaluate(HIDDEN_SITES) == 0
    # A picture has the legend whole, below the map.
    frame.get_by_role("button", name="Ta med").click()
    with page.expect_download() as saved:
        frame.locator('[data-take="svg"]').click()
    assert "Ungefärlig plats" in Path(saved.value.path()).read_text(encoding="utf-8")
    expect(lines).to_be_hidden()
    fold.press("Enter")
    expect(fold).to_have_attribute("aria-expanded", "true")
    expect(fold).to_be_focused()
    expect(lines).to_contain_text("Ungefärlig plats")
    assert axe(page) == []
    frame = map_frame(reader.open())
    expect(frame.locator(".kk-legend-lines")).to_contain_text("Mötesplats")
    frame.get_by_role("button", name="Teckenförklaring").press("Space")
    expect(frame.locator(".kk-legend-lines")).to_be_hidden()


def test_on_a_wide_map_the_legend_is_always_in_sight(visit: Callable[..., Visit]) -> None:
    frame = map_frame(visit(width=1000).open())
    expect(frame.locator(".kk-legend-lines")).to_contain_text("Ungefärlig plats")
    expect(frame.get_by_role("button", name="Teckenförklaring")).to_have_count(0)
