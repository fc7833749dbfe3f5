"""The map at 500 to a million entries, against the other ways Streamlit offers: `python3 -m kulturkarta measure map`.

All ways show the same invented points in the same run, in turns, in one Chromium: this app, pages written as the
documentation of each peer shows (`map_page.py`), and the floor, a bare page with Leaflet and a canvas (`map_bare.py`).
VectorGrid needs tiles cut by another program and is not among them. A way that takes more than a minute is not tried
again and prints "> 60 s".
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import pandas as pd
from playwright.sync_api import Browser, sync_playwright

from kulturkarta.launch import say
from kulturkarta.launch.browser import OF_PLAYWRIGHT, find_browser
from tests.e2e.server import free_port, stopped_after
from tests.measure.cdn import fetch_packages, serve_packages
from tests.measure.cold_start import streamlit_command
from tests.measure.map_bare import serve_bare
from tests.measure.map_browser import Seen, new_context, visit
from tests.measure.map_sessions import measure_growth, measure_rerun, read_rss_mb
from tests.measure.start import OFFLINE
from tests.measure.synthetic import REGION, operator_limits, write_data

# The largest size each way is tried at: beyond it, one visit takes many minutes or the browser's memory.
WAYS: Mapping[str, int] = {
    "app": 1_000_000,
    "bare": 1_000_000,
    "markers": 5_000,
    "fast": 100_000,
    "geojson": 100_000,
    "pydeck": 1_000_000,
    "stmap": 1_000_000,
}
NAMES = {
    "app": "**Kulturkarta**",
    "bare": "bare page, Leaflet and canvas (floor)",
    "markers": "Marker + MarkerCluster",
    "fast": "FastMarkerCluster",
    "geojson": "GeoJson on canvas",
    "pydeck": "pydeck",
    "stmap": "st.map",
}
SESSIONS = (1, 10, 50)
START_SECONDS = 600


@dataclass
class Figures:
    """Of one way at one size: visits, the first with an empty cache."""

    visits: list[Seen] = field(default_factory=list)


def main(arguments: Sequence[str] = ()) -> int:
    """Measure what the arguments choose, print it, and answer 0 when everything could be measured."""
    chosen = _parse(arguments)
    path = find_browser()
    if not path or not fetch_packages():
        print("The map was not measured: a Chromium and npm (for the scripts of the peers) are needed.")
        return 1
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        is_root = hasattr(os, "geteuid") and os.geteuid() == 0
        browser = playwright.chromium.launch(
            executable_path=None if path == OF_PLAYWRIGHT else path,
            args=[OFFLINE, "--enable-unsafe-swiftshader", *(["--no-sandbox"] if is_root else [])],
            timeout=60_000,
        )
        print(_HEAD, flush=True)
        server_rows = [_measure_size(n, chosen, browser, Path(name)) for n in chosen.sizes]
        browser.close()
    print("\n" + "\n".join([_SERVER_HEAD, *filter(None, server_rows)]))
    return 0


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    def numbers(text: str) -> list[int]:
        return [int(part) for part in text.replace("_", "").split(",")]

    parser = argparse.ArgumentParser(prog="python3 -m kulturkarta measure map", description=__doc__)
    parser.add_argument(
        "--sizes", type=numbers, default=[500, 5_000, 100_000, 1_000_000], help="entries, comma between"
    )
    parser.add_argument("--ways", type=lambda text: text.split(","), default=list(WAYS), help=", ".join(WAYS))
    parser.add_argument("--runs", type=int, default=5, help="visits after the first, whose cache is empty")
    parser.add_argument("--data", type=Path, help="folder that keeps the invented catalogues for the next time")
    parser.add_argument("--no-sessions", action="store_true", help="leave out what sessions cost the server")
    return parser.parse_args(list(arguments))


def _measure_size(n: int, chosen: argparse.Namespace, browser: Browser, folder: Path) -> str:
    """Print the rows of one size; the row of the server's figures, "" without."""
    data_dir = (chosen.data or folder) / f"d{n}"
    if not (data_dir / REGION).is_dir():
        data_dir.mkdir(parents=True, exist_ok=True)
        write_data(data_dir, n)
    points = _read_points(data_dir)
    points.to_parquet(folder / "points.parquet")
    ways = [way for way in chosen.ways if n <= WAYS[way]]
    with ExitStack() as stack:
        cdn = stack.enter_context(serve_packages())
        peers = {"KULTURKARTA_MEASURE_POINTS": str(folder / "points.parquet"), "KULTURKARTA_MEASURE_CDN": cdn}
        addresses: dict[str, str] = {}
        if set(ways) - {"app", "bare"}:
            script = "tests/measure/map_page.py"
            address, _, _ = stack.enter_context(_serve(script, folder / "peers.log", peers, health="/_stcore/health"))
            addresses |= {way: address for way in ways if way not in ("app", "bare")}
        if "bare" in ways:
            addresses["bare"] = stack.enter_context(serve_bare(folder / "bare", points, cdn=cdn))
        address, pid, seconds = "", 0, 0.0
        if "app" in ways:
            environment = {"KULTURKARTA_DATA_DIR": str(data_dir), "KULTURKARTA_TILE_URL": "none", **operator_limits(n)}
            log = folder / f"app-{n}.log"
            address, pid, seconds = stack.enter_context(_serve("app.py", log, environment, health="/halsa"))
            addresses["app"] = address
        counts = len(points), int(points["kind"].eq("bibliotek").sum())
        figures = _visit_in_turns(browser, {way: addresses[way] for way in ways}, counts, runs=chosen.runs)
        for way in ways:
            print(_row(n, way, figures[way]), flush=True)
        return "" if chosen.no_sessions or not address else _measure_server(n, address, pid, seconds)


def _visit_in_turns(
    browser: Browser, addresses: Mapping[str, str], counts: tuple[int, int], *, runs: int
) -> dict[str, Figures]:
    figures = {way: Figures() for way in addresses}
    contexts = {way: new_context(browser) for way in addresses}
    for _ in range(runs + 1):
        for way, address in addresses.items():
            seen = figures[way].visits
            if not seen or (seen[-1].navigation or 0) >= 0:
                seen.append(visit(contexts[way], way, address, n=counts[0], n_filtered=counts[1]))
                say(f"{way}: {seen[-1]}")
    for context in contexts.values():
        context.close()
    return figures


def _read_points(data_dir: Path) -> pd.DataFrame:
    """lon, lat, kind and name of every entry with a position; actors have no kind."""
    columns = ["lon", "lat", "kind", "name"]
    frames = [pd.read_csv(data_dir / REGION / f"{name}.csv", low_memory=False) for name in ("places", "actors")]
    points = pd.concat([frame.reindex(columns=columns) for frame in frames], ignore_index=True)
    return points.dropna(subset=["lon"]).fillna({"kind": ""})


@contextmanager
def _serve(script: str, log: Path, environment: Mapping[str, str], *, health: str) -> Iterator[tuple[str, int, float]]:
    """A Streamlit server: its address, its process and the seconds until `health` answered 200."""
    port = free_port()
    began = time.monotonic()
    with stopped_after(streamlit_command(script, port), log, environment) as process:
        while time.monotonic() - began < START_SECONDS and process.poll() is None:
            try:
                with urllib.request.urlopen(f"http://localhost:{port}{health}", timeout=START_SECONDS):
                    break
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.1)
        yield f"http://localhost:{port}", process.pid, time.monotonic() - began


def _measure_server(n: int, address: str, pid: int, seconds: float) -> str:
    filters = ["", "slag=bibliotek", "sektor=musik", "kommun=0180,0480", "typ=places&q=konsert"]
    cpu_ms = measure_rerun(address, pid, queries=filters, runs=20)
    sizes = measure_growth(address, pid, counts=SESSIONS)
    growth = (sizes[SESSIONS[-1]] - sizes[SESSIONS[0]]) / (SESSIONS[-1] - SESSIONS[0])
    shown = " | ".join(f"{sizes[count]:.0f}" for count in SESSIONS)
    return f"| {n:,} | {seconds:.0f} | {cpu_ms:.0f} | {shown} | {growth:.2f} | {read_rss_mb(pid):.0f} |"


_HEAD = (
    "| entries | way | first view, ms | filter, ms | pan, frames/s (longest, ms) | websocket, kB | "
    "HTTP cold, kB | HTTP warm, kB | browser heap, MB |\n|---|---|---|---|---|---|---|---|---|"
)
_SERVER_HEAD = (
    "| entries | start to answer, s | CPU per rerun, ms | RSS with 1 session, MB | with 10 | with 50 | "
    "per session, MB | at the end |\n|---|---|---|---|---|---|---|---|"
)


def _row(n: int, way: str, figures: Figures) -> str:
    cold, warm = figures.visits[0], figures.visits[1:] or figures.visits
    cells = [
        _milliseconds([seen.navigation for seen in warm]),
        _milliseconds([seen.filter for seen in warm]),
        _pan(warm),
        f"{median(seen.websocket for seen in warm) / 1000:.0f}",
        f"{cold.http / 1000:.0f}",
        f"{median(seen.http for seen in warm) / 1000:.0f}",
        _megabytes([seen.heap for seen in warm if seen.heap]),
    ]
    return f"| {n:,} | {NAMES[way]} | " + " | ".join(cells) + " |"


def _milliseconds(values: Sequence[float | None]) -> str:
    known = [value for value in values if value is not None]
    if not known:
        return "–"
    return "> 60 s" if min(known) < 0 else f"{median(known):.0f}"


def _pan(visits: Sequence[Seen]) -> str:
    known = [(seen.pan_fps, seen.pan_worst) for seen in visits if seen.pan_fps and seen.pan_worst]
    return f"{median(fps for fps, _ in known):.0f} ({median(ms for _, ms in known):.0f})" if known else "–"


def _megabytes(sizes: Sequence[int]) -> str:
    return f"{median(sizes) / 1e6:.0f}" if sizes else "–"
