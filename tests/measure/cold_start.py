"""Seconds from the command to the first byte of the first answer."""

from __future__ import annotations

import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from statistics import median

from tests.e2e.server import free_port, stopped_after

SCRIPTS = {"app": "app.py", "empty": "tests/measure/empty_app.py"}
LIMIT_SECONDS = 60


def measure_cold_start(folder: Path, *, runs: int) -> dict[str, float]:
    """Medians for the app and for an empty Streamlit script, started in turns; logs in `folder`."""
    seconds: dict[str, list[float]] = {name: [] for name in SCRIPTS}
    for _ in range(runs):
        for name, script in SCRIPTS.items():
            seconds[name].append(_first_byte(script, folder / f"{name}.log"))
    return {name: median(values) for name, values in seconds.items()}


def _first_byte(script: str, log: Path) -> float:
    port = free_port()
    began = time.perf_counter()
    with stopped_after(streamlit_command(script, port), log, {}):
        while time.perf_counter() - began < LIMIT_SECONDS:
            try:
                with urllib.request.urlopen(f"http://localhost:{port}/", timeout=LIMIT_SECONDS) as answer:
                    answer.read(1)
                    return time.perf_counter() - began
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.01)
    raise AssertionError(f"{script} did not answer within {LIMIT_SECONDS} s")


def streamlit_command(script: str, port: int) -> list[str]:
    """What starts `script` as an operator would."""
    return [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)]
