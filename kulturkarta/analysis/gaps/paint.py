"""Which step of a scale each municipality is painted with, and where too little is known to paint a gap."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import numpy as np

from kulturkarta.analysis.choropleth import classify
from kulturkarta.analysis.gaps.measure import GapResult

STEPS = 5

Fills = dict[str, int | Literal["hatched"] | None]


@dataclass(frozen=True)
class Measure:
    """A column of `GapResult.municipalities`. `more_is_worse`: a high value means that more is missing."""

    column: str
    more_is_worse: bool


WITHOUT = "utan"
MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        WITHOUT: Measure("share_without", more_is_worse=True),
        "medel": Measure("mean_km", more_is_worse=True),
        "median": Measure("median_km", more_is_worse=True),
        "antal": Measure("per_10000", more_is_worse=False),
        "tillgang": Measure("score_per_10000", more_is_worse=False),
        "aktorer": Measure("actors_per_place", more_is_worse=True),
        "ojamn": Measure("gini", more_is_worse=True),
    }
)
"""By the name they have in an address."""


@dataclass(frozen=True)
class Painted:
    """`fills`: municipality code -> step 0-4 from least to most missing, "hatched" where too little is known, None
    without a value. `spans`: lowest and highest value of each step, for the legend."""

    fills: Fills
    spans: tuple[tuple[int, float, float], ...]


def paint_areas(gaps: GapResult, too_little: Collection[str], measure: str = WITHOUT) -> Painted:
    """How the municipalities are filled with one of `MEASURES`; those of `too_little` are hatched and in no step.

    The share without has steps of 20 points each: 0.19 is step 0, 0.2 step 1 and 1.0 step 4. The others have natural
    breaks, turned round where little is what is missing: of 0, 1 and 5 places per 10 000 the one with 0 is step 4.
    """
    rows, asked = gaps.municipalities, MEASURES[measure]
    is_hatched = rows["code"].isin(list(too_little)).to_numpy(dtype=bool)
    values = np.where(is_hatched, np.nan, rows[asked.column].to_numpy(dtype="float64"))
    if measure == WITHOUT:
        steps = np.clip(np.floor(np.nan_to_num(values, nan=-1.0) * STEPS + 1e-9), -1, STEPS - 1).astype(int)
        spans = tuple((step, step / STEPS, (step + 1) / STEPS) for step in range(STEPS))
    else:
        steps, spans = _class_values(np.where(np.isfinite(values), values, np.nan), asked)
    fills: Fills = {
        code: "hatched" if hatched else None if step < 0 else int(step)
        for code, hatched, step in zip(rows["code"], is_hatched, steps, strict=True)
    }
    return Painted(fills, spans)


def _class_values(values: np.ndarray, asked: Measure) -> tuple[np.ndarray, tuple[tuple[int, float, float], ...]]:
    classes = classify(values.tolist(), n_classes=STEPS)
    if asked.more_is_worse:
        return classes.step, classes.spans
    steps = np.where(classes.step < 0, -1, STEPS - 1 - classes.step)
    return steps, tuple((STEPS - 1 - step, low, high) for step, low, high in reversed(classes.spans))
