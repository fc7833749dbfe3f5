"""The catalogues of this process: each region's is read once, and again when its files change.

The pages and the data routes both get theirs here, so that a revision named by one is known to the other.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from kulturkarta.errors import KulturkartaError

if TYPE_CHECKING:
    from kulturkarta.catalogue import Catalogue

_LOG = logging.getLogger(__name__)
_KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")

Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class _Entry:
    stamp: Stamp
    catalogue: Catalogue | None
    error: KulturkartaError | None


class Catalogues:
    """The catalogues under one data folder, safe to ask from many threads at once.

    `read` turns a region's folder into its catalogue; it is called once per state of the folder's files, also when
    it failed. A folder that breaks while the app runs keeps its last good catalogue.
    """

    def __init__(self, data_dir: Path, read: Callable[[Path], Catalogue]) -> None:
        self._data_dir = data_dir
        self._read = read
        self._entries: dict[str, _Entry] = {}
        self._locks: dict[str, Lock] = {}
        self._locks_lock = Lock()

    def keys(self) -> list[str]:
        """The regions that have a folder with a region.toml, by name."""
        return sorted(p.parent.name for p in self._data_dir.glob("*/region.toml") if _KEY.fullmatch(p.parent.name))

    def get(self, region_key: str) -> Catalogue:
        """The catalogue of `region_key` as its files are now. Raises KulturkartaError when there is none to give."""
        folder = self._data_dir / region_key
        if not _KEY.fullmatch(region_key) or not (folder / "region.toml").is_file():
            raise KulturkartaError(f"There is no region {region_key[:64]!r} under {self._data_dir}")
        stamp = _stamp(folder)
        entry = self._entries.get(region_key)
        if entry is None or entry.stamp != stamp:
            entry = self._renew(region_key, folder, stamp)
        if entry.catalogue is None:
            raise entry.error or KulturkartaError(f"{folder} cannot be read")
        return entry.catalogue

    def _renew(self, region_key: str, folder: Path, stamp: Stamp) -> _Entry:
        with self._lock(region_key):
            old = self._entries.get(region_key)
            if old is not None and old.stamp == stamp:  # another thread was faster
                return old
            entry = self._read_entry(folder, stamp, old)
            self._entries[region_key] = entry
            return entry

    def _read_entry(self, folder: Path, stamp: Stamp, old: _Entry | None) -> _Entry:
        try:
            return _Entry(stamp, self._read(folder), None)
        except KulturkartaError as error:
            _LOG.error("catalogue.unreadable region=%s: %s", folder.name, error)
            return _Entry(stamp, old.catalogue if old else None, error)

    def _lock(self, region_key: str) -> Lock:
        with self._locks_lock:
            return self._locks.setdefault(region_key, Lock())


def get_catalogue(region_key: str) -> Catalogue:
    """The catalogue of `region_key` in this process. Raises KulturkartaError when the region cannot be read."""
    return catalogues().get(region_key)


def region_keys() -> list[str]:
    """The keys of the regions this process can show, by folder name."""
    return catalogues().keys()


@cache
def catalogues() -> Catalogues:
    """The registry of this process, over the data folder in the settings."""
    from kulturkarta.settings import read_settings

    settings = read_settings()

    def read(folder: Path) -> Catalogue:
        # Here and not above: geopandas takes seconds to import, and the server must answer before that.
        from kulturkarta.sources.package import read_catalogue

        return read_catalogue(folder, settings=settings)

    return Catalogues(settings.data_dir, read)


def _stamp(folder: Path) -> Stamp:
    found: list[tuple[str, int, int]] = []
    for path in folder.iterdir():
        try:
            stat = path.stat()
        except FileNotFoundError:  # a file being replaced was here a moment ago; the next look sees its successor
            continue
        if path.is_file():
            found.append((path.name, stat.st_size, stat.st_mtime_ns))
    return tuple(sorted(found))
