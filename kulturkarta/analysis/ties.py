"""Collaborations as each party sees them."""

from __future__ import annotations

import pandas as pd

from kulturkarta.i18n import sort_key


def list_ties(collaborations: pd.DataFrame) -> pd.DataFrame:
    """Columns own_id, other_id (NA: not in the catalogue), other_name, kind, since, until: one row per party and tie.

    By the other's name in Swedish order, then the year it began. A tie of something with itself is left out, and so
    is the side of a party that is not in the catalogue.
    """
    parts = []
    for own, other in (("from", "to"), ("to", "from")):
        names = {f"{own}_id": "own_id", f"{other}_id": "other_id", f"{other}_name": "other_name"}
        parts.append(collaborations.rename(columns=names)[[*names.values(), "kind", "since", "until"]])
    ties = pd.concat(parts, ignore_index=True)
    ties = ties[ties["own_id"].notna() & ~ties["own_id"].eq(ties["other_id"]).fillna(False)]
    keys = pd.DataFrame({"name": ties["other_name"].map(sort_key), "since": ties["since"].fillna("")})
    return ties.loc[keys.sort_values(["name", "since"], kind="stable").index].reset_index(drop=True)
