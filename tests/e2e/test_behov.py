"""Behov as its readers use it. Its figures must be those that `kulturkarta needs` prints."""

from __future__ import annotations

import contextlib
import io
import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
from playwright.sync_api import expect

from kulturkarta.cli import main
from tests.e2e.browser import Visit, axe, wait_param, wait_ready

DEMO = {"svar": "pahittade", "omgang": "demo-1"}


@cache
def needs(*words: str) -> dict[str, Any]:
    with contextlib.redirect_stdout(io.StringIO()) as said:
        assert main(["needs", "--region", "sormland", *words, "--json"]) == 0
    return json.loads(said.getvalue())


def test_without_answers_published_figures_stand_with_their_sources_and_invented_ones_are_a_click_away_and_back(
    visit: Callable[..., Visit],
) -> None:
    page = visit().open("behov")
    expect(page.get_by_text(re.compile(r"nöjd med det stöd som finns\? 20\s% \(n = 200\)"))).to_be_visible()
    expect(page.get_by_role("link", name="trakten.nu").first).to_be_visible()
    page.get_by_role("button", name="Prova sidan med påhittade svar").click()
    expect(page.get_by_text("Ingen människa har lämnat dem.")).to_be_visible()
    wait_param(page, "svar", "pahittade")
    wait_ready(page)
    page.get_by_role("button", name="Ta bort de påhittade svaren").click()
    expect(page.get_by_text("Inga svar är inlästa än.")).to_be_visible()
    wait_param(page, "svar", "")


def test_the_page_says_what_the_command_prints_and_the_download_says_that_it_is_invented(
    visit: Callable[..., Visit],
) -> None:
    wave = needs("--demo", "--by", "municipality")["waves"][0]
    shares = {item["question"]: item["groups"][0]["share_agree"] for item in wave["items"]}
    most = max(shares, key=lambda question: shares[question])
    page = visit().open("behov", **DEMO)
    said = page.get_by_text(re.compile(rf"Flest instämmer i ”{re.escape(most)}” \({round(100 * shares[most])}\s%\)"))
    expect(said).to_be_visible()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Ladda ner siffrorna som Excel").click()
    assert "pahittade-svar" in waiting.value.suggested_filename
    sheet = openpyxl.load_workbook(io.BytesIO(Path(waiting.value.path()).read_bytes())).worksheets[0]
    header, *lines = list(sheet.iter_rows(values_only=True))
    rows = [dict(zip(header, line, strict=True)) for line in lines]
    assert {row["origin"] for row in rows} == {"Påhittade svar"}
    assert min(row["n"] for row in rows) >= 5
    shown = sum(group["is_shown"] and group["group"] != "*" for item in wave["items"] for group in item["groups"])
    assert sum(row["division"] == "municipality" for row in rows) == shown


def test_groups_that_are_not_shown_are_named_and_the_page_with_answers_breaks_no_rule_of_wcag(
    visit: Callable[..., Visit],
) -> None:
    page = visit(theme="dark").open("behov", **DEMO, dela="sector")
    expect(page.get_by_text(re.compile("för att ingen ska kunna pekas ut: .*Fotografi"))).to_be_visible()
    assert axe(page) == []
