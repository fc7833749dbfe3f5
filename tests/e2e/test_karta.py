"""Karta as its readers use it, on the shipped catalogue. Expected numbers are counted from the CSV files."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser import Visit, read_address, wait_param, wait_ready
from tests.e2e.layer import after_change, map_frame, n_drawn, n_listed, n_on_marks, state_of, tab_number

SORMLAND = Path(__file__).parents[2] / "data" / "sormland"


def rows(table: str) -> list[dict[str, str]]:
    with (SORMLAND / f"{table}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


PLACES, ACTORS = rows("places"), rows("actors")
ENTRIES = PLACES + ACTORS
FLEN = [row for row in ENTRIES if row["municipality_code"] == "0482"]
LIBRARIES_IN_FLEN = [row for row in PLACES if row["municipality_code"] == "0482" and row["kind"] == "bibliotek"]


def with_point(entries: list[dict[str, str]]) -> int:
    return sum(1 for row in entries if row["lon"])


def open_group(page: Page, group: str) -> None:
    """Press the filter button `group`."""
    page.locator(".st-key-filter_bar").get_by_role("button", name=re.compile(rf"^{group}")).click()
    expect(page.get_by_role("checkbox").first).to_be_attached()
    wait_ready(page)


def choose(page: Page, group: str, value: str) -> None:
    """Tick `value` in the filter button `group`, and close it when it has been heard."""
    open_group(page, group)
    page.locator("label").filter(has_text=re.compile(rf"^{value} \(")).first.click()
    expect(page.locator(".st-key-filter_chosen")).to_contain_text(value)
    page.keyboard.press("Escape")


def test_every_entry_with_a_position_is_on_the_map_and_the_rest_are_in_the_list(page: Page) -> None:
    frame = map_frame(page)
    assert n_drawn(frame) == n_on_marks(frame) == with_point(ENTRIES)
    assert n_listed(frame) == (len(ENTRIES), len(ENTRIES))
    assert tab_number(frame, "utan-plats") == len(ENTRIES) - with_point(ENTRIES)
    names = frame.locator(".kk-label-municipality").all_inner_texts()
    assert {name.casefold() for name in names} >= {"flen", "oxelösund", "eskilstuna"}
    assert frame.locator(".kk-legend p").all_inner_texts() == ["Mötesplats", "Aktör", "Ungefärlig plats"]


def test_a_filter_reaches_map_list_sentence_and_address_and_back_undoes_it(page: Page) -> None:
    frame = after_change(page, lambda: choose(page, "Kommun", "Flen"))
    assert n_drawn(frame) == with_point(FLEN)
    assert n_listed(frame) == (len(FLEN), len(ENTRIES))
    wait_param(page, "kommun", "0482")
    places = sum(row in PLACES for row in FLEN)
    expect(
        page.get_by_text(re.compile(rf"^Kartan visar {places} mötesplatser och {len(FLEN) - places} aktörer"))
    ).to_be_visible()
    frame = after_change(page, page.go_back)
    wait_param(page, "kommun", "")
    assert n_listed(frame) == (len(ENTRIES), len(ENTRIES))


def test_counts_beside_filter_values_are_what_choosing_them_gives(page: Page) -> None:
    open_group(page, "Kommun")
    text = page.get_by_text(re.compile(r"^Trosa \(")).first.inner_text()
    promised = int(re.findall(r"\d+", text)[0])
    frame = after_change(page, lambda: page.locator("label").filter(has_text=re.compile(r"^Trosa \(")).first.click())
    assert n_listed(frame)[0] == promised == sum(row["municipality_code"] == "0488" for row in ENTRIES)


def test_a_shared_link_shows_the_same_entries_view_and_card(visit: Callable[..., Visit]) -> None:
    library = LIBRARIES_IN_FLEN[0]
    page = visit().open(kommun="0482", slag="bibliotek", vy="59.0500,16.6000,11", post=library["id"])
    frame = map_frame(page)
    assert n_listed(frame)[0] == len(LIBRARIES_IN_FLEN)
    card = frame.locator(".kk-card")
    expect(card.locator(".kk-card-name")).to_have_text(library["name"])
    assert card.get_attribute("data-id") == library["id"]
    assert frame.evaluate("window.kulturkarta.ready.then((layer) => layer.map.getZoom())") == 11
    kept = read_address(page)
    assert kept["vy"] == ["59.0500,16.6000,11"] or kept["vy"][0].endswith(",11")
    assert kept["post"] == [library["id"]]


@pytest.mark.parametrize("typed", ["museum hembygd", "MUSÉUM", "bibliotk"])
def test_the_search_forgives_accents_case_and_slips(visit: Callable[..., Visit], typed: str) -> None:
    page = visit().open()
    field = page.get_by_placeholder("Sök namn, ort")
    frame = after_change(page, lambda: field.fill(typed))
    shown, total = n_listed(frame)
    assert 0 < shown < total
    wait_param(page, "q", typed)


def test_list_and_marks_light_each_other_up(page: Page) -> None:
    frame = map_frame(page)
    placed = next(row for row in sorted(ENTRIES, key=lambda row: row["name"]) if row["lon"])
    frame.locator('[data-which="vy"]').click()
    row = frame.locator(".kk-row").first
    row.hover()
    expect(frame.locator(".kk-pin.kk-lit")).to_have_count(1)
    assert placed["lon"]
    single = frame.locator(".kk-marker").first
    number = single.get_attribute("data-rows")
    frame.locator('[data-which="alla"]').click()
    frame.evaluate("row => window.kulturkarta.ready.then((layer) => layer.list.choose(Number(row)))", number)
    single.hover()
    expect(frame.locator(f'.kk-row[data-row="{number}"]')).to_have_class(re.compile("kk-lit"))


def test_panning_and_zooming_never_rerun_the_page_and_stay_in_the_address(visit: Callable[..., Visit]) -> None:
    reader = visit()
    sent: list[object] = []
    reader.page.on("websocket", lambda socket: socket.on("framesent", lambda data: sent.append(data)))
    page = reader.open()
    frame = map_frame(page)
    page.wait_for_timeout(1500)  # what the start itself sends has been sent
    before = len(sent)
    frame.evaluate("window.kulturkarta.ready.then((layer) => layer.map.setView([58.75, 17.0], 11, {animate: false}))")
    frame.get_by_role("button", name="Zooma in").click()
    wait_param(page, "vy", ".*,12")
    page.wait_for_timeout(800)
    assert len(sent) == before


def test_the_list_can_follow_the_view(page: Page) -> None:
    frame = map_frame(page)
    frame.evaluate("window.kulturkarta.ready.then((layer) => layer.map.setView([58.67, 17.09], 12, {animate: false}))")
    frame.locator('[data-which="vy"]').click()
    expect(frame.locator('[data-which="vy"]')).to_have_attribute("aria-pressed", "true")
    in_view = tab_number(frame, "vy")
    assert 0 < in_view < with_point(ENTRIES)
    assert int(frame.locator(".kk-list li").first.get_attribute("aria-setsize") or 0) == in_view
    wait_param(page, "lista", "vy")


def test_a_filter_keeps_the_view(page: Page) -> None:
    frame = map_frame(page)
    frame.evaluate("window.kulturkarta.ready.then((layer) => layer.map.setView([59.05, 16.6], 11, {animate: false}))")
    frame = after_change(page, lambda: choose(page, "Kommun", "Flen"))
    assert frame.evaluate("window.kulturkarta.ready.then((layer) => layer.map.getZoom())") == 11
    page.set_viewport_size({"width": 1401, "height": 877})
    page.wait_for_timeout(700)
    assert read_address(page)["vy"] == ["59.0500,16.6000,11"]  # nor does a window of another size move the map


def test_a_card_says_kind_place_source_and_when_it_was_checked(page: Page) -> None:
    frame = map_frame(page)
    page.get_by_placeholder("Sök namn, ort").fill("Flens bibliotek")
    frame.get_by_role("button", name="Flens bibliotek").first.click()
    card = frame.locator(".kk-card")
    expect(card.locator(".kk-card-name")).to_have_text("Flens bibliotek")
    row = next(row for row in PLACES if row["name"] == "Flens bibliotek")
    expect(card.locator(".kk-kicker")).to_contain_text("Bibliotek · Flen")
    expect(card.locator(f'a[href="{row["source_url"]}"]').first).to_be_visible()
    expect(card.locator(".kk-source")).to_contain_text(row["last_checked"] or "okänt när")
    if row["position"] == "locality":
        expect(card).to_contain_text("Ungefärlig plats")


def test_an_entry_without_a_position_opens_beside_the_map(page: Page) -> None:
    frame = map_frame(page)
    frame.locator('[data-which="utan-plats"]').click()
    first = frame.locator(".kk-row").first
    name = first.locator(".kk-row-name").inner_text()
    first.click()
    expect(frame.locator(".kk-sheet .kk-card-name")).to_have_text(name)
    frame.get_by_role("button", name="← Till listan").click()
    expect(frame.locator(".kk-sheet")).to_be_hidden()


def test_the_keyboard_alone_opens_a_card_and_closes_it(page: Page) -> None:
    frame = map_frame(page)
    frame.locator(".kk-row").first.focus()
    page.keyboard.press("Enter")
    expect(frame.locator(".kk-card")).to_be_visible()
    frame.locator(".kk-marker").first.focus()
    page.keyboard.press("Enter")
    expect(frame.locator(".kk-card")).to_have_count(1)


def test_entries_on_one_spot_fan_out_and_each_can_be_opened_with_the_keyboard(page: Page) -> None:
    frame = map_frame(page)
    spot = [row for row in ENTRIES if (row["lon"], row["lat"]) == ("17.00788", "58.75300")]
    assert len(spot) > 10
    at = [float(spot[0]["lat"]), float(spot[0]["lon"])]
    frame.evaluate("at => window.kulturkarta.ready.then((layer) => layer.map.setView(at, 16, {animate: false}))", at)
    frame.locator(".kk-cluster", has_text=str(len(spot))).press("Enter")
    expect(frame.locator(".kk-fan")).to_have_count(len(spot))
    assert tab_number(frame, "har") == len(spot)
    page.keyboard.press("ArrowRight")
    focused = frame.locator(".kk-fan:focus")
    name = next(row["name"] for row in spot if row["name"] == focused.get_attribute("aria-label"))
    expect(frame.locator(".kk-row.kk-lit .kk-row-name")).to_have_text(name)
    page.keyboard.press("Enter")
    expect(frame.locator(".kk-card-name")).to_have_text(name)


def test_the_nearest_come_first_when_a_person_asks_for_that(page: Page) -> None:
    frame = map_frame(page)
    frame.evaluate("window.kulturkarta.ready.then((layer) => layer.map.setView([59.06, 16.59], 13, {animate: false}))")
    frame.locator(".kk-order").select_option("avstand")
    first = frame.locator(".kk-row").first
    expect(first.locator(".kk-row-about")).to_contain_text("Flen")
    expect(first.locator(".kk-row-about")).to_contain_text(re.compile(r"[01](,\d)?\skm"))
    wait_param(page, "ordning", "avstand")


def test_a_narrow_window_shows_cards_over_the_list(visit: Callable[..., Visit]) -> None:
    page = visit(width=390).open()
    frame = map_frame(page)
    frame.locator('[data-which="vy"]').click()
    frame.locator(".kk-row").first.click()
    expect(frame.locator(".kk-sheet .kk-card")).to_be_visible()
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0


def test_the_table_under_the_map_has_the_same_rows(visit: Callable[..., Visit]) -> None:
    page = visit().open(kommun="0482", slag="bibliotek")
    map_frame(page)
    page.get_by_text(f"Visa {len(LIBRARIES_IN_FLEN)} poster som tabell").click()
    grid = page.locator('[data-testid="stDataFrame"]')
    expect(grid).to_be_visible()
    assert int(grid.locator("table").first.get_attribute("aria-rowcount") or 0) == len(LIBRARIES_IN_FLEN) + 1


def test_the_language_changes_in_place_and_lasts_over_pages(page: Page) -> None:
    map_frame(page)
    page.locator(".st-key-heading [data-testid='stSelectbox'] input, .st-key-heading [role='combobox']").first.click()
    page.get_by_role("option", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Culture map of")
    wait_param(page, "lang", "en")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("link", name="Municipality").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("The municipalities of")
    wait_param(page, "lang", "en")


def test_a_theme_reaches_the_map(visit: Callable[..., Visit]) -> None:
    frame = map_frame(visit(theme="dark").open())
    assert frame.evaluate("document.documentElement.dataset.theme") == "dark"
    assert state_of(frame)


def test_the_word_for_the_page_leads_to_it_with_its_view(visit: Callable[..., Visit]) -> None:
    page = visit().open("karta", kommun="0482")
    assert urlsplit(page.url).path == "/"
    assert n_listed(map_frame(page))[0] == len(FLEN)
