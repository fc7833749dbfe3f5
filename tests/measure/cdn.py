"""The files that a stock folium page loads from four hosts, fetched from npm once and served from this machine."""

from __future__ import annotations

import os
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "kulturkarta-measure"
# Which npm package holds what stands at an address. Two style sheets of a few lines (rotated icons, glyphicons) are in
# none; they are served empty, which favours the plain page.
PACKAGES = {
    "cdn.jsdelivr.net/npm/leaflet@1.9.3/": "leaflet@1.9.3",
    "cdn.jsdelivr.net/npm/bootstrap@5.2.2/": "bootstrap@5.2.2",
    "cdn.jsdelivr.net/npm/@fortawesome/fontawesome-free@6.2.0/": "@fortawesome/fontawesome-free@6.2.0",
    "code.jquery.com/jquery-3.7.1.min.js": "jquery@3.7.1",
    "cdnjs.cloudflare.com/ajax/libs/Leaflet.awesome-markers/2.0.2/": "leaflet.awesome-markers@2.0.5",
    "cdnjs.cloudflare.com/ajax/libs/leaflet.markercluster/1.1.0/": "leaflet.markercluster@1.1.0",
    "unpkg.com/leaflet.vectorgrid@latest/": "leaflet.vectorgrid@1.3.0",
}


def fetch_packages() -> bool:
    """Whether every package lies unpacked in the cache, fetched with npm where it did not."""
    CACHE.mkdir(parents=True, exist_ok=True)
    for package in PACKAGES.values():
        folder = CACHE / package
        if folder.is_dir():
            continue
        try:
            packed = subprocess.run(
                ["npm", "pack", "--silent", package], cwd=CACHE, capture_output=True, text=True, timeout=120
            )
        except (OSError, subprocess.TimeoutExpired):
            return False
        if packed.returncode != 0:
            return False
        archive = CACHE / packed.stdout.strip().splitlines()[-1]
        with tarfile.open(archive) as tar:
            tar.extractall(folder, filter="data")
        archive.unlink()
    return True


def locate(path: str) -> Path | None:
    """The cached file for an address without scheme; None for one that no package holds."""
    for address, package in PACKAGES.items():
        if path.startswith(address):
            root = CACHE / package / "package"
            rest = path.removeprefix(address) or "dist/jquery.min.js"
            return next((p for p in (root / rest, root / "dist" / rest) if p.is_file()), None)
    return None


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        found = locate(self.path.lstrip("/").partition("?")[0])
        body = found.read_bytes() if found else b""
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(self.path))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "public, max-age=31536000, immutable")
        self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Nothing: a measurement prints its table only."""


@contextmanager
def serve_packages() -> Iterator[str]:
    """The address of a server that answers `/<host>/<path>` with the file that stands there."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(CACHE)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{server.server_address[1]}"
    finally:
        server.shutdown()
