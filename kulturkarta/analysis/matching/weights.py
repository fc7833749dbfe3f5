"""What each part of a match is worth, and how a person may weigh them."""

from __future__ import annotations

from collections.abc import Mapping

POINTS: Mapping[str, float] = {
    "they_meet": 5.5,
    "you_meet": 5.5,
    "both_ways": 0.3,
    "evenness": 5.5,
    "sector": 1.2,
    "role": 0.8,
    "nearness": 3.0,
    "drive": 0.5,
    "audience": 0.5,
    "newness": 1.0,
    "introduction": 0.6,
}
"""Component -> points for a value of 1. Declared once; the order of the components everywhere.

Needs, sectors and both ways have the weights that planted partners gave an additive score. Nearness was raised to what
ranks the catalogue's own ties best when each is left out (see `measure samverkan`). The rest are our judgement.
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
