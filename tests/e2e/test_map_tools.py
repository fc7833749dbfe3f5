"""The toolbar on Karta as its readers use it: views, drawing, taking the map away, and the map as a file."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Browser, Frame, expect
from playwright.sync_api import Page as BrowserPage

from kulturkarta.cli import main
from tests.e2e.browser import Visit, axe, wait_param
from tests.e2e.layer import after_change, map_frame, n_drawn, n_listed, wait_drawn

SORMLAND = Path(__file__).parents[2] / "data" / "sormland"
EARTH_KM = 6371.0088


def entries() -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for name in ("places", "actors"):
        with (SORMLAND / f"{name}.csv").open(encoding="utf-8") as file:
            found += csv.DictReader(file)
    return found


def km_between(lon: float, lat: float, row: dict[str, str]) -> float:
    up, across = math.radians(float(row["lat"]) - lat), math.radians(float(row["lon"]) - lon)
    return EARTH_KM * math.hypot(up, across * math.cos(math.radians(lat)))


def tool(frame: Frame, name: str) -> None:
    frame.get_by_role("button", name=name, exact=True).click()


def test_a_circle_around_a_locality_or_an_address_reaches_list_sentence_table_and_address_and_back_undoes_it(
    visit: Callable[..., Visit],
) -> None:
    page = visit().open()
    frame = map_frame(page)
    tool(frame, "Rita")
    frame.get_by_label("Cirkel runt en ort, en plats eller en adress").fill("malmköping")
    frame = after_change(page, lambda: page.keyboard.press("Enter"))
    inside = [row for row in entries() if row["lon"] and km_between(16.7333, 59.1333, row) <= 5]
    assert n_listed(frame)[0] == n_drawn(frame) == len(inside) > 0
    wait_param(page, "yta", "c59.1333,16.7333,5")
    expect(page.get_by_text("Inom 5 km från Malmköping.")).to_be_visible()
    expect(page.get_by_text(f"Visa {len(inside)} poster som tabell")).to_be_visible()
    expect(frame.locator("path.kk-drawn")).to_have_count(1)
    frame = after_change(page, page.go_back)
    wait_param(page, "yta", "")
    assert n_listed(frame)[0] == len(entries())
    # An address that is not the whole of one is offered with what stands there.
    tool(frame, "Rita")
    frame.get_by_label("Cirkel runt en ort, en plats eller en adress").fill("vallgatan 12")
    page.keyboard.press("Enter")
    offered = frame.get_by_role("button", name="Vallgatan 12, 611 32 Nyköping")
    expect(frame.locator(".kk-tool-panel li")).to_contain_text("Nyköpingshus")
    after_change(page, offered.click)
    wait_param(page, "yta", "c58.7483,17.0117,5")


def test_a_ring_drawn_by_hand_holds_what_it_goes_around(visit: Callable[..., Visit]) -> None:
    page = visit().open(vy="59.1333,16.7333,11")
    frame = map_frame(page)
    tool(frame, "Rita")
    tool(frame, "Rita på fri hand")
    box = frame.locator(".leaflet-container").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x + 60, y)
    page.mouse.down()

    def go_round() -> None:
        for step in range(1, 25):
            page.mouse.move(x + 60 * math.cos(step * math.pi / 12), y + 60 * math.sin(step * math.pi / 12))
        page.mouse.up()

    frame = after_change(page, go_round)
    # 60 pixels at zoom 11 are 60 x 156543 m x cos 59.13 / 2048 = 2.35 km: the entries of Malmköping's middle.
    middle = [row for row in entries() if row["lon"] and km_between(16.7333, 59.1333, row) < 1]
    assert n_listed(frame)[0] == len(middle) > 0
    wait_param(page, "yta", "p.+")


def test_every_view_is_accessible_and_its_legend_lists_what_a_step_holds(visit: Callable[..., Visit]) -> None:
    page = visit(width=1000).open(visa="kommuner")
    frame = map_frame(page)
    eskilstuna = sum(row["municipality_code"] == "0484" for row in entries())
    expect(frame.locator(".kk-label-municipality", has_text="Eskilstuna").locator(".kk-value")).to_have_text(
        str(eskilstuna - sum(row["municipality_code"] == "0484" and row["status"] == "closed" for row in entries()))
    )
    frame.locator("button.kk-step").last.click()
    expect(frame.locator("button.kk-step").last).to_have_attribute("aria-pressed", "true")
    assert n_listed(frame)[0] == eskilstuna
    assert axe(page) == []
    after_change(page, lambda: tool(frame, "Täthet"))
    frame.locator("path.kk-hexagon").first.wait_for(state="attached")
    assert n_listed(frame)[0] == len(entries())
    frame.locator("button.kk-step").last.click()
    expect(frame.locator("button.kk-step").last).to_have_attribute("aria-pressed", "true")
    assert 0 < n_listed(frame)[0] < len(entries())
    assert axe(page) == []


def test_the_map_as_seen_is_saved_as_a_picture_twice_as_sharp_as_the_screen(visit: Callable[..., Visit]) -> None:
    page = visit().open(visa="kommuner")
    frame = map_frame(page)
    width = frame.evaluate("() => document.querySelector('.leaflet-container').clientWidth")
    tool(frame, "Ta med")
    with page.expect_download() as saved:
        frame.locator('[data-take="png"]').click()
    picture = Image.open(io.BytesIO(Path(saved.value.path()).read_bytes()))
    # A margin of 24 pixels on each side.
    assert picture.width == 2 * (width + 48)
    # Many colours: the municipalities, words and marks are there.
    assert len(picture.convert("RGB").getcolors(maxcolors=1_000_000) or []) > 200
    assert saved.value.suggested_filename == "kulturkarta-sormland.png"
    expect(frame.locator(".kk-embed")).to_have_value(re.compile("embed=true"))


def test_in_a_frame_of_another_site_the_map_stands_alone(visit: Callable[..., Visit]) -> None:
    page = visit().open(embed="true", kommun="0482")
    frame = map_frame(page)
    assert n_listed(frame)[0] == sum(row["municipality_code"] == "0482" for row in entries())
    expect(page.locator(".st-key-filter_bar")).to_have_count(0)
    expect(page.get_by_role("link", name="Luckor")).to_have_count(0)
    expect(page.get_by_role("heading", name="Kulturkarta Sörmland")).to_be_visible()
    expect(page.get_by_text("Källa: Offentliga sidor")).to_be_visible()
    whole = page.get_by_role("link", name="Öppna hela kartan").get_attribute("href") or ""
    assert parse_qs(urlsplit(whole).query) == {"lang": ["sv"], "kommun": ["0482"]} or "kommun=0482" in whole


def open_file(browser: Browser, path: Path) -> tuple[BrowserPage, list[str]]:
    """The page of a file on disk in a browser without a network, and the errors it gives."""
    page = browser.new_context(offline=True, viewport={"width": 1280, "height": 900}).new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(path.as_uri())
    wait_drawn(page.main_frame)
    return page, errors


@pytest.fixture(scope="module")
def map_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("file") / "karta.html"
    assert main(["map", "--region", "sormland", "--out", str(path)]) == 0
    return path


def test_the_map_in_one_file_opens_from_disk_without_a_network(browser: Browser, map_file: Path) -> None:
    page, errors = open_file(browser, map_file)
    frame = page.main_frame
    placed = [row for row in entries() if row["lon"]]
    assert n_drawn(frame) == len(placed)
    assert n_listed(frame)[0] == len(entries())
    frame.locator(".kk-row").nth(2).click()
    expect(frame.locator(".kk-card-name")).to_be_visible()
    assert frame.locator("#kk-entries-table tbody tr").count() == len(entries())
    # Drawing works without a server too, and a step of the legend lists what lies in both.
    tool(frame, "Rita")
    around = frame.get_by_label("Cirkel runt en ort eller något på kartan")
    around.fill("gripsholm")
    page.keyboard.press("Enter")
    expect(frame.get_by_role("button", name="Gripsholms slott", exact=True)).to_be_visible()
    around.fill("Malmköping")
    page.keyboard.press("Enter")
    inside = sum(km_between(16.7333, 59.1333, row) <= 5 for row in placed)
    expect(frame.locator(".kk-count")).to_contain_text(f"{inside} av")
    tool(frame, "Kommuner")
    step = frame.locator("button.kk-step").last  # Eskilstuna, which the circle does not reach
    step.click()
    expect(frame.locator(".kk-count")).to_contain_text("0 av")
    step.click()
    expect(frame.locator(".kk-count")).to_contain_text(f"{inside} av")
    assert axe(page) == []
    assert errors == []
    page.context.close()


def test_in_a_viewer_that_gives_a_file_no_address_and_no_memory_it_shows_its_views_all_the_same(
    browser: Browser, map_file: Path
) -> None:
    page = browser.new_context(offline=True).new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.set_content('<iframe sandbox="allow-scripts" width="1000" height="800"></iframe>')
    page.evaluate("html => { document.querySelector('iframe').srcdoc = html; }", map_file.read_text(encoding="utf-8"))
    frame = page.frame_locator("iframe")
    frame.get_by_role("button", name="Kommuner").click()
    expect(frame.get_by_label("Mått")).to_have_value("antal")
    expect(frame.locator(".kk-page-head p")).to_contain_text("Antal poster: mest i")
    frame.get_by_role("button", name="Täthet").click()
    expect(frame.locator(".kk-page-head p")).to_contain_text("Sexhörningarna visar")
    assert errors == []
    page.context.close()


def test_the_file_shows_what_the_page_shows_when_it_is_saved_and_every_other_view_too(
    visit: Callable[..., Visit], browser: Browser, tmp_path: Path
) -> None:
    shown = visit().open(visa="kommuner", matt="per_10000", yta="c59.1333,16.7333,25", vy="59.1000,16.7000,9.5")
    on_page = map_frame(shown)
    legend, values = ".kk-legend .kk-step, .kk-legend .kk-scale-title", ".kk-label-municipality"
    expect(on_page.locator("button.kk-step").first).to_be_visible()
    # The page does not run when the map is moved; the file opens where the map is all the same.
    on_page.get_by_role("button", name="Zooma in").click()
    wait_param(shown, "vy", "59.1000,16.7000,10.5")
    tool(on_page, "Ta med")
    with shown.expect_download() as saved:
        tool(on_page, "HTML-fil")
    expect(on_page.get_by_text("Filen är sparad.")).to_be_visible()
    saved.value.save_as(path := tmp_path / "karta.html")
    page, errors = open_file(browser, path)
    sentence = page.locator(".kk-page-head p").inner_text()
    assert sentence.startswith("Inom 25 km från Malmköping.") and "Poster per 10 000 invånare: mest i Flen" in sentence
    expect(shown.get_by_text(sentence, exact=True)).to_be_visible()
    assert page.locator(legend).all_inner_texts() == on_page.locator(legend).all_inner_texts()
    assert page.locator(values, has_text="FLEN").inner_text() == on_page.locator(values, has_text="FLEN").inner_text()
    assert n_listed(page.main_frame)[0] == n_listed(on_page)[0]
    expect(page.locator("path.kk-drawn")).to_have_count(1)
    assert "vy=59.1000,16.7000,10.5" in page.url
    expect(page.locator(".kk-page-foot")).to_contain_text("Källa: Offentliga sidor")
    # The municipalities stand in a table too: Flen has most, as the sentence says.
    page.get_by_text("Kommunerna på kartan som tabell").click()
    most = re.search(r"mest i Flen \(([\d,]+)\)", sentence)
    assert most is not None
    assert page.locator("#kk-view-table tbody tr").first.all_inner_texts()[0].split("\t")[:2] == ["Flen", most[1]]
    # Another measure, another view, and back.
    page.get_by_label("Mått").select_option("antal")
    in_flen = sum(
        row["municipality_code"] == "0482" and row["status"] != "closed" and km_between(16.7333, 59.1333, row) <= 25
        for row in entries()
        if row["lon"]
    )
    expect(page.locator(values, has_text="FLEN")).to_contain_text(str(in_flen))
    tool(page.main_frame, "Täthet")
    page.locator("path.kk-hexagon").first.wait_for(state="attached")
    expect(page.locator(".kk-page-head p")).to_contain_text("Sexhörningarna visar hur tätt posterna ligger.")
    expect(page.locator("#kk-view-table summary")).to_have_text("Poster per ort")
    page.go_back()
    expect(page.get_by_label("Mått")).to_have_value("antal")
    assert errors == []
    page.context.close()


def test_what_does_not_come_through_is_told_where_it_was_asked_for(visit: Callable[..., Visit]) -> None:
    seen = visit()
    page = seen.open()
    frame = map_frame(page)
    page.context.set_offline(True)
    tool(frame, "Ta med")
    tool(frame, "HTML-fil")
    expect(frame.get_by_text("Det gick inte. Försök igen.")).to_be_visible()
    frame.locator(".kk-row").nth(1).click()
    expect(frame.get_by_role("alert")).to_have_text("Kartan fick inte sina uppgifter från servern. Ladda om sidan.")
    page.context.set_offline(False)
    frame.locator(".kk-row").nth(2).click()
    expect(frame.locator(".kk-card-name")).to_be_visible()
    assert all("ERR_INTERNET_DISCONNECTED" in error for error in seen.errors)
    seen.errors.clear()
