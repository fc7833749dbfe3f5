"""What each part of a match is worth, and how a person may weigh them."""

from __future__ import annotations

from collections.abc import Mapping

POINTS: Mapping[str, float] = {
    "they_meet": 3.2,
    "you_meet": 3.2,
    "both_ways": 0.2,
    "evenness": 3.2,
    "sector": 1.4,
    "role": 0.5,
    "nearness": 4.5,
    "drive": 0.3,
    "audience": 0.3,
    "newness": 0.6,
    "introduction": 0.4,
}
"""Component -> points for a value of 1. Declared once; the order of the components everywhere.

Needs, both ways, sectors and nearness have the weights that the planted partners of one world gave an additive score
(`fit_points` in tests/measure/collab_fit.py: seed 100, its own law of distance); it is measured on other worlds with
other laws. The rest, of which no world is drawn, are our judgement: a fifth to a tenth of a need.
"""

COMPONENTS = tuple(POINTS)

# What a person weighs -> the components it governs.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "complementarity": ("they_meet", "you_meet", "both_ways", "evenness"),
    "sector": ("sector",),
    "role": ("role",),
    "nearness": ("nearness",),
    "drive": ("drive",),
    "audience": ("audience",),
    "newness": ("newness",),
    "introduction": ("introduction",),
}

Weights = Mapping[str, float]
"""Group -> how many times the usual weight; 1 where it is not named, 0 = does not count."""

PRESETS: Mapping[str, Weights] = {
    "balanced": {},
    "needs": {"complementarity": 2.0, "sector": 0.5, "nearness": 0.5},
    "near": {"nearness": 3.0, "complementarity": 0.5},
    "unexpected": {"sector": 0.0, "role": 1.5, "drive": 2.0, "newness": 2.0, "introduction": 0.0},
    "known": {"newness": 0.0, "introduction": 2.0},
}
"""Weights with a purpose. `unexpected` looks past the sector: KRAFT mixed culture with farms and industry."""


def weigh_points(weights: Weights) -> dict[str, float]:
    """Component -> points for a value of 1 under `weights`."""
    times = {component: weights.get(group, 1.0) for group, components in GROUPS.items() for component in components}
    return {component: points * times[component] for component, points in POINTS.items()}
