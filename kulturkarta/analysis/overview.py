"""What is in the catalogue: rows, sources, licences, age and spread per table, and a table cut to a choice."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pandas as pd

from kulturkarta.analysis.entries import UNKNOWN, read_years
from kulturkarta.analysis.filters import FRESHNESS_BUCKETS, freshness_bucket
from kulturkarta.schema import MAPPED_TABLES, WHOLE_REGION

ELSEWHERE = "utanfor"
"""Rows of municipalities outside the region."""

_AREA_COLUMNS = ("municipality_code", "service_area")


def describe_tables(tables: Mapping[str, pd.DataFrame], *, this_year: int) -> pd.DataFrame:
    """One row per table, in the mapping's order.

    Columns: table, n_rows, n_sources (different ones), licences (tuple), oldest_year, newest_year and median_year
    checked, median_age_years, n_year_unknown, n_municipalities (how many different ones the rows name) and
    share_with_municipality (of the rows, those that name one or the whole region). Years are floats, NaN where no row
    has one; the last two are NaN for tables that have no municipality. Unknown years are in no median.
    """
    rows = [{"table": name, **_describe_table(frame, this_year=this_year)} for name, frame in tables.items()]
    return pd.DataFrame(rows)


def _describe_table(frame: pd.DataFrame, *, this_year: int) -> dict[str, object]:
    years = read_years(frame["last_checked"].astype("str"))
    areas = list_areas(frame)
    named = areas[areas["area"].ne(UNKNOWN)]
    has_area = any(column in frame for column in _AREA_COLUMNS)
    return {
        "n_rows": len(frame),
        "n_sources": int(frame["source"].nunique()),
        "licences": tuple(sorted(frame["licence"].dropna().unique())),
        "oldest_year": years.min(),
        "newest_year": years.max(),
        "median_year": years.median(),
        "median_age_years": this_year - years.median(),
        "n_year_unknown": int(years.isna().sum()),
        "n_municipalities": named.loc[named["area"].ne(WHOLE_REGION), "area"].nunique() if has_area else np.nan,
        "share_with_municipality": named["row"].nunique() / len(frame) if has_area and len(frame) else np.nan,
    }


def list_areas(frame: pd.DataFrame) -> pd.DataFrame:
    """Columns row (position in `frame`) and area: its municipality codes, "region" or "okand", one pair per row each.

    A support that serves three municipalities gives three pairs. No pairs for a table that has no municipality.
    """
    column = next((name for name in _AREA_COLUMNS if name in frame), None)
    if column is None:
        return pd.DataFrame({"row": pd.Series(dtype="int64"), "area": pd.Series(dtype="str")})
    areas = frame[column].reset_index(drop=True)
    areas = areas if column == "municipality_code" else areas.explode().astype("str")
    pairs = pd.DataFrame({"row": areas.index, "area": areas.fillna(UNKNOWN)})
    return pairs.reset_index(drop=True) if areas.index.is_unique else pairs.drop_duplicates(ignore_index=True)


def rows_per_municipality(tables: Mapping[str, pd.DataFrame], codes: Sequence[str]) -> pd.DataFrame:
    """Rows per table (index) and municipality: columns `codes`, then "region", "utanfor" (others) and "okand".

    A row that serves several municipalities counts in each, so a line may add up to more than the table has rows.
    Tables that have no municipality are left out.
    """
    columns = [*codes, WHOLE_REGION, ELSEWHERE, UNKNOWN]
    counts: dict[str, pd.Series] = {}
    for name, frame in tables.items():
        if any(column in frame for column in _AREA_COLUMNS):
            pairs = list_areas(frame)
            n = pairs["area"].value_counts().reindex(columns, fill_value=0)
            n[ELSEWHERE] = pairs.loc[~pairs["area"].isin(columns), "row"].nunique()
            counts[name] = n
    result = pd.DataFrame.from_dict(counts, orient="index", columns=columns).astype("int64")
    return result.rename_axis(index="table")


def age_profile(frame: pd.DataFrame, *, this_year: int) -> pd.DataFrame:
    """Columns bucket, n and share (0-1, NaN for an empty table): rows by years since last checked, all buckets."""
    buckets = freshness_bucket(read_years(frame["last_checked"].astype("str")), this_year=this_year)
    n = buckets.value_counts().reindex(list(FRESHNESS_BUCKETS), fill_value=0).to_numpy()
    share = n / len(frame) if len(frame) else np.full(len(n), np.nan)
    return pd.DataFrame({"bucket": pd.Series(FRESHNESS_BUCKETS, dtype="str"), "n": n, "share": share})


def filter_table(
    table: str, frame: pd.DataFrame, *, entries: pd.DataFrame, municipality_codes: Collection[str]
) -> pd.DataFrame:
    """The rows of a table that belong to a choice, in their order.

    Places and actors: those among the chosen `entries`. Rooms: those of chosen places. Other tables with a
    municipality or a service area: those of `municipality_codes` ("okand" takes the unknown), and what serves the
    whole region; no codes is no restriction. Tables without either are returned whole.
    """
    if table in MAPPED_TABLES or "place_id" in frame:
        chosen = entries.loc[entries["table"].eq("places" if "place_id" in frame else table), "id"]
        return frame[frame["place_id" if "place_id" in frame else "id"].isin(chosen)].reset_index(drop=True)
    if not municipality_codes or not any(column in frame for column in _AREA_COLUMNS):
        return frame.reset_index(drop=True)
    areas = list_areas(frame)
    kept = areas.loc[areas["area"].isin([*municipality_codes, WHOLE_REGION]), "row"].unique()
    return frame.iloc[np.sort(kept)].reset_index(drop=True)


def count_per_locality(entries: pd.DataFrame) -> pd.DataFrame:
    """`locality`, `municipality_code` and `n` of the rows of `list_entries`, most first; without a locality none."""
    named = entries.dropna(subset=["locality"])
    counts = (
        named.groupby(["locality", "municipality_code"], dropna=False, observed=True).size().rename("n").reset_index()
    )
    return counts.sort_values(["n", "locality"], ascending=[False, True], ignore_index=True)
