"""Published figures about a need, those that say most of it first."""

from __future__ import annotations

import pandas as pd

from kulturkarta.analysis.needs.roles import find_role

_TELLING = ("procent", "rang", "antal")


def rank_published(figures: pd.DataFrame, theme: str) -> pd.DataFrame:
    """The figures of `theme` that have a number and are about a need or how it is met: first shares of those asked,
    then ranks, then parts of a whole (n above the value), each the newest first. Counts of things are left out."""
    own = figures[figures["theme"].eq(theme).fillna(False).to_numpy(dtype=bool) & figures["value"].notna().to_numpy()]
    roles = pd.Series([find_role(question) for question in own["question"]], index=own.index, dtype="str")
    is_rough = own["question"].str.contains(r"\((?:över|cirka)", regex=True)  # a rough count is no part of anything
    is_part = own["unit"].eq("antal") & (own["n"] > own["value"]) & ~is_rough
    # What is asked for most says something of a need whatever its words.
    kept = own[
        own["unit"].isin(["procent", "rang"]).fillna(False) & (roles.ne("other") | own["unit"].eq("rang")) | is_part
    ]
    order = pd.DataFrame(
        {
            "role": roles.reindex(kept.index).eq("other"),
            "unit": kept["unit"].map({unit: place for place, unit in enumerate(_TELLING)}),
            "year": -pd.to_numeric(kept["year"].str[:4], errors="coerce").fillna(0),
        }
    ).sort_values(["role", "unit", "year"], kind="stable")
    return kept.loc[order.index].reset_index(drop=True)
