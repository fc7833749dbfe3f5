"""Rooms against those who would use them: actors per place for what is done there."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

import numpy as np
import pandas as pd

from kulturkarta.analysis.entries import find_closed
from kulturkarta.schema import WHOLE_REGION

SECTOR_FUNCTIONS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "musik": frozenset({"ova", "producera", "visa"}),
        "scenkonst": frozenset({"ova", "visa"}),
        "dans": frozenset({"ova", "visa"}),
        "bildkonst": frozenset({"producera", "visa"}),
        "form_slojd_hantverk": frozenset({"producera", "visa", "lara"}),
        "foto": frozenset({"producera", "visa"}),
        "arkitektur_design": frozenset({"producera", "motas"}),
        "mode": frozenset({"producera", "visa"}),
        "film_media": frozenset({"producera", "visa"}),
        "spel_digital": frozenset({"producera", "motas"}),
        "litteratur": frozenset({"lana_lasa", "visa", "motas"}),
        "kulturarv": frozenset({"bevara", "visa", "motas"}),
        "folkbildning": frozenset({"lara", "ova", "motas"}),
        "festival_arrangor": frozenset({"visa", "motas"}),
        "mat_gastronomi": frozenset({"producera", "motas"}),
        "besoksnaring_upplevelse": frozenset({"visa", "motas"}),
    }
)
"""What actors of a sector use places for. A judgement of ours, open to correction; "annat" says nothing of use."""


def compare_supply_with_users(
    actors: pd.DataFrame,
    places: pd.DataFrame,
    *,
    functions: Collection[str],
    codes: Sequence[str],
) -> pd.DataFrame:
    """Per municipality of `codes`, and "region" last: actors whose sector uses one of `functions`, and the `places`.

    `places`: those that offer it, from `choose_places`; closed actors are not counted. Columns code, actors (by
    `SECTOR_FUNCTIONS`), actors_unknown (without a sector that says), places and actors_per_place (NaN without places).
    Where somebody lives is not where she would rehearse: read it together with distances.
    """
    open_actors = actors[~find_closed(actors).to_numpy(dtype=bool)]
    using = {sector for sector, uses in SECTOR_FUNCTIONS.items() if not uses.isdisjoint(functions)}
    # Tuples have no vectorised membership test.
    uses = np.array([not using.isdisjoint(own) for own in open_actors["sectors"]], dtype=bool)
    unknown = np.array([set(own).isdisjoint(SECTOR_FUNCTIONS) for own in open_actors["sectors"]], dtype=bool)
    counts = {
        "actors": _count(open_actors.loc[uses, "municipality_code"], codes),
        "actors_unknown": _count(open_actors.loc[unknown, "municipality_code"], codes),
        "places": _count(places["municipality_code"], codes),
    }
    frame = pd.DataFrame(counts)
    frame.loc[WHOLE_REGION] = frame.sum()
    frame.insert(3, "actors_per_place", frame["actors"] / frame["places"].where(frame["places"] > 0))
    return frame.rename_axis("code").reset_index()


def _count(codes_of_rows: pd.Series, codes: Sequence[str]) -> pd.Series:
    return codes_of_rows.value_counts().reindex(list(codes), fill_value=0).astype("int64")
