"""A pair of coordinates: in degrees, in the right order, in Sweden."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from kulturkarta.errors import DataProblem
from kulturkarta.geo import classify_coordinates, to_wgs84
from kulturkarta.raw import RawTable
from kulturkarta.validation.cells import cell_problem

_CODES = {
    "wgs84": "coordinates.swapped",  # the right order is no problem
    "sweref99tm": "coordinates.sweref99tm",
    "rt90": "coordinates.rt90",
    "sweref_local": "coordinates.sweref_local",
    "unknown": "coordinates.outside_sweden",
}


def check_coordinates(raw: RawTable, text: pd.DataFrame, typed: pd.DataFrame) -> Iterator[DataProblem]:
    """An error for every pair that is no point in Sweden in degrees; the degrees it can only mean are proposed.

    Half a pair, 0 and 0, latitude and longitude swapped, SWEREF 99 TM, RT 90, a local SWEREF zone, another country.
    Cells that are no numbers are left to the check of numbers.
    """
    has_lon, has_lat = text["lon"].notna(), text["lat"].notna()
    for missing, rows in (("lat", text.index[has_lon & ~has_lat]), ("lon", text.index[~has_lon & has_lat])):
        for row in rows:
            yield cell_problem(raw, row, column=missing, code="coordinates.half")
    pairs = typed[["lon", "lat"]].dropna()
    found = classify_coordinates(pairs["lon"], pairs["lat"])
    proposed = to_wgs84(pairs["lon"], pairs["lat"], classified=found)
    wrong = pairs[(found["system"] != "wgs84") | found["swapped"]]
    for row in wrong.index:
        got = f"{text.loc[row, 'lon']}, {text.loc[row, 'lat']}"
        if (pairs.loc[row] == 0).all():
            yield cell_problem(raw, row, column="lon", code="coordinates.zero", got=got)
            continue
        lon, lat = proposed.loc[row]
        params = {} if pd.isna(lon) else {"lon": f"{lon:.5f}", "lat": f"{lat:.5f}"}
        yield cell_problem(raw, row, column="lon", code=_CODES[str(found.loc[row, "system"])], got=got, params=params)
