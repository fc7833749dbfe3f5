"""The weights of needs, sectors and nearness, fitted on the planted partners of a world that serves nothing else.

McFadden's conditional logit: an actor chooses her partner among all others with probability exp(score) / Σ exp(score).
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize

from kulturkarta.analysis.matching.score import score_all
from kulturkarta.analysis.matching.weights import POINTS
from tests.measure.collab_worlds import draw_world

SEED, SIZE, FITTED_LAW = 100, 1200, "halving"
PARTS = {
    "needs, each way, evenness": ("they_meet", "you_meet", "evenness"),
    "both ways": ("both_ways",),
    "sector": ("sector",),
    "nearness": ("nearness",),
}
"""What is fitted -> its components, which share a weight. The world plants nothing for the others."""
_RIDGE = 1.0


def fit_points() -> dict[str, float]:
    """The weight of each of PARTS that makes the planted partners of the world likeliest."""
    world = draw_world(SEED, SIZE, law=FITTED_LAW)
    choices, chosen = [], []
    for row, partner in world.held_out:
        scores = score_all(world.matcher, world.matcher.profiles.read(row))
        values = np.column_stack([sum(scores[name] / POINTS[name] for name in names) for names in PARTS.values()])
        choices.append(np.delete(values, row, axis=0))
        chosen.append(values[partner])

    def measure_loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        loss, slope = _RIDGE / 2 * weights @ weights, _RIDGE * weights
        for values, own in zip(choices, chosen, strict=True):
            score = values @ weights
            odds = np.exp(score - score.max())
            loss += score.max() + np.log(odds.sum()) - own @ weights
            slope = slope + odds @ values / odds.sum() - own
        return float(loss), slope

    found = minimize(measure_loss, np.zeros(len(PARTS)), jac=True, method="L-BFGS-B")
    return dict(zip(PARTS, found.x.tolist(), strict=True))


def measure_fit() -> list[str]:
    lines = ["## Weights, chosen on one planted world", ""]
    lines += [
        f"Seed {SEED}, {SIZE} actors, law of distance: {FITTED_LAW}. Measured below on other worlds and laws.",
        "",
    ]
    lines += ["| part | fitted | in use |", "|---|---|---|"]
    fitted = fit_points()
    return lines + [f"| {part} | {fitted[part]:.2f} | {POINTS[names[0]]:g} |" for part, names in PARTS.items()]
