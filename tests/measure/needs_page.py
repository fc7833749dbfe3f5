"""The page Behov in a browser with 10,000 invented answers to 40 questions: from a press to the answer drawn."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
import tomllib
from pathlib import Path
from statistics import median

from playwright.sync_api import Locator, Page, sync_playwright

from kulturkarta.launch.browser import OF_PLAYWRIGHT, find_browser
from kulturkarta.settings import PROJECT_DIR
from tests.e2e.browser import start_visit, wait_ready
from tests.e2e.server import serve
from tests.measure.press import Presses, watch_presses

ANSWERS, QUESTIONS, RUNS = 10_000, 40, 10
FIRST_MS, READY_MS = 300_000, 20_000
BARE = Path(__file__).parent / "choice_app.py"


def measure_page() -> str:
    """The table; that there was no browser when there was none."""
    path = find_browser()
    if not path:
        return "The page was not measured: no Chromium was found."
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        environment = {"KULTURKARTA_DATA_DIR": str(write_data(folder / "data"))}
        browser = playwright.chromium.launch(
            executable_path=None if path == OF_PLAYWRIGHT else path, args=["--no-sandbox"] if is_root else []
        )
        with (
            serve(folder / "log.txt", environment=environment) as url,
            start_visit(browser, url, width=1440, lang="sv", theme="light") as visit,
        ):
            watch_presses(visit.page.context)
            first, changes = _time(visit.page, url)
        with (
            serve(folder / "bare.txt", script=str(BARE), health="/_stcore/health") as url,
            start_visit(browser, url, width=1440, lang="sv", theme="light") as visit,
        ):
            watch_presses(visit.page.context)
            presses = Presses(visit.page)
            visit.page.goto(url)
            wait_ready(visit.page)
            buttons = visit.page.get_by_role("radio")
            bare = [presses.press(buttons.nth(run % 2)) for run in range(1, RUNS + 1)]
        browser.close()
    lines = [
        f"| Behov with {ANSWERS} answers x {QUESTIONS} questions | median ms of {RUNS} | slowest |",
        "|---|---|---|",
    ]
    lines.append(f"| first view | {1000 * first:.0f} | |")
    for what, ms in {**changes, "(a bare Streamlit page, one choice)": bare}.items():
        lines.append(f"| {what} | {median(ms):.0f} | {max(ms):.0f} |")
    return "\n".join(lines)


def write_data(folder: Path) -> Path:
    """A copy of the data whose invented survey has as many answers and questions; published figures would say 200."""
    shutil.copytree(PROJECT_DIR / "data", folder)
    figures = folder / "sormland" / "need_figures.csv"
    figures.write_text(figures.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    path = folder / "reference" / "demo_survey.toml"
    survey = tomllib.loads(path.read_text(encoding="utf-8"))
    text = path.read_text(encoding="utf-8").replace("n = 200", f"n = {ANSWERS}").replace("n = 160", f"n = {ANSWERS}")
    others = [item for kind in ("multi", "text") for item in survey[kind]]
    items = survey["likert"]
    added = [
        f'[[likert]]\ntheme = "{item["theme"]}"\nquestion = "{item["question"]} ({k})"\nshares = {item["shares"]}\n'
        for k, item in ((k, items[k % len(items)]) for k in range(QUESTIONS - len(others) - len(items)))
    ]
    path.write_text(text.replace("[[multi]]", "\n".join(added) + "\n[[multi]]", 1), encoding="utf-8")
    return folder


def _time(page: Page, url: str) -> tuple[float, dict[str, list[float]]]:
    """Seconds to the first view, and per kind of change the milliseconds of each press."""
    presses, start = Presses(page), time.perf_counter()
    page.goto(f"{url}/behov?svar=pahittade")
    wait_ready(page, FIRST_MS)
    first = time.perf_counter() - start

    def button(name: str, what: str = "dela") -> Locator:
        return page.locator(f".st-key-bound-{what}").get_by_role("radio", name=name, exact=True)

    presses.press(button("Kommun"))  # what the page looks up in a thread must be there
    presses.press(button("Inget"))
    presses.press(page.locator(".st-key-needs-table-items summary"))
    page.wait_for_timeout(READY_MS)
    changes: dict[str, list[float]] = {}

    def note(what: str, ms: float) -> None:
        changes.setdefault(what, []).append(ms)

    for run in range(RUNS):
        note("another need", presses.press(button(("Samverkan", "Alla behov")[run % 2], "tema")))
        note("divided by municipality", presses.press(button("Kommun")))
        note("another question", presses.pick("bound-svarsfraga"))
        note("divided by sector", presses.press(button("Område")))
        note("not divided", presses.press(button("Inget")))
        note("weighed, or not", presses.press(page.locator(".st-key-needs-weigh label")))
        supply = page.locator(".st-key-bound-utbud").get_by_role("radio")
        note("need against supply of another need", presses.press(supply.nth((1 + run) % 3)))
        note("another weight of a need", presses.slide(run))
    return first, changes
