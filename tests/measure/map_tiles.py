"""Vector tiles of the measured points for Leaflet.VectorGrid, cut when they are asked for.

Runs in an environment of its own: `uv run --no-project --with mapbox-vector-tile --with pandas --with pyarrow
map_tiles.py points.parquet PORT`. A tile is at `/Z/X/Y.pbf`, with `?kind=…` of that kind alone.
"""

from __future__ import annotations

import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import mapbox_vector_tile  # pyright: ignore[reportMissingImports]
import numpy as np
import pandas as pd

EXTENT = 4096
points = pd.read_parquet(sys.argv[1])
X = (points["lon"].to_numpy() + 180) / 360
Y = 0.5 - np.log(np.tan(np.pi / 4 + np.radians(points["lat"].to_numpy()) / 2)) / (2 * np.pi)
KINDS, NAMES = points["kind"].to_numpy(), points["name"].to_numpy()


def cut(zoom: int, x: int, y: int, kind: str | None) -> bytes:
    """The points of one tile, each once: none lies in two."""
    side = 2**zoom
    inside = (np.floor(X * side) == x) & (np.floor(Y * side) == y)
    if kind:
        inside &= kind == KINDS
    rows = np.flatnonzero(inside)
    px = (((X[rows] * side) % 1) * EXTENT).astype(int).tolist()
    py = (((Y[rows] * side) % 1) * EXTENT).astype(int).tolist()
    features = [
        {"geometry": f"POINT({a} {b})", "properties": {"id": int(row), "name": str(NAMES[row])}}
        for row, a, b in zip(rows, px, py, strict=True)
    ]
    layer = {"name": "points", "features": features}
    return mapbox_vector_tile.encode([layer], default_options={"y_coord_down": True, "extents": EXTENT})


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        zoom, x, y = asked.path.strip("/").removesuffix(".pbf").split("/")
        body = cut(int(zoom), int(x), int(y), parse_qs(asked.query).get("kind", [None])[0])
        self.send_response(200)
        self.send_header("Content-Type", "application/vnd.mapbox-vector-tile")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "public, max-age=31536000, immutable")
        self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Nothing: a measurement prints its table only."""


ThreadingHTTPServer(("127.0.0.1", int(sys.argv[2])), Handler).serve_forever()
