"""Stöd, Process and Bidra as their readers use them: her own answers, supports that fit, the year and its calendar."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import expect

from kulturkarta.cli import main
from tests.e2e.browser import WAIT_MS, Visit, choose_option, read_cells, wait_ready

GOOGLE = "Tidstämpel,Namn,Hur viktigt är det att samverka med andra?,Vilka lokaler saknar du?\n" + "".join(
    f"2026-02-04 15:{minute:02}:00,Eva Ek,{5 if minute < 7 else 4},{'Ateljé;' if minute < 6 else 'Replokal;'}\n"
    for minute in range(12)
)


def test_a_google_export_is_recognised_and_its_charts_are_seen_by_her_who_read_it_in_and_nobody_else(
    visit: Callable[..., Visit],
) -> None:
    page = visit().open("bidra")
    page.locator("input[type=file]").first.set_input_files(
        {"name": "svar.csv", "mimeType": "text/csv", "buffer": GOOGLE.encode()}
    )
    expect(page.get_by_text("Filen ser ut att komma från Google Forms.")).to_be_visible(timeout=WAIT_MS)
    expect(page.get_by_text("Läses inte in, för att skydda personer: Namn.")).to_be_visible()
    wait_ready(page)
    columns = page.get_by_test_id("stDataFrame").first
    assert [row[4] for row in read_cells(columns)[1:]] == ["", "", "Hur starkt behovet är", ""]
    choose_option(page, "Kolumn som inte stämmer", "Hur viktigt är det att samverka med andra?")
    choose_option(page, "Vad frågan säger om behovet", "Hur väl behovet möts")
    expect(columns.locator("tr").nth(3).locator("td").nth(4)).to_have_text("Hur väl behovet möts")
    assert [row[4] for row in read_cells(columns)[1:]] == ["", "", "Hur väl behovet möts", ""]
    page.get_by_role("textbox", name="Omgång").fill("Provet")
    page.get_by_role("textbox", name="Vad de som svarade har gått med på").fill("Ja")
    page.get_by_role("button", name="Visa svaren bara för mig").click()
    expect(page.get_by_text("Bara du ser detta: 12 svar i Provet.")).to_be_visible(timeout=WAIT_MS)
    expect(page.locator(".js-plotly-plot")).to_have_count(2, timeout=WAIT_MS)
    wait_ready(page)
    page.get_by_role("link", name="Behov", exact=True).click()
    expect(page.get_by_text(re.compile("Bara du ser detta: svaren i Provet"))).to_be_visible(timeout=WAIT_MS)
    expect(page.get_by_text("Eva Ek")).to_have_count(0)
    other = visit().open("behov", omgang="bara-du-provet")
    expect(other.get_by_text("Inga svar är inlästa än.")).to_be_visible()
    expect(other.get_by_text("Provet")).to_have_count(0)


def test_the_supports_that_fit_are_as_many_as_the_command_prints(
    visit: Callable[..., Visit], capsys: pytest.CaptureFixture[str]
) -> None:
    page = visit().open("stod", sektor="dans", drivkraft="passion", kommun="0428", stodform="pengar")
    asked = "sector=dans,drive=passion,municipality=0428,function=pengar"
    assert main(["support", "--region", "sormland", "--for", asked, "--json"]) == 0
    n = len(json.loads(capsys.readouterr().out)["supports"])
    expect(page.get_by_text(re.compile(rf"^{n} av 59 stöd kan passa"))).to_be_visible()


def test_a_telephone_has_stages_beside_each_other_days_in_a_list_and_the_wheel_whole_and_the_calendar_has_known_days(
    visit: Callable[..., Visit],
) -> None:
    page = visit(width=390).open("process", manad="2024-05")
    stages = page.locator(".st-key-process-stages")
    first, second = (stages.get_by_text(name, exact=True).bounding_box() for name in ("Idé", "Förutsättningar utreds"))
    assert first
    assert second
    assert first["y"] == second["y"] and first["x"] < second["x"] < 390
    expect(page.get_by_text("2 aktiviteter i maj 2024.")).to_be_visible()
    days = page.locator(".st-key-process_month_days")
    expect(days).to_contain_text(re.compile("24 maj 2024.*Landsbygdsriksdagen 2024 · .*Nitton inspirationsresor"))
    expect(page.locator(".st-key-process_month_grid")).to_be_hidden()
    months = page.locator(".js-plotly-plot .angularaxistick text, .js-plotly-plot .angularaxis text")
    expect(months).to_have_count(12, timeout=WAIT_MS)
    boxes = [box for month in months.all() if (box := month.bounding_box())]
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= 390 for box in boxes)
    legend = page.locator(".js-plotly-plot .legend").bounding_box()
    assert legend
    assert legend["y"] >= max(box["y"] + box["height"] for box in boxes)
    note = page.get_by_text(re.compile(r"^Kalendern har de \d+ av")).inner_text()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Ladda ner kalendern").click()
    calendar = Calendar.from_ical(Path(waiting.value.path()).read_bytes())
    assert f"de {len(calendar.walk('VEVENT'))} av" in note
