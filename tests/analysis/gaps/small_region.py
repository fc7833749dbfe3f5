"""Three square municipalities, 10 km a side, with a handful of people and places on a line."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
from pyproj import Transformer

from kulturkarta.analysis.demand import resolve_localities
from tests.analysis.tables import make_table

_TO_DEGREES = Transformer.from_crs("EPSG:3006", "EPSG:4326", always_xy=True).transform
NAMES = {"0480": "Nyköping", "0481": "Oxelösund"}
LAND = gpd.GeoDataFrame(
    {"code": ["0480", "0481", "0488"]},
    geometry=[shapely.box(e, 6_510_000, e + 10_000, 6_520_000) for e in (600_000, 610_000, 620_000)],
    crs="EPSG:3006",
)


def degrees(east_km: float, north_km: float) -> dict[str, float]:
    lon, lat = _TO_DEGREES(east_km * 1000, north_km * 1000)
    return {"lon": lon, "lat": lat}


def demand(*rows: tuple[float, float, str, str]) -> pd.DataFrame:
    """km east on northing 6515 km, people, municipality, locality."""
    frame = pd.DataFrame(list(rows), columns=["km", "people", "municipality_code", "locality"])
    return frame.assign(
        id=[f"d{k}" for k in range(len(frame))], x_m=frame["km"] * 1000.0, y_m=6_515_000.0, kind="locality"
    ).astype({"people": "float64"})


def place(name: str, east_km: float | None, **more: Any) -> dict[str, Any]:
    where = degrees(east_km, 6515) if east_km is not None else {}
    return {"name": name, "kind": "replokal", "position": "exact", "municipality_code": "0480", **where, **more}


def places(*rows: dict[str, Any]) -> pd.DataFrame:
    return make_table("places", *rows)


def localities(*rows: tuple[str, float, float, str]) -> pd.DataFrame:
    """name, km east, people, municipality."""
    frame = pd.DataFrame(
        [
            {"name": name, **degrees(km, 6515), "population": float(n), "municipality_code": code}
            for name, km, n, code in rows
        ],
        columns=["name", "lon", "lat", "population", "municipality_code"],
    )
    return resolve_localities(frame.assign(municipality_candidates=""), LAND)
