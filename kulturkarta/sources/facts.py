"""Researched facts become a region's catalogue: the same facts always give the same bytes.

A folder of facts holds meeting_places, actors, support_structures, collaborations, proposals, activities,
events_recurring, needs_published and municipality_stats as CSV, plus what the researchers know about them: status.csv
(what is closed or uncertain), coverage.csv (known holes) and package.toml (name, licences, credits).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from kulturkarta.errors import KulturkartaError
from kulturkarta.schema import TABLES
from kulturkarta.sources import fact_rows, fact_ties
from kulturkarta.sources.descriptor import describe_package, format_descriptor
from kulturkarta.sources.fact_ids import IDENTITY, assign_ids
from kulturkarta.taxonomy import read_taxonomy

FACTS = (
    "meeting_places", "actors", "support_structures", "collaborations", "proposals", "activities",
    "events_recurring", "needs_published", "municipality_stats", "status", "coverage",
)  # fmt: skip


def build_region(facts_dir: Path, region_dir: Path, reference_dir: Path) -> dict[str, int]:
    """Write every table of the schema and datapackage.json into `region_dir`; rows per table.

    The region's key is the folder's name. Localities come from `reference_dir`, vocabularies from the folder
    `taxonomy` beside it. Rows already in `region_dir` with the same name and municipality keep their ids.
    Raises KulturkartaError when facts are missing or name a kind, status row or id that cannot be.
    """
    package = read_package_facts(facts_dir)
    build = fact_rows.Build(
        facts={name: _read_csv(facts_dir / f"{name}.csv") for name in FACTS},
        taxonomy=read_taxonomy(reference_dir.parent / "taxonomy"),
        localities=_read_csv(reference_dir / "localities.csv"),
        package=package,
    )
    existing = read_existing(region_dir)
    tables = map_tables(build, existing=existing, region_key=region_dir.name)
    region_dir.mkdir(parents=True, exist_ok=True)
    for name, frame in tables.items():
        frame.to_csv(region_dir / f"{name}.csv", index=False, encoding="utf-8", lineterminator="\n")
    descriptor = format_descriptor(describe_package(package, build.taxonomy))
    (region_dir / "datapackage.json").write_text(descriptor, encoding="utf-8", newline="\n")
    return {name: len(frame) for name, frame in tables.items()}


def map_tables(
    build: fact_rows.Build, *, existing: Mapping[str, pd.DataFrame], region_key: str
) -> dict[str, pd.DataFrame]:
    """Every table of the schema in its column order, rows ordered by id, all text. Ids are unique over all tables."""
    taken = {row_id for frame in existing.values() for row_id in frame["id"]}
    tables: dict[str, pd.DataFrame] = {}

    def add(name: str, frame: pd.DataFrame) -> None:
        ids = assign_ids(name, frame, region_key=region_key, existing=existing.get(name), taken=taken)
        whole = frame.assign(id=ids).reindex(columns=TABLES[name].names, fill_value="")
        tables[name] = whole.sort_values("id", ignore_index=True)

    add("places", fact_rows.map_places(build))
    add("actors", fact_rows.map_actors(build))
    add("supports", fact_rows.map_supports(build))
    add("collaborations", fact_ties.map_collaborations(build, tables))
    add("proposals", fact_ties.map_proposals(build))
    add("activities", fact_ties.map_activities(build))
    add("events", fact_rows.map_events(build))
    add("need_figures", fact_rows.map_need_figures(build))
    add("municipality_facts", fact_ties.map_municipality_facts(build))
    add("coverage", fact_rows.map_coverage(build, tables))
    _refuse_shared_ids(tables)
    empty = {name: pd.DataFrame(columns=table.names, dtype="str") for name, table in TABLES.items()}
    return {name: tables.get(name, empty[name]) for name in TABLES}


def _refuse_shared_ids(tables: Mapping[str, pd.DataFrame]) -> None:
    """Ids given by hand (`id_keep`) could meet one made for another table."""
    ids = pd.concat([frame["id"] for frame in tables.values()])
    if ids.duplicated().any():
        raise KulturkartaError(f"id_keep {ids[ids.duplicated()].iloc[0]!r} is the id of another row")


def read_package_facts(facts_dir: Path) -> dict[str, Any]:
    """package.toml as a dictionary. Raises KulturkartaError when it is missing or broken."""
    path = facts_dir / "package.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise KulturkartaError(f"{path} cannot be read: {error}") from error


def read_existing(region_dir: Path) -> dict[str, pd.DataFrame]:
    """The tables built before that have ids to keep, by name."""
    paths = {name: region_dir / f"{name}.csv" for name in IDENTITY}
    return {name: _read_csv(path) for name, path in paths.items() if path.is_file()}


def _read_csv(path: Path) -> pd.DataFrame:
    """All text, "" for no value. Our own files only: a stranger's file goes through the tolerant reader."""
    try:
        return pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8")
    except (OSError, ValueError) as error:
        raise KulturkartaError(f"{path} cannot be read: {error}") from error
