"""An invented Swedish catalogue of any size, the same for the same seed: `python -m tests.measure.synthetic N FOLDER`.

Entries stand where people live: at the reference localities by their population, and strewn over the land of each
municipality for the rest of its people. Kinds, functions, sectors and kinds of position are drawn from the shipped
catalogue's own rows, so they are as frequent and go together as there. Names are made of word parts; no entry is
anything or anybody that exists, and every row says so.
"""

from __future__ import annotations

import json
import shutil
import sys
from functools import cache
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pandas as pd
from pyarrow import Table, csv

from kulturkarta.analysis.demand import resolve_localities, spread_population
from kulturkarta.catalogue import Catalogue, load_catalogue
from kulturkarta.raw import RawTable
from kulturkarta.regions import Region
from kulturkarta.schema import MAPPED_TABLES, TABLES
from kulturkarta.settings import PROJECT_DIR, read_settings
from kulturkarta.sources.package import read_finder
from kulturkarta.sources.population import read_land, read_localities, read_totals
from kulturkarta.taxonomy import read_taxonomy

REGION = "sverige-pahittad"
SOURCE = "Påhittad uppgift, gjord för mätning"
_DATA = PROJECT_DIR / "data"
_PLACES_SHARE = 0.55


def _split(text: str, separator: str | None = None) -> list[str]:
    return text.split(separator)


_FIRST = _split(
    "Al As Björk Bok Brunn Berg Dal Ek En Fager Fors Furu Gran Grön Gull Hag Hassel Hed Holm Hult Häst Häger Kall "
    "Kastanj Klöver Korp Kors Kråk Kvarn Lax Lilla Lind Ljung Lång Lärk Lö Mal Mark Mo Måne Möll Norr Näs Ormbunks "
    "Ost Råd Räv Rönn Sand Silver Sjö Skog Skär Slån Sol Sten Stor Strand Sund Svan Syren Söder Tall Tors Trast "
    "Tun Ul Vall Vide Vinter Vit Vår Väster Åker Ål Ängs Äppel Ö Öster Örn",
)
_LAST = _split(
    "backa berga bo boda by bäcken dala fors gården hamra holma hult hyttan hälla höjden kulla köping lida lunda lycke "
    "löv marken mossen måla näset ryd rås sala sjön skogen slätten stad sta strand strömmen sunda säter tomta torp "
    "tuna udden vad vallen vik viken å ås åsen ängen ö",
)
_MIDDLE = ["", *_split("a e lilla stora norr söder öster väster kvarn sten ek sol berg dal")]
_NATURE = _split("Blå Brokiga Gamla Glada Goda Gröna Gyllene Klara Ljusa Muntra Nya Röda Stilla Unga Vilda Öppna")
_THINGS = _split(
    "bilder boken dansen dockan fiolen filmen formen färgen glaset hantverket kören leran ljudet ljuset lyktan minnet "
    "orden orkestern penseln rösten sagan scenen skrinet slöjden spelet stegen stråken takten tonen tråden väven",
)
_GROUPS = _split("förening sällskap kollektiv vänner ensemble verkstad studio kör teater spelmanslag arkiv grupp")
_DOINGS = _split(
    "ordnar kurser|visar utställningar|håller konserter|övar varje vecka|samlar berättelser|lånar ut lokaler|"
    "visar film|spelar teater för barn|lär ut hantverk|bevarar gamla föremål|tar emot skolor|ger ut böcker",
    "|",
)
_WHERE = _split(
    "i en gammal skola|vid ån|i ett magasin|på landsbygden|mitt i byn|i en tidigare fabrik|vid torget|i en lada|"
    "nära stationen|i folkets hus|vid sjön|i ett gammalt stall",
    "|",
)


def write_data(data_dir: Path, n: int, *, seed: int = 1, codes: tuple[str, ...] = ()) -> Path:
    """A data folder with the shipped taxonomy and reference data and one invented region of `n` entries.

    The region is all of Sweden, or the municipalities `codes`.
    """
    for name in ("taxonomy", "reference"):
        shutil.copytree(_DATA / name, data_dir / name, dirs_exist_ok=True)
    folder = data_dir / REGION
    folder.mkdir(parents=True)
    (folder / "region.toml").write_text(_region_toml(_region(codes)), encoding="utf-8")
    for name, frame in build_tables(n, seed=seed, codes=codes).items():
        csv.write_csv(Table.from_pandas(frame, preserve_index=False), folder / f"{name}.csv")
    listed = [{"name": name, "path": f"{name}.csv", "title": SOURCE} for name in MAPPED_TABLES]
    package = {"name": REGION, "title": SOURCE, "licenses": [{"name": "CC0-1.0"}], "resources": listed}
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    return data_dir


def operator_limits(n: int) -> dict[str, str]:
    """What an operator sets so that a region of `n` entries is read: a row is at most half a kilobyte."""
    return {"KULTURKARTA_MAX_ROWS": str(max(n, 50_000)), "KULTURKARTA_MAX_FILE_MB": str(max(n // 2000, 20))}


def build_catalogue(n: int, *, seed: int = 1, codes: tuple[str, ...] = ()) -> Catalogue:
    """The same entries as a validated catalogue, without files between."""
    settings = read_settings()
    raws = [RawTable(name, f"{name}.csv", frame) for name, frame in build_tables(n, seed=seed, codes=codes).items()]
    taxonomy = read_taxonomy(settings.data_dir / "taxonomy")
    return load_catalogue(_region(codes), raws, taxonomy=taxonomy, finder=read_finder(settings))


def build_tables(n: int, *, seed: int = 1, codes: tuple[str, ...] = ()) -> dict[str, pd.DataFrame]:
    """places and actors, together `n` rows of text cells as in a file, numbered from row 2."""
    rng = np.random.default_rng(seed)
    n_places = round(n * _PLACES_SHARE)
    numbers = {"places": n_places, "actors": n - n_places}
    return {name: _draw_table(name, count, rng, demand=_demand(codes)) for name, count in numbers.items()}


def _draw_table(name: str, n: int, rng: np.random.Generator, *, demand: pd.DataFrame) -> pd.DataFrame:
    shipped = _shipped_rows(name)
    drawn = shipped.iloc[rng.integers(0, len(shipped), n)].reset_index(drop=True)
    where = _draw_positions(drawn["position"].to_numpy(dtype=object), rng, demand=demand)
    kept = [c.name for c in TABLES[name] if c.kind in ("term", "terms") and c.name not in ("position", "status")]
    words = _draw_places(drawn, rng) if name == "places" else _draw_actors(drawn, rng)
    numbers = pd.Series(np.arange(n)).astype("str")
    frame = drawn[kept].assign(
        id=("plats-" if name == "places" else "aktor-") + numbers,
        **words,
        **where,
        source=SOURCE,
        licence="CC0-1.0",
        last_checked=pd.Series(rng.choice(["2026", "2025-06", "2023", "2019", "2014", ""], n), dtype="str"),
        closed=pd.Series(np.where(rng.random(n) < 0.01, "2022", ""), dtype="str"),
    )
    frame.index = pd.RangeIndex(2, n + 2)
    return frame.reindex(columns=[column for column in TABLES[name].names if column in frame])


def _draw_places(drawn: pd.DataFrame, rng: np.random.Generator) -> dict[str, pd.Series]:
    n = len(drawn)
    labels = read_taxonomy(_DATA / "taxonomy")["place_kind"].labels("sv")
    kinds = drawn["kind"].map(labels).str.casefold()
    proper = _draw_proper(n, rng)
    genitive = proper.where(proper.str.endswith("s"), proper + "s")
    about = kinds.str.capitalize() + " som " + _pick(_DOINGS, n, rng) + " " + _pick(_WHERE, n, rng) + "."
    return {"name": genitive + " " + kinds, "description": about}


def _draw_actors(drawn: pd.DataFrame, rng: np.random.Generator) -> dict[str, pd.Series]:
    n = len(drawn)
    of_a_place = _draw_proper(n, rng) + " " + _pick(_GROUPS, n, rng)
    of_a_thing = _pick(_NATURE, n, rng) + " " + _pick(_THINGS, n, rng) + " i " + _draw_proper(n, rng)
    name = of_a_place.where(rng.random(n) < 0.5, of_a_thing)
    offers = pd.Series(np.where(rng.random(n) < 0.5, _pick(_THINGS, n, rng) + ";kurser", ""), dtype="str")
    seeks = pd.Series(np.where(rng.random(n) < 0.2, "replokal", ""), dtype="str")
    return {"name": name, "description": "Gruppen " + _pick(_DOINGS, n, rng) + ".", "offers": offers, "seeks": seeks}


def _draw_proper(n: int, rng: np.random.Generator) -> pd.Series:
    """Names of farms and villages that could be Swedish: Björkängen, Sandlillanäset."""
    return (_pick(_FIRST, n, rng) + _pick(_MIDDLE, n, rng) + _pick(_LAST, n, rng)).str.capitalize()


def _pick(words: list[str] | tuple[str, ...], n: int, rng: np.random.Generator) -> pd.Series:
    return pd.Series(words, dtype="str").take(rng.integers(0, len(words), n)).reset_index(drop=True)


def _draw_positions(position: np.ndarray, rng: np.random.Generator, *, demand: pd.DataFrame) -> dict[str, pd.Series]:
    """Where the entries stand: near a point of demand drawn by its people, or nowhere where `position` says so.

    The shipped catalogue knows most places by their locality only; here six in ten of those are known exactly.
    """
    n = len(position)
    people = demand["people"].to_numpy()
    drawn = demand.iloc[np.searchsorted(np.cumsum(people), rng.random(n) * people.sum())].reset_index(drop=True)
    position = np.where((position == "locality") & (rng.random(n) < 0.6), "exact", position)
    near_m = np.where(drawn["kind"].eq("rural"), 500.0, 250.0)
    east, north = rng.uniform(-1, 1, (2, n)) * near_m
    lat = drawn["lat"].to_numpy() + north / 111_200
    lon = drawn["lon"].to_numpy() + east / (111_200 * np.cos(np.radians(lat)))
    has_point = np.isin(position, ["exact", "address", "area", "locality"])
    located = pd.Series(has_point)
    return {
        "municipality_code": drawn["municipality_code"],
        "locality": drawn["locality"],
        "lon": pd.Series(lon).round(5).astype("str").where(located, ""),
        "lat": pd.Series(lat).round(5).astype("str").where(located, ""),
        "position": pd.Series(position, dtype="str"),
    }


@cache
def _demand(codes: tuple[str, ...]) -> pd.DataFrame:
    land, totals = read_land(_DATA / "reference"), read_totals(_DATA / "reference")
    totals = {code: people for code, people in totals.items() if not codes or code in codes}
    return spread_population(resolve_localities(read_localities(_DATA / "reference"), land), land, totals)


@cache
def _shipped_rows(name: str) -> pd.DataFrame:
    return pd.read_csv(_DATA / "sormland" / f"{name}.csv", dtype=str, keep_default_na=False)


@cache
def _municipalities() -> MappingProxyType[str, str]:
    table = pd.read_csv(_DATA / "reference" / "municipalities.csv", dtype=str)
    return MappingProxyType(dict(zip(table["code"], table["name"], strict=True)))


def _region(codes: tuple[str, ...]) -> Region:
    names = dict.fromkeys(("sv", "en", "nb"), "Sverige (påhittad)")
    towns = {code: name for code, name in _municipalities().items() if not codes or code in codes}
    notes = dict.fromkeys(names, f"{SOURCE}. Ingenting här finns.")
    return Region(REGION, Path(REGION), "00", names, towns, 16.5, 62.5, 4.0, notes=notes)


def _region_toml(region: Region) -> str:
    names, towns, notes = (
        "\n".join(f"{key} = {json.dumps(name, ensure_ascii=False)}" for key, name in pairs.items())
        for pairs in (region.names, region.municipalities, region.notes)
    )
    view = f"lon = {region.lon}\nlat = {region.lat}\nzoom = {region.zoom}"
    return f'county_code = "00"\n[names]\n{names}\n[municipalities]\n{towns}\n[view]\n{view}\n[notes]\n{notes}\n'


if __name__ == "__main__":
    write_data(Path(sys.argv[2]), int(sys.argv[1]))
