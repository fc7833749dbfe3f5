"""From a change of the threshold on Luckor to the new figures on the screen, against an almost empty page.

In Södermanland as it is shipped, and with its people in a square for every kilometre of its land: about 6 000. The
three pages are changed in turns, so that whatever else the machine does falls on all.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from math import nan
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

import numpy as np
import pandas as pd
from playwright.sync_api import Browser, Page, sync_playwright

from kulturkarta.analysis.demand import LATTICE_M, list_lattice
from kulturkarta.launch.browser import OF_PLAYWRIGHT, find_browser
from kulturkarta.regions import read_region
from kulturkarta.settings import PROJECT_DIR
from kulturkarta.sources.population import read_land, read_totals, save_population
from tests.e2e.browser import wait_ready
from tests.e2e.server import serve

CHANGES = 20
FIRST_KM = 11
SHIPPED, SQUARES = "sormland", "rutor"
HEALTH = "/_stcore/health"
WAIT_MS = 180_000

# From the key that a person presses to the first sentence in bold that names the new threshold.
_STOPWATCH = """(wanted) => {
  const shows = () => [...document.querySelectorAll("strong")].some((e) => e.textContent.includes(wanted));
  window.kkChange = new Promise((resolve) =>
    document.addEventListener("keydown", () => {
      const began = performance.now();
      const look = () => (shows() ? resolve((performance.now() - began) / 1000) : setTimeout(look, 3));
      look();
    }, { capture: true, once: true }));
}"""


def main(_arguments: Sequence[str]) -> int:
    """Print the medians as one Markdown table; 1 when there is no browser."""
    path = find_browser()
    if not path:
        print("Luckor was not measured: a Chromium is needed.")
        return 1
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        n_squares = write_regions(folder / "data")
        environment = {"KULTURKARTA_DATA_DIR": str(folder / "data"), "KULTURKARTA_TILE_URL": "none"}
        ours = stack.enter_context(serve(folder / "app.log", environment=environment))
        plain = stack.enter_context(serve(folder / "plain.log", script="tests/measure/slider_app.py", health=HEALTH))
        playwright = stack.enter_context(sync_playwright())
        is_root = hasattr(os, "geteuid") and os.geteuid() == 0
        browser = playwright.chromium.launch(
            executable_path=None if path == OF_PLAYWRIGHT else path, args=["--no-sandbox"] if is_root else []
        )
        stack.callback(browser.close)
        page = f"{ours}/luckor?slag=bibliotek&region="
        times = measure_changes(
            browser, {SHIPPED: page + SHIPPED, SQUARES: page + SQUARES, "plain": plain}, changes=CHANGES
        )
    floor = median(seconds for seconds, _ in times["plain"])
    print(
        f"| change of threshold to new figures (medians of {CHANGES} changes, in turns) | seconds | times the floor "
        "| of it the server's processor, ms | the rest, ms |"
    )
    print("|---|---|---|---|---|")
    rows = {
        SHIPPED: "Södermanland as shipped",
        SQUARES: f"{n_squares} squares with people",
        "plain": "a page with nothing but a slider (the floor)",
    }
    for key, words in rows.items():
        whole, server = (median(part) for part in zip(*times[key], strict=True))
        told = f"{server * 1000:.0f} | {(whole - server) * 1000:.0f}"
        print(f"| {words} | {whole:.2f} | {whole / floor:.1f} | {told} |")
    return 0


def write_regions(data_dir: Path) -> int:
    """The shipped data, and a second Södermanland whose people live in squares; how many squares."""
    shutil.copytree(PROJECT_DIR / "data", data_dir)
    folder = data_dir / SQUARES
    shutil.copytree(data_dir / SHIPPED, folder)
    region = read_region(folder)
    shapes = read_land(data_dir / "reference").drop_duplicates("code").set_index("code").geometry
    totals = read_totals(data_dir / "reference")
    nobody = pd.DataFrame({"x_m": [], "y_m": [], "radius_m": []}, dtype="float64")
    rng = np.random.default_rng(4)
    parts = []
    for code in region.municipalities:
        centres = list_lattice(shapes[code], nobody)
        share = rng.pareto(1.2, len(centres)) + 0.05
        people = share / share.sum() * totals[code]
        parts.append(pd.DataFrame({"x_m": centres[:, 0], "y_m": centres[:, 1], "people": people}).assign(code=code))
    frame = pd.concat(parts, ignore_index=True).rename(columns={"code": "municipality_code"})
    save_population(frame, folder, file=f"squares of {LATTICE_M:g} m", is_grid=True, imported="2026-11-25")
    return len(frame)


def measure_changes(
    browser: Browser, addresses: dict[str, str], *, changes: int
) -> dict[str, list[tuple[float, float]]]:
    """Of `changes` changes on each page, one after the other on all: seconds, and seconds of its server's processor."""
    pages = {name: browser.new_context(viewport={"width": 1440, "height": 900}).new_page() for name in addresses}
    for name, page in pages.items():
        page.goto(addresses[name])
        wait_ready(page, WAIT_MS)
        _change(page, FIRST_KM)  # warms the caches that every change has warm
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in addresses}
    for km in range(FIRST_KM + 1, FIRST_KM + 1 + changes):
        for name, page in pages.items():
            before = _read_cpu_s(addresses[name])
            seconds = _change(page, km)
            times[name].append((seconds, _read_cpu_s(addresses[name]) - before))
    return times


def _read_cpu_s(address: str) -> float:
    """Seconds of processor that the server at `address` has used; NaN where the system does not tell (not Linux)."""
    port = str(urlsplit(address).port)
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_text().split("\0")
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it has ended meanwhile
            continue
        if "--server.port" in command and port in command:
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return nan


def _change(page: Page, km: int) -> float:
    page.get_by_role("slider").first.focus()
    page.evaluate(_STOPWATCH, f"inom {km} km")
    page.keyboard.press("ArrowRight")
    seconds = float(page.evaluate("() => window.kkChange"))
    wait_ready(page, WAIT_MS)
    return seconds
