"""Facts that are about time, numbers or other rows: collaborations, proposals, activities, municipality facts."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from kulturkarta.sources.fact_rows import Build, fold_names, trace_source

_ISO = r"\d{4}(?:-\d{2}(?:-\d{2})?)?"
PARTY_TABLES = ("actors", "places", "supports")
"""Where a collaboration's parties are looked for. A name in several tables means the actor: ties are between doers."""


def map_collaborations(build: Build, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The table collaborations out of collaborations.csv.

    A party gets an id when its name is exactly that of one row of `tables` (ignoring case); else its name stands
    alone. A period is years around an en dash, either end open; one year alone both begins and ends there.
    """
    raw = build.facts["collaborations"]
    ids = _index_names(tables)
    years = raw["period"].str.extract(r"^(?P<since>\d{4})?(?P<dash>\u2013)?(?P<until>\d{4})?$").fillna("")
    one_year = (years["dash"] == "") & (years["until"] == "")
    return pd.DataFrame(
        {
            "from_id": _look_up(raw["from_name"], ids),
            "from_name": raw["from_name"],
            "to_id": _look_up(raw["to_name"], ids),
            "to_name": raw["to_name"],
            "kind": raw["kind"],
            "description": raw["description_sv"],
            "since": years["since"],
            "until": years["until"].mask(one_year, years["since"]),
            **trace_source(raw, build),
        }
    )


def _look_up(names: pd.Series, ids: pd.Series) -> pd.Series:
    # Where no name at all is known, `map` gives numbers: NaN.
    return fold_names(names).map(ids).astype("str").fillna("")


def _index_names(tables: Mapping[str, pd.DataFrame]) -> pd.Series:
    """Folded name -> id over PARTY_TABLES. A name that two rows of the same table share is nobody's."""
    parts = [tables[name][["id", "name"]].assign(name=fold_names(tables[name]["name"])) for name in PARTY_TABLES]
    unique = [part[~part["name"].duplicated(keep=False)] for part in parts]
    shared = pd.concat([part[part["name"].duplicated(keep=False)] for part in parts])["name"]
    every = pd.concat(unique).drop_duplicates("name").set_index("name")["id"]
    return every.drop(labels=shared.unique(), errors="ignore")


def map_proposals(build: Build) -> pd.DataFrame:
    """The table proposals out of proposals.csv."""
    raw = build.facts["proposals"]
    same = ["title", "theme", "stage", "period"]
    return raw[same].assign(description=raw["description_sv"], **trace_source(raw, build))


def map_activities(build: Build) -> pd.DataFrame:
    """The table activities out of activities.csv; `date_text` keeps the source's own words.

    `2023-02-08/2023-02-11` begins and ends; `2021 våren` begins in 2021; a single day has no end of its own.
    """
    raw = build.facts["activities"]
    parts = raw["date"].str.extract(rf"^(?P<starts>{_ISO})(?:/(?P<ends>{_ISO}))?").fillna("")
    same = ["title", "kind", "theme", "place", "municipality_code"]
    return raw[same].assign(
        starts=parts["starts"], ends=parts["ends"], date_text=raw["date"], **trace_source(raw, build)
    )


def map_municipality_facts(build: Build) -> pd.DataFrame:
    """The table municipality_facts out of municipality_stats.csv: population of two years, total and land area."""
    raw = build.facts["municipality_stats"]
    units = build.taxonomy["indicator"].frame["unit"]
    regionfakta = {"source": "Regionfakta", "source_url": "", "licence": build.package["row_licence"]}
    scb = {"source": "SCB", "source_url": raw["source_url_2025"], "licence": build.package["statistics_licence"]}
    measured = [
        ("befolkning", raw["year"], raw["population"], regionfakta),
        ("befolkning", "2025", raw["population_2025"], scb),
        ("areal_km2", raw["year"], raw["area_km2"], regionfakta),
        ("landareal_km2", raw["year"], raw["land_area_km2"], regionfakta),
    ]
    frames = [
        pd.DataFrame({"municipality_code": raw["code"], "indicator": name, "year": year, "value": value}).assign(
            unit=units[name], last_checked=year, **origin
        )
        for name, year, value, origin in measured
    ]
    return pd.concat(frames, ignore_index=True)
