"""What each municipality has to meet a need with, in the unit one would say it in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from kulturkarta.analysis.entries import find_closed
from kulturkarta.schema import WHOLE_REGION

MAKING = ("ova", "producera", "visa")
"""What a place must be for to count as supply to those who make culture: rehearse, produce or show."""


def count_local_supports(supports: pd.DataFrame, codes: Sequence[str]) -> pd.DataFrame:
    """Per municipality code: `supply`, the open supports that serve it and not the whole region; `functions`, of how
    many kinds they are; `regional`, how many serve the whole region and so it too."""
    open_ = supports[~find_closed(supports).to_numpy(dtype=bool)]
    areas, kinds = list(open_["service_area"]), list(open_["functions"])
    rows: list[tuple[int, int]] = []
    for code in codes:
        own = [set(kind) for area, kind in zip(areas, kinds, strict=True) if code in area]
        rows.append((len(own), len(set().union(*own))))
    regional = sum(WHOLE_REGION in area for area in areas)
    frame = pd.DataFrame(rows, columns=["supply", "functions"], index=pd.Index(list(codes), name="code"))
    return frame.astype("float64").assign(regional=float(regional))


def share_in_collaboration(actors: pd.DataFrame, collaborations: pd.DataFrame, codes: Sequence[str]) -> pd.DataFrame:
    """Per municipality code: `supply`, the share of its open actors that some known collaboration names, and `n` of
    those actors. What nobody has written down is not known, so the share is at least this."""
    open_ = actors[~find_closed(actors).to_numpy(dtype=bool)]
    tied = set(collaborations["from_id"].dropna()) | set(collaborations["to_id"].dropna())
    named = open_["id"].isin(tied).groupby(open_["municipality_code"]).agg(["mean", "size"]).reindex(list(codes))
    return pd.DataFrame(
        {"supply": named["mean"].to_numpy(), "n": named["size"].fillna(0).to_numpy()},
        index=pd.Index(list(codes), name="code"),
    )


def place_quadrants(need: pd.Series, supply: pd.Series) -> pd.Series:
    """Per municipality "need_high_supply_low" and the three others, split at the medians; "" where one is unknown.

    A value on the median counts as low, so that nobody is called in great need for being like the others.
    """
    both = pd.DataFrame({"need": need, "supply": supply}).dropna()
    words = pd.Series("", index=need.index, dtype="str")
    if both.empty:
        return words
    is_high = both > both.median()
    named: Mapping[tuple[bool, bool], str] = {
        (True, False): "need_high_supply_low",
        (True, True): "need_high_supply_high",
        (False, False): "need_low_supply_low",
        (False, True): "need_low_supply_high",
    }
    found = [named[(bool(a), bool(b))] for a, b in zip(is_high["need"], is_high["supply"], strict=True)]
    words.update(pd.Series(found, index=both.index, dtype="str"))
    return words


def list_answers_to(theme: str, proposals: pd.DataFrame, activities: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The proposals and the activities of a need; proposals furthest along first."""
    answering = proposals[proposals["theme"].eq(theme).fillna(False).to_numpy(dtype=bool)]
    doing = activities[activities["theme"].eq(theme).fillna(False).to_numpy(dtype=bool)]
    order = np.argsort(-answering["progress"].fillna(-1).to_numpy(), kind="stable")
    return answering.iloc[order].reset_index(drop=True), doing.reset_index(drop=True)
