"""Luckor as an officer uses it. Its figures must be those that `kulturkarta gaps` prints."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from contextlib import redirect_stdout
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from kulturkarta.cli import main
from tests.e2e.browser import Visit, wait_param, wait_ready
from tests.e2e.layer import map_frame, n_listed


@cache
def gaps(*words: str, command: str = "gaps") -> dict[str, Any]:
    """What `kulturkarta gaps`, or another command about them, prints for these words."""
    with redirect_stdout(io.StringIO()) as printed:
        assert main([command, "--region", "sormland", *words, "--json"]) == 0
    return json.loads(printed.getvalue())


def take_workbook(page: Page) -> dict[str, list[dict[str, Any]]]:
    """The rows of every sheet that the page gives to take home, by the sheet's name."""
    wait_ready(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Ladda ner siffrorna som Excel").click()
    sheets: dict[str, list[dict[str, Any]]] = {}
    for sheet in openpyxl.load_workbook(io.BytesIO(Path(waiting.value.path()).read_bytes())).worksheets:
        header, *lines = list(sheet.iter_rows(values_only=True))
        sheets[sheet.title] = [dict(zip(map(str, header), line, strict=True)) for line in lines]
    return sheets


def percent(share: float) -> str:
    return rf"{round(share * 100)}\s?%"


def test_the_sentence_says_what_the_command_prints(visit: Callable[..., Visit]) -> None:
    told = gaps("--kind", "bibliotek", "--km", "10")
    flen = next(row for row in told["municipalities"] if row["code"] == "0482")
    page = visit().open("luckor", slag="bibliotek", kommun="0482")
    here, everywhere = percent(flen["share_without"]), percent(told["share_without"])
    pattern = rf"I Flen saknar {here} av invånarna bibliotek inom 10 km; i hela Sörmland {everywhere}\."
    expect(page.get_by_text(re.compile(pattern))).to_be_visible()


def test_the_map_shows_the_places_asked_for_and_hatches_what_is_too_vague(visit: Callable[..., Visit]) -> None:
    told = gaps("--kind", "bibliotek", "--km", "10")
    vague = [row for row in told["municipalities"] if row["too_little"]]
    frame = map_frame(visit().open("luckor", slag="bibliotek"))
    assert n_listed(frame)[0] == told["places"]
    fills = frame.eval_on_selector_all(".kk-measured", "areas => areas.map((area) => area.style.fill)")
    assert len(fills) == len(told["municipalities"]) == 9
    assert sum("kk-hatch" in fill for fill in fills) == len(vague) > 0
    expect(frame.locator(".kk-legend")).to_contain_text("för lite data")


def test_another_threshold_gives_other_figures_and_stands_in_the_address_until_back(
    visit: Callable[..., Visit],
) -> None:
    near, far = gaps("--kind", "bibliotek", "--km", "10"), gaps("--kind", "bibliotek", "--km", "11")
    assert far["share_without"] < near["share_without"]
    page = visit().open("luckor", slag="bibliotek")
    page.get_by_role("slider").first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text(re.compile(percent(far["share_without"]) + ".*inom 11 km")).first).to_be_visible()
    wait_param(page, "km", "11")
    wait_ready(page)
    page.go_back()
    expect(page.get_by_text(re.compile(percent(near["share_without"]) + ".*inom 10 km")).first).to_be_visible()
    wait_param(page, "km", "")


def test_what_nobody_has_found_is_not_called_missing(visit: Callable[..., Visit]) -> None:
    page = visit().open("luckor", slag="makerspace")
    expect(page.get_by_text("Det betyder inte att den saknas")).to_be_visible()
    fills = map_frame(page).eval_on_selector_all(".kk-measured", "areas => areas.map((area) => area.style.fill)")
    assert all("kk-hatch" in fill for fill in fills)


def test_a_function_can_be_asked_for_instead_of_a_kind(visit: Callable[..., Visit]) -> None:
    told = gaps("--function", "ova", "--km", "10")
    page = visit(lang="en").open("luckor", fraga="funktion", funktion="ova")
    expect(page.get_by_text(re.compile(percent(told["share_without"]) + ".*rehearse within 10 km"))).to_be_visible()


@pytest.mark.parametrize("params", [{"km": "0"}, {"km": "x"}, {"slag": "finns-inte"}, {"kommun": "9999"}])
def test_an_address_that_makes_no_sense_shows_the_usual_page(
    visit: Callable[..., Visit], params: dict[str, str]
) -> None:
    page = visit().open("luckor", **params)
    expect(page.get_by_text(re.compile("I Sörmland saknar .* replokal inom 10 km"))).to_be_visible()


def test_the_figures_come_home_as_numbers(visit: Callable[..., Visit]) -> None:
    asked = ("--kind", "bibliotek", "--km", "10")
    what_if = {"del": "tank", "om1": "n16.5900_59.0600"}
    sheets = take_workbook(visit().open("luckor", slag="bibliotek", **what_if))
    told = {row["code"]: row["share_without"] for row in gaps(*asked)["municipalities"]}
    assert {row["code"]: row["share_without"] for row in sheets["Kommuner"]} == pytest.approx(told)
    change = gaps(*asked, "--add", "16.59,59.06")["change"]
    today, scenario = sheets["Scenarier"]
    assert (today["gains"], scenario["change"]) == (0, "n16.5900_59.0600")
    assert scenario["gains"] == pytest.approx(change["gains"]) and change["gains"] > 0
    gains = [row["gains"] for row in sheets["Scenarier per kommun"]]
    assert len(gains) == 9 and sum(gains) == pytest.approx(change["gains"])


def test_the_next_places_come_home_with_what_each_gains(visit: Callable[..., Visit]) -> None:
    told = gaps("--kind", "bibliotek", "--km", "10", "--n", "3", command="where-next")
    rows = take_workbook(visit().open("luckor", slag="bibliotek", **{"del": "nasta"}))["Nästa plats"]
    assert [row["step"] for row in rows] == [1, 2, 3]
    assert sum(row["gained"] for row in rows) == pytest.approx(told["within_after"] - told["within_before"], rel=0.01)


def test_the_map_goes_home_as_a_picture_that_says_what_it_shows_how_it_is_counted_and_from_what(
    visit: Callable[..., Visit],
) -> None:
    share = gaps("--kind", "bibliotek", "--km", "10")["share_without"]
    frame = map_frame(visit().open("luckor", slag="bibliotek"))
    frame.get_by_role("button", name="Ta med", exact=True).click()
    with frame.page.expect_download() as saved:
        frame.locator('[data-take="svg"]').click()
    words = re.sub("<[^>]*>|\u00a0", " ", Path(saved.value.path()).read_text(encoding="utf-8"))
    assert saved.value.suggested_filename == "kulturkarta-luckor-sormland.svg"
    assert "Luckor i Sörmland: bibliotek" in words
    assert re.search(rf"I Sörmland saknar {percent(share)} av invånarna bibliotek inom 10 km", words)
    for said in ("80 % och mer", "för lite data", "fågelvägen gånger", "Källa: "):
        assert said in words, said
