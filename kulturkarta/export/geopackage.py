"""GeoPackage: one layer per table, for QGIS and other GIS programs."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from kulturkarta.export.cells import exported_columns, plain_text
from kulturkarta.export.context import ExportContext
from kulturkarta.schema import NUMBER_KINDS


def write_geopackage(frame: pd.DataFrame, context: ExportContext) -> bytes:
    """A GeoPackage with one layer named as the table: points in EPSG:4326, no geometry where there is no position.

    Columns are the schema's but lon and lat; lists are joined by ";", unknown is NULL.
    """
    return write_geopackage_tables({context.table.name: frame}, {context.table.name: context})


def write_geopackage_tables(tables: Mapping[str, pd.DataFrame], contexts: Mapping[str, ExportContext]) -> bytes:
    """A GeoPackage with one layer per table; tables without positions are plain tables in it.

    `tables` and `contexts` have the same keys, the names of the layers. Raises ValueError when there is no table.
    """
    if not tables:
        raise ValueError("a GeoPackage needs at least one table")
    import pyogrio  # slow to import, and needed for downloads only

    with tempfile.TemporaryDirectory(prefix="kulturkarta-", ignore_cleanup_errors=True) as folder:
        path = Path(folder, "export.gpkg")
        for position, (name, frame) in enumerate(tables.items()):
            layer = _layer(frame, contexts[name])
            geometry_type = "Point" if "geometry" in layer else None
            pyogrio.write_dataframe(
                layer, path, layer=name, driver="GPKG", append=position > 0, geometry_type=geometry_type
            )
        return path.read_bytes()


def _layer(frame: pd.DataFrame, context: ExportContext) -> pd.DataFrame:
    import geopandas
    import shapely

    cells: dict[str, pd.Series] = {}
    for column in exported_columns(frame, context.table):
        values = frame[column.name]
        if column.kind in ("lon", "lat"):
            continue
        if column.kind in NUMBER_KINDS:
            cells[column.name] = values.astype("float64")
        else:
            # A NUL ends the text in GDAL's C strings, and what follows would be lost.
            text = values.map(lambda value: plain_text(value).replace("\x00", "")).astype("str")
            cells[column.name] = text.mask(text == "")
    layer = pd.DataFrame(cells, index=frame.index)
    if not context.table.has_position or "lon" not in frame or "lat" not in frame:
        return layer
    points = shapely.points(frame["lon"].to_numpy("float64"), frame["lat"].to_numpy("float64"))
    points[(frame["lon"].isna() | frame["lat"].isna()).to_numpy()] = None
    return geopandas.GeoDataFrame(layer, geometry=points, crs=4326)
