"""The hosts that map pictures may come from: the only foreign hosts a page may ask."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit

from kulturkarta.errors import KulturkartaError
from kulturkarta.regions import read_region

NO_TILES = "none"


def tile_origin(url_template: str) -> str:
    """`https://*.tile.example` from `https://{s}.tile.example/{z}/{x}/{y}.png`; empty for no tiles or a bad address."""
    if url_template in ("", NO_TILES):
        return ""
    parts = urlsplit(url_template.replace("{s}", "*"))
    host = parts.netloc
    if parts.scheme not in ("https", "http") or not host or any(c in host for c in " ;,'\"{}@"):
        return ""
    return f"{parts.scheme}://{host}"


def read_tile_origins(data_dir: Path, *, tile_url: str) -> frozenset[str]:
    """The tile origins of all regions under `data_dir`; only that of `tile_url` when the settings name one."""
    if tile_url:
        return frozenset(filter(None, [tile_origin(tile_url)]))
    origins: set[str] = set()
    for path in data_dir.glob("*/region.toml"):
        try:
            origins.add(tile_origin(read_region(path.parent).tiles.url))
        except KulturkartaError:  # an incomplete region draws no map; the catalogue's problems say so
            continue
    return frozenset(filter(None, origins))


def keep(read: Callable[[], frozenset[str]], seconds: float) -> Callable[[], frozenset[str]]:
    """`read`, called again at most every `seconds`: a header on each answer must not cost a look at the disk."""
    last: tuple[float, frozenset[str]] | None = None

    def read_kept() -> frozenset[str]:
        nonlocal last
        if last is None or monotonic() - last[0] > seconds:
            last = (monotonic(), read())
        return last[1]

    return read_kept
