"""A map in one file: how large it becomes, what it costs to write, and how long a reader waits for it from disk.

`python3 -m kulturkarta measure file [--sizes 500,5000,100000] [--runs 5]`
"""

from __future__ import annotations

import argparse
import gzip
import os
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from kulturkarta.analysis.filters import Filters
from kulturkarta.clock import read_today
from kulturkarta.i18n import Texts
from kulturkarta.launch import say
from kulturkarta.launch.browser import OF_PLAYWRIGHT, find_browser
from kulturkarta.static_map import make_static_map
from tests.measure.synthetic import build_catalogue

LIMIT_MS = 60_000
# Milliseconds since the file was opened, when what is looked for is there.
WHEN = """async (found) => {
  while (!document.querySelector(found)) await new Promise((next) => setTimeout(next, 5));
  await new Promise((next) => requestAnimationFrame(() => setTimeout(next)));
  return performance.now();
}"""


def main(arguments: Sequence[str]) -> int:
    """Print one row per size; 1 when no browser was found."""
    parser = argparse.ArgumentParser(prog="measure file")
    parser.add_argument("--sizes", default="500,5000,100000")
    parser.add_argument("--runs", type=int, default=5)
    chosen = parser.parse_args(arguments)
    path = find_browser()
    if not path:
        say("No Chromium was found: set KULTURKARTA_CHROMIUM to its path.")
        return 1
    os.environ["KULTURKARTA_STATIC_MAP_ENTRIES"] = "1000000"
    print("| entries | file MB | gzip MB | CPU s to write | ms to the map | ms to a card | ms to the municipalities |")
    print("|---:|---:|---:|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=None if path == OF_PLAYWRIGHT else path, args=["--no-sandbox"]
        )
        for n in map(int, chosen.sizes.split(",")):
            html, seconds = write_file(n)
            file = Path(folder) / f"{n}.html"
            file.write_bytes(html)
            waits = zip(*(open_file(browser, file) for _ in range(chosen.runs)), strict=True)
            told = " | ".join(f"{statistics.median(each):,.0f}" for each in waits)
            sizes = f"{len(html) / 1e6:.1f} | {len(gzip.compress(html)) / 1e6:.1f}"
            print(f"| {n:,} | {sizes} | {seconds:.1f} | {told} |")
        browser.close()
    return 0


def write_file(n: int) -> tuple[bytes, float]:
    """The file of `n` invented entries, and the CPU seconds it took when its catalogue had been read."""
    catalogue = build_catalogue(n)
    began = time.process_time()
    html = make_static_map(catalogue, Filters(), t=Texts("sv"), today=read_today()).encode()
    return html, time.process_time() - began


def open_file(browser: Browser, file: Path) -> tuple[float, float, float]:
    """Milliseconds from opening to marks and list, from a press on a row to its card, and to the other view."""
    context = browser.new_context(offline=True, viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(LIMIT_MS)
    page.goto(file.as_uri(), wait_until="commit")
    drawn = page.evaluate(WHEN, "[data-kk-state] .kk-row .kk-row-name:not(:empty)")
    began = page.evaluate("() => { document.querySelector('.kk-row').click(); return performance.now(); }")
    card = page.evaluate(WHEN, ".kk-card-name") - began
    press = "() => { document.querySelector('[data-view=kommuner]').click(); return performance.now(); }"
    began = page.evaluate(press)
    other = page.evaluate(WHEN, ".kk-area.kk-measured") - began
    context.close()
    return drawn, card, other
