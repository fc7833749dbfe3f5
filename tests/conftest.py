"""What holds for all tests."""

from __future__ import annotations

from typing import Any

import kulturkarta  # noqa: F401  # first of all: it switches GDAL drivers off, which works only before pyogrio is imported

NO_BROWSER_REASON = "no Chromium was found: see python3 -m kulturkarta test"


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say last how many browser tests did not run, so that nobody takes silence for success."""
    skipped = [
        report for report in terminalreporter.stats.get("skipped", []) if NO_BROWSER_REASON in str(report.longrepr)
    ]
    if skipped:
        terminalreporter.section("BROWSER TESTS DID NOT RUN", red=True, bold=True)
        terminalreporter.line(f"{len(skipped)} browser tests were skipped: {NO_BROWSER_REASON}", red=True)
