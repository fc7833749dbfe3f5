"""What a file must be before anybody opens it: its path, size, zip content and magic number."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Self

from kulturkarta.errors import Cell, DataProblem
from kulturkarta.settings import Settings

MEGABYTE = 1_000_000
MAX_ZIP_ENTRIES = 200
MAX_ZIP_RATIO = 100
MAX_COLUMNS = 500

# Names that some layer below could take for a network address or a virtual file. One letter and a colon is a disk.
_REMOTE_PATH = re.compile(r"^(?:/vsi|[\\/]{2}|[a-z][a-z0-9+.-]+:)|\x00", re.IGNORECASE)


@dataclass(frozen=True)
class Limits:
    """How much one imported file may cost. Bytes, rows, seconds and, for readers in their own process, megabytes."""

    max_bytes: int
    max_rows: int
    max_unpacked_bytes: int
    seconds: float
    memory_mb: int

    @classmethod
    def from_settings(cls, settings: Settings) -> Self:
        """The limits an operator has set."""
        return cls(
            max_bytes=int(settings.max_file_mb * MEGABYTE),
            max_rows=settings.max_rows,
            max_unpacked_bytes=int(settings.max_unpacked_mb * MEGABYTE),
            seconds=settings.reader_seconds,
            memory_mb=settings.reader_memory_mb,
        )


def read_bytes(source: Path | bytes, *, file: str, limits: Limits) -> bytes:
    """The content of `source`, at most `limits.max_bytes`.

    Raises DataProblem for a path that is no ordinary file on this computer, for an empty file and for one too large;
    the size of a path is checked before anything is read.
    """
    if isinstance(source, Path):
        _check_path(source, file=file)
        size = source.stat().st_size
    else:
        size = len(source)
    if size > limits.max_bytes:
        raise DataProblem(
            "file.too_large",
            Cell(file),
            params={"size_mb": round(size / MEGABYTE, 1), "limit_mb": round(limits.max_bytes / MEGABYTE, 1)},
        )
    data = source.read_bytes() if isinstance(source, Path) else source
    if not data:
        raise DataProblem("file.empty", Cell(file))
    return data


def _check_path(path: Path, *, file: str) -> None:
    if _REMOTE_PATH.search(str(path)):
        raise DataProblem("file.not_local", Cell(file), got=str(path).replace("\x00", ""))
    if not path.is_file():
        raise DataProblem("file.missing", Cell(file), got=path.name)


def check_zip(data: bytes, *, file: str, limits: Limits) -> None:
    """Pass when the zip's own list of content is harmless; nothing is unpacked.

    Python's zipfile never unpacks more of an entry than the list declares, so a list that lies gains nothing.
    Raises DataProblem for a broken zip, more than 200 entries, more than `limits.max_unpacked_bytes` in all, more than
    100 bytes out for each byte in, names that lead out of the archive, or a password.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise DataProblem("file.broken", Cell(file)) from error
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ZIP_ENTRIES or unpacked > limits.max_unpacked_bytes or unpacked > MAX_ZIP_RATIO * len(data):
        raise DataProblem(
            "file.unpacks_too_large",
            Cell(file),
            params={
                "size_mb": round(unpacked / MEGABYTE, 1),
                "limit_mb": round(limits.max_unpacked_bytes / MEGABYTE, 1),
            },
        )
    for entry in entries:
        parts = entry.filename.replace("\\", "/").split("/")
        if entry.filename.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]:
            raise DataProblem("file.broken", Cell(file), got=entry.filename)
        if entry.flag_bits & 0x1:
            raise DataProblem("file.has_password", Cell(file))


def check_geopackage_magic(data: bytes, *, file: str) -> None:
    """Pass when `data` begins as a GeoPackage does: SQLite 3 with the application id of GeoPackage 1.0, 1.1 or later.

    Raises DataProblem otherwise, whatever the file is called.
    """
    if data[:16] != b"SQLite format 3\x00" or data[68:72] not in (b"GPKG", b"GP10", b"GP11"):
        raise DataProblem("file.not_geopackage", Cell(file))
