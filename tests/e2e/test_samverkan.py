"""Samverkan as an actor and a project leader use it. Its ranking must be what `kulturkarta match` prints."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path

from playwright.sync_api import expect

from kulturkarta.cli import main
from tests.e2e.browser import WAIT_MS, Visit, wait_param
from tests.e2e.layer import map_frame, n_listed

BERGATROLLEN = "kulturforeningen-bergatrollen-0480"


def test_list_map_and_command_agree_and_a_wider_reach_is_live(visit: Callable[..., Visit]) -> None:
    with redirect_stdout(io.StringIO()) as printed:
        assert main(["match", "--region", "sormland", "--actor", BERGATROLLEN, "--json"]) == 0
    told = json.loads(printed.getvalue())
    page = visit().open("samverkan", jag=BERGATROLLEN)
    for rank, match in enumerate(told["matches"][:3], start=1):
        expect(page.get_by_text(f"{rank}. {match['name']}", exact=False).first).to_be_visible()
    assert n_listed(map_frame(page))[0] == told["n_within"]
    page.get_by_role("slider").first.press("ArrowLeft")
    wait_param(page, "inom", "29")


def test_a_group_gives_a_workshop_sheet_and_the_network_a_graph(visit: Callable[..., Visit]) -> None:
    page = visit().open("samverkan", jag=BERGATROLLEN, **{"del": "ekosystem"})
    with page.expect_download() as sheet:
        page.get_by_role("button", name="Skriv ut workshopblad (PDF)").click()
    assert Path(sheet.value.path()).read_bytes().startswith(b"%PDF-")
    page.get_by_role("radio", name="Nätverket").click()
    expect(page.get_by_text(re.compile(r"Vi känner 121 band\."))).to_be_visible(timeout=WAIT_MS)
    with page.expect_download() as graph:
        page.get_by_role("button", name="GraphML").click()
    assert "<graphml" in Path(graph.value.path()).read_text(encoding="utf-8")
