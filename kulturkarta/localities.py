"""The named places of a region: where an area can be drawn around, and what one that is drawn is called."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from kulturkarta.analysis.drawn_area import DrawnArea
from kulturkarta.i18n import sort_key
from kulturkarta.regions import Region
from kulturkarta.settings import read_settings
from kulturkarta.sources.population import read_localities

AT_KM = 0.1  # a circle's middle this close to a locality's point was meant to be it
_KM_PER_DEGREE = 111.2


def list_localities(region: Region) -> pd.DataFrame:
    """Columns name, municipality_code, lon, lat (EPSG:4326): the localities of the region's municipalities, by name."""
    return _read(read_settings().data_dir / "reference", tuple(region.municipalities))


@lru_cache(maxsize=8)
def _read(reference_dir: Path, codes: tuple[str, ...]) -> pd.DataFrame:
    frame = read_localities(reference_dir)
    frame = frame[frame["municipality_code"].isin(codes)][["name", "municipality_code", "lon", "lat"]]
    return frame.sort_values("name", key=lambda names: names.map(sort_key), ignore_index=True)


def describe_area(area: DrawnArea, localities: pd.DataFrame, *, t: Callable[..., str]) -> str:
    """`Inom 5 km från Malmköping`, `Inom 5 km från en punkt nära Flen`, `Inom det ritade området`."""
    if area.kind != "circle":
        return t(f"area.{area.kind}")
    if localities.empty:
        return t("area.circle", km=area.km)
    lon, lat = area.corners[0]
    east = (localities["lon"] - lon) * np.cos(np.radians(lat))
    km = np.hypot(east, localities["lat"] - lat).to_numpy() * _KM_PER_DEGREE
    nearest = int(np.argmin(km))
    key = "area.circle_at" if km[nearest] <= AT_KM else "area.circle_near"
    return t(key, km=area.km, name=localities["name"].iloc[nearest])
