"""Where people live: SCB's squares or any points with people, imported once and kept beside a region's tables.

SCB counts by the Cell Key Method since 2025: each number is changed a little and parts don't add up, so only the total
`beftotalt` is used, and nothing here says how many live in one square.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from pyogrio.errors import DataSourceError
from pyproj import Transformer

from kulturkarta.errors import Cell, DataProblem, KulturkartaError
from kulturkarta.geo import SWEREF99TM, WGS84, classify_coordinates
from kulturkarta.raw import RawTable
from kulturkarta.sources.guard import Limits
from kulturkarta.sources.points import parse_cells, read_table
from kulturkarta.validation.cells import cell_problem

POPULATION_FILE, PROVENANCE_FILE = "population.csv", "population.json"
AGE_COLUMNS = ("age_0_19", "age_20_64", "age_65_plus")

_PEOPLE_NAMES = ("beftotalt", "people", "population", "befolkning", "folkmangd", "folkmängd", "demand")
_AGE_NAMES: Mapping[str, tuple[str, ...]] = {
    "age_0_19": ("age_0_19", "0-19", "0–19", "0_19", "ald0_19", "alder_0_19"),
    "age_20_64": ("age_20_64", "20-64", "20–64", "20_64", "ald20_64", "alder_20_64"),
    "age_65_plus": ("age_65_plus", "65+", "65-", "65–", "65_plus", "ald65_", "ald65", "alder_65"),
}
_X_NAMES, _Y_NAMES = ("x_m", "x", "easting", "e"), ("y_m", "y", "northing", "n")
_SQUARE_M = 1000.0
_SQUARE_ID = r"(\d{6})(\d{7})"


@dataclass(frozen=True)
class PopulationFile:
    """What a population file says: x_m, y_m (EPSG:3006), people and the age groups it has; `is_grid`: squares."""

    frame: pd.DataFrame
    is_grid: bool
    file: str
    problems: tuple[DataProblem, ...]


def read_population(path: Path, *, limits: Limits) -> PopulationFile:
    """The squares or points in the file at `path`, those without people left out.

    SCB's squares: `rutid_scb`, easting and northing of the lower left corner, and `beftotalt`; the point is the middle,
    half of `rutstorl` (else 500 m) further. Other points: lon and lat in degrees, or x and y in EPSG:3006, with people.
    Age groups 0-19, 20-64 and 65+ are taken when present. Rows that cannot be understood are set aside with a problem.
    Raises DataProblem when the file cannot be read or lacks what it takes.
    """
    raw = read_table(path, [], limits=limits)
    names = list(raw.frame.columns)
    people = _find(names, _PEOPLE_NAMES)
    is_grid = "rutid_scb" in names
    if people is None:
        raise DataProblem("points.column_missing", Cell(raw.file, 1, "people"), params={"columns": "beftotalt, people"})
    ages = {ours: theirs for ours, aliases in _AGE_NAMES.items() if (theirs := _find(names, aliases))}
    numbers, problems = parse_cells(raw, [people, *ages.values()], not_negative=[people, *ages.values()])
    place, found = _read_squares(raw) if is_grid else _read_coordinates(raw, names)
    problems += found
    frame = place.assign(people=numbers[people], **{ours: numbers[theirs] for ours, theirs in ages.items()})
    frame = frame.drop(index=sorted({problem.where.row for problem in problems if problem.where.row is not None}))
    frame = frame[frame["people"] > 0].reset_index(drop=True)
    return PopulationFile(frame, is_grid, raw.file, (*raw.problems, *problems))


def _find(names: list[str], aliases: tuple[str, ...]) -> str | None:
    return next((name for name in aliases if name in names), None)


def _read_squares(raw: RawTable) -> tuple[pd.DataFrame, list[DataProblem]]:
    corner = raw.frame["rutid_scb"].str.strip().str.extract(f"^{_SQUARE_ID}$").astype("float64")
    wrong = corner.index[corner[0].isna()]
    problems = [cell_problem(raw, row, column="rutid_scb", code="population.square") for row in wrong]
    side = _SQUARE_M
    if "rutstorl" in raw.frame:
        sizes, found = parse_cells(raw, ["rutstorl"], not_negative=["rutstorl"])
        problems, side = problems + found, sizes["rutstorl"]
    return pd.DataFrame({"x_m": corner[0] + side / 2, "y_m": corner[1] + side / 2}), problems


def _read_coordinates(raw: RawTable, names: list[str]) -> tuple[pd.DataFrame, list[DataProblem]]:
    x, y = ("lon", "lat") if {"lon", "lat"} <= set(names) else (_find(names, _X_NAMES), _find(names, _Y_NAMES))
    if x is None or y is None:
        needed = {"columns": "rutid_scb; lon, lat; x, y"}
        raise DataProblem("points.column_missing", Cell(raw.file, 1, "rutid_scb"), params=needed)
    frame, problems = parse_cells(raw, [x, y], not_negative=[])
    known = frame.dropna()
    said = classify_coordinates(known[x], known[y])
    expected = "wgs84" if x == "lon" else "sweref99tm"
    wrong = known.index[(said["system"] != expected) | said["swapped"]]
    said_pair = raw.frame[x].str.cat(raw.frame[y], sep=", ")
    code = f"population.{expected}"
    problems += [cell_problem(raw, row, column=x, code=code, got=str(said_pair.loc[row])) for row in wrong]
    if x != "lon":
        return frame.set_axis(["x_m", "y_m"], axis="columns"), problems
    transform = Transformer.from_crs(WGS84, SWEREF99TM, always_xy=True).transform
    x_m, y_m = transform(frame[x].to_numpy(), frame[y].to_numpy())
    return pd.DataFrame({"x_m": x_m, "y_m": y_m}, index=frame.index), problems


def save_population(frame: pd.DataFrame, folder: Path, *, file: str, is_grid: bool, imported: str) -> None:
    """Write population.csv and population.json, where it came from, into `folder`; each is there whole or as before."""
    text = frame.to_csv(index=False, lineterminator="\n", float_format="%.3f")
    provenance = {
        "file": file,
        "imported": imported,
        "kind": "grid" if is_grid else "points",
        "points": len(frame),
        "people": round(float(frame["people"].sum()), 3),
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
    }
    _replace(folder / POPULATION_FILE, text)
    _replace(folder / PROVENANCE_FILE, json.dumps(provenance, ensure_ascii=False, indent=2) + "\n")


def _replace(path: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def read_saved_population(folder: Path) -> tuple[pd.DataFrame, dict[str, object]] | None:
    """What `save_population` wrote in `folder` and its provenance; None when nothing was imported.

    Raises KulturkartaError when one of the two files is missing or they don't belong together.
    """
    path, provenance_path = folder / POPULATION_FILE, folder / PROVENANCE_FILE
    if not path.exists() and not provenance_path.exists():
        return None
    try:
        data = path.read_bytes()
        provenance = json.loads(provenance_path.read_text(encoding="utf-8"))
        if provenance["sha256"] != hashlib.sha256(data).hexdigest():
            raise ValueError("population.json describes another population.csv")
        return pd.read_csv(path, dtype={"municipality_code": "str"}), provenance
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise KulturkartaError(
            f"{path} cannot be used: {error}. Run kulturkarta import-population again, or remove both files"
        ) from error


def read_localities(reference_dir: Path) -> pd.DataFrame:
    """The populated places in localities.csv: name, lon, lat, population (NaN = unknown), municipality_code and
    municipality_candidates ("" = none). Raises KulturkartaError when there is no such table."""
    path = reference_dir / "localities.csv"
    try:
        texts = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8")
        columns = ["name", "lon", "lat", "population", "municipality_code", "municipality_candidates"]
        frame = texts[columns].copy()
        numbers = ["lon", "lat", "population"]
        frame[numbers] = frame[numbers].replace("", np.nan).astype("float64")
    except (OSError, KeyError, ValueError) as error:
        raise KulturkartaError(f"{path} is not a table of localities: {error}") from error
    return frame


def read_totals(reference_dir: Path) -> dict[str, float]:
    """Inhabitants by municipality code, from municipalities.csv. Raises KulturkartaError when it lacks them."""
    path = reference_dir / "municipalities.csv"
    try:
        frame = pd.read_csv(path, dtype={"code": "str"}, usecols=["code", "population"], encoding="utf-8")
    except (OSError, ValueError) as error:
        raise KulturkartaError(f"{path} must be a table with the columns code and population: {error}") from error
    return dict(zip(frame["code"], frame["population"].astype("float64"), strict=True))


def read_land(reference_dir: Path) -> gpd.GeoDataFrame:
    """`code` and polygons (EPSG:3006) of municipalities.geojson, which leave out the sea; finer borders include it.

    Raises KulturkartaError when the file is missing or has no codes.
    """
    path = reference_dir / "municipalities.geojson"
    try:
        frame = gpd.read_file(path)
        return gpd.GeoDataFrame(frame[["code", "geometry"]].astype({"code": "str"}).to_crs(SWEREF99TM))
    except (DataSourceError, KeyError, ValueError) as error:
        raise KulturkartaError(f"{path} has no municipality polygons with codes: {error}") from error
