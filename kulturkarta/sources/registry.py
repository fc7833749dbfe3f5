"""Which reader reads which file, by the end of its name."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from kulturkarta.errors import Cell, DataProblem
from kulturkarta.raw import RawTable
from kulturkarta.settings import Settings
from kulturkarta.sources.csv_file import read_csv
from kulturkarta.sources.excel import read_excel
from kulturkarta.sources.geojson import read_geojson
from kulturkarta.sources.geopackage import read_geopackage
from kulturkarta.sources.guard import Limits
from kulturkarta.sources.labels import use_column_names


class Reader(Protocol):
    """The contract of every reader: bytes or an ordinary file in, text out, DataProblem where the file is refused."""

    def __call__(self, source: Path | bytes, *, name: str, file: str, limits: Limits) -> RawTable: ...


READERS: Mapping[str, Reader] = MappingProxyType(
    {
        ".csv": read_csv,
        ".tsv": read_csv,
        ".txt": read_csv,
        ".xlsx": read_excel,
        ".geojson": read_geojson,
        ".json": read_geojson,
        ".gpkg": read_geopackage,
    }
)


def find_reader(file: str) -> Reader:
    """The reader for a file called `file`. Raises DataProblem for an ending that no reader knows."""
    suffix = Path(file).suffix.lower()
    if suffix not in READERS:
        raise DataProblem("file.unknown_format", Cell(file), got=suffix, params={"known": ", ".join(READERS)})
    return READERS[suffix]


def read_file(path: Path, *, table: str, settings: Settings) -> RawTable:
    """The rows of the file at `path` for the table named `table`, called by its file name in problems."""
    limits = Limits.from_settings(settings)
    return use_column_names(find_reader(path.name)(path, name=table, file=path.name, limits=limits))
