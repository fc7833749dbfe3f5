"""A region's folder: region.toml, and datapackage.json (Data Package v2) with the files it names."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from kulturkarta.catalogue import Catalogue, load_catalogue
from kulturkarta.errors import Cell, DataProblem, KulturkartaError
from kulturkarta.geo import MunicipalityFinder, read_municipality_finder
from kulturkarta.raw import Provenance, RawTable
from kulturkarta.regions import Region, read_region
from kulturkarta.schema import TABLES
from kulturkarta.settings import Settings
from kulturkarta.sources.guard import Limits
from kulturkarta.sources.labels import use_column_names
from kulturkarta.sources.registry import find_reader
from kulturkarta.taxonomy import read_taxonomy

PACKAGE_FILE = "datapackage.json"


def read_catalogue(region_dir: Path, *, settings: Settings) -> Catalogue:
    """The catalogue of the region in `region_dir`. Vocabularies and borders are read once per process.

    What is wrong in a table is among the catalogue's problems. Raises KulturkartaError when the region itself, its
    datapackage.json, the taxonomy or the reference data cannot be read.
    """
    region, raw_tables = read_package(region_dir, settings=settings)
    taxonomy = read_taxonomy(settings.data_dir / "taxonomy")
    return load_catalogue(region, raw_tables, taxonomy=taxonomy, finder=read_finder(settings))


def read_finder(settings: Settings) -> MunicipalityFinder:
    """The finder over the reference data and borders that `settings` names, read once per process."""
    return _read_finder(settings.data_dir / "reference", settings.border_file, settings.border_margin_m)


@cache
def _read_finder(reference_dir: Path, border_file: Path | None, margin_m: float) -> MunicipalityFinder:
    return read_municipality_finder(reference_dir, border_file, margin_m=margin_m)


def read_package(region_dir: Path, *, settings: Settings) -> tuple[Region, list[RawTable]]:
    """The region and a raw table per resource of its datapackage.json, in that order.

    A resource that cannot be read, or whose path leaves the folder, is a table without rows whose problem says why.
    Raises KulturkartaError when region.toml or datapackage.json is missing or is no such file.
    """
    region = read_region(region_dir)
    package = _read_descriptor(region_dir / PACKAGE_FILE)
    limits = Limits.from_settings(settings)
    return region, [_read_resource(resource, package, region_dir, limits) for resource in package["resources"]]


def _read_descriptor(path: Path) -> dict[str, Any]:
    try:
        package = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise KulturkartaError(f"{path} is missing: it names the region's tables") from None
    except (ValueError, RecursionError) as error:
        raise KulturkartaError(f"{path} is not JSON in UTF-8: {error}") from error
    resources = package.get("resources") if isinstance(package, dict) else None
    if not isinstance(resources, list) or not all(isinstance(resource, dict) for resource in resources):
        raise KulturkartaError(f"{path} has no list of resources: is it a Data Package?")
    return package


def _read_resource(resource: Mapping[str, Any], package: Mapping[str, Any], folder: Path, limits: Limits) -> RawTable:
    name = str(resource.get("name", ""))
    provenance = _provenance(resource, package)
    file = PACKAGE_FILE
    try:
        path = _resolve(resource.get("path"), folder, name=name)
        file = path.relative_to(folder.resolve()).as_posix()
        if name not in TABLES:
            # Its rows have nowhere to go; load_catalogue says so.
            return RawTable(name, file, _no_rows(name), provenance=provenance)
        raw = use_column_names(find_reader(file)(path, name=name, file=file, limits=limits))
    except DataProblem as problem:
        return RawTable(name, file, _no_rows(name), problems=(problem,), provenance=provenance)
    return replace(raw, provenance=provenance)


def _resolve(path: object, folder: Path, *, name: str) -> Path:
    """The file that a resource's `path` names. Raises DataProblem unless it lies in `folder`, links followed.

    The Data Package standard allows only relative POSIX paths without `..`; web addresses it allows we do not: the
    app asks nobody for data on its own.
    """
    parts = path.split("/") if isinstance(path, str) else []
    where = Cell(PACKAGE_FILE, column=name or "resources")
    if not parts or any(part in ("", ".", "..") for part in parts) or any(sign in str(path) for sign in "\\:\x00"):
        raise DataProblem("package.path_outside", where, got=str(path).replace("\x00", ""))
    resolved = folder.resolve().joinpath(*parts).resolve()
    if not resolved.is_relative_to(folder.resolve()):
        raise DataProblem("package.path_outside", where, got=str(path))
    return resolved


def _no_rows(name: str) -> pd.DataFrame:
    return pd.DataFrame(columns=TABLES[name].names if name in TABLES else [], dtype="str")


def _provenance(resource: Mapping[str, Any], package: Mapping[str, Any]) -> Provenance:
    """Sources and licences of the resource, else of the package."""
    sources = _entries(resource.get("sources")) or _entries(package.get("sources"))
    licences = _entries(resource.get("licenses")) or _entries(package.get("licenses"))
    return Provenance(
        title=str(resource.get("title") or resource.get("name") or ""),
        source=", ".join(str(source.get("title", "")) for source in sources if source.get("title")),
        source_url=next((str(source["path"]) for source in sources if source.get("path")), ""),
        licence=", ".join(str(licence.get("name") or licence.get("title") or "") for licence in licences),
        fetched=str(resource.get("created") or package.get("created") or ""),
    )


def _entries(value: object) -> list[dict[str, Any]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []
