"""One visit in a browser and a process of its own, so that a page that hangs takes nothing with it.

`python -m tests.measure.map_visit JSON` prints what was seen as JSON; `see` runs that and stops it after two minutes.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from playwright.sync_api import sync_playwright

from kulturkarta.launch.browser import OF_PLAYWRIGHT
from tests.e2e.browser import NO_INTERNET
from tests.measure.map_browser import COUNT_INSTANCES, Seen, visit

LIMIT_SECONDS = 150


@dataclass(frozen=True)
class Trip:
    """Where a visit goes. `profile`: folder of the browser's cache; `browser`: its program."""

    way: str
    address: str
    n: int
    n_filtered: int
    profile: str
    browser: str


def see(trip: Trip) -> Seen:
    """What one visit saw; -1 milliseconds when it did not end in time."""
    command = [sys.executable, "-m", "tests.measure.map_visit", json.dumps(asdict(trip))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True, text=True) as process:
        try:
            out, _ = process.communicate(timeout=LIMIT_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)  # its Chromium too
            process.communicate()
            return Seen(navigation=-1.0)
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
    if process.returncode != 0:
        raise RuntimeError(f"The visit to {trip.way} ended with {process.returncode}")
    return Seen(**json.loads(out.splitlines()[-1]))


def main(argument: str) -> None:
    """Visit and print."""
    trip = Trip(**json.loads(argument))
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            trip.profile,
            executable_path=None if trip.browser == OF_PLAYWRIGHT else trip.browser,
            args=[NO_INTERNET, "--enable-unsafe-swiftshader", *(["--no-sandbox"] if is_root else [])],
            viewport={"width": 1440, "height": 900},
            locale="sv-SE",
            timeout=60_000,
        )
        context.add_init_script(COUNT_INSTANCES)
        seen = visit(context, trip.way, trip.address, n=trip.n, n_filtered=trip.n_filtered)
        print(json.dumps(asdict(seen)))
        sys.stdout.flush()
        context.close()


def free_profile(folder: Path, way: str, n: int) -> str:
    """A folder for the cache of a browser that has seen nothing yet."""
    profile = folder / f"profile-{way}-{n}"
    profile.mkdir(parents=True)
    return str(profile)


if __name__ == "__main__":
    main(sys.argv[1])
