"""Features (properties with a geometry) to a RawTable: the geometry becomes the columns lon, lat and position."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from kulturkarta.errors import Cell, DataProblem
from kulturkarta.raw import RawTable
from kulturkarta.sources.cell_text import value_text
from kulturkarta.sources.geometry import Points


def table_from_features(table: RawTable, points: Points, *, problems: Sequence[DataProblem]) -> RawTable:
    """`table` with the points of its features; its rows and `points` are in the same order.

    A point takes the place of what the properties say of lon and lat. A feature that is a line or an area keeps a
    point that lies on it and, unless it says its position itself, position "area". Rows whose geometry gives no point
    in degrees are set aside with a problem. `problems` are what the reader found before.
    """
    frame = table.frame.copy()
    has_point = np.isfinite(points.lon)
    for column, values in (("lon", points.lon), ("lat", points.lat)):
        if has_point.any():
            stated = frame[column].to_numpy(dtype=object) if column in frame else ""
            text = [value_text(float(value)) for value in values]
            frame[column] = pd.Series(np.where(has_point, text, stated), index=frame.index, dtype="str")
    if points.is_area.any():
        stated = frame["position"] if "position" in frame else pd.Series("", index=frame.index, dtype="str")
        frame["position"] = stated.mask(points.is_area & (stated == ""), "area")
    found = list(problems)
    for row in frame.index[points.is_broken]:
        found.append(DataProblem("geometry.broken", Cell(table.file, int(row))))
    for row in frame.index[points.was_mended & ~points.is_broken]:
        found.append(DataProblem("geometry.crossed", Cell(table.file, int(row)), severity="warning"))
    return replace(table, frame=frame[~points.is_broken], problems=(*table.problems, *found))
