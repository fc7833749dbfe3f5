"""A municipality's profile: what there is, against the region; what is missing; which support; how well it is known.

Entries are those of `list_entries`. What has closed is never counted.
"""

from __future__ import annotations

import pandas as pd

from kulturkarta.analysis.entries import UNKNOWN, read_years
from kulturkarta.schema import SHARP_POSITIONS, WHOLE_REGION

_COVERAGE_COLUMNS = [
    *("table", "position", "approximate", "has_point", "checked_year", "functions", "accessibility", "drive"),
]
_INHABITANTS = 10_000
# Kinds that no municipality can lack: "something else" and "not known".
_NO_KINDS = ("annat", UNKNOWN)


def latest_population(municipality_facts: pd.DataFrame, indicator: str = "befolkning") -> pd.DataFrame:
    """Columns municipality_code, population, year: each municipality's latest figure, by code, the region's sum last.

    The region's row has the code "region" and the year of the oldest figure in the sum. No figures, no rows.
    """
    facts = municipality_facts[municipality_facts["indicator"].eq(indicator).fillna(False).to_numpy(dtype=bool)]
    facts = facts.assign(year=read_years(facts["year"].astype("str"))).dropna(subset=["value"])
    latest = facts.sort_values(["municipality_code", "year"]).drop_duplicates("municipality_code", keep="last")
    latest = latest[["municipality_code", "value", "year"]].rename(columns={"value": "population"})
    if latest.empty:
        return latest.reset_index(drop=True)
    total = {
        "municipality_code": [WHOLE_REGION],
        "population": [latest["population"].sum()],
        "year": [latest["year"].min()],
    }
    return pd.concat([latest, pd.DataFrame(total).astype({"municipality_code": "str"})], ignore_index=True)


def count_kinds(entries: pd.DataFrame, population: pd.Series) -> pd.DataFrame:
    """How many of each kind each municipality has, and per 10 000 inhabitants, against the region.

    `population`: inhabitants by municipality code; its index says which municipalities there are (a "region" entry is
    passed over). One row per municipality and (table, kind), n=0 included; an unknown kind is "okand". Columns:
    municipality_code, table, kind, n, per_10000, region_n, region_per_10000. The region's n is the sum of its
    municipalities, so entries without a municipality are in neither figure. Where a population is unknown per_10000
    is NaN, and that municipality is in neither part of the region's rate.

    3 libraries and 20 000 inhabitants: per_10000 = 3 / 20 000 x 10 000 = 1.5.
    """
    inhabitants = population.drop(WHOLE_REGION, errors="ignore").astype("float64")
    codes = inhabitants.index.astype(object)
    key = ["municipality_code", "table", "kind"]
    open_ = entries.loc[~entries["is_closed"], key].fillna({"kind": UNKNOWN})
    kinds = open_[["table", "kind"]].drop_duplicates()
    kinds = kinds.sort_values(["table", "kind"]).to_numpy(dtype=object)
    grid = pd.MultiIndex.from_tuples([(code, table, kind) for code in codes for table, kind in kinds], names=key)
    counts = open_.groupby(key).size().reindex(grid, fill_value=0).rename("n").reset_index()
    counts = counts.astype({"municipality_code": "str", "table": "str", "kind": "str", "n": "int64"})
    people = counts["municipality_code"].map(inhabitants.to_dict()).astype("float64")
    people = people.where(people > 0)
    counts["per_10000"] = counts["n"] / people * _INHABITANTS
    group = [counts["table"], counts["kind"]]
    counts["region_n"] = counts["n"].groupby(group).transform("sum")
    rated = counts["n"].where(people.notna()).groupby(group).transform("sum")
    everyone = people.groupby(group).transform("sum")
    counts["region_per_10000"] = rated / everyone.where(everyone > 0) * _INHABITANTS
    return counts


def find_missing_kinds(counts: pd.DataFrame, municipality_code: str) -> pd.DataFrame:
    """The kinds of places that other municipalities of the region have in the catalogue, but this one has not.

    `counts` from `count_kinds`. Columns kind, n_municipalities (how many have it), region_n (how many there are);
    the most widespread first; "annat" and "okand" are no kinds to lack. None in the catalogue is not none in the
    world: show it with the coverage.
    """
    places = counts[counts["table"].eq("places") & ~counts["kind"].isin(_NO_KINDS) & counts["n"].gt(0)]
    here = places.loc[places["municipality_code"].eq(municipality_code), "kind"]
    elsewhere = places[~places["kind"].isin(here)]
    missing = elsewhere.groupby("kind").agg(n_municipalities=("n", "size"), region_n=("n", "sum")).reset_index()
    order = ["n_municipalities", "region_n", "kind"]
    return missing.sort_values(order, ascending=[False, False, True], ignore_index=True)


def describe_coverage(
    entries: pd.DataFrame, municipality_code: str | None, *, this_year: int, stale_years: int
) -> pd.Series:
    """How well the open entries of a municipality (None: of all) are known, as counts and shares 0-1.

    n, n_places, n_actors; of n: share_exact (a point, exact or of the address), share_approximate (a point of
    somewhere near), share_point_unsure (a point of unknown precision), share_without_point, which add up to 1;
    share_checked (in the last `stale_years` years) and share_check_unknown; of the places: share_functions and
    share_accessibility known; of the actors: share_drive known. A share of nothing is NaN.
    """
    counted = ~entries["is_closed"].to_numpy(dtype=bool)
    if municipality_code is not None:
        counted &= entries["municipality_code"].eq(municipality_code).fillna(False).to_numpy(dtype=bool)
    here = entries.loc[counted, _COVERAGE_COLUMNS]
    places, actors = here[here["table"].eq("places")], here[here["table"].eq("actors")]
    sharp = here["has_point"] & here["position"].isin(SHARP_POSITIONS)
    approximate = here["has_point"] & here["approximate"]
    return pd.Series(
        {
            "n": float(len(here)),
            "n_places": float(len(places)),
            "n_actors": float(len(actors)),
            "share_exact": sharp.mean(),
            "share_approximate": approximate.mean(),
            "share_point_unsure": (here["has_point"] & ~sharp & ~approximate).mean(),
            "share_without_point": (~here["has_point"]).mean(),
            "share_checked": here["checked_year"].ge(this_year - stale_years).mean(),
            "share_check_unknown": here["checked_year"].isna().mean(),
            "share_functions": places["functions"].map(len).gt(0).mean(),
            "share_accessibility": places["accessibility"].map(len).gt(0).mean(),
            "share_drive": actors["drive"].notna().mean(),
        },
        dtype="float64",
    )
