"""The floor: Leaflet and a canvas in a page of its own, no framework, the same points from a plain file.

Nothing is clustered, no card has content; a canvas draws every point as a rectangle.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import numpy as np
import pandas as pd

START = '<!doctype html><title>Start</title><a id="go" href="map.html">Karta</a>'
PAGE = """<!doctype html><title>Karta</title>
<link rel="stylesheet" href="CDN/cdn.jsdelivr.net/npm/leaflet@1.9.3/dist/leaflet.css">
<script src="CDN/cdn.jsdelivr.net/npm/leaflet@1.9.3/dist/leaflet.js"></script>
<style>html, body, #map { height: 100%; margin: 0 } #map { height: 660px; width: 1200px }</style>
<button id="filter">bibliotek</button><div id="map"></div>
<script>
const map = L.map("map").setView([62.5, 16.5], 4);
const canvas = L.DomUtil.create("canvas", "", map.getPanes().overlayPane);
let points, kinds, only = 0;
function draw() {
  const size = map.getSize(), origin = map.containerPointToLayerPoint([0, 0]), zoom = map.getZoom();
  L.DomUtil.setPosition(canvas, origin);
  canvas.width = size.x; canvas.height = size.y;
  const g = canvas.getContext("2d"), scale = 256 * 2 ** zoom, pixel = map.getPixelBounds().min;
  g.fillStyle = "#C84E00";
  let n = 0;
  for (let i = 0; i < kinds.length; i++) {
    if (only && !kinds[i]) continue;
    g.fillRect(points[2 * i] * scale - pixel.x - 1, points[2 * i + 1] * scale - pixel.y - 1, 3, 3);
    n++;
  }
  document.documentElement.dataset.drawn = n;
}
map.on("moveend zoomend", draw);
map.on("click", (event) => L.popup().setLatLng(event.latlng).setContent("…").openOn(map));
document.getElementById("filter").addEventListener("click", () => { only = 1; draw(); });
fetch("points.bin").then((answer) => answer.arrayBuffer()).then((buffer) => {
  const n = new DataView(buffer).getUint32(0, true);
  points = new Float32Array(buffer, 4, 2 * n);
  kinds = new Uint8Array(buffer, 4 + 8 * n, n);
  draw();
});
</script>"""


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_args: object) -> None:
        """Nothing: a measurement prints its table only."""


def write_points(folder: Path, points: pd.DataFrame) -> None:
    """The points as shares of the Web-Mercator square, and a byte that says which the filter leaves."""
    x = (points["lon"].to_numpy() + 180) / 360
    y = 0.5 - np.log(np.tan(np.pi / 4 + np.radians(points["lat"].to_numpy()) / 2)) / (2 * np.pi)
    where = np.column_stack([x, y]).astype("<f4").tobytes()
    kinds = points["kind"].eq("bibliotek").to_numpy(dtype=np.uint8).tobytes()
    (folder / "points.bin").write_bytes(len(points).to_bytes(4, "little") + where + kinds)


@contextmanager
def serve_bare(folder: Path, points: pd.DataFrame, *, cdn: str) -> Iterator[str]:
    """The address of the start page, whose link leads to the map."""
    folder.mkdir(exist_ok=True)
    write_points(folder, points)
    (folder / "index.html").write_text(START, encoding="utf-8")
    (folder / "map.html").write_text(PAGE.replace("CDN", cdn), encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{server.server_address[1]}"
    finally:
        server.shutdown()
