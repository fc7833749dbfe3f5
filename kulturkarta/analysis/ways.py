"""How far it is from people to places: what every analysis of reach asks, whether ways are straight or by road."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy.sparse import csr_array

from kulturkarta.analysis.distances import (
    Points,
    find_pairs,
    iterate_pairs,
    measure_nearest_interval_m,
    measure_nearest_m,
)

_METRES = 1000.0
_HAIR = 1 + 1e-9
"""Searches look this much further, so that the comparison in kilometres or minutes decides."""


class Ways(Protocol):
    """Costs from homes to places, in one unit. Points are x, y in metres (EPSG:3006); inf where there is no way."""

    @property
    def name(self) -> str:
        """`straight×1.3` or `road:car`."""
        ...

    def measure_nearest(self, homes: Points, places: Points) -> np.ndarray:
        """Per home the cost to its nearest place."""
        ...

    def measure_interval(self, homes: Points, places: Points, *, radius_m: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Per home the least and the greatest cost there can be to the nearest place, when each lies anywhere in a disc
        of `radius_m` around its point."""
        ...

    def iterate_pairs(self, homes: Points, places: Points, *, within: float) -> Iterator[tuple[slice, csr_array]]:
        """(which places, their rows of costs to the homes that are at most `within` away), each place once."""
        ...

    def measure_costs(self, homes: Points, places: Points, *, within: float | None) -> np.ndarray | csr_array:
        """Costs, homes x places: dense, or CSR up to `within` (a hair more may be stored)."""
        ...


@dataclass(frozen=True)
class StraightWays:
    """Kilometres as the crow flies, times a detour factor."""

    factor: float

    @property
    def name(self) -> str:
        return f"straight×{self.factor:g}"

    def measure_nearest(self, homes: Points, places: Points) -> np.ndarray:
        return measure_nearest_m(homes, places) * self.factor / _METRES

    def measure_interval(self, homes: Points, places: Points, *, radius_m: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        low, high = measure_nearest_interval_m(homes, places, radius_m=radius_m)
        return low * self.factor / _METRES, high * self.factor / _METRES

    def iterate_pairs(self, homes: Points, places: Points, *, within: float) -> Iterator[tuple[slice, csr_array]]:
        for part, block in iterate_pairs(homes, places, max_m=within * _METRES / self.factor * _HAIR):
            block.data = block.data * self.factor / _METRES
            yield part, block

    def measure_costs(self, homes: Points, places: Points, *, within: float | None) -> np.ndarray | csr_array:
        if within is None:
            metres = np.hypot(homes[:, None, 0] - places[None, :, 0], homes[:, None, 1] - places[None, :, 1])
            return metres * self.factor / _METRES
        costs = csr_array(find_pairs(homes, places, max_m=within * _METRES / self.factor * _HAIR).T)
        costs.sort_indices()
        costs.data = costs.data * self.factor / _METRES
        return costs


@dataclass(frozen=True)
class Travel:
    """How people go, and how far is too far: `km` measures kilometres, `limit` what `threshold` is counted in."""

    km: Ways
    limit: Ways
    threshold: float


def travel_straight(threshold_km: float, detour_factor: float) -> Travel:
    """Kilometres as the crow flies times `detour_factor`. Raises ValueError unless both are above 0."""
    if not (threshold_km > 0 and detour_factor > 0):
        raise ValueError("threshold and detour factor must be above 0")
    ways = StraightWays(detour_factor)
    return Travel(ways, ways, threshold_km)
