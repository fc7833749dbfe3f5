"""uv, found or fetched, and the project's environment made with it.

uv is looked for on PATH, then as a module of this Python, then in the clone's `.uv` folder, where pip puts it when it
is nowhere else. `pip install --target` works where the system's Python is externally managed (PEP 668), as root and
as anyone, without a virtual environment.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from kulturkarta.errors import KulturkartaError
from kulturkarta.launch import CLONE, say

UV_DIR = CLONE / ".uv"
OLDEST_UV = (0, 8)
_PYPI = re.compile(r"https://pypi\.org/simple/?")


def get_uv() -> list[str]:
    """The command that starts uv. Raises KulturkartaError when it is neither found nor installable."""
    for command in _candidates():
        if _version(command) >= OLDEST_UV:
            return command
    say("Installing uv, which installs everything else, into .uv/ of this folder …")
    install = [
        "install",
        "--quiet",
        "--no-user",
        "--disable-pip-version-check",
        "--no-warn-script-location",
        "--root-user-action=ignore",
    ]
    result = subprocess.run([sys.executable, "-m", "pip", *install, "--upgrade", "--target", str(UV_DIR), "uv>=0.9"])
    for command in _candidates():
        if result.returncode == 0 and _version(command) >= OLDEST_UV:
            return command
    raise KulturkartaError(
        "uv could not be installed with pip (see above). On Debian: apt-get install python3-pip. "
        "Or install uv yourself: https://docs.astral.sh/uv/"
    )


def _candidates() -> list[list[str]]:
    found = shutil.which("uv")
    own = [p for folder in ("bin", "Scripts") for p in (UV_DIR / folder).glob("uv*") if p.stem == "uv"]
    return [*([[found]] if found else []), [sys.executable, "-m", "uv"], *([str(path)] for path in own)]


def _version(command: Sequence[str]) -> tuple[int, int]:
    try:
        answer = subprocess.run([*command, "--version"], capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return 0, 0
    match = re.match(r"uv (\d+)\.(\d+)", answer.stdout)
    return (int(match[1]), int(match[2])) if match and answer.returncode == 0 else (0, 0)


def uv_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """`environ` for uv: this machine's Python only, no foreign virtual environment, pip's certificate file."""
    environment = {name: value for name, value in environ.items() if name != "VIRTUAL_ENV"}
    environment.setdefault("UV_PYTHON_DOWNLOADS", "never")
    if "PIP_CERT" in environ:
        environment.setdefault("SSL_CERT_FILE", environ["PIP_CERT"])
    return environment


def install(uv: Sequence[str], *, with_tests: bool) -> None:
    """Make the clone's `.venv` hold what `uv.lock` says. Raises KulturkartaError when that fails."""
    environment = uv_environment(os.environ)
    groups = [] if with_tests else ["--no-dev"]
    # An environment that is there keeps its Python; a new one gets the Python that runs this.
    python = [] if (CLONE / ".venv" / "pyvenv.cfg").is_file() else ["--python", _own_python()]
    index = "" if "UV_DEFAULT_INDEX" in os.environ else read_pip_index()
    if index and not _PYPI.fullmatch(index):
        say(f"Installing from the index that pip is set up for: {_without_password(index)} …")
        steps = _mirror_steps(uv, python=python, groups=groups)
        environment["UV_DEFAULT_INDEX"] = index
    else:
        say("Installing what is missing …")
        # `--inexact` keeps what the other command installed: `run` after `test` takes nothing away.
        steps = [[*uv, "sync", "--frozen", "--inexact", "--quiet", *python, *groups]]
    for step in steps:
        if subprocess.run(step, cwd=CLONE, env=environment).returncode != 0:
            raise KulturkartaError("Installing failed; uv says why above.")


def _mirror_steps(uv: Sequence[str], *, python: Sequence[str], groups: Sequence[str]) -> list[list[str]]:
    """The lock file names pypi.org's addresses; from a mirror its list is installed by name, version and hash."""
    wanted = str(CLONE / ".venv" / "locked.txt")
    make = [] if not python else [[*uv, "venv", "--quiet", *python]]
    listed = [*uv, "export", "--frozen", "--quiet", "--no-emit-project", *groups, "--output-file", wanted]
    return [*make, listed, [*uv, "pip", "install", "--quiet", "--require-hashes", "--requirements", wanted]]


def read_pip_index() -> str:
    """The `index-url` that pip is set up with by its files or the environment; empty when that is its default."""
    if os.environ.get("PIP_INDEX_URL"):
        return os.environ["PIP_INDEX_URL"]
    listed = subprocess.run([sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True)
    match = re.search(r"^(?:global|install|download)\.index-url='([^']+)'", listed.stdout, re.MULTILINE)
    return match[1] if match else ""


def _without_password(url: str) -> str:
    return re.sub(r"//[^@/]*@", "//", url)


def _own_python() -> str:
    """The interpreter under this one: an environment made from another environment would die with it."""
    return str(Path(getattr(sys, "_base_executable", "") or sys.executable))


def inside(uv: Sequence[str], *command: str) -> list[str]:
    """`command` as it runs inside the project's environment."""
    return [*uv, "run", "--no-sync", "--project", str(CLONE), *command]
