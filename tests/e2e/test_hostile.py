"""Texts that try to become something else, in Chromium: shown as they stand, never run, wherever a reader goes."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Frame, Page, expect

from kulturkarta.export.cells import guarded
from tests.e2e.browser import Profiles, Visit, read_cells, wait_ready
from tests.e2e.layer import map_frame, n_drawn, n_listed
from tests.e2e.regions import BROKEN, HOSTILE, HOSTILE_TEXTS, N_HOSTILE_ENTRIES, SILENT, hostile_id, write_regions
from tests.e2e.server import serve

PAGES = ("", "kommun", "data", "om")
N_VISITED = 20
FORMATS = ("excel", "csv_excel", "csv_open", "geojson", "geopackage")
Start = Callable[..., Visit]


@pytest.fixture(scope="session")
def regions_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app over the three regions of `regions.py`."""
    folder = tmp_path_factory.mktemp("regions")
    environment = {"KULTURKARTA_DATA_DIR": str(write_regions(folder / "data")), "KULTURKARTA_REGION": HOSTILE}
    with serve(folder / "log.txt", environment=environment) as url:
        yield url


@pytest.fixture
def read(profiles: Profiles, regions_url: str) -> Iterator[Start]:
    """Starts readers; each must leave with nothing run, nothing refused and nobody foreign asked but for tiles."""
    visits: list[Visit] = []
    with ExitStack() as stack:

        def start(*, lang: str = "sv") -> Visit:
            visit = profiles.visit(regions_url, width=1440, lang=lang, theme="light")
            visits.append(stack.enter_context(visit))
            return visits[-1]

        yield start
        for visit in visits:
            assert_nothing_ran(visit.page)
            assert visit.foreign_hosts <= {"tiles.example"}
            visit.assert_clean()


def assert_nothing_ran(page: Page) -> None:
    assert [frame.url for frame in page.frames if frame.evaluate("() => window.PWNED") is not None] == []


def literal(text: str) -> str:
    """What a cell with `text` says: composed letters, no spaces around."""
    return unicodedata.normalize("NFC", text).strip()


NAMES = {
    hostile_id(table, number): literal(text)
    for table in ("places", "actors")
    for number, text in enumerate(HOSTILE_TEXTS)
}


def assert_card_is_literal(frame: Frame, holder: str) -> str:
    """The id of the open card, whose name, description and source say their text to the letter."""
    card = frame.locator(f"{holder} .kk-card")
    expect(card).to_have_count(1)  # the one before fades
    key = card.get_attribute("data-id") or ""
    assert card.locator(".kk-card-name").text_content() == NAMES[key]
    assert card.locator(".kk-description").text_content() == NAMES[key]
    assert NAMES[key] in (card.locator(".kk-source").text_content() or "")
    assert card.locator("script, img, iframe, details, b, i").count() == 0
    return key


def test_marks_lists_and_cards_show_hostile_texts_to_the_letter(read: Start) -> None:
    page = read().open()
    frame = map_frame(page)
    assert n_drawn(frame) == N_HOSTILE_ENTRIES
    frame.evaluate("window.kulturkarta.ready.then((layer) => layer.map.setView([59.05, 16.5], 13, {animate: false}))")
    seen: set[str] = set()
    for number in range(0, N_HOSTILE_ENTRIES, 6):
        # The list brings the mark into view; there it is hovered and pressed.
        frame.evaluate("row => window.kulturkarta.ready.then((layer) => layer.list.choose(row))", number)
        row = frame.locator(f'.kk-row[data-row="{number}"]')
        row.dispatch_event("mouseenter")
        expect(row.locator(".kk-row-name")).not_to_be_empty()
        assert row.locator(".kk-row-name").text_content() == NAMES[row.get_attribute("data-id") or ""]
        key = row.get_attribute("data-id") or ""
        row.dispatch_event("click")
        expect(frame.locator(f'.kk-card[data-id="{key}"]')).to_be_visible()
        assert assert_card_is_literal(frame, ".leaflet-popup") == key
        seen.add(key)
    assert len(seen) >= N_VISITED
    assert_nothing_ran(page)


def press_marks(frame: Frame, *, lon: float, most: int) -> set[str]:
    """Hover and press the first `most` marks in sight; the ids of the cards they opened."""
    opened: set[str] = set()
    # A card that opens moves the map, so each mark is looked for in the view it was first seen in.
    view = f"layer.map.closePopup(); layer.map.stop(); layer.map.setView([59.02, {lon}], 12, {{animate: false}})"
    look = f"window.kulturkarta.ready.then((layer) => {{ {view}; }})"
    frame.evaluate(look)
    numbers = frame.evaluate("[...document.querySelectorAll('.kk-marker')].map((mark) => mark.dataset.rows)")
    for number in numbers[:most]:
        frame.evaluate(look)
        expect(frame.locator(".kk-card")).to_have_count(0)
        mark = frame.locator(f'.kk-marker[data-rows="{number}"]')
        mark.dispatch_event("mouseover")
        mark.dispatch_event("click")
        opened.add(assert_card_is_literal(frame, ".leaflet-popup"))
    return opened


def test_marks_pressed_on_the_map_itself_open_cards_to_the_letter(read: Start) -> None:
    page = read().open()
    frame = map_frame(page)
    seen: set[str] = set()
    for lon in (16.2, 16.35, 16.5, 16.65, 16.8):
        seen |= press_marks(frame, lon=lon, most=N_VISITED // 4)
    assert len(seen) >= N_VISITED
    assert_nothing_ran(page)


@pytest.mark.parametrize("lang", ["sv", "en", "nb"])
def test_no_page_in_any_language_runs_what_the_catalogue_says(read: Start, lang: str) -> None:
    visit = read(lang=lang)
    for path in PAGES:
        page = visit.open(path, **({} if path else {"q": '"><script>window.top.PWNED=1</script>'}))
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        for details in page.locator("[data-testid='stExpander'] summary").all():
            details.click()
            wait_ready(page)
        assert_nothing_ran(page)
    assert page.locator("[data-testid='stMain'] img[src='x'], [data-testid='stMain'] script").count() == 0


def test_hostile_texts_can_be_taken_home_in_every_format(read: Start) -> None:
    page = read().open("data")
    for made in FORMATS:
        with page.expect_download() as waiting:
            page.locator(f".st-key-download-{made} button").first.click()
        data = Path(waiting.value.path()).read_bytes()
        assert len(data) > 1000
        if made == "csv_open":
            rows = csv.DictReader(io.StringIO(data.decode("utf-8"), newline=""))
            places = {key: guarded(name) for key, name in NAMES.items() if key.startswith("places-")}
            assert {row["id"]: row["name"] for row in rows} == places


def test_a_region_without_tiles_draws_borders_and_names_and_asks_nobody(read: Start) -> None:
    visit = read()
    frame = map_frame(visit.open(region=SILENT))
    assert frame.locator("path.kk-area").count() == 4
    assert set(frame.locator(".kk-label-municipality").all_text_contents()) >= {"Flen", "Nyköping"}
    assert n_drawn(frame) == 1
    visit.page.wait_for_timeout(500)
    assert visit.foreign_hosts == set()


def test_a_catalogue_with_bad_rows_shows_the_good_ones_and_says_which_are_bad(read: Start) -> None:
    visit = read()
    page = visit.open(region=BROKEN)
    assert n_listed(map_frame(page)) == (1, 1)
    expect(page.get_by_role("alert")).to_contain_text("3")
    page = visit.open("data", region=BROKEN)
    _, *told = read_cells(page.locator('[data-testid="stDataFrame"]').last)
    assert [row[1:5] for row in told] == [
        ["places.csv", "3", "kind", "rymdstation"],
        ["places.csv", "4", "municipality_code", "Flen"],
        ["places.csv", "5", "source_url", "javascript:window.top.PWNED=1"],
    ]
