"""The map at 500 to a million entries, against the other ways Streamlit offers: `python3 -m kulturkarta measure map`.

All ways show the same invented points in the same run, in turns, in one Chromium: this app, pages written as the
documentation of each peer shows (`map_page.py`), and the floor, a bare page with Leaflet and a canvas (`map_bare.py`).
VectorGrid's tiles come from a server of their own (`map_tiles.py`). Servers are left alone until they are idle. The
first view is from a click in the navigation until every entry is drawn, in a browser just started; ours has opened a
card by then as well. The view again is the same in the same browser after the map was used and left. A way that takes
more than a minute is not tried again and prints "> 60 s".
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pandas as pd

from kulturkarta.launch import say
from kulturkarta.launch.browser import find_browser
from kulturkarta.launch.uv import get_uv
from tests.e2e.server import free_port, stopped_after
from tests.measure.cdn import fetch_packages, serve_packages
from tests.measure.cold_start import streamlit_command
from tests.measure.map_bare import serve_bare
from tests.measure.map_browser import Seen
from tests.measure.map_profile import profile_rerun
from tests.measure.map_sessions import measure_growth, measure_rerun, read_rss_mb, wait_idle
from tests.measure.map_table import SERVER_HEAD, VISIT_HEAD, ratio_lines, visit_row
from tests.measure.map_visit import Trip, free_profile, see
from tests.measure.synthetic import REGION, operator_limits, write_data

# The largest size each way is tried at: beyond it, one visit takes many minutes or the browser's memory.
WAYS: Mapping[str, int] = {
    "app": 1_000_000,
    "bare": 1_000_000,
    "markers": 5_000,
    "fast": 100_000,
    "geojson": 100_000,
    "vectorgrid": 100_000,
    "pydeck": 1_000_000,
    "stmap": 1_000_000,
}
SESSIONS = (1, 10, 50)
START_SECONDS = 600
PROFILED = 100_000


def main(arguments: Sequence[str] = ()) -> int:
    """Measure what the arguments choose, print it, and answer 0 when everything could be measured."""
    chosen = _parse(arguments)
    browser = find_browser()
    if not browser or not fetch_packages():
        print("The map was not measured: a Chromium and npm (for the scripts of the peers) are needed.")
        return 1
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the servers are stopped too
    visits: dict[int, dict[str, list[Seen]]] = {}
    server_rows: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        print(VISIT_HEAD, flush=True)
        for n in chosen.sizes:
            folder = Path(name) / str(n)
            folder.mkdir()
            visits[n], server_row = _measure_size(n, chosen, browser, folder)
            server_rows += server_row
    print("\n" + "\n".join(ratio_lines(visits)))
    if server_rows:
        print("\n" + "\n".join([SERVER_HEAD, *server_rows]))
    return 0


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    def numbers(text: str) -> list[int]:
        return [int(part) for part in text.replace("_", "").split(",")]

    parser = argparse.ArgumentParser(prog="python3 -m kulturkarta measure map", description=__doc__)
    sizes = [500, 5_000, 100_000, 1_000_000]
    parser.add_argument("--sizes", type=numbers, default=sizes, help="entries, comma between")
    parser.add_argument("--ways", type=lambda text: text.split(","), default=list(WAYS), help=", ".join(WAYS))
    parser.add_argument("--runs", type=int, default=5, help="visits after the first, whose cache is empty")
    parser.add_argument("--data", type=Path, help="folder that keeps the invented catalogues for the next time")
    parser.add_argument("--no-sessions", action="store_true", help="leave out what sessions cost the server")
    return parser.parse_args(list(arguments))


def _measure_size(
    n: int, chosen: argparse.Namespace, browser: str, folder: Path
) -> tuple[dict[str, list[Seen]], list[str]]:
    """Print the rows of one size; its visits, and the row of the server's figures where that was asked for."""
    data_dir = (chosen.data or folder) / f"d{n}"
    if not (data_dir / REGION).is_dir():
        data_dir.mkdir(parents=True, exist_ok=True)
        write_data(data_dir, n)
    points = _read_points(data_dir)
    points.to_parquet(folder / "points.parquet")
    ways = [way for way in chosen.ways if n <= WAYS[way]]
    with ExitStack() as stack:
        addresses = _serve_peers(stack, ways, folder, points)
        environment = {"KULTURKARTA_DATA_DIR": str(data_dir), "KULTURKARTA_TILE_URL": "none", **operator_limits(n)}
        server: tuple[str, int, float] | None = None
        if "app" in ways:
            server = stack.enter_context(_serve("app.py", folder / "app.log", environment, health="/halsa"))
            addresses["app"] = server[0]
        counts = len(points), int(points["kind"].eq("bibliotek").sum())
        trips = {
            way: Trip(way, addresses[way], *counts, profile=free_profile(folder, way, n), browser=browser)
            for way in ways
        }
        visits = _visit_in_turns(trips, runs=chosen.runs)
        for way in ways:
            print(visit_row(n, way, visits[way]), flush=True)
        if chosen.no_sessions or server is None:
            return visits, []
        row = _measure_server(n, *server)
    if n == PROFILED:
        print(profile_rerun(environment), flush=True)
    return visits, [row]


def _serve_peers(stack: ExitStack, ways: Sequence[str], folder: Path, points: pd.DataFrame) -> dict[str, str]:
    cdn = stack.enter_context(serve_packages())
    addresses: dict[str, str] = {}
    if "bare" in ways:
        addresses["bare"] = stack.enter_context(serve_bare(folder / "bare", points, cdn=cdn))
    peers = [way for way in ways if way not in ("app", "bare")]
    if not peers:
        return addresses
    tiles = free_port()
    environment = {
        "KULTURKARTA_MEASURE_POINTS": str(folder / "points.parquet"),
        "KULTURKARTA_MEASURE_CDN": cdn,
        "KULTURKARTA_MEASURE_TILES": f"http://localhost:{tiles}",
    }
    if "vectorgrid" in peers:
        packages = [part for name in ("mapbox-vector-tile", "pandas", "pyarrow") for part in ("--with", name)]
        script = str(Path(__file__).parent / "map_tiles.py")
        command = [
            *get_uv(),
            "run",
            "--no-project",
            *packages,
            "python",
            script,
            str(folder / "points.parquet"),
            str(tiles),
        ]
        stack.enter_context(stopped_after(command, folder / "tiles.log", {}))
        _wait_for(f"http://localhost:{tiles}/0/0/0.pbf?kind=none")
    script = "tests/measure/map_page.py"
    address, _, _ = stack.enter_context(_serve(script, folder / "peers.log", environment, health="/_stcore/health"))
    return addresses | dict.fromkeys(peers, address)


def _visit_in_turns(trips: Mapping[str, Trip], *, runs: int) -> dict[str, list[Seen]]:
    visits: dict[str, list[Seen]] = {way: [] for way in trips}
    for _ in range(runs + 1):
        for way, trip in trips.items():
            seen = visits[way]
            if not seen or (seen[-1].navigation or 0) >= 0:
                seen.append(see(trip))
                say(f"{trip.n:,} {way}: {seen[-1]}")
    return visits


def _read_points(data_dir: Path) -> pd.DataFrame:
    """lon, lat, kind and name of every entry with a position; actors have no kind."""
    columns = ["lon", "lat", "kind", "name"]
    frames = [pd.read_csv(data_dir / REGION / f"{name}.csv", low_memory=False) for name in ("places", "actors")]
    points = pd.concat([frame.reindex(columns=columns) for frame in frames], ignore_index=True)
    return points.dropna(subset=["lon"]).fillna({"kind": ""})


@contextmanager
def _serve(script: str, log: Path, environment: Mapping[str, str], *, health: str) -> Iterator[tuple[str, int, float]]:
    """A Streamlit server: its address, its process and the seconds until it had answered and come to rest."""
    port = free_port()
    began = time.monotonic()
    with stopped_after(streamlit_command(script, port), log, environment) as process:
        _wait_for(f"http://localhost:{port}{health}")
        wait_idle(process.pid, START_SECONDS)
        yield f"http://localhost:{port}", process.pid, time.monotonic() - began


def _wait_for(url: str) -> None:
    began = time.monotonic()
    while time.monotonic() - began < START_SECONDS:
        try:
            with urllib.request.urlopen(url, timeout=START_SECONDS):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise RuntimeError(f"{url} did not answer within {START_SECONDS} s")


def _measure_server(n: int, address: str, pid: int, seconds: float) -> str:
    filters = ["", "slag=bibliotek", "sektor=musik", "kommun=0180,0480", "typ=places&q=konsert"]
    cpu_ms = measure_rerun(address, pid, queries=filters, runs=20)
    sizes = measure_growth(address, pid, counts=SESSIONS)
    growth = (sizes[SESSIONS[-1]] - sizes[SESSIONS[0]]) / (SESSIONS[-1] - SESSIONS[0])
    shown = " | ".join(f"{sizes[count]:.0f}" for count in SESSIONS)
    return f"| {n:,} | {seconds:.0f} | {cpu_ms:.0f} | {shown} | {growth:.2f} | {read_rss_mb(pid):.0f} |"
