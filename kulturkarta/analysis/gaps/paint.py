"""Which step of a scale each municipality's gap is painted with, and where too little is known to paint one."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from kulturkarta.analysis.gaps.measure import GapResult

STEPS = 5
WIDEST_SPAN = 0.4
"""A share that may lie anywhere in a span this wide says too little to be painted."""


def find_vague(gaps: GapResult, places: pd.DataFrame) -> list[str]:
    """Codes of the municipalities where the share without could be nearly anything; all when there are no `places`."""
    rows = gaps.municipalities
    span = rows["share_without_high"] - rows["share_without_low"]
    return rows.loc[(span > WIDEST_SPAN) | places.empty, "code"].tolist()


def paint_areas(gaps: GapResult, places: pd.DataFrame) -> dict[str, int | Literal["hatched"] | None]:
    """Municipality code -> step 0-4 of the share without (20 points each), "hatched" where it is too vague.

    0.19 is step 0, 0.2 step 1 and 1.0 step 4; None for a municipality without people.
    """
    rows, vague = gaps.municipalities, find_vague(gaps, places)
    steps = np.clip(np.floor(rows["share_without"] * STEPS), 0, STEPS - 1)
    return {
        code: "hatched" if code in vague else None if np.isnan(step) else int(step)
        for code, step in zip(rows["code"], steps, strict=True)
    }
