"""The Chromium that the browser tests drive: found, or installed where that can be done without asking."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from kulturkarta.launch import say
from kulturkarta.launch.uv import inside

VARIABLE = "KULTURKARTA_CHROMIUM"
OF_PLAYWRIGHT = "playwright"
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
_USUAL_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"%PROGRAMFILES%\Google\Chrome\Application\chrome.exe",
    r"%PROGRAMFILES(X86)%\Google\Chrome\Application\chrome.exe",
    r"%LOCALAPPDATA%\Google\Chrome\Application\chrome.exe",
    r"%PROGRAMFILES(X86)%\Microsoft\Edge\Application\msedge.exe",
)


def find_browser() -> str:
    """Path of an installed Chromium, Chrome or Edge (the variable KULTURKARTA_CHROMIUM wins); empty for none."""
    if os.environ.get(VARIABLE):
        return os.environ[VARIABLE]
    for name in _NAMES:
        if path := shutil.which(name):
            return path
    for place in map(os.path.expandvars, _USUAL_PLACES):
        if Path(place).is_file():
            return place
    return ""


def get_browser(uv: Sequence[str]) -> str:
    """As `find_browser`, else installed: Debian's own for root there, Playwright's elsewhere; empty on failure."""
    if found := find_browser():
        return found
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        say("Installing Debian's chromium for the browser tests …")
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for step in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]):
            subprocess.run(["apt-get", *step], env=environment, stdout=subprocess.DEVNULL)
        if found := find_browser():
            return found
    say("Fetching Playwright's Chromium for the browser tests …")
    fetched = subprocess.run(inside(uv, "playwright", "install", "chromium"))
    return OF_PLAYWRIGHT if fetched.returncode == 0 else ""
