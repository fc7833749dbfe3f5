"""How fast the app starts, opens its map and filters, against plain Streamlit pages, as one Markdown table."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from playwright.sync_api import sync_playwright

from kulturkarta.launch.browser import OF_PLAYWRIGHT, find_browser
from tests.e2e.browser import NO_INTERNET
from tests.e2e.server import serve
from tests.measure.cdn import fetch_packages, serve_packages
from tests.measure.cold_start import measure_cold_start
from tests.measure.interaction import Times, count_points, measure_interaction, medians

RUNS = 5
HEALTH = "/_stcore/health"
# No name but this machine's is looked up: tile servers fail at once on both pages, whether there is internet or not.


def main(_arguments: Sequence[str] = ()) -> int:
    """Measure, print, and answer 0 when everything could be measured."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cold = measure_cold_start(folder, runs=RUNS)
        warm = _measure_warm(folder)
    every, in_flen = count_points()
    lines = [
        f"| figure (medians of {RUNS} runs, in turns) | app | plain | app against plain |",
        "|---|---|---|---|",
        _cold_row(cold["app"], cold["empty"]),
    ]
    if warm:
        (app_navigation, app_filter), (plain_navigation, plain_filter) = medians(warm["app"]), medians(warm["plain"])
        floor = median(warm["floor"].navigation)
        lines += [
            _row(f"navigation to {every} entries drawn and one opened", app_navigation, plain_navigation),
            _row(f"filter to its {in_flen} entries drawn", app_filter, plain_filter),
            _row("navigation to an empty map of st_folium (the floor)", app_navigation, floor),
        ]
    print("\n".join(lines))
    if not warm:
        print("\nThe map was not measured: a Chromium and npm (for the scripts of the plain page) are needed.")
    return 0 if warm else 1


def _cold_row(app: float, empty: float) -> str:
    return f"| cold start to first byte, against an empty script | {app:.2f} s | {empty:.2f} s | {app - empty:+.2f} s |"


def _row(figure: str, app: float, plain: float) -> str:
    return f"| {figure} | {app * 1000:.0f} ms | {plain * 1000:.0f} ms | {plain / app:.1f} times faster |"


def _measure_warm(folder: Path) -> dict[str, Times]:
    path = find_browser()
    if not path or not fetch_packages():
        return {}
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    with ExitStack() as stack:
        cdn = stack.enter_context(serve_packages())
        addresses = {
            "app": stack.enter_context(serve(folder / "app.log")),
            "plain": stack.enter_context(
                serve(
                    folder / "plain.log",
                    script="tests/measure/plain_app.py",
                    health=HEALTH,
                    environment={"KULTURKARTA_MEASURE_CDN": cdn},
                )
            ),
        }
        addresses["floor"] = addresses["plain"]
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(
            executable_path=None if path == OF_PLAYWRIGHT else path,
            args=[NO_INTERNET, "--disable-background-networking", *(["--no-sandbox"] if is_root else [])],
            timeout=60_000,
        )
        stack.callback(browser.close)
        return measure_interaction(browser, addresses, runs=RUNS)
