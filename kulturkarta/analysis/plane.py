"""Straight distances that are measured when asked for: a country's pairs of home and site are too many to hold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.spatial.distance import cdist

from kulturkarta.analysis.distances import Points, measure_nearest_m

_HALVINGS = 12


@dataclass(frozen=True, eq=False)
class PlaneCosts:
    """Distance from each of `homes` to each of `spots` (n x 2, metres or any plane unit), times `factor`.

    Rows and columns are picked as of an array, `costs[rows]` and `costs[:, columns]`, and nothing is measured before
    `to_dense`. Worked: a home at (0, 0), a spot at (3, 4), factor 1.3: 6.5.
    """

    homes: Points
    spots: Points
    factor: float = 1.0

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.homes), len(self.spots)

    def __getitem__(self, picked: Any) -> PlaneCosts:
        rows, columns = picked if isinstance(picked, tuple) else (picked, slice(None))
        return replace(self, homes=self.homes[rows], spots=self.spots[columns])

    def to_dense(self) -> np.ndarray:
        return cdist(self.homes, self.spots) * self.factor

    def measure_nearest(self) -> np.ndarray:
        """Per home the cost of its nearest spot."""
        return measure_nearest_m(self.homes, self.spots) * self.factor


def group_points(points: Points, *, n_groups: int) -> np.ndarray:
    """The number of the square that each point lies in, from 0 without gaps: about `n_groups` squares hold points.

    The side is halved until at least half of `n_groups` are in use, since people live close together; points that share
    their place stay together however small the squares become.
    """
    span = np.maximum(np.ptp(points, axis=0), 1e-9)
    side = max(float(np.sqrt(span.prod() / n_groups)), float(span.max() / n_groups))
    group = np.zeros(len(points), dtype=np.int64)
    for _ in range(_HALVINGS):
        steps = np.floor((points - points.min(axis=0)) / side).astype(np.int64)
        group = np.unique(steps[:, 1] * (int(span[0] / side) + 2) + steps[:, 0], return_inverse=True)[1]
        if group.max() + 1 >= min(n_groups, len(points)) / 2:
            break
        side /= 2
    return group


def locate_groups(points: Points, weights: np.ndarray, group: np.ndarray) -> tuple[Points, np.ndarray]:
    """(weighted centre of each group, its whole weight); all weights above 0."""
    total = np.bincount(group, weights)
    centre = [np.bincount(group, weights * points[:, axis]) / total for axis in (0, 1)]
    return np.column_stack(centre), total
