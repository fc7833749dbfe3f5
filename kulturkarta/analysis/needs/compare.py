"""Do groups differ, and does a wave from the one before? Tests for answers in steps, corrected for their number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np
import pandas as pd

from kulturkarta.analysis.needs.describe import REST, WHOLE, Protected
from kulturkarta.analysis.needs.estimates import call_change, find_difference

_FEW = 10
_PERMUTATIONS = 9999
_SEED = 20_21


@dataclass(frozen=True)
class Comparison:
    """`p_any`: Kruskal-Wallis over all groups shown. `groups`: per group, effect P(X < Y) + P(X = Y) / 2 of a member Y
    against everybody else X (0.5 = no difference), its p and p_holm (Brunner-Munzel)."""

    p_any: float
    groups: pd.DataFrame


def compare_groups(protected: Protected, item: str, by: str) -> Comparison:
    """How the groups `by` answered the scale question `item`, each against everybody else; only groups shown."""
    wave = protected.wave
    scores = wave.scores[:, int(np.flatnonzero(wave.items["item"].eq(item))[0])]
    answered = ~np.isnan(scores)
    cells = protected.list_cells(answered, by)
    rows: list[tuple[str, float, float]] = []
    samples: list[np.ndarray] = []
    for place, code in enumerate(cells.codes):  # one test per group
        if code in (WHOLE, REST) or not cells.shown[place]:
            continue
        inside = cells.members[:, place]
        mine, others = scores[inside], scores[answered & ~inside]
        samples.append(mine)
        rows.append((code, *compare_two(others, mine)))
    groups = pd.DataFrame(rows, columns=["group", "effect", "p"])
    return Comparison(compare_many(samples), groups.assign(p_holm=correct_holm(groups["p"].to_numpy())))


def compare_two(first: np.ndarray, second: np.ndarray) -> tuple[float, float]:
    """Effect P(X < Y) + P(X = Y) / 2 for X in first and Y in second, and the p of Brunner and Munzel (2000).

    With fewer than ten in one of them the p is that of permutations. NaN where both are empty
    or everybody gave the same answer.
    """
    from scipy import stats  # slow to import

    if not len(first) or not len(second):
        return np.nan, np.nan
    effect = _effect(first, second)
    if np.ptp(np.concatenate([first, second])) == 0:
        return effect, np.nan
    if min(len(first), len(second)) >= _FEW:
        if effect in (0.0, 1.0):  # no overlap at all: the test's variance is nought
            return effect, 0.0
        return effect, float(stats.brunnermunzel(first, second, distribution="t").pvalue)
    return effect, _permute(first, second)


def _permute(first: np.ndarray, second: np.ndarray) -> float:
    """How often people dealt into the two groups by lot differ as much: all ways where they are few, else 9,999.

    The effect is the sum of the smaller group's ranks but for constants, so only its members need to be dealt.
    """
    from scipy.stats import rankdata  # slow to import

    ranks = rankdata(np.concatenate([first, second]))
    n, few = len(ranks), min(len(first), len(second))
    own = ranks[: len(first)] if len(first) == few else ranks[len(first) :]
    expected = few * (n + 1) / 2
    if comb(n, few) <= _PERMUTATIONS:
        dealt, seen = np.array(list(combinations(range(n), few))), 0
    else:
        dealt, seen = _deal(n, few), 1  # the one we saw counts among those dealt
    as_far = np.abs(ranks[dealt].sum(axis=1) - expected) >= abs(own.sum() - expected) - 1e-9
    return float((as_far.sum() + seen) / (len(dealt) + seen))


def _deal(n: int, few: int) -> np.ndarray:
    """9,999 sets of `few` different people of `n`, from a fixed lot."""
    rng = np.random.default_rng(_SEED)
    dealt = rng.integers(0, n, (_PERMUTATIONS, few))
    while len(again := np.flatnonzero((np.diff(np.sort(dealt, axis=1), axis=1) == 0).any(axis=1))):
        dealt[again] = rng.integers(0, n, (len(again), few))
    return dealt


def _effect(first: np.ndarray, second: np.ndarray) -> float:
    ranked = np.sort(first)
    below, upto = np.searchsorted(ranked, second, "left"), np.searchsorted(ranked, second, "right")
    return float((below + upto).mean() / (2 * len(first)))


def compare_many(samples: Sequence[np.ndarray]) -> float:
    """The p of Kruskal and Wallis; NaN for fewer than two groups or when all answers are the same."""
    from scipy import stats  # slow to import

    if len(samples) < 2 or np.ptp(np.concatenate(samples)) == 0:
        return np.nan
    return float(stats.kruskal(*samples).pvalue)


def correct_holm(p: np.ndarray) -> np.ndarray:
    """Holm's (1979) corrected p: 0.01, 0.04, 0.03 -> 0.03, 0.06, 0.06. NaN stays and is not counted."""
    p = np.asarray(p, dtype="float64")
    corrected = np.full(len(p), np.nan)
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(p[known], kind="stable")]
    raised = p[order] * np.arange(len(order), 0, -1)
    corrected[order] = np.minimum(np.maximum.accumulate(raised), 1.0) if len(order) else []
    return corrected


def compare_waves(before: pd.DataFrame, after: pd.DataFrame, *, keys: Sequence[str]) -> pd.DataFrame:
    """How shares and means changed for the rows that both waves have in common, matched on `keys`.

    Adds share_change and mean_change, each with _low, _high and _call ("up", "down", "unclear", "" = not known). The
    waves are taken as independent: nobody is followed from one to the next.
    """
    pairs = before.merge(after, on=list(keys), suffixes=("_before", "_after"))
    for name, figure in (("share_change", "share_agree"), ("mean_change", "mean")):
        first, second = (
            tuple(pairs[f"{figure}{end}_{when}"].to_numpy(dtype="float64") for end in ("", "_low", "_high"))
            for when in ("before", "after")
        )
        value, low, high = find_difference(first, second)
        pairs = pairs.assign(
            **{name: value, f"{name}_low": low, f"{name}_high": high, f"{name}_call": call_change(low, high)}
        )
    return pairs
