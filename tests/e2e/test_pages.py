"""Kommun, Data and Om as their readers use them. Expected numbers are counted from the CSV files."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pyogrio
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser import Visit, choose_option, read_cells, wait_param, wait_ready

SORMLAND = Path(__file__).parents[2] / "data" / "sormland"
Start = Callable[..., Visit]


def rows(table: str) -> list[dict[str, str]]:
    with (SORMLAND / f"{table}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


PLACES, ACTORS = rows("places"), rows("actors")
FLEN, TROSA = "0482", "0488"
FORMATS = ("excel", "csv_excel", "csv_open", "geojson", "geopackage")


def in_municipality(table: list[dict[str, str]], code: str) -> list[dict[str, str]]:
    return [row for row in table if row["municipality_code"] == code]


def population(code: str) -> int:
    facts = [row for row in rows("municipality_facts") if row["indicator"] == "befolkning"]
    return max((row["year"], int(row["value"])) for row in facts if row["municipality_code"] == code)[1]


def supports_in(code: str) -> list[dict[str, str]]:
    """Those that serve the municipality by name or with the whole region, and have not closed."""
    served = [row for row in rows("supports") if {code, "region"} & set(row["service_area"].split(";"))]
    return [row for row in served if row["status"] != "closed" and not row["closed"]]


def open_rows(table: list[dict[str, str]]) -> list[dict[str, str]]:
    return [row for row in table if row["status"] != "closed" and not row["closed"]]


def number(text: str) -> float:
    return float(text.replace("\xa0", "").replace(" ", "").replace(",", "."))


def test_a_chosen_municipality_shows_its_own_figures_and_stands_in_the_address(visit: Start) -> None:
    page = visit().open("kommun")
    choose_option(page, "Välj kommun", "Trosa")
    expect(page.get_by_text(re.compile(r"^I Trosa bor "))).to_be_visible()
    wait_param(page, "kommun", TROSA)
    said = page.get_by_text(re.compile(r"^I Trosa bor ")).inner_text().replace("\xa0", " ")
    people, places, actors, supports = (
        population(TROSA),
        len(open_rows(in_municipality(PLACES, TROSA))),
        len(open_rows(in_municipality(ACTORS, TROSA))),
        len(supports_in(TROSA)),
    )
    assert f"{people:,}".replace(",", " ") in said
    assert f"{places} mötesplatser" in said
    assert f"{actors} aktörer" in said
    assert f"{supports} stöd" in said
    shown = page.locator('[data-testid="stMetricValue"]').all_inner_texts()
    assert [number(text) for text in shown] == [round(n / people * 10_000, 1) for n in (places, actors)]


def test_the_kinds_of_a_municipality_are_counted_as_in_the_files(visit: Start) -> None:
    page = visit().open("kommun", kommun=FLEN)
    page.get_by_text("Visa som tabell").first.click()
    wait_ready(page)
    _, *shown = read_cells(page.locator('[data-testid="stExpander"] [data-testid="stDataFrame"]').first)
    counted = Counter(row["kind"] for row in open_rows(in_municipality(PLACES, FLEN)))
    every = sorted((counted[kind] for kind in {row["kind"] for row in open_rows(PLACES)}), reverse=True)
    assert len(shown) >= 8  # those in sight
    assert [int(row[1]) for row in shown] == every[: len(shown)]
    libraries = next(row for row in shown if row[0] == "Bibliotek")
    assert int(libraries[1]) == counted["bibliotek"]
    assert int(libraries[3]) == sum(row["kind"] == "bibliotek" for row in open_rows(PLACES))


def test_what_is_missing_is_what_only_others_have(visit: Start) -> None:
    page = visit().open("kommun", kommun=TROSA)
    _, *shown = read_cells(page.locator('[data-testid="stDataFrame"]:visible').first)
    here = {row["kind"] for row in open_rows(in_municipality(PLACES, TROSA))}
    elsewhere = {row["kind"] for row in open_rows(PLACES)} - here - {"annat", ""}
    with (SORMLAND.parent / "taxonomy" / "place_kind.csv").open(encoding="utf-8") as file:
        labels = {row["code"]: row["label_sv"] for row in csv.DictReader(file)}
    assert {row[0] for row in shown} == {labels[kind] for kind in elsewhere}


def test_a_municipality_leads_to_the_map_of_its_entries(visit: Start) -> None:
    page = visit(lang="en").open("kommun", kommun=FLEN)
    page.get_by_role("link", name=re.compile("Flen on the map")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Culture map of")
    wait_param(page, "kommun", FLEN)
    wait_param(page, "lang", "en")


def test_the_tables_of_the_data_page_have_the_rows_of_the_files(visit: Start) -> None:
    page = visit().open("data")
    names = ("places", "actors", "supports", "collaborations", "proposals", "activities")
    header, *shown = read_cells(page.locator('[data-testid="stDataFrame"]').first)
    assert header[:2] == ["Tabell", "Rader"]
    told = {row[0]: int(number(row[1])) for row in shown}
    titles = ("Mötesplatser", "Aktörer", "Stöd", "Samverkan", "Lösningsförslag", "Aktiviteter")
    assert [told[title] for title in titles] == [len(rows(name)) for name in names]
    _, *per_municipality = read_cells(page.locator('[data-testid="stDataFrame"]').nth(1))
    places = next(row for row in per_municipality if row[0] == "Mötesplatser")
    assert str(len(in_municipality(PLACES, FLEN))) in places


def download(page: Page, made: str) -> Path:
    """The file that the button for the format `made` gives, under the name it came with."""
    with page.expect_download() as waiting:
        page.locator(f".st-key-download-{made} button").first.click()
    name = waiting.value.suggested_filename
    assert name.startswith("kulturkarta-sormland-")
    path = waiting.value.path()
    return path.rename(path.with_name(f"{path.name}-{name}"))


def read_ids(path: Path) -> list[str]:
    """The ids in a downloaded file."""
    if path.suffix == ".xlsx":
        sheet = openpyxl.load_workbook(path, read_only=True).worksheets[0]
        return [str(row[0]) for row in sheet.iter_rows(min_row=2, values_only=True)]
    if path.suffix == ".geojson":
        return [feature["id"] for feature in json.loads(path.read_bytes())["features"]]
    if path.suffix == ".gpkg":
        return list(pyogrio.read_dataframe(path)["id"])
    separator = ";" if path.name.endswith(".excel.csv") else ","
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [row[0] for row in csv.reader(file, delimiter=separator)][1:]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, PLACES),
        ({"kommun": FLEN}, in_municipality(PLACES, FLEN)),
        ({"kommun": FLEN, "slag": "bibliotek"}, [r for r in in_municipality(PLACES, FLEN) if r["kind"] == "bibliotek"]),
    ],
    ids=["everything", "one municipality", "its libraries"],
)
def test_every_format_holds_the_rows_that_the_filter_leaves(
    visit: Start, filters: dict[str, str], expected: list[dict[str, str]]
) -> None:
    page = visit().open("data", **filters)
    ids = sorted(row["id"] for row in expected)
    for made in FORMATS:
        assert sorted(read_ids(download(page, made))) == ids, made


def test_another_table_is_chosen_by_hand_or_by_address(visit: Start) -> None:
    reader = visit(lang="en")
    page = reader.open("data")
    choose_option(page, "Choose table", "Collaborations")
    wait_param(page, "tabell", "collaborations")
    wait_ready(page)
    assert len(read_ids(download(page, "csv_open"))) == len(rows("collaborations"))
    assert page.locator(".st-key-download-geojson").count() == 0
    page = reader.open("data", tabell="supports")
    assert len(read_ids(download(page, "excel"))) == len(rows("supports"))


@pytest.mark.parametrize("lang", ["sv", "en", "nb"])
def test_om_links_to_our_own_pages_in_the_same_tab_and_language(visit: Start, lang: str) -> None:
    page = visit(lang=lang).open("om")
    opened = len(page.context.pages)
    page.locator('[data-testid="stMarkdownContainer"] a[href^="/kommun"]').first.click()
    page.wait_for_url("**/kommun**")
    wait_ready(page)
    assert len(page.context.pages) == opened
    assert page.locator("html").get_attribute("lang") == lang
    wait_param(page, "lang", "(sv)?" if lang == "sv" else lang)
