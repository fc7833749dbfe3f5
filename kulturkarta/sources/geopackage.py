"""GeoPackage: checked by its first bytes, then read in a process of its own with limits on time and memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kulturkarta.errors import Cell, DataProblem
from kulturkarta.raw import RawTable
from kulturkarta.settings import PROJECT_DIR
from kulturkarta.sources.cell_text import value_text
from kulturkarta.sources.encoding import normal_form
from kulturkarta.sources.guard import Limits, check_geopackage_magic, read_bytes

if TYPE_CHECKING:
    from kulturkarta.sources.geometry import Lines

# What the reading process needs of our environment: never secrets. One thread of linear algebra keeps it small.
_KEPT_VARIABLES = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "HOME", "LD_LIBRARY_PATH", "PROJ_DATA", "PROJ_LIB")
_ONE_THREAD = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "PROJ_NETWORK": "OFF",
    "PYTHONDONTWRITEBYTECODE": "1",
}


def read_geopackage(source: Path | bytes, *, name: str, file: str, limits: Limits) -> RawTable:
    """The layer called `name`, or the only one, as text; its geometry as `lon` and `lat` (EPSG:4326).

    Row 1 is the first feature. Raises DataProblem when the file is refused: not a GeoPackage, damaged, no such layer,
    a view instead of a table, an unknown coordinate system, more rows, time or memory than `limits` say.
    """
    answer = _read_layer(source, name=name, file=file, shape="points", limits=limits)
    from kulturkarta.sources.features import table_from_features
    from kulturkarta.sources.geometry import Points

    points = Points(
        lon=np.array(answer["lon"], dtype="float64"),
        lat=np.array(answer["lat"], dtype="float64"),
        is_area=np.array(answer["is_area"], dtype=bool),
        was_mended=np.array(answer["was_mended"], dtype=bool),
        is_broken=np.array(answer["is_broken"], dtype=bool),
    )
    return table_from_features(RawTable(name, file, _to_frame(answer)), points, problems=())


def read_geopackage_lines(source: Path | bytes, *, name: str, file: str, limits: Limits) -> tuple[RawTable, Lines]:
    """The layer called `name`, or the only one, as text, and its lines; a line's row is the place of its feature.

    Raises DataProblem as `read_geopackage` does.
    """
    answer = _read_layer(source, name=name, file=file, shape="lines", limits=limits)
    from kulturkarta.sources.geometry import Lines

    numbers = (np.array(answer[axis], dtype="float64") for axis in ("x_m", "y_m"))
    places = (np.array(answer[place], dtype=np.int64) for place in ("part", "row"))
    return RawTable(name, file, _to_frame(answer)), Lines(*numbers, *places)


def _read_layer(source: Path | bytes, *, name: str, file: str, shape: str, limits: Limits) -> dict[str, Any]:
    data = read_bytes(source, file=file, limits=limits)
    check_geopackage_magic(data, file=file)
    answer = _read_in_process(data, name=name, file=file, shape=shape, limits=limits)
    if "problem" in answer:
        params = dict(answer["params"])
        raise DataProblem(answer["problem"], Cell(file), got=params.pop("got", ""), params=params)
    return answer


def _to_frame(answer: dict[str, Any]) -> pd.DataFrame:
    rows = [[normal_form(value_text(value)) for value in row] for row in answer["rows"]]
    columns = pd.Index([normal_form(column) for column in answer["columns"]], dtype="str")
    return pd.DataFrame(rows, columns=columns, index=pd.RangeIndex(1, len(rows) + 1)).astype("str")


def _read_in_process(data: bytes, *, name: str, file: str, shape: str, limits: Limits) -> dict[str, Any]:
    environment = {key: os.environ[key] for key in _KEPT_VARIABLES if key in os.environ} | _ONE_THREAD
    with tempfile.TemporaryDirectory(prefix="kulturkarta-", ignore_cleanup_errors=True) as folder:
        path = Path(folder, "import.gpkg")
        path.write_bytes(data)
        numbers = [str(limits.max_rows), str(limits.max_unpacked_bytes), str(limits.memory_mb)]
        command = [sys.executable, "-m", "kulturkarta.sources.geopackage_rows", str(path), name, shape, *numbers]
        try:
            done = subprocess.run(  # noqa: S603  # our own interpreter, module and path
                command, cwd=PROJECT_DIR, env=environment, timeout=limits.seconds, capture_output=True, check=True
            )
            return json.loads(done.stdout)
        except subprocess.TimeoutExpired as error:
            raise DataProblem("file.too_slow", Cell(file), params={"seconds": limits.seconds}) from error
        # It ran out of memory, or the file made the reading library fall over.
        except (subprocess.CalledProcessError, ValueError) as error:
            raise DataProblem("file.broken", Cell(file)) from error
