"""Where the processor time of one rerun of Karta goes: a sampled profile of the page as Streamlit runs it.

`python -m tests.measure.map_profile` profiles the catalogue of `KULTURKARTA_DATA_DIR`, filters changing each time.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from types import FrameType

CLONE = Path(__file__).resolve().parents[2]
FILTERS = ("bibliotek", "museum", "bygdegard", "")
RUNS = 40
INTERVAL = 0.0005
SHOWN = 12


def profile_rerun(environment: Mapping[str, str]) -> str:
    """The profile as lines of text, taken in a process of its own."""
    command = [sys.executable, "-m", "tests.measure.map_profile"]
    done = subprocess.run(
        command, cwd=CLONE, env={**os.environ, **environment}, capture_output=True, text=True, check=True, timeout=600
    )
    return done.stdout


def main() -> None:
    """Run the page, sample it, and print."""
    from streamlit.testing.v1 import AppTest

    test = AppTest.from_file(str(CLONE / "kulturkarta" / "ui" / "main.py"), default_timeout=300)
    for kind in FILTERS:
        test.query_params["slag"] = kind
        test.run()
    sampler = _Sampler()
    began = time.process_time()
    sampler.start()
    for run in range(RUNS):
        test.query_params["slag"] = FILTERS[run % len(FILTERS)]
        test.run()
    sampler.stop()
    spent = (time.process_time() - began) * 1000 / RUNS
    print(f"\nOne rerun of Karta in AppTest, {spent:.0f} ms of processor time with the sampling; own time by package:")
    for name, share in sampler.shares(sampler.own):
        print(f"- {share:.0%} {name}")
    print("With what they call:")
    for name, share in sampler.shares(sampler.within):
        print(f"- {share:.0%} {name}")


class _Sampler:
    """Looks every half millisecond at what the page's thread is doing."""

    def __init__(self) -> None:
        self.own: Counter[str] = Counter()
        self.within: Counter[str] = Counter()
        self.n = 0
        self._going = True
        self._thread = threading.Thread(target=self._sample, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._going = False
        self._thread.join()

    def shares(self, counts: Counter[str]) -> list[tuple[str, float]]:
        return [(name, count / self.n) for name, count in counts.most_common(SHOWN)]

    def _sample(self) -> None:
        left_out = {threading.get_ident(), threading.main_thread().ident}
        while self._going:
            time.sleep(INTERVAL)
            for thread, frame in sys._current_frames().items():
                if thread not in left_out and (names := _names(frame)):
                    self.n += 1
                    self.own[names[0]] += 1
                    self.within.update({name for name in names if name.startswith("kulturkarta")})


def _names(frame: FrameType | None) -> list[str]:
    """From the innermost frame outwards, when it runs the page: the package, or the function of ours."""
    names: list[str] = []
    is_page = False
    while frame is not None:
        path = frame.f_code.co_filename
        is_page = is_page or path.endswith(("ui/main.py", "pages/karta.py"))
        if "/kulturkarta/" in path and "site-packages" not in path:
            module = path.rsplit("/kulturkarta/", 1)[1].removesuffix(".py").replace("/", ".")
            names.append(f"kulturkarta.{module}.{frame.f_code.co_name}")
        else:
            names.append(path.rsplit("site-packages/", 1)[-1].split("/")[0] if "site-packages" in path else "Python")
        frame = frame.f_back
    return names if is_page else []


if __name__ == "__main__":
    main()
