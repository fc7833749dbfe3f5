"""One figure for how far need exceeds supply per municipality, and how sure its rank is.

The chain of the OECD and JRC handbook (Nardo et al. 2008): normalise, weigh, add up, then draw again and again with
everything that was a choice or a guess. The ranks of those draws are the answer; a single rank is not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

DRAWS = 2_000
_SEED = 20_21
_CONCENTRATION = 20.0  # of the weights' Dirichlet: about a fifth up or down
_Z = 1.959964
_TIER_ODDS = 0.9


@dataclass(frozen=True)
class Pair:
    """A need and its supply per municipality: the values and how far from them the truth may lie (low, high)."""

    need: pd.DataFrame
    supply: pd.DataFrame


def rank_gaps(pairs: Mapping[str, Pair], weights: Mapping[str, float]) -> pd.DataFrame:
    """Per municipality known in every pair: `gap` (-100 to 100, need less supply, both on 0-100 within the set
    compared, weighed), `rank` (1 = need exceeds supply most), `rank_low`, `rank_median`, `rank_high` of 90 % of the
    draws, and `tier`: "above" or "below" when in 90 % of the draws it lies in the upper or lower half, else "middle".

    Each draw takes need and supply anew within their intervals, scales them by range or by rank, and the weights anew
    around `weights` (given per need; they are made to add up to 1). Empty when fewer than three can be compared.
    """
    codes = _common(pairs)
    names = list(pairs)
    base = np.array([max(float(weights.get(name, 0.0)), 0.0) for name in names])
    if len(codes) < 3 or not base.sum() > 0:
        return pd.DataFrame(columns=["gap", "rank", "rank_low", "rank_median", "rank_high", "tier"])
    base = base / base.sum()
    needs, supplies = ([_take(getattr(pairs[name], side), codes) for name in names] for side in ("need", "supply"))
    point = sum(
        w * (_by_range(n["value"].to_numpy()) - _by_range(s["value"].to_numpy()))
        for w, n, s in zip(base, needs, supplies, strict=True)
    )
    rng = np.random.default_rng(_SEED)
    used = base > 0
    drawn_weights = np.zeros((DRAWS, len(base)))
    drawn_weights[:, used] = rng.dirichlet(_CONCENTRATION * len(base) * base[used], DRAWS)
    by_rank = rng.random(DRAWS) < 0.5
    gaps = np.zeros((DRAWS, len(codes)))
    for k, (need, supply) in enumerate(zip(needs, supplies, strict=True)):
        difference = _scale(_draw(need, rng), by_rank) - _scale(_draw(supply, rng), by_rank)
        gaps += drawn_weights[:, [k]] * difference
    ranks = (-gaps).argsort(axis=1).argsort(axis=1) + 1
    low, median, high = np.quantile(ranks, [0.05, 0.5, 0.95], axis=0, method="inverted_cdf")
    middle = (len(codes) + 1) / 2
    tier = np.select(
        [(ranks < middle).mean(axis=0) >= _TIER_ODDS, (ranks > middle).mean(axis=0) >= _TIER_ODDS],
        ["above", "below"],
        "middle",
    )
    order = (-np.asarray(point)).argsort(kind="stable").argsort() + 1
    return pd.DataFrame(
        {"gap": point, "rank": order, "rank_low": low, "rank_median": median, "rank_high": high, "tier": tier},
        index=pd.Index(codes, name="code"),
    )


def _common(pairs: Mapping[str, Pair]) -> list[str]:
    known = [set(side["value"].dropna().index) for pair in pairs.values() for side in (pair.need, pair.supply)]
    return sorted(set.intersection(*known)) if known else []


def _take(side: pd.DataFrame, codes: list[str]) -> pd.DataFrame:
    own = side.reindex(codes)
    return own.assign(low=own["low"].fillna(own["value"]), high=own["high"].fillna(own["value"]))


def _draw(side: pd.DataFrame, rng: np.random.Generator) -> np.ndarray:
    """Draws x municipalities, normal around the value, each side as wide as its interval."""
    value, low, high = (side[name].to_numpy(dtype="float64") for name in ("value", "low", "high"))
    z = rng.normal(size=(DRAWS, len(value)))
    return value + np.where(z < 0, value - low, high - value) / _Z * z


def _scale(values: np.ndarray, by_rank: np.ndarray) -> np.ndarray:
    ranks = values.argsort(axis=1).argsort(axis=1) / max(values.shape[1] - 1, 1) * 100
    return np.where(by_rank[:, None], ranks, _by_range(values))


def _by_range(values: np.ndarray) -> np.ndarray:
    """0 for the least in the set and 100 for the most; 50 for all when they are alike."""
    low, high = values.min(axis=-1, keepdims=True), values.max(axis=-1, keepdims=True)
    span = np.where(high > low, high - low, 1.0)
    return np.where(high > low, (values - low) / span * 100, 50.0)
