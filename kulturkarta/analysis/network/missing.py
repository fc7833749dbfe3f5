"""Missing ties: pairs near each other that complement each other and have no known tie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kulturkarta.analysis.matching.score import Matcher, score_all

_EACH_AT_MOST = 2
_MAX_ACTORS = 2_000


@dataclass(frozen=True)
class MissingTies:
    """`pairs`: a, b (rows of the profiles, a < b), score (mean of both directions), km; best first.
    `n_near`: pairs within reach without a known tie. `n_looked_at`: actors compared."""

    pairs: pd.DataFrame
    n_near: int
    n_looked_at: int


def find_missing_ties(
    matcher: Matcher, *, km: float, n: int, rows: Sequence[int] | np.ndarray | None = None
) -> MissingTies:
    """The `n` best pairs within `km` without a known tie, each actor in two of them at most.

    So the list reaches many instead of the few who are described at length. `rows`: only pairs with one of these
    actors; at most 2,000 actors are compared.
    """
    looked_at = np.arange(len(matcher.profiles)) if rows is None else np.asarray(rows, dtype="int64")
    found: list[pd.DataFrame] = []
    for row in looked_at[:_MAX_ACTORS]:
        scores = score_all(matcher, matcher.profiles.read(int(row)))
        near = (scores["km"] <= km).to_numpy(copy=True) & (scores["newness"] > 0).to_numpy()
        near[row] = False
        others = np.flatnonzero(near)
        if len(others):
            part = scores.iloc[others]
            low, high = np.minimum(row, others), np.maximum(row, others)
            found.append(part[["score", "km"]].assign(a=low, b=high))
    if not found:
        return MissingTies(pd.DataFrame({"a": [], "b": [], "score": [], "km": []}), 0, len(looked_at))
    pairs = pd.concat(found).groupby(["a", "b"], as_index=False).mean()
    pairs = pairs.sort_values(["score", "a", "b"], ascending=[False, True, True], ignore_index=True)
    return MissingTies(_spread(pairs, n), len(pairs), len(looked_at))


def _spread(pairs: pd.DataFrame, n: int) -> pd.DataFrame:
    """The first `n` pairs in which nobody stands more than twice. A loop, since each choice bars later ones."""
    times: dict[int, int] = {}
    chosen: list[int] = []
    for at, (a, b) in enumerate(zip(pairs["a"], pairs["b"], strict=True)):
        if times.get(a, 0) < _EACH_AT_MOST and times.get(b, 0) < _EACH_AT_MOST:
            times[a], times[b] = times.get(a, 0) + 1, times.get(b, 0) + 1
            chosen.append(at)
            if len(chosen) == n:
                break
    return pairs.iloc[chosen].reset_index(drop=True)
