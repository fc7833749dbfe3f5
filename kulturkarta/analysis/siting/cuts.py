"""Benders cuts of the p-median: what a demand point pays at least, whichever sites are open."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import scipy.sparse as sp

from kulturkarta.analysis.siting.problem import Sparse

_TINY = 1e-9


@dataclass
class Cuts:
    """Rows paid_i + sum_j max(0, radius - cost_ij) y_j >= radius.

    They hold for every plan and every radius: a site nearer than the radius takes off at least what it saves.
    Worked: costs 2 and 5, radius 5: paid + 3 y_1 >= 5, so 2 with the first site open and 5 without.
    """

    demand: list[np.ndarray] = field(default_factory=list)
    radius: list[np.ndarray] = field(default_factory=list)

    def __len__(self) -> int:
        return sum(map(len, self.demand))

    def add(self, demand: np.ndarray, radius: np.ndarray) -> int:
        """How many of the cuts were new: one that is there already is only violated within the solver's tolerance."""
        known = set()
        for rows, radii in zip(self.demand, self.radius, strict=True):
            known |= set(zip(rows.tolist(), radii.tolist(), strict=True))
        # One by one: numpy has no set of pairs, and a few thousand take milliseconds.
        new = np.array([pair not in known for pair in zip(demand.tolist(), radius.tolist(), strict=True)], dtype=bool)
        self.demand.append(demand[new])
        self.radius.append(radius[new])
        return int(new.sum())

    def keep(self, mask: np.ndarray) -> None:
        """Forget the cuts that `mask` leaves out."""
        demand, radius = np.concatenate(self.demand), np.concatenate(self.radius)
        self.demand, self.radius = [demand[mask]], [radius[mask]]

    def rows(self, costs: np.ndarray) -> Sparse:
        """The left hand sides over the columns of `costs`, then what each demand point pays."""
        demand, radius = np.concatenate(self.demand), np.concatenate(self.radius)
        sites = sp.csr_array(np.maximum(radius[:, None] - costs[demand], 0.0))
        paid = sp.csr_array((np.ones(len(demand)), (np.arange(len(demand)), demand)), shape=(len(demand), len(costs)))
        return sp.hstack([sites, paid], format="csr")


def add_violated(
    cuts: Cuts, weights: np.ndarray, costs: np.ndarray, *, opened: np.ndarray, paid: np.ndarray
) -> float | None:
    """Add the most violated cut of every demand point; the weighted cost at `opened` if any was new, else None.

    The radius within which the opened shares first add up to 1 gives the strongest cut: it says exactly what the point
    pays at `opened`.
    """
    support = np.flatnonzero(opened > _TINY)
    near = costs[:, support]
    order = np.argsort(near, axis=1)
    near, shares = np.take_along_axis(near, order, axis=1), opened[support][order]
    at = np.minimum((np.cumsum(shares, axis=1) < 1 - _TINY).sum(axis=1), len(support) - 1)
    radius = near[np.arange(len(near)), at]
    pays = radius - (np.maximum(radius[:, None] - near, 0.0) * shares).sum(axis=1)
    rows = np.flatnonzero(weights * (pays - paid) > _TINY / len(pays))
    return float(weights @ pays) if cuts.add(rows, radius[rows]) else None
