"""A Sweden of five square municipalities, 10 km a side, and three words per vocabulary: enough to test by hand.

Sörmland (04), side by side in EPSG:3006 with northing 6,510-6,520 km: Nyköping 0480 (easting 600-610 km), Oxelösund
0481 (610-620 km), Trosa 0488 (620-630 km). Halland (13), northing 6,290-6,300 km: Halmstad 1380 (350-360 km) and
Hylte 1315 (360-370 km).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from pyproj import Transformer

from kulturkarta.geo import MunicipalityFinder, read_municipality_finder
from kulturkarta.schema import TABLES
from kulturkarta.taxonomy import Taxonomy, read_taxonomy

SQUARES = {
    "0480": ("Nyköping", 600, 6510),
    "0481": ("Oxelösund", 610, 6510),
    "0488": ("Trosa", 620, 6510),
    "1380": ("Halmstad", 350, 6290),
    "1315": ("Hylte", 360, 6290),
}
WORDS = {
    "place_kind": [
        ("bibliotek", "Bibliotek", "Library", "Bibliotek"),
        ("replokal", "Replokal", "Rehearsal room", "Øvingslokale"),
        ("hembygdsgard", "Hembygdsgård", "Local heritage centre", "Bygdetun"),
    ],
    "place_function": [("ova", "Öva", "Rehearse", "Øve"), ("visa", "Visa", "Show", "Vise")],
    "position": [(code, code, code, code) for code in ("exact", "address", "area", "locality", "municipality", "none")],
}
_TO_DEGREES = Transformer.from_crs("EPSG:3006", "EPSG:4326", always_xy=True)


def degrees(east_km: float, north_km: float) -> tuple[float, float]:
    """lon, lat of a point in EPSG:3006."""
    return _TO_DEGREES.transform(east_km * 1000, north_km * 1000)


def write_reference(folder: Path) -> Path:
    """`reference/` with municipalities.csv, counties.csv and municipalities.geojson."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = [f"{code},{name},{code[:2]},1000,2025" for code, (name, _, _) in SQUARES.items()]
    header = "code,name,county_code,population,year"
    (folder / "municipalities.csv").write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    counties = "code,name_sv,name_en,name_nb\n04,Sörmland,Sörmland,Sörmland\n13,Halland,Halland County,Halland\n"
    (folder / "counties.csv").write_text(counties, encoding="utf-8")
    squares = {"type": "FeatureCollection", "features": [_square(code) for code in SQUARES]}
    (folder / "municipalities.geojson").write_text(json.dumps(squares), encoding="utf-8")
    return folder


def _square(code: str) -> dict[str, object]:
    name, east, north = SQUARES[code]
    corners = [(east, north), (east + 10, north), (east + 10, north + 10), (east, north + 10), (east, north)]
    ring = [degrees(*corner) for corner in corners]
    return {
        "type": "Feature",
        "properties": {"code": code, "name": name},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def write_taxonomy(folder: Path) -> Path:
    """`taxonomy/` with every vocabulary the schema names: the words above, elsewhere `ett` and `tva`."""
    folder.mkdir(parents=True, exist_ok=True)
    plain = [("ett", "Ett", "One", "En"), ("tva", "Två", "Two", "To")]
    for name in sorted({column.vocabulary for table in TABLES.values() for column in table} - {""}):
        lines = [",".join(term) for term in WORDS.get(name, plain)]
        text = "\n".join(["code,label_sv,label_en,label_nb", *lines, ""])
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def small_taxonomy(folder: Path) -> Taxonomy:
    return read_taxonomy(write_taxonomy(folder / "taxonomy"))


def small_finder(folder: Path, *, margin_m: float = 3000.0) -> MunicipalityFinder:
    return read_municipality_finder(write_reference(folder / "reference"), margin_m=margin_m)


def write_data(folder: Path) -> Path:
    """A data folder with taxonomy/ and reference/, and no region yet."""
    write_taxonomy(folder / "taxonomy")
    write_reference(folder / "reference")
    return folder


def write_region(
    folder: Path, tables: dict[str, str], *, resources: Sequence[Mapping[str, object]] | None = None
) -> Path:
    """A region of the three Sörmland squares; `tables` are CSV texts by table, all named in datapackage.json."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "region.toml").write_text(REGION_TOML, encoding="utf-8")
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    listed = [{"name": name, "path": f"{name}.csv"} for name in tables] if resources is None else list(resources)
    package = {"name": folder.name, "licenses": [{"name": "CC0-1.0"}], "resources": listed}
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    return folder


REGION_TOML = """county_code = "04"
[names]
sv = "Sörmland"
en = "Södermanland"
nb = "Södermanland"
[municipalities]
0480 = "Nyköping"
0481 = "Oxelösund"
0488 = "Trosa"
[view]
lon = 17.0
lat = 58.8
zoom = 9
"""
