"""One index per need: how much it is felt, or how well it is met, as the mean of its questions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kulturkarta.analysis.needs.describe import Protected, count_answers, describe_counts, name_cells
from kulturkarta.analysis.needs.roles import Role
from kulturkarta.analysis.needs.wave import Wave, class_of

LEAST_FOR_ALPHA = 30
_INDEX_STEPS = np.arange(0.0, 101.0, 10.0)


def find_index(wave: Wave, theme: str, role: Role) -> np.ndarray:
    """Per respondent 0-100: the mean of the questions of `theme` with `role`, each on 0-100; NaN when under two thirds
    of them were answered, or there are none. Answers 4 and 5 on scales 1-5: (75 + 100) / 2 = 87.5."""
    columns = _columns(wave, theme, role)
    if not len(columns):
        return np.full(wave.n, np.nan)
    unit = _on_unit(wave, columns)
    answered = (~np.isnan(unit)).sum(axis=1)
    enough = answered * 3 >= 2 * len(columns)
    return np.where(enough, 100 * np.nansum(unit, axis=1) / np.maximum(answered, 1), np.nan)


def describe_index(protected: Protected, theme: str, role: Role, by: str | None) -> pd.DataFrame:
    """As describe_items, for the index of a need: share_agree is who lies in the upper two fifths; a row per group."""
    index = find_index(protected.wave, theme, role)
    cells = protected.list_cells(~np.isnan(index), by)
    counts = count_answers(cells, index, class_of(index, 0, 100), _INDEX_STEPS)
    figures = describe_counts(
        cells.shown,
        class_counts=counts.class_counts,
        step_counts=counts.step_counts,
        steps=_INDEX_STEPS,
        totals=counts.totals,
    )
    return figures.assign(**name_cells([cells]), theme=theme, role=role)


@dataclass(frozen=True)
class Scale:
    """The questions that an index is the mean of, in the order they were asked; Cronbach's `alpha` of them (NaN where
    it cannot be told) and `n`, how many answered them all."""

    questions: tuple[str, ...]
    alpha: float
    n: int


def describe_scale(wave: Wave, theme: str, role: Role) -> Scale:
    """What the index of `theme` and `role` is made of."""
    columns = _columns(wave, theme, role)
    n = int((~np.isnan(wave.scores[:, columns])).all(axis=1).sum()) if len(columns) else 0
    questions = tuple(str(question) for question in wave.items["question"].iloc[columns])
    return Scale(questions, measure_alpha(wave, theme, role), n)


def measure_alpha(wave: Wave, theme: str, role: Role) -> float:
    """Cronbach's alpha of the questions behind an index: k / (k - 1) x (1 - sum of variances / variance of the sum).

    NaN under two questions, or under 30 respondents who answered them all.
    """
    columns = _columns(wave, theme, role)
    unit = _on_unit(wave, columns)
    full = unit[~np.isnan(unit).any(axis=1)] if len(columns) else unit
    if len(columns) < 2 or len(full) < LEAST_FOR_ALPHA or not full.sum(axis=1).var() > 0:
        return np.nan
    k = len(columns)
    return float(k / (k - 1) * (1 - full.var(axis=0, ddof=1).sum() / full.sum(axis=1).var(ddof=1)))


def _columns(wave: Wave, theme: str, role: Role) -> np.ndarray:
    return np.flatnonzero(
        (wave.items["theme"].eq(theme) & wave.items["role"].eq(role)).fillna(False).to_numpy(dtype=bool)
    )


def _on_unit(wave: Wave, columns: np.ndarray) -> np.ndarray:
    low, high = (wave.items[end].to_numpy(dtype="float64")[columns] for end in ("low", "high"))
    return (wave.scores[:, columns] - low) / (high - low)
