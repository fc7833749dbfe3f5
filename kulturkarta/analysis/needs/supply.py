"""What each municipality has to meet a need with, in the unit one would say it in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from kulturkarta.analysis.entries import find_closed
from kulturkarta.analysis.support import count_supports

MAKING = ("ova", "producera", "visa")
"""What a place must be for to count as supply to those who make culture: rehearse, produce or show."""


def measure_supports(
    supports: pd.DataFrame, codes: Sequence[str], *, functions: Sequence[str], stages: Sequence[str]
) -> pd.DataFrame:
    """Per municipality code, for an actor there of whom nothing else is known: `supply`, how many open supports she can
    get on average over `functions` x `stages`; `coverage`, the share of these for which there is any; `own`, how many
    supports are the municipality's own.

    Supports for the whole region count in each municipality. One that does not say for which stage it is counts for
    all: that it rules somebody out is not known.
    """
    found = [count_supports(supports, municipalities=codes, functions=functions, stage=stage) for stage in stages]
    cells = pd.concat(found).assign(all=lambda frame: frame["n"] + frame["n_unknown"])
    per_code = cells.groupby("municipality_code")["all"]
    areas = supports[~find_closed(supports).to_numpy(dtype=bool)]["service_area"]
    return pd.DataFrame(
        {
            "supply": per_code.mean().reindex(list(codes)).to_numpy(),
            "coverage": per_code.agg(lambda counts: (counts > 0).mean()).reindex(list(codes)).to_numpy(),
            "own": [sum(code in area for area in areas) for code in codes],
        },
        index=pd.Index(list(codes), name="code"),
    )


def measure_ties(crossings: pd.DataFrame) -> pd.DataFrame:
    """Per municipality code, from `count_crossings`: `supply`, the share of its actors with a known tie; `across`, the
    share of the ties with two known places that cross its border; `actors` and `tied` in numbers.

    NaN where no tie is known: then nobody has written any down, which is not that there is none. Of 4 actors 1 with 3
    ties, 2 of them to another municipality: 0.25 and 0.67.
    """
    rows = crossings.set_index("municipality_code").rename_axis("code").astype("float64")
    known, placed = rows["tied"] > 0, rows["inside"] + rows["across"]
    return pd.DataFrame(
        {
            "supply": (rows["tied"] / rows["actors"]).where(known),
            "across": (rows["across"] / placed).where(known & (placed > 0)),
            "actors": rows["actors"],
            "tied": rows["tied"],
        }
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
