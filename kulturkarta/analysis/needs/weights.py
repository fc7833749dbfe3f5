"""Weights that give the answers the make-up of all known actors, by sector and municipality."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kulturkarta.analysis.needs.suppression import SMALLEST_GROUP
from kulturkarta.analysis.needs.wave import UNKNOWN

LEAST_ANSWERS = 50
TRIM = (0.3, 3.0)
_ROUNDS = 200
_CLOSE = 1e-10


@dataclass(frozen=True)
class Weighting:
    """`weights` per respondent, mean 1. `n_effective`: Kish's (sum w)² / sum w². `margins`: by dimension and group the
    share among the answers, in the catalogue, and after weighting."""

    weights: np.ndarray
    n_effective: float
    margins: pd.DataFrame


def weigh_answers(
    respondents: Sequence[np.ndarray], actors: Sequence[np.ndarray], *, names: Sequence[str]
) -> Weighting | None:
    """Weights by raking; None under 50 answers or where nothing is known of the actors.

    `respondents` and `actors` hold a code per person for each dimension in `names` ("" = unknown). Groups with fewer
    than five answers, or that the catalogue does not know, are counted together; who is unknown keeps the share that
    the unknown have among the answers. Weights are trimmed to 0.3-3.
    """
    n = len(respondents[0]) if len(respondents) else 0
    if n < LEAST_ANSWERS or not len(actors) or not len(actors[0]):
        return None
    collapsed = [_collapse(own, theirs) for own, theirs in zip(respondents, actors, strict=True)]
    targets = [_aim(own, theirs) for own, theirs in collapsed]
    weights = rake([own for own, _ in collapsed], targets)
    weights = np.clip(weights, *TRIM)
    weights = weights / weights.mean()
    frames = [
        pd.DataFrame(
            {
                "dimension": name,
                "group": target.index,
                "share_answers": pd.Series(own).value_counts(normalize=True).reindex(target.index).to_numpy(),
                "share_actors": target.to_numpy(),
                "share_weighted": [weights[own == code].sum() / n for code in target.index],
            }
        )
        for name, (own, _), target in zip(names, collapsed, targets, strict=True)
    ]
    return Weighting(weights, measure_kish(weights), pd.concat(frames, ignore_index=True))


def measure_kish(weights: np.ndarray) -> float:
    """(sum w)² / sum w²: so many equal answers would be as certain. Weights 1, 1, 2: 16 / 6 = 2.67."""
    return float(weights.sum() ** 2 / (weights**2).sum())


def rake(codes: Sequence[np.ndarray], targets: Sequence[pd.Series]) -> np.ndarray:
    """Weights, mean 1, whose shares by every dimension are its `targets` (code -> share), by iterative proportional
    fitting. Stops after 200 rounds: two margins that contradict each other are then met as nearly as they were."""
    weights = np.ones(len(codes[0]))
    for _ in range(_ROUNDS):
        before = weights
        for own, target in zip(codes, targets, strict=True):
            inverse = target.index.get_indexer(pd.Index(own))
            sums = np.bincount(inverse, weights=weights, minlength=len(target))
            weights = weights * (target.to_numpy() * len(own) / sums)[inverse]
        if np.abs(weights - before).max() < _CLOSE:
            break
    return weights


def _collapse(own: np.ndarray, theirs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Both with one code, "+", for the groups that are too few among the answers or not among the actors."""
    counts, known = pd.Series(own).value_counts(), set(theirs) - {UNKNOWN}
    kept = {code for code, n in counts.items() if n >= SMALLEST_GROUP and code in known} | {UNKNOWN}
    return (
        np.array([code if code in kept else "+" for code in own], dtype=object),
        np.array([code if code in kept else "+" for code in theirs], dtype=object),
    )


def _aim(own: np.ndarray, theirs: np.ndarray) -> pd.Series:
    """Share per group in the catalogue, among the groups that have answers."""
    answers = pd.Series(own).value_counts(normalize=True)
    unknown = float(answers.get(UNKNOWN, 0.0))
    counts = pd.Series(theirs).value_counts().reindex(answers.index.drop(UNKNOWN, errors="ignore")).fillna(0.0)
    # A collapsed group that the catalogue does not have at all keeps its own share.
    own_share = answers.reindex(counts.index).to_numpy() * max(float(counts.sum()), 1.0)
    aimed = np.where(counts.to_numpy() > 0, counts.to_numpy(), own_share)
    target = pd.Series(aimed / aimed.sum() * (1 - unknown), index=counts.index)
    return pd.concat([target, pd.Series({UNKNOWN: unknown})]) if unknown else target
