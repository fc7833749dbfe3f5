"""Which formats a table can be downloaded in, in the order a page shows them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd

from kulturkarta.export.context import ExportContext
from kulturkarta.export.csv_excel import write_csv_excel
from kulturkarta.export.csv_open import write_csv_open
from kulturkarta.export.excel import write_excel
from kulturkarta.export.geojson import write_geojson
from kulturkarta.export.geopackage import write_geopackage
from kulturkarta.schema import TableSchema


@dataclass(frozen=True)
class ExportFormat:
    """One format. Its button is the text `export.format.<key>`, its explanation `export.help.<key>`."""

    key: str
    write: Callable[[pd.DataFrame, ExportContext], bytes]
    suffix: str
    mime: str
    needs_geometry: bool = False


EXPORT_FORMATS: Mapping[str, ExportFormat] = MappingProxyType(
    {
        made.key: made
        for made in (
            ExportFormat(
                "excel", write_excel, ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            ),
            ExportFormat("csv_excel", write_csv_excel, ".excel.csv", "text/csv"),
            ExportFormat("csv_open", write_csv_open, ".csv", "text/csv"),
            ExportFormat("geojson", write_geojson, ".geojson", "application/geo+json", needs_geometry=True),
            ExportFormat(
                "geopackage", write_geopackage, ".gpkg", "application/geopackage+sqlite3", needs_geometry=True
            ),
        )
    }
)


def formats_for(table: TableSchema) -> list[ExportFormat]:
    """The formats that make sense for `table`: geographic ones only where rows have positions."""
    return [made for made in EXPORT_FORMATS.values() if table.has_position or not made.needs_geometry]
