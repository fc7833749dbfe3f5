"""Addresses of the files and data that the map loads from this very server: no third party is asked for anything.

A mount is a folder that is served under `/kk/<name>/`. Addresses carry a hash of the mount's content, so a browser may
keep them for ever and an upgrade changes them. This module knows no web framework: figures write these addresses
into maps, `kulturkarta.web.files` answers them.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from urllib.parse import quote, urlencode

from xstatic.pkg import leaflet

PREFIX = "/kk"
LAYER_DIR = Path(__file__).parent / "figures" / "layer"
PAGE_DIR = Path(__file__).parent / "web" / "page"

# By our own table: the system's mimetypes differ between machines, and `nosniff` makes a wrong one fatal.
MEDIA_TYPES: Mapping[str, str] = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
_COMPRESSED = frozenset({".js", ".css", ".svg"})
_IMPORT = re.compile(r'^import .*from "\./(\w+\.js)";$', re.MULTILINE)


@dataclass(frozen=True)
class Asset:
    """One file, ready to send. `gzipped` is empty where compressing gains nothing."""

    body: bytes
    gzipped: bytes
    media_type: str


@dataclass(frozen=True)
class Mount:
    """The files of one folder by their path in it, and the hash of all of them."""

    version: str
    files: Mapping[str, Asset]


MOUNTS: Mapping[str, Path] = {"leaflet": Path(leaflet.BASE_DIR), "layer": LAYER_DIR, "page": PAGE_DIR}


def read_mount(folder: Path) -> Mount:
    """The servable files under `folder`, read again when one of them changed. An absent folder is an empty mount."""
    found = sorted(p for p in folder.rglob("*") if p.suffix in MEDIA_TYPES and p.is_file())
    stamp = tuple((path, *_size_and_time(path)) for path in found)
    return _read_files(folder, stamp)


def asset_url(name: str) -> str:
    """`/kk/layer/<hash>/map_layer.js` from `layer/map_layer.js`. Raises KeyError for a file that is not there.

    The hash is of the whole mount, so addresses inside a style sheet or script resolve to the same version.
    """
    mount_name, _, path = name.partition("/")
    return asset_urls(mount_name, (path,))[0]


def asset_urls(mount_name: str, paths: Iterable[str]) -> tuple[str, ...]:
    """The addresses of several files of one mount, which is looked through once. Raises KeyError as `asset_url`."""
    mount = read_mount(MOUNTS[mount_name])
    urls: list[str] = []
    for path in paths:
        if path not in mount.files:
            raise KeyError(f"{mount_name}/{path}")
        urls.append(f"{PREFIX}/{mount_name}/{mount.version}/{path}")
    return tuple(urls)


@lru_cache(maxsize=8)
def list_modules(folder: Path, first: str) -> tuple[str, ...]:
    """`first` and the modules of `folder` that it imports at once, and they in turn: file names, in order of name."""
    found, new = set[str](), {first}
    while new:
        found |= new
        texts = [(folder / name).read_text(encoding="utf-8") for name in new]
        new = {name for text in texts for name in _IMPORT.findall(text)} - found
    return tuple(sorted(found))


def data_url(region: str, revision: str, name: str, **params: str) -> str:
    """`/kk/data/sormland/<revision>/points?lang=sv`: where a published data set of one catalogue revision is."""
    query = f"?{urlencode(sorted(params.items()))}" if params else ""
    path = "/".join(quote(part, safe="") for part in (region, revision, name))
    return f"{PREFIX}/data/{path}{query}"


def _size_and_time(path: Path) -> tuple[int, int]:
    stat = path.stat()
    return stat.st_size, stat.st_mtime_ns


@lru_cache(maxsize=8)
def _read_files(folder: Path, stamp: tuple[tuple[Path, int, int], ...]) -> Mount:
    digest = hashlib.sha256()
    files: dict[str, Asset] = {}
    for path, *_ in stamp:
        name = path.relative_to(folder).as_posix()
        body = path.read_bytes()
        digest.update(name.encode() + b"\0" + body + b"\0")
        gzipped = gzip.compress(body, 9, mtime=0) if path.suffix in _COMPRESSED else b""
        files[name] = Asset(body, gzipped, MEDIA_TYPES[path.suffix])
    return Mount(digest.hexdigest()[:12], MappingProxyType(files))
