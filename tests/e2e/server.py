"""The app as an operator starts it, in a process of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

CLONE = Path(__file__).resolve().parents[2]
START_SECONDS = 90
STOP_SECONDS = 20


@contextmanager
def serve(
    log: Path, *, script: str = "app.py", health: str = "/halsa", environment: Mapping[str, str] | None = None
) -> Iterator[str]:
    """`streamlit run <script>` on a free port: its address once `health` answers 200. Stopped by SIGTERM.

    Raises AssertionError with the log when it does not start, does not stop, or leaves a traceback.
    """
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)]
    with stopped_after(command, log, environment or {}) as process:
        wait_for(f"http://localhost:{port}{health}", process, log)
        yield f"http://localhost:{port}"
    assert "Traceback" not in log.read_text(encoding="utf-8"), log.read_text(encoding="utf-8")


@contextmanager
def stopped_after(
    command: Sequence[str], log: Path, environment: Mapping[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    """`command` running in the clone, its output in `log`; it must stop when asked to."""
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=CLONE, env={**os.environ, **environment}, stdout=out, stderr=subprocess.STDOUT
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            raise AssertionError(f"The server did not stop within {STOP_SECONDS} s") from None


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return when `url` answers 200."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=30):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)
    raise AssertionError(f"{url} did not answer. The server said:\n{log.read_text(encoding='utf-8')}")
