"""Where a point is: its coordinate system, its municipality, distances in metres."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj import Transformer

from kulturkarta.errors import KulturkartaError

SWEREF99TM = "EPSG:3006"
WGS84 = "EPSG:4326"
RT90 = "EPSG:3021"

# What a pair of numbers can be when it lies in Sweden: (x from, x to, y from, y to), x east and y north. The eastings
# of the systems do not overlap, and none overlaps a northing, so neither the system nor the order is ever a guess.
# SWEREF 99 TM begins at 265,000 (Koster); the twelve local zones count from 150,000 and stay within 20,000-260,000.
_EXTENTS: Mapping[str, tuple[float, float, float, float]] = {
    "wgs84": (10.5, 24.3, 55.1, 69.2),
    "sweref99tm": (262_000, 930_000, 6_100_000, 7_700_000),
    "rt90": (1_190_000, 1_900_000, 6_100_000, 7_700_000),
    "sweref_local": (20_000, 262_000, 6_100_000, 7_700_000),
}
_CRS = {"sweref99tm": SWEREF99TM, "rt90": RT90}

# Names that border files give the municipality code: our own, then Lantmäteriet's.
_CODE_COLUMNS = ("code", "municipality_code", "kommunkod", "knkod", "kom_kod")
_BORDER_FILES = ("borders.gpkg", "borders.geojson")


def classify_coordinates(x: pd.Series, y: pd.Series) -> pd.DataFrame:
    """The coordinate system each pair is written in, by value range for Sweden: columns `system` and `swapped`.

    `x` is what stands where the longitude should, `y` where the latitude should. `system` is wgs84, sweref99tm
    (EPSG:3006), rt90 (EPSG:3021), sweref_local (one of twelve zones: which one cannot be seen) or unknown;
    `swapped` says that the northing stands first. 59.37, 16.51 -> wgs84, swapped.
    """
    east, north = x.to_numpy(dtype="float64"), y.to_numpy(dtype="float64")
    conditions: list[np.ndarray] = []
    for x0, x1, y0, y1 in _EXTENTS.values():
        conditions.append((east >= x0) & (east < x1) & (north >= y0) & (north < y1))
        conditions.append((north >= x0) & (north < x1) & (east >= y0) & (east < y1))
    systems = [name for name in _EXTENTS for _ in range(2)]
    swapped = np.select(conditions, [False, True] * len(_EXTENTS), default=False)
    return pd.DataFrame(
        {
            "system": pd.Series(np.select(conditions, systems, default="unknown"), index=x.index, dtype="str"),
            "swapped": pd.Series(swapped.astype(bool), index=x.index),
        }
    )


def to_wgs84(x: pd.Series, y: pd.Series, *, classified: pd.DataFrame) -> pd.DataFrame:
    """The pairs as `lon`, `lat` (degrees, EPSG:4326): a proposal to show, never applied on its own.

    `classified` is what `classify_coordinates` said; NaN for sweref_local and unknown. RT90 is exact to about 1 m.
    """
    swapped = classified["swapped"].to_numpy()
    east = np.where(swapped, y, x).astype("float64")
    north = np.where(swapped, x, y).astype("float64")
    lon, lat = np.full(len(x), np.nan), np.full(len(x), np.nan)
    system = classified["system"].to_numpy(dtype=object)
    degrees = system == "wgs84"
    lon[degrees], lat[degrees] = east[degrees], north[degrees]
    for name, crs in _CRS.items():
        chosen = system == name
        if chosen.any():
            transform = Transformer.from_crs(crs, WGS84, always_xy=True).transform
            lon[chosen], lat[chosen] = transform(east[chosen], north[chosen])
    return pd.DataFrame({"lon": lon, "lat": lat}, index=x.index)


@dataclass(frozen=True, eq=False)
class MunicipalityFinder:
    """Says in which municipality a point lies.

    `names`: all municipality codes -> names. `polygons`: column `code`, EPSG:3006. `fine`: the polygons are a
    surveyor's and decide alone; otherwise they are generalised and a point within `margin_m` of another
    municipality is left undecided.
    """

    names: Mapping[str, str]
    polygons: gpd.GeoDataFrame
    fine: bool
    margin_m: float

    def find(self, lon: pd.Series, lat: pd.Series) -> pd.DataFrame:
        """Per point its `municipality_code` (NA = undecided), `distance_to_border_m` and `candidates`.

        Degrees, EPSG:4326; candidates are tuples of codes, nearest first. A point is decided when exactly one
        municipality lies within the margin (0 m when `fine`); candidates are all that do. `distance_to_border_m` is to
        the outline of the polygon the point lies in (or nearest to), coasts included; NaN without a point.
        """
        points = _project(lon, lat)
        outlines = self.polygons.geometry.to_numpy()
        codes = self.polygons["code"].to_numpy(dtype=object)
        margin_m = 0.0 if self.fine else self.margin_m
        rows, hits = self.polygons.sindex.query(points, predicate="dwithin", distance=margin_m)
        pairs = pd.DataFrame({"row": rows, "code": codes[hits], "m": shapely.distance(points[rows], outlines[hits])})
        near = pairs.sort_values(["row", "m", "code"], kind="stable").groupby("row")["code"].agg(tuple)
        # object dtype by hand: a Series of tuples that are all empty must stay a Series of tuples
        candidates = pd.Series([near.get(row, ()) for row in range(len(points))], index=lon.index, dtype=object)
        decided = candidates.str.len() == 1
        located, nearest = self.polygons.sindex.nearest(points, return_all=False)
        border_m = np.full(len(points), np.nan)
        border_m[located] = shapely.distance(points[located], shapely.boundary(outlines[nearest]))
        return pd.DataFrame(
            {
                "municipality_code": candidates.str[0].where(decided).astype("str"),
                "distance_to_border_m": border_m,
                "candidates": candidates,
            },
            index=lon.index,
        )

    def measure_distance_m(self, codes: pd.Series, lon: pd.Series, lat: pd.Series) -> pd.Series:
        """Metres from each point to the municipality `codes` says: 0 inside, NaN without a point or polygon."""
        outline = self.polygons.drop_duplicates("code").set_index("code").geometry.reindex(codes)
        return pd.Series(shapely.distance(_project(lon, lat), outline.to_numpy()), index=codes.index, dtype="float64")


def _project(lon: pd.Series, lat: pd.Series) -> np.ndarray:
    """Points in EPSG:3006; None where a coordinate is missing."""
    transform = Transformer.from_crs(WGS84, SWEREF99TM, always_xy=True).transform
    known = (lon.notna() & lat.notna()).to_numpy()
    points = np.full(len(lon), None, dtype=object)
    points[known] = shapely.points(*transform(lon.to_numpy()[known], lat.to_numpy()[known]))
    return points


def read_municipality_finder(
    reference_dir: Path, border_file: Path | None = None, *, margin_m: float
) -> MunicipalityFinder:
    """The finder over `reference_dir`: names from municipalities.csv, borders from the finest file there is.

    That is `border_file`, else borders.gpkg or borders.geojson in `reference_dir`, else the generalised
    municipalities.geojson with `margin_m` of doubt. Raises KulturkartaError for a file that is missing or has no codes.
    """
    names_path = reference_dir / "municipalities.csv"
    try:
        table = pd.read_csv(names_path, dtype=str, keep_default_na=False, encoding="utf-8", usecols=["code", "name"])
    except (FileNotFoundError, ValueError) as error:
        raise KulturkartaError(f"{names_path} must be a table with the columns code and name: {error}") from error
    found = [reference_dir / name for name in _BORDER_FILES if (reference_dir / name).is_file()]
    fine = border_file or next(iter(found), None)
    polygons = _read_polygons(fine or reference_dir / "municipalities.geojson")
    names = dict(zip(table["code"], table["name"], strict=True))
    return MunicipalityFinder(names=names, polygons=polygons, fine=fine is not None, margin_m=margin_m)


def _read_polygons(path: Path) -> gpd.GeoDataFrame:
    if not path.is_file():
        raise KulturkartaError(f"{path} is missing: no municipality borders")
    try:
        for layer, geometry_type in pyogrio.list_layers(path):
            if geometry_type is None:
                continue
            frame = gpd.read_file(path, layer=layer)
            code = next((c for c in frame.columns if str(c).lower() in _CODE_COLUMNS), None)
            if code is None or frame.crs is None:
                continue
            codes = frame[code].astype("str").str.zfill(4)
            polygons = gpd.GeoDataFrame({"code": codes}, geometry=frame.geometry.to_numpy(), crs=frame.crs).to_crs(
                SWEREF99TM
            )
            return polygons.dissolve("code", as_index=False) if codes.duplicated().any() else polygons
    except (DataSourceError, DataLayerError) as error:
        raise KulturkartaError(f"{path} cannot be read as GeoPackage or GeoJSON: {error}") from error
    raise KulturkartaError(f"{path} has no layer with a coordinate system and one of the columns {_CODE_COLUMNS}")
