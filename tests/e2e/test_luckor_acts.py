"""What a person does on Luckor: thinks a place up on the map, sets two kinds side by side, ends a search."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.e2e.browser import Visit, read_param, wait_param, wait_ready
from tests.e2e.layer import map_frame
from tests.e2e.test_luckor import gaps, percent

LONG_MS = 60_000


def grouped(n: float) -> str:
    """The number as a pattern: thousands may be parted by any space."""
    return rf"{round(n):,}".replace(",", r"\s")


def test_a_click_on_the_map_adds_a_place_and_says_who_gains(visit: Callable[..., Visit]) -> None:
    page = visit().open("luckor", **{"del": "tank", "slag": "bibliotek"})
    map_frame(page).locator(".leaflet-container.kk-picking").click(position={"x": 430, "y": 330})
    wait_param(page, "om1", ".+", LONG_MS)
    wait_ready(page)
    lon, lat = read_param(page, "om1").removeprefix("n").split("_")
    change = gaps("--kind", "bibliotek", "--km", "10", "--add", f"{lon},{lat}")["change"]
    told = rf"{grouped(change['gains'])} invånare får en plats inom 10 km och 0 blir utan\."
    expect(page.get_by_text(re.compile(told))).to_be_visible()
    # The locality that is added without a mouse joins the same scenario, and each can be taken back.
    page.get_by_role("combobox", name=re.compile("^Ny plats i")).click()
    page.keyboard.type("Sparreholm")
    page.get_by_role("option", name=re.compile("^Sparreholm")).click()
    page.get_by_role("button", name="Lägg till").click()
    expect(page.get_by_role("button", name=re.compile("Ny plats 2, nära Sparreholm"))).to_be_visible(timeout=LONG_MS)
    page.get_by_role("button", name=re.compile("Ny plats 1")).click()
    expect(page.get_by_role("button", name=re.compile("Ny plats 1, nära Sparreholm"))).to_be_visible(timeout=LONG_MS)
    assert read_param(page, "om1").count("n") == 1


def test_two_kinds_stand_side_by_side(visit: Callable[..., Visit]) -> None:
    page = visit().open("luckor", **{"del": "jamfor", "slag": "bibliotek", "jamfor": "museum", "km": "5"})
    expect(page.locator('iframe[title*="streamlit_folium"]')).to_have_count(2, timeout=LONG_MS)
    for kind in ("bibliotek", "museum"):
        share = percent(gaps("--kind", kind, "--km", "5")["share_without"])
        expect(
            page.get_by_text(re.compile(rf"I Sörmland saknar {share} av invånarna {kind} inom 5 km")).last
        ).to_be_visible()


def test_the_search_for_the_best_plan_can_be_ended(visit: Callable[..., Visit]) -> None:
    asked = {"del": "nasta", "slag": "replokal", "mal": "distance", "nya": "10", "exakt": "1"}
    visited = visit()
    page = visited.page
    page.goto(f"{visited.base_url}/luckor?lang=sv&{'&'.join(f'{name}={value}' for name, value in asked.items())}")
    page.get_by_role("button", name="Avbryt").click(timeout=LONG_MS)
    expect(page.get_by_text("Du avbröt. Det snabba svaret står kvar.")).to_be_visible(timeout=LONG_MS)
    expect(page.get_by_text(re.compile("Med nya platser i .* går medelavståndet från"))).to_be_visible()
    expect(page).not_to_have_url(re.compile("exakt"))
    expect(page.get_by_role("button", name="Avbryt")).to_have_count(0)
