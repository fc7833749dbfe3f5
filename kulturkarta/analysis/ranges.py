"""Many slices of one array taken at once."""

from __future__ import annotations

import numpy as np


def join_ranges(starts: np.ndarray, stops: np.ndarray) -> np.ndarray:
    """The numbers from each start up to its stop, one range after the other: [4, 0], [6, 3] -> 4, 5, 0, 1, 2."""
    counts = stops - starts
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total) + np.repeat(starts - (ends - counts), counts)
