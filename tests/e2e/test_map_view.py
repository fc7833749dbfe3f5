"""What pages may ask of the map: two side by side, shapes over the ground, and an answer to "where?"."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Frame, Page, expect

from tests.e2e.browser import Profiles, read_address, wait_param, wait_ready
from tests.e2e.layer import wait_drawn
from tests.e2e.server import serve


@pytest.fixture(scope="module")
def two_maps(profiles: Profiles, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    log = tmp_path_factory.mktemp("two_maps") / "log.txt"
    with (
        serve(log, script="tests/e2e/two_maps/app.py") as url,
        profiles.visit(url, width=1440, lang="sv", theme="light") as visit,
    ):
        yield visit.open()
        assert visit.errors == []


def frames(page: Page) -> list[Frame]:
    found: list[Frame] = []
    for handle in page.locator('iframe[title*="streamlit_folium"]').element_handles():
        frame = handle.content_frame()
        assert frame is not None
        wait_drawn(frame)
        found.append(frame)
    return found


def runs(page: Page) -> int:
    wait_ready(page)
    return int(re.findall(r"\d+", page.get_by_text(re.compile(r"^runs: ")).inner_text())[0])


def test_shapes_and_entries_that_stand_out_are_drawn_and_told(two_maps: Page) -> None:
    left, right = frames(two_maps)
    assert left.locator("path.kk-circle").count() == left.locator("path.kk-line-missing").count() == 1
    assert left.locator(".kk-unseen li").all_inner_texts() == ["Tio kilometer runt mitten", "De två första"]
    assert [site.get_attribute("aria-label") for site in left.locator(".kk-site[role=img]").all()] == [
        "1. Ny plats",
        "Flens <b>hus</b>",
    ]
    assert left.locator(".kk-strong .kk-rank").all_inner_texts() == ["1", "2"]
    told = left.locator(".kk-legend p").all_inner_texts()
    assert [text.split("\n")[-1] for text in told[-3:]] == ["Förslag", "Saknad länk", "Räckvidd"]
    assert right.locator("path.kk-circle, .kk-site[role=img], .kk-strong").count() == 0


def test_one_of_two_maps_owns_the_address(two_maps: Page) -> None:
    left, right = frames(two_maps)
    move = "at => window.kulturkarta.ready.then((layer) => layer.map.setView(at, 11, {animate: false}))"
    right.evaluate(move, [58.9, 16.2])
    left.evaluate(move, [59.05, 16.6])
    wait_param(two_maps, "vy", "59.0500,16.6000,11")
    two_maps.wait_for_timeout(700)
    assert read_address(two_maps)["vy"] == ["59.0500,16.6000,11"]


def test_a_click_on_the_ground_reaches_the_page_once_and_nothing_else_does(two_maps: Page) -> None:
    _, right = frames(two_maps)
    before = runs(two_maps)
    right.evaluate(
        "at => window.kulturkarta.ready.then((layer) => layer.map.setView(at, 16, {animate: false}))", [58.95, 16.31]
    )
    two_maps.wait_for_timeout(500)
    assert runs(two_maps) == before
    right.locator(".leaflet-container").click(position={"x": 240, "y": 150})
    expect(two_maps.get_by_text(re.compile(r"^picked: 16\.3\d\d 58\.95\d row None"))).to_have_count(1)
    assert runs(two_maps) == before + 1
    right.get_by_role("button", name="Välj platsen mitt i kartan").press("Enter")
    expect(two_maps.get_by_text(re.compile("^picked: 16.310 58.950 row None"))).to_have_count(1)
    assert runs(two_maps) == before + 2
    expect(two_maps.get_by_text(re.compile(r"^picked: "))).to_have_count(2)


def test_a_card_opens_while_picking_and_its_action_names_the_entry(two_maps: Page) -> None:
    _, right = frames(two_maps)
    before = runs(two_maps)
    right.evaluate("() => window.kulturkarta.ready.then((layer) => layer.openCard(7, true))")
    right.get_by_role("button", name="Tänk bort").click()
    expect(two_maps.get_by_text(re.compile(r"^picked: .* row 7 think"))).to_have_count(1)
    assert runs(two_maps) == before + 1
