"""A new region's folder, ready to be filled: any Swedish county, from the reference data alone."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Mapping
from io import StringIO
from pathlib import Path

import geopandas as gpd
import pandas as pd

from kulturkarta.errors import KulturkartaError
from kulturkarta.i18n import Texts
from kulturkarta.schema import TABLES
from kulturkarta.sources.descriptor import describe_package, format_descriptor
from kulturkarta.sources.package import PACKAGE_FILE
from kulturkarta.taxonomy import read_taxonomy
from kulturkarta.validation.mends import slug

_LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Erkännande 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
# The first view must hold the county on a small laptop: the map is then about this many pixels wide and high.
_VIEW_PIXELS = (700, 560)
_TILE_PIXELS = 256


def create_region(county_code: str, data_dir: Path) -> Path:
    """Write `data_dir/<county>/` with region.toml, datapackage.json and an empty file per table; its path.

    `county_code` is two digits ("13" is Halland). Names, municipalities and the first view come from
    `data_dir/reference`. Raises KulturkartaError for an unknown code and for a folder that exists: nothing is lost.
    """
    counties = _read_reference(data_dir / "reference" / "counties.csv")
    county = counties[counties["code"] == county_code]
    if county.empty:
        known = ", ".join(f"{code} {name}" for code, name in zip(counties["code"], counties["name_sv"], strict=True))
        raise KulturkartaError(f"{county_code!r} is not a county code. Use one of: {known}")
    names = {lang: str(county.iloc[0][f"name_{lang}"]) for lang in ("sv", "en", "nb")}
    folder = data_dir / slug(names["en"].removesuffix(" County"))
    municipalities = _read_reference(data_dir / "reference" / "municipalities.csv")
    chosen = municipalities[municipalities["county_code"] == county_code]
    codes = dict(zip(chosen["code"], chosen["name"], strict=True))
    view = _find_view(data_dir / "reference" / "municipalities.geojson", list(codes))
    descriptor = describe_package(_describe(names["sv"], folder.name), read_taxonomy(data_dir / "taxonomy"))
    files = {
        "region.toml": _format_region(county_code, names, codes, view),
        PACKAGE_FILE: format_descriptor(descriptor),
        **{f"{table.name}.csv": _header(table.names) for table in TABLES.values()},
    }
    try:
        folder.mkdir()
    except FileExistsError:
        raise KulturkartaError(f"{folder} exists already. Remove it first, or fill it as it is.") from None
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return folder


def _read_reference(path: Path) -> pd.DataFrame:
    try:
        return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    except FileNotFoundError as error:
        raise KulturkartaError(f"{path} is missing: a new region takes its names and municipalities from it") from error


def _describe(name: str, key: str) -> dict[str, object]:
    """What describe_package asks for, in Swedish as the shipped package is."""
    t = Texts("sv")
    return {
        "name": f"kulturkarta-{key}",
        "title": t("new_region.title", name=name),
        "description": t("new_region.description", name=name),
        "version": "0.1.0",
        "licenses": [_LICENCE],
        "sources": [{"title": t("new_region.source", name=name)}],
        "contributors": [{"title": name, "roles": ["publisher"]}],
        "titles": {table: t(f"table.{table}") for table in TABLES},
    }


def _find_view(path: Path, codes: list[str]) -> tuple[float, float, int]:
    """lon, lat of the middle of the municipalities, and the closest whole zoom that shows them all."""
    borders = gpd.read_file(path)
    borders = borders[borders["code"].isin(codes)]
    if borders.empty:
        raise KulturkartaError(f"{path} has no borders for {', '.join(codes) or 'the county'}")
    west, south, east, north = (float(edge) for edge in borders.to_crs(4326).total_bounds)
    # Web Mercator: the world is one tile at zoom 0, and each step doubles it.
    width = (east - west) / 360
    height = (_mercator(north) - _mercator(south)) / (2 * math.pi)
    fits = (pixels / (_TILE_PIXELS * share) for pixels, share in zip(_VIEW_PIXELS, (width, height), strict=True))
    return round((west + east) / 2, 2), round((south + north) / 2, 2), math.floor(math.log2(min(fits)))


def _mercator(lat: float) -> float:
    return math.asinh(math.tan(math.radians(lat)))


def _format_region(
    county_code: str, names: Mapping[str, str], municipalities: Mapping[str, str], view: tuple[float, float, int]
) -> str:
    def table(title: str, values: Mapping[str, object]) -> list[str]:
        # A JSON value is a TOML value: strings with the same escapes, numbers alike.
        return [
            f"[{title}]",
            *(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()),
            "",
        ]

    tiles = {
        "url": "https://tile.openstreetmap.org/{z}/{x}/{y}.png",
        "attribution": "© OpenStreetMap contributors",
        "max_zoom": 19,
    }
    lines = [f'county_code = "{county_code}"', 'correction_url = ""', ""]
    lines += table("names", names) + table("municipalities", municipalities)
    lines += table("view", dict(zip(("lon", "lat", "zoom"), view, strict=True))) + table("tiles", tiles)
    return "\n".join(lines)


def _header(columns: list[str]) -> str:
    line = StringIO()
    csv.writer(line, lineterminator="\n").writerow(columns)
    return line.getvalue()
