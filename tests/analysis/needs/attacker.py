"""Somebody who keeps every view she was shown, and adds and subtracts them in exact numbers."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from math import lcm

import numpy as np


class Attacker:
    """Keeps the views as a reduced basis of whole numbers over the kinds of people (alike in every group)."""

    def __init__(self, divisions: Sequence[np.ndarray]) -> None:
        everything = np.concatenate(divisions, axis=1)
        _, self._first, self._kind, self._sizes = np.unique(
            everything, axis=0, return_index=True, return_inverse=True, return_counts=True
        )
        self._kind = self._kind.reshape(-1)
        self._basis: list[tuple[int, list[Fraction]]] = []

    def see(self, members: np.ndarray) -> None:
        """Remember a view that shows the people in `members` (boolean, or a weight each)."""
        row = self._reduce(self._of(members))
        pivot = next((k for k, value in enumerate(row) if value), None)
        if pivot is None:
            return
        row = [value / row[pivot] for value in row]
        self._basis = [
            (k, [a - old[pivot] * b for a, b in zip(old, row, strict=True)] if old[pivot] else old)
            for k, old in self._basis
        ]
        self._basis.append((pivot, row))

    def can_tell(self, members: np.ndarray) -> bool:
        """Whether the people in `members` follow from what was seen by adding and subtracting."""
        return not any(self._reduce(self._of(members)))

    def find_told(self, smallest: int) -> list[tuple[int, ...]]:
        """Every set of fewer than `smallest` people, as kinds, that follows. Tries all of them.

        A set follows when it is at right angles to everything that what was seen leaves open.
        """
        few = [k for k, size in enumerate(self._sizes) if size < smallest]
        open_ = self._find_open()
        told: list[tuple[int, ...]] = []
        for r in range(1, min(smallest, len(few) + 1)):
            sets = np.array(list(combinations(few, r)))
            sets = sets[self._sizes[sets].sum(axis=1) < smallest]
            told += map(tuple, sets[(open_[:, sets].sum(axis=2) == 0).all(axis=0)].tolist())
        return told

    def _find_open(self) -> np.ndarray:
        """Whole numbers: a row per direction in which the people can differ without any view showing it."""
        pivots = {pivot for pivot, _ in self._basis}
        rows: list[list[int]] = []
        for free in set(range(len(self._sizes))) - pivots:
            row = [Fraction(int(k == free)) for k in range(len(self._sizes))]
            for pivot, base in self._basis:
                row[pivot] = -base[free]
            scale = lcm(*(value.denominator for value in row))
            rows.append([int(value * scale) for value in row])
        return np.array(rows, dtype="int64").reshape(len(rows), len(self._sizes))

    def _of(self, members: np.ndarray) -> list[Fraction]:
        return [Fraction(members[k].item()) for k in self._first]

    def _reduce(self, row: list[Fraction]) -> list[Fraction]:
        for pivot, base in self._basis:
            if row[pivot]:
                factor = row[pivot]
                row = [a - factor * b for a, b in zip(row, base, strict=True)]
        return row
