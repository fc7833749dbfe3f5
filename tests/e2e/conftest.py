"""One server and one browser per test process, one reader per test."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from kulturkarta.launch.browser import OF_PLAYWRIGHT, find_browser
from kulturkarta.launch.commands import browser_is_required
from tests.conftest import NO_BROWSER_REASON
from tests.e2e.browser import NO_INTERNET, Profiles, Visit
from tests.e2e.server import serve

QUIET = (
    NO_INTERNET,
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/e2e/" in item.path.as_posix():
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def app_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the running app."""
    with serve(tmp_path_factory.mktemp("server") / "log.txt") as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window. Without one the test is skipped, or failed where a browser is required."""
    path = find_browser()
    if not path:
        if browser_is_required(os.environ):
            pytest.fail(NO_BROWSER_REASON)
        pytest.skip(NO_BROWSER_REASON)
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    arguments = [*QUIET, *(["--no-sandbox"] if is_root else [])]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=None if path == OF_PLAYWRIGHT else path, args=arguments, timeout=60_000
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def profiles(browser: Browser) -> Profiles:
    return Profiles(browser)


@pytest.fixture
def visit(profiles: Profiles, app_url: str) -> Iterator[Callable[..., Visit]]:
    """Starts readers: `visit(width=390, lang="en", theme="dark")`. All must leave clean, see Visit.assert_clean."""
    visits: list[Visit] = []
    with ExitStack() as stack:

        def start(*, width: int = 1440, lang: str = "sv", theme: str = "light") -> Visit:
            visits.append(stack.enter_context(profiles.visit(app_url, width=width, lang=lang, theme=theme)))
            return visits[-1]

        yield start
        for each in visits:
            each.assert_clean()


@pytest.fixture
def page(visit: Callable[..., Visit]) -> Page:
    """The first page as a Swedish reader with a wide window sees it."""
    return visit().open()
