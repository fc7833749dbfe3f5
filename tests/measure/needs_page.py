"""The page Behov in a browser with 10,000 invented answers to 40 questions: from a click to the page at rest."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
import tomllib
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, sync_playwright

from kulturkarta.launch.browser import OF_PLAYWRIGHT, find_browser
from kulturkarta.settings import PROJECT_DIR
from tests.e2e.browser import start_visit, wait_ready
from tests.e2e.server import serve

ANSWERS, QUESTIONS, RUNS = 10_000, 40, 5
FIRST_MS = 300_000


def measure_page() -> str:
    """The table; that there was no browser when there was none."""
    path = find_browser()
    if not path:
        return "The page was not measured: no Chromium was found."
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    with tempfile.TemporaryDirectory() as name:
        data = write_data(Path(name) / "data")
        with (
            serve(Path(name) / "log.txt", environment={"KULTURKARTA_DATA_DIR": str(data)}) as url,
            sync_playwright() as playwright,
        ):
            browser = playwright.chromium.launch(
                executable_path=None if path == OF_PLAYWRIGHT else path, args=["--no-sandbox"] if is_root else []
            )
            with start_visit(browser, url, width=1440, lang="sv", theme="light") as visit:
                times = _time(visit.page, url)
            browser.close()
    lines = [f"| Behov with {ANSWERS} answers x {QUESTIONS} questions | ms |", "|---|---|"]
    return "\n".join(lines + [f"| {name} | {1000 * seconds:.0f} |" for name, seconds in times.items()])


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


def _time(page: Page, url: str) -> dict[str, float]:
    start = time.perf_counter()
    page.goto(f"{url}/behov?svar=pahittade")
    wait_ready(page, FIRST_MS)
    first = time.perf_counter() - start
    changes: dict[str, list[float]] = {"another need": [], "divided by municipality": [], "not divided": []}
    _press(page, "Kommun")  # the figures of every division are computed when first asked for
    _press(page, "Inget")
    for run in range(RUNS):
        changes["another need"].append(_press(page, ("Samverkan", "Alla behov")[run % 2]))
        changes["divided by municipality"].append(_press(page, "Kommun"))
        changes["not divided"].append(_press(page, "Inget"))
    return {"first": first, **{name: median(seconds) for name, seconds in changes.items()}}


def _press(page: Page, name: str) -> float:
    """Seconds from a press to the script's end with nothing stale on the page."""
    button = page.locator(".st-key-needs_choice").get_by_role("radio", name=name, exact=True)
    button.wait_for(state="attached")
    start = time.perf_counter()
    button.click(force=True)
    page.wait_for_function(
        "(name) => [...document.querySelectorAll('.st-key-needs_choice [role=radio]')].some("
        "(e) => e.textContent.trim() === name && e.ariaChecked === 'true')",
        arg=name,
    )
    wait_ready(page, FIRST_MS)
    return time.perf_counter() - start
