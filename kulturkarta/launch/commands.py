"""What `python3 -m kulturkarta run`, `test`, `measure` and `screenshots` do."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence

from kulturkarta.launch import CLONE, say
from kulturkarta.launch.browser import VARIABLE, get_browser
from kulturkarta.launch.uv import get_uv, inside, install, uv_environment

DEFAULT_PORT = "8501"

# Each check with the command that runs it; all run, so that one look shows everything that is wrong.
CHECKS: Mapping[str, Sequence[str]] = {
    "lint": ("ruff", "check", "."),
    "format": ("ruff", "format", "--check", "."),
    "types": ("pyright",),
    "layers": ("lint-imports",),
}
NO_BROWSER = """
==========================================================================
 THE BROWSER TESTS DID NOT RUN: no Chromium was found or could be fetched.
 Install Chromium or Chrome, or set KULTURKARTA_CHROMIUM to its path.
=========================================================================="""


def run(arguments: Sequence[str]) -> int:
    """Install what is missing and serve the app until it is stopped. `--port N`; the rest goes to `streamlit run`."""
    port, rest = take_port(arguments)
    uv = get_uv()
    install(uv, with_tests=False)
    say(f"Starting Kulturkarta on http://localhost:{port} (stop with Ctrl+C) …")
    os.chdir(CLONE)  # Streamlit looks for its settings where it is started
    return _become(inside(uv, "streamlit", "run", "app.py", "--server.port", port, *rest))


def take_port(arguments: Sequence[str]) -> tuple[str, list[str]]:
    """The port of `--port N` or `--port=N`, 8501 without; the other arguments, `--headless` in Streamlit's words."""
    rest: list[str] = []
    port = DEFAULT_PORT
    left = iter(arguments)
    for argument in left:
        if argument == "--port":
            port = next(left, DEFAULT_PORT)
        elif argument.startswith("--port="):
            port = argument.partition("=")[2]
        elif argument == "--headless":
            rest += ["--server.headless", "true"]
        else:
            rest.append(argument)
    return port, rest


def check_everything(arguments: Sequence[str]) -> int:
    """Lint, types, layers and all tests, the browser's too. `arguments` go to pytest. 0 when everything holds."""
    began = time.monotonic()
    uv = get_uv()
    install(uv, with_tests=True)
    browser = get_browser(uv)
    failed = [] if browser or not browser_is_required(os.environ) else ["browser (there is none)"]
    environment = {**uv_environment(os.environ), **({VARIABLE: browser} if browser else {})}
    for name, command in {**CHECKS, "tests": ("pytest", "-n", "2", *arguments)}.items():
        say(f"--- {name}: {' '.join(command)}")
        if subprocess.run(inside(uv, *command), cwd=CLONE, env=environment).returncode != 0:
            failed.append(name)
    if not browser:
        say(NO_BROWSER)
    verdict = f"FAILED: {', '.join(failed)}" if failed else "Everything holds."
    say(f"{verdict} ({time.monotonic() - began:.0f} s)")
    return 1 if failed else 0


def browser_is_required(environ: Mapping[str, str]) -> bool:
    """Whether a run without browser tests is a failed run: where CI or KULTURKARTA_REQUIRE_BROWSER is set to yes."""
    return any(environ.get(name, "").lower() in ("1", "true", "yes") for name in ("CI", "KULTURKARTA_REQUIRE_BROWSER"))


def measure(arguments: Sequence[str]) -> int:
    """Print how fast the app is, against plain Streamlit pages measured in the same run, as a Markdown table."""
    return _drive_browser("tests.measure", arguments)


def take_screenshots(arguments: Sequence[str]) -> int:
    """Take the pictures in docs/screenshots anew."""
    return _drive_browser("tests.measure.screenshots", arguments)


def _drive_browser(module: str, arguments: Sequence[str]) -> int:
    uv = get_uv()
    install(uv, with_tests=True)
    environment = {**uv_environment(os.environ), VARIABLE: get_browser(uv)}
    return subprocess.run(inside(uv, "python", "-m", module, *arguments), cwd=CLONE, env=environment).returncode


def pass_on(arguments: Sequence[str]) -> int:
    """Run any other command (`check`, `info`, `new-region` …) with the packages it needs."""
    uv = get_uv()
    install(uv, with_tests=False)
    start = "import sys; from kulturkarta.cli import main; sys.exit(main())"
    return _become(inside(uv, "python", "-c", start, *arguments))  # paths are told from where the person stands


def _become(command: Sequence[str]) -> int:
    """Replace this process by `command`, so that signals reach it; wait for it on Windows, where that can't be."""
    environment = {**uv_environment(os.environ), "PYTHONPATH": str(CLONE)}
    if sys.platform != "win32":
        os.execvpe(command[0], list(command), environment)
    return subprocess.run(command, env=environment).returncode
