"""The people of a region, as every analysis of distance takes them: an imported grid, or localities and the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import geopandas as gpd
import pandas as pd

from kulturkarta.analysis.demand import place_people, resolve_localities, spread_population
from kulturkarta.errors import KulturkartaError
from kulturkarta.regions import Region
from kulturkarta.settings import Settings
from kulturkarta.sources.population import read_land, read_localities, read_saved_population, read_totals


@dataclass(frozen=True)
class People:
    """`demand`: demand points of the region's municipalities (see `analysis.demand`). `localities`: all of Sweden's,
    resolved. `land`: municipality polygons without the sea. `totals`: inhabitants by code. `source` says what the
    demand points come from: an imported grid, imported points, or localities and the rest spread over the land."""

    demand: pd.DataFrame
    localities: pd.DataFrame
    land: gpd.GeoDataFrame
    totals: dict[str, float]
    source: Literal["grid", "points", "localities"]


def read_people(region: Region, settings: Settings) -> People:
    """The people of `region`: what `import-population` stored, else localities and the remainder of each municipality.

    Raises KulturkartaError when the reference data or the imported file cannot be read.
    """
    reference_dir = settings.data_dir / "reference"
    land, totals = read_land(reference_dir), read_totals(reference_dir)
    localities = resolve_localities(read_localities(reference_dir), land)
    own = {code: totals[code] for code in region.municipalities if code in totals}
    if missing := set(region.municipalities) - set(own) | set(own) - set(land["code"]):
        raise KulturkartaError(f"{reference_dir} has no population or no border for {', '.join(sorted(missing))}")
    saved = read_saved_population(region.folder)
    if saved is None:
        return People(spread_population(localities, land, own), localities, land, totals, "localities")
    points, provenance = saved
    demand = place_people(points, localities, own, tolerance=settings.population_tolerance)
    return People(demand, localities, land, totals, "grid" if provenance.get("kind") == "grid" else "points")
