"""The collaborations of one actor, place or support, seen from it."""

from __future__ import annotations

import pandas as pd

from kulturkarta.i18n import sort_key


def find_ties(collaborations: pd.DataFrame, id_: str) -> pd.DataFrame:
    """Columns other_id (NA: not in the catalogue), other_name, kind, since, until: one row per tie of `id_`.

    By the other's name, then the year it began. A tie of something with itself is left out.
    """
    parts = []
    for own, other in (("from", "to"), ("to", "from")):
        chosen = collaborations[collaborations[f"{own}_id"].eq(id_).fillna(False).to_numpy(dtype=bool)]
        names = {f"{other}_id": "other_id", f"{other}_name": "other_name"}
        parts.append(chosen.rename(columns=names)[["other_id", "other_name", "kind", "since", "until"]])
    ties = pd.concat(parts, ignore_index=True)
    ties = ties[ties["other_id"].ne(id_).fillna(True).to_numpy(dtype=bool)]
    keys = [(sort_key(name), since) for name, since in zip(ties["other_name"], ties["since"].fillna(""), strict=True)]
    order = sorted(range(len(ties)), key=lambda at: keys[at])
    return ties.iloc[order].reset_index(drop=True)
