"""A reader at her browser: opens pages of the app, and everything the browser asks, refuses or complains of is kept.

The app's policy forbids `eval`, which reaches into the tests: give `wait_for_function` a function ("() => …"), since an
expression would be evaluated anew in the page each time.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import axe_playwright_python
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Locator, Page, Request

WCAG_21_AA = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa")
WAIT_MS = 30_000
# By the clock: a window behind another one paints no frames to look at.
POLL_MS = 50
# The browser finds no host but this machine.
NO_INTERNET = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"
# Reports of the browser itself about what a policy stopped, in the page and in its frames.
_REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
  window.reportViolation(`${event.effectiveDirective} ${event.blockedURI} in ${event.documentURI}`));
"""
_TILE = re.compile(r"/\d+/\d+/\d+(@2x)?\.\w+$")
# Streamlit looks for its server under the page's path before it looks at the root; and no tile comes.
_HARMLESS = re.compile(
    r"status of 404 .*/\w+/_stcore/(health|host-config)\)$|ERR_NAME_NOT_RESOLVED .*/\d+/\d+/\d+(@2x)?\.\w+\)$"
)


@dataclass(frozen=True)
class Asked:
    """One request of the browser."""

    url: str
    referer: str

    @property
    def host(self) -> str:
        return urlsplit(self.url).netloc


@dataclass
class Visit:
    """One reader: her page, and what was asked, refused and complained of while she read."""

    page: Page
    base_url: str
    lang: str
    asked: list[Asked] = field(default_factory=list)
    tiles: list[Asked] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def open(self, path: str = "", **params: str) -> Page:
        """The page at `path` in the reader's language, when it has finished drawing."""
        self.page.goto(f"{self.base_url}/{path}?{urlencode({'lang': self.lang, **params})}")
        wait_ready(self.page)
        return self.page

    @property
    def foreign_hosts(self) -> set[str]:
        """Hosts other than the app's own that the browser asked; tile servers count too."""
        own = urlsplit(self.base_url).netloc
        return {asked.host for asked in self.asked if asked.host not in ("", own)}

    @property
    def tile_hosts(self) -> set[str]:
        return {asked.host for asked in self.tiles}

    def assert_clean(self) -> None:
        """Nobody but the tile server was asked, and neither policy nor page gave the browser reason to complain."""
        assert self.foreign_hosts <= self.tile_hosts
        assert self.violations == []
        assert self.errors == []


def wait_ready(page: Page, timeout_ms: int = WAIT_MS) -> None:
    """Return when the script has run, nothing is stale and no skeleton is left."""
    page.wait_for_selector('[data-testid="stApp"][data-test-connection-state="CONNECTED"]', timeout=timeout_ms)
    page.wait_for_function(
        """() => document.querySelector('[data-testid="stApp"][data-test-script-state="notRunning"]')
             && document.querySelector('[data-testid="stMain"] [data-testid^="stElementContainer"]')
             && !document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]')""",
        timeout=timeout_ms,
        polling=POLL_MS,
    )


def read_address(page: Page) -> dict[str, list[str]]:
    """The parameters of the page's address."""
    return parse_qs(urlsplit(page.url).query)


def read_param(page: Page, name: str) -> str:
    """One parameter of the page's address, "" when it is not there."""
    return read_address(page).get(name, [""])[0]


def wait_param(page: Page, name: str, pattern: str, timeout_ms: int = WAIT_MS) -> None:
    """Return when the whole of the parameter `name` matches `pattern`."""
    deadline = time.monotonic() + timeout_ms / 1000
    while not re.fullmatch(pattern, read_param(page, name)):
        assert time.monotonic() < deadline, f"{name} is not {pattern} in {page.url}"
        page.wait_for_timeout(POLL_MS)


def read_cells(grid: Locator) -> list[list[str]]:
    """The rows in sight of a table that is drawn as a picture, as it tells them to assistive programs; header first."""
    grid.scroll_into_view_if_needed()
    grid.locator("td").first.wait_for(state="attached", timeout=WAIT_MS)
    return [row.locator("th, td").all_text_contents() for row in grid.locator("tr").all()]


_TWO_FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def choose_option(page: Page, label: str, option: str) -> None:
    """Choose in the select box that is called `label`."""
    box = page.locator('[data-testid="stSelectbox"]').filter(has_text=label)
    box.scroll_into_view_if_needed()
    page.evaluate(_TWO_FRAMES)  # a page that has just scrolled closes the list again
    box.locator("input, [role='combobox']").first.click()
    page.get_by_role("option", name=option, exact=True).click()


def axe(page: Page) -> list[str]:
    """What axe-core finds against WCAG 2.1 A and AA in the page and in all its frames: rule and elements per line."""
    found: list[str] = []
    options = {"runOnly": {"type": "tag", "values": list(WCAG_21_AA)}, "iframes": False, "resultTypes": ["violations"]}
    for frame in page.frames:
        frame.evaluate(_axe_script())
        results: dict[str, Any] = frame.evaluate("(options) => axe.run(document, options)", options)
        for violation in results["violations"]:
            nodes = "; ".join(f"{node['target']} {node['failureSummary']}" for node in violation["nodes"])
            found.append(f"{violation['id']} in {urlsplit(frame.url).path}: {nodes}")
    return found


@cache
def _axe_script() -> str:
    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


class Profiles:
    """The readers of one browser. Those of one language and theme share a profile and, one after the other, a window:
    what one has fetched, the next need not, and a new window costs more than a page. What a reader leaves in the
    browser's storage goes when she goes.

    The internet is not there (`NO_INTERNET`): whoever else is asked does not answer. Requests are heard of and not held
    up, since a browser whose requests are held up keeps nothing it has fetched.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: dict[tuple[str, str], BrowserContext] = {}
        self._windows: dict[tuple[str, str], list[Page]] = {}
        self._visits: dict[Page, Visit] = {}

    @contextmanager
    def visit(self, base_url: str, *, width: int, lang: str, theme: str) -> Iterator[Visit]:
        """A reader with a window of `width` pixels, a browser in `lang` that prefers `theme` ("light" or "dark")."""
        free = self._windows.setdefault((lang, theme), [])
        page = free.pop() if free else self._get_context(lang, theme).new_page()
        page.set_viewport_size({"width": width, "height": 900})
        self._visits[page] = visit = Visit(page, base_url, lang)
        stop = _keep_records(visit)
        try:
            yield visit
        finally:
            del self._visits[page]
            stop()
            with suppress(Error):  # a page that crashed is not used again
                _clear(page)
                free.append(page)

    def _get_context(self, lang: str, theme: str) -> BrowserContext:
        if (lang, theme) not in self._contexts:
            context = self._browser.new_context(
                locale={"sv": "sv-SE", "en": "en-GB", "nb": "nb-NO"}[lang],
                color_scheme="dark" if theme == "dark" else "light",
                reduced_motion="reduce",
            )
            context.expose_binding("reportViolation", self._note_violation)
            context.add_init_script(_REPORT_VIOLATIONS)
            self._contexts[lang, theme] = context
        return self._contexts[lang, theme]

    def _note_violation(self, source: Mapping[str, Any], text: str) -> None:
        if source["page"] in self._visits:
            self._visits[source["page"]].violations.append(text)


def _clear(page: Page) -> None:
    if page.url.startswith("http"):
        page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    page.goto("about:blank")
    page.mouse.move(0, 0)


def start_visit(browser: Browser, base_url: str, *, width: int, lang: str, theme: str) -> AbstractContextManager[Visit]:
    """A reader whose browser has fetched nothing yet; see `Profiles.visit`."""
    return Profiles(browser).visit(base_url, width=width, lang=lang, theme=theme)


def _keep_records(visit: Visit) -> Callable[[], None]:
    """Fills the lists of `visit` until what it answers is called."""

    def note_request(request: Request) -> None:
        if not request.url.startswith("http"):
            return
        asked = Asked(request.url, request.headers.get("referer", ""))
        visit.asked.append(asked)
        if request.resource_type == "image" and _TILE.search(request.url):
            visit.tiles.append(asked)

    def note_console(message: ConsoleMessage) -> None:
        said = f"{message.text} ({message.location.get('url', '')})"
        if message.type == "error" and not _HARMLESS.search(said):
            visit.errors.append(said)

    def note_error(error: Error) -> None:
        visit.errors.append(str(error))

    heard = {"request": note_request, "console": note_console, "pageerror": note_error}
    for event, note in heard.items():
        visit.page.on(event, note)  # pyright: ignore[reportArgumentType, reportCallIssue]

    def stop() -> None:
        for event, note in heard.items():
            visit.page.remove_listener(event, note)

    return stop
