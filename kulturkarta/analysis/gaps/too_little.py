"""Where too little is known to speak of a gap: a hole in the catalogue is not a hole in the culture."""

from __future__ import annotations

from typing import Literal

import pandas as pd

from kulturkarta.analysis.gaps.measure import GapResult

WIDEST_SPAN = 0.4
"""A share that may lie anywhere in a span this wide says too little to be painted."""
COMPLETE = 0.9
"""Who knows nine of the ten that are believed to exist knows that a municipality without any has none."""

Reason = Literal["none_anywhere", "none_here", "wide_span"]


def find_too_little(gaps: GapResult, places: pd.DataFrame, coverage: pd.DataFrame) -> dict[str, Reason]:
    """Code -> why, for each municipality where too little is known of the chosen `places` to call anything a gap.

    `coverage` from `describe_chosen`. none_anywhere: no place is known at all. none_here: none is known in the
    municipality, and nobody has stated that the catalogue has at least `COMPLETE` of those there are, so that one that
    nobody has entered could serve everybody; the share without is then a most and no estimate. wide_span: where the
    places lie is so uncertain that the share could be nearly anything.

    Of 31 libraries 26 are known, 84 %: a municipality without one counts as none_here. With 28 of 31 it would be a gap.
    """
    rows = gaps.municipalities
    codes = rows["code"].tolist()
    if places.empty:
        return dict.fromkeys(codes, "none_anywhere")
    known = coverage.reindex(codes)
    blank = known["n_known"].eq(0) & ~known["complete_low"].ge(COMPLETE)
    span = rows["share_without_high"] - rows["share_without_low"]
    reasons: dict[str, Reason] = dict.fromkeys(rows.loc[span > WIDEST_SPAN, "code"].tolist(), "wide_span")
    here: dict[str, Reason] = dict.fromkeys(blank[blank].index.tolist(), "none_here")
    return reasons | here
