"""The rows of a GeoPackage, read in a process of its own: `python -m kulturkarta.sources.geopackage_rows`.

A GeoPackage is a database, and a database file can hold views, generated columns and nested geometries that take for
ever or break the library that reads them. Here it only costs this process, which has a memory limit. SQLite is opened
read-only, functions and everything but reading are forbidden, and only ordinary tables that the GeoPackage itself lists
are read. No GDAL. Prints one JSON object: the table, or the code of a problem.
"""

from __future__ import annotations

import json
import math
import sqlite3
import struct
import sys
from pathlib import Path
from typing import Any

_GEOMETRY_MAGIC = b"GP"
_ENVELOPE_BYTES = (0, 32, 48, 48, 64)
_ROW_KEYS = frozenset({"fid", "ogc_fid"})
_LONGEST_VALUE = 1_000_000  # bytes


class RefusedError(Exception):
    """The file is not read; `code` is the problem's, `params` its parameters."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def limit_memory(megabytes: int) -> None:
    """Let this process take no more than `megabytes`; not possible on Windows, where the time limit must do."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1_000_000, megabytes * 1_000_000))


def read_rows(path: str, table: str, *, shape: str, max_rows: int, max_characters: int) -> dict[str, Any]:
    """Columns, values and, by `shape`, one point per row or the lines of the layer called `table`, or of the only one.

    Raises RefusedError.
    """
    connection = sqlite3.connect(f"{Path(path).as_uri()}?mode=ro&immutable=1", uri=True)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
    connection.text_factory = lambda raw: raw.decode("utf-8", errors="replace")
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
        raise RefusedError("file.broken")
    layer = _choose_layer(connection, table)
    declared = _list_columns(connection, layer)
    geometry, epsg = _find_geometry(connection, layer)
    connection.set_authorizer(_allow_reading)
    columns = [name for name, kind in declared.items() if name not in _ROW_KEYS and name != geometry and kind != "BLOB"]
    wanted = ", ".join(_quoted(name) for name in [*columns, *([geometry] if geometry else [])])
    rows: list[list[Any]] = []
    shapes: list[Any] = []
    size = 0
    for row in connection.execute(f"SELECT {wanted} FROM {_quoted(layer)}"):  # noqa: S608  # names quoted, from the file
        if len(rows) == max_rows:
            raise RefusedError("file.too_many_rows", limit=max_rows)
        values = [None if isinstance(value, bytes) else value for value in row[: len(columns)]]
        size += sum(len(value) for value in values if isinstance(value, str))
        if size > max_characters:
            raise RefusedError(
                "file.unpacks_too_large", size_mb=size // 1_000_000, limit_mb=max_characters // 1_000_000
            )
        rows.append([_plain(value, declared[name]) for name, value in zip(columns, values, strict=True)])
        shapes.append(_well_known_bytes(row[-1]) if geometry else None)
    return {"columns": columns, "rows": rows, **(_lines if shape == "lines" else _points)(shapes, epsg)}


def _choose_layer(connection: sqlite3.Connection, table: str) -> str:
    listed = [row[0] for row in connection.execute("SELECT table_name FROM gpkg_contents ORDER BY table_name")]
    ordinary = {
        row[0]
        for row in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        )
    }
    layers = [name for name in listed if name in ordinary]
    named = [name for name in layers if name.casefold() == table.casefold()]
    chosen = named or layers
    if len(chosen) != 1:
        raise RefusedError("file.no_layer", table=table, layers=", ".join(layers) or "–")
    return chosen[0]


def _list_columns(connection: sqlite3.Connection, layer: str) -> dict[str, str]:
    """Column -> declared type. Computed columns could run any function, so a table that has some is refused."""
    columns = list(connection.execute(f"PRAGMA table_xinfo({_quoted(layer)})"))
    if any(hidden for *_, hidden in columns):
        raise RefusedError("file.computed_column", table=layer)
    return {name: str(kind).upper() for _, name, kind, *_ in columns}


def _find_geometry(connection: sqlite3.Connection, layer: str) -> tuple[str, int]:
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if "gpkg_geometry_columns" not in tables:
        return "", 0
    found = connection.execute(
        "SELECT column_name, organization, organization_coordsys_id FROM gpkg_geometry_columns"
        " LEFT JOIN gpkg_spatial_ref_sys USING (srs_id) WHERE table_name = ?",
        (layer,),
    ).fetchone()
    if not found:
        return "", 0
    column, organization, number = found
    return column, int(number) if str(organization).upper() == "EPSG" else 0


def _allow_reading(action: int, *_names: Any) -> int:
    return sqlite3.SQLITE_OK if action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ) else sqlite3.SQLITE_DENY


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _plain(value: Any, declared: str) -> Any:
    return bool(value) if declared == "BOOLEAN" and value in (0, 1) else value


def _well_known_bytes(blob: Any) -> bytes | None:
    """The geometry inside a GeoPackage blob (OGC 12-128r19, 2.1.3); None for none, b"" for what is no such blob."""
    if blob is None:
        return None
    if not isinstance(blob, bytes) or blob[:2] != _GEOMETRY_MAGIC or len(blob) < 8:
        return b""
    flags = blob[3]
    kind = flags >> 1 & 0b111
    if flags & 0b10_0000 or kind >= len(_ENVELOPE_BYTES):  # an extension's own geometry type
        return b""
    return blob[8 + _ENVELOPE_BYTES[kind] :]


def _points(shapes: list[bytes | None], epsg: int) -> dict[str, Any]:
    if not any(shapes):
        nothing, no = [math.nan] * len(shapes), [False] * len(shapes)
        broken = [shape is not None for shape in shapes]
        return {"lon": nothing, "lat": nothing, "is_area": no, "was_mended": no, "is_broken": broken}
    import numpy as np
    import shapely

    from kulturkarta.sources.geometry import find_points

    geometries = _read_shapes(shapes, epsg)
    unread = np.array([shape is not None for shape in shapes]) & shapely.is_missing(np.array(geometries, dtype=object))
    points = find_points(geometries, epsg=epsg)
    return {
        "lon": points.lon.tolist(),
        "lat": points.lat.tolist(),
        "is_area": points.is_area.tolist(),
        "was_mended": points.was_mended.tolist(),
        "is_broken": (points.is_broken | unread).tolist(),
    }


def _lines(shapes: list[bytes | None], epsg: int) -> dict[str, Any]:
    if not any(shapes):
        return {"x_m": [], "y_m": [], "part": [], "row": []}
    from kulturkarta.sources.geometry import find_lines

    lines = find_lines(_read_shapes(shapes, epsg), epsg=epsg)
    found = {"x_m": lines.x_m, "y_m": lines.y_m, "part": lines.part, "row": lines.row}
    return {name: values.tolist() for name, values in found.items()}


def _read_shapes(shapes: list[bytes | None], epsg: int) -> list[Any]:
    import numpy as np
    import shapely

    from kulturkarta.sources.geometry import KNOWN_EPSG

    if epsg not in KNOWN_EPSG:
        raise RefusedError("file.unknown_crs", got=f"EPSG:{epsg}" if epsg else "")
    return list(shapely.from_wkb(np.array(shapes, dtype=object), on_invalid="ignore"))


def main(arguments: list[str]) -> int:
    """Print the JSON object for `path table shape max_rows max_characters memory_mb`."""
    path, table, shape, max_rows, max_characters, memory_mb = arguments
    limit_memory(int(memory_mb))
    try:
        answer = read_rows(path, table, shape=shape, max_rows=int(max_rows), max_characters=int(max_characters))
    except RefusedError as refused:
        answer = {"problem": refused.code, "params": refused.params}
    except (sqlite3.Error, struct.error, OverflowError, ValueError):
        answer = {"problem": "file.broken", "params": {}}
    sys.stdout.buffer.write(json.dumps(answer).encode())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
