"""How much less a place counts the farther away it is: weights of equal zones within the threshold."""

from __future__ import annotations

from collections.abc import Mapping

from kulturkarta.analysis.access import Steps

DECAYS: Mapping[str, tuple[float, ...]] = {
    "none": (1.0,),
    "slow": (1.0, 0.68, 0.22),
    "fast": (1.0, 0.42, 0.09),
}
"""None is 2SFCA; the slow and the fast decay are those of Luo & Qi 2009."""

DEFAULT_DECAY = "slow"


def list_zones(decay: str, *, threshold: float) -> Steps:
    """The zones of `decay` up to `threshold`, in its unit: slow within 15 is (5, 1), (10, 0.68) and (15, 0.22)."""
    weights = DECAYS[decay]
    return [(threshold * (k + 1) / len(weights), weight) for k, weight in enumerate(weights)]
