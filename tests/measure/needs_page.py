"""The page Behov in a browser with 10,000 invented answers to 40 questions: from a click to the page at rest."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from statistics import median

from playwright.sync_api import Locator, Page, sync_playwright
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from kulturkarta.launch.browser import OF_PLAYWRIGHT, find_browser
from kulturkarta.settings import PROJECT_DIR
from tests.e2e.browser import start_visit, wait_ready
from tests.e2e.server import serve

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
            first, changes = _time(visit.page, url)
        with (
            serve(folder / "bare.txt", script=str(BARE), health="/_stcore/health") as url,
            start_visit(browser, url, width=1440, lang="sv", theme="light") as visit,
        ):
            runs = Runs(visit.page)
            visit.page.goto(url)
            wait_ready(visit.page)
            buttons = visit.page.get_by_role("radio")
            bare = [runs.press(buttons.nth(run % 2)) for run in range(1, RUNS + 1)]
        browser.close()
    lines = [
        f"| Behov with {ANSWERS} answers x {QUESTIONS} questions | median ms of {RUNS} | slowest |",
        "|---|---|---|",
    ]
    lines.append(f"| first view | {1000 * first:.0f} | |")
    for what, seconds in {**changes, "(a bare Streamlit page, one choice)": bare}.items():
        lines.append(f"| {what} | {1000 * median(seconds):.0f} | {1000 * max(seconds):.0f} |")
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
    """Seconds to the first view, and per kind of change those of each press."""
    runs, start = Runs(page), time.perf_counter()
    page.goto(f"{url}/behov?svar=pahittade")
    wait_ready(page, FIRST_MS)
    first = time.perf_counter() - start

    def button(name: str, what: str = "dela") -> Locator:
        return page.locator(f".st-key-bound-{what}").get_by_role("radio", name=name, exact=True)

    runs.press(button("Kommun"))  # what the page looks up in a thread must be there
    runs.press(button("Inget"))
    runs.press(page.locator(".st-key-needs-table-items summary"))
    page.wait_for_timeout(READY_MS)
    changes: dict[str, list[float]] = {}

    def note(what: str, seconds: float) -> None:
        changes.setdefault(what, []).append(seconds)

    for run in range(RUNS):
        note("another need", runs.press(button(("Samverkan", "Alla behov")[run % 2], "tema")))
        note("divided by municipality", runs.press(button("Kommun")))
        note("another question", runs.pick("bound-svarsfraga"))
        note("divided by sector", runs.press(button("Område")))
        note("not divided", runs.press(button("Inget")))
        note("weighed, or not", runs.press(page.locator(".st-key-needs-weigh label")))
        supply = page.locator(".st-key-bound-utbud").get_by_role("radio")
        note("need against supply of another need", runs.press(supply.nth((1 + run) % 3)))
        note("another weight of a need", runs.slide(run))
    return first, changes


class Runs:
    """The runs of a page's script, as its server tells the browser when they end."""

    def __init__(self, page: Page) -> None:
        self._page, self._n = page, 0
        page.on("websocket", lambda socket: socket.on("framereceived", self._note))

    def _note(self, frame: bytes | str) -> None:
        if isinstance(frame, bytes) and ForwardMsg.FromString(frame).WhichOneof("type") == "script_finished":
            self._n += 1

    def wait(self, act: Callable[[], None]) -> float:
        """Seconds from `act` until the script that it starts has run and nothing on the page is stale."""
        before, start = self._n, time.perf_counter()
        act()
        while self._n == before:
            self._page.wait_for_timeout(1)
            assert time.perf_counter() - start < FIRST_MS / 1000
        wait_ready(self._page, FIRST_MS)
        return time.perf_counter() - start

    def press(self, button: Locator) -> float:
        """A press on a button."""
        button.wait_for(state="attached")
        button.scroll_into_view_if_needed()
        return self.wait(lambda: button.click(force=True))

    def pick(self, key: str) -> float:
        """An option of a list that unfolds, other than the one chosen, from the press on it."""
        self._page.locator(f".st-key-{key} input").first.click()
        option = self._page.locator('[role=option][aria-selected="false"]').first
        option.wait_for()
        return self.wait(option.click)

    def slide(self, run: int) -> float:
        """A weight one step up or down by the keyboard."""
        self._page.get_by_role("slider").first.focus()
        return self.wait(lambda: self._page.keyboard.press(("ArrowRight", "ArrowLeft")[run % 2]))
