"""The tables that `measure map` prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median

from tests.measure.map_browser import Seen

NAMES = {
    "app": "**Kulturkarta**",
    "bare": "bare page, Leaflet and canvas (floor)",
    "markers": "Marker + MarkerCluster",
    "fast": "FastMarkerCluster",
    "geojson": "GeoJson on canvas",
    "vectorgrid": "VectorGrid",
    "pydeck": "pydeck",
    "stmap": "st.map",
}
VISIT_HEAD = (
    "| entries | way | first view, ms | cold, ms | view again, ms | filter, ms | pan, frames/s (longest, ms) | "
    "websocket, kB | HTTP cold, kB | HTTP warm, kB | browser heap, MB |\n|---|---|---|---|---|---|---|---|---|---|---|"
)
SERVER_HEAD = (
    "| entries | start to idle, s | CPU per rerun, ms | RSS with 1 session, MB | with 10 | with 50 | "
    "per session, MB | at the end |\n|---|---|---|---|---|---|---|---|"
)
# Visits by size and way, the first of each with an empty cache.
Visits = Mapping[int, Mapping[str, Sequence[Seen]]]


def visit_row(n: int, way: str, visits: Sequence[Seen]) -> str:
    """One row under VISIT_HEAD: medians of the visits after the first."""
    cold, warm = visits[0], visits[1:] or visits
    cells = [
        _milliseconds([seen.navigation for seen in warm]),
        _milliseconds([cold.navigation]),
        _milliseconds([seen.again for seen in warm]),
        _milliseconds([seen.filter for seen in warm]),
        _pan(warm),
        f"{median(seen.websocket for seen in warm) / 1000:.0f}",
        f"{cold.http / 1000:.0f}",
        f"{median(seen.http for seen in warm) / 1000:.0f}",
        _megabytes([seen.heap for seen in warm if seen.heap]),
    ]
    return f"| {n:,} | {NAMES[way]} | " + " | ".join(cells) + " |"


def ratio_lines(visits: Visits) -> list[str]:
    """How many times longer each other way takes than ours, and our largest size than 5,000."""
    lines: list[str] = []
    for n, ways in visits.items():
        for way, seen in ways.items():
            if way != "app" and "app" in ways:
                lines.append(f"- {n:,}, {NAMES[way]} against ours: {_compare(seen, ways['app'])}")
    ours = {n: ways["app"] for n, ways in visits.items() if "app" in ways}
    if 5_000 in ours and max(ours) > 5_000:
        lines.append(f"- ours, {max(ours):,} against 5,000 entries: {_compare(ours[max(ours)], ours[5_000])}")
    return lines


def _compare(visits: Sequence[Seen], others: Sequence[Seen]) -> str:
    parts = {"first view": "navigation", "again": "again", "filter": "filter"}
    return ", ".join(f"{what} {_ratio(_times(visits, name), _times(others, name))}" for what, name in parts.items())


def _times(visits: Sequence[Seen], name: str) -> float | None:
    known = [value for seen in visits[1:] or visits if (value := getattr(seen, name)) is not None]
    if not known or min(known) < 0:
        return None
    return median(known)


def _ratio(value: float | None, ours: float | None) -> str:
    if ours is None:
        return "not known"
    return f"> {60_000 / ours:.0f} x" if value is None else f"{value / ours:.2g} x"


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
