"""One index per need: how much it is felt, or how well it is met, as the mean of its questions."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kulturkarta.analysis.needs.describe import Protected, describe_counts
from kulturkarta.analysis.needs.roles import Role
from kulturkarta.analysis.needs.wave import STEPS, Wave, class_of

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
    members = (cells.members & cells.shown).astype("float64")
    classes = class_of(index, 0, 100)
    nearest = np.abs(np.nan_to_num(index)[:, None] - _INDEX_STEPS).argmin(axis=1)
    on_step = ((nearest[:, None] == np.arange(len(_INDEX_STEPS))) & ~np.isnan(index)[:, None]).astype("float64")
    in_class = (classes[:, None] == np.arange(STEPS)).astype("float64")
    figures = describe_counts(
        cells,
        class_counts=(in_class.T @ members).T,
        step_counts=(on_step.T @ members).T,
        steps=_INDEX_STEPS,
        totals=np.nan_to_num(index) @ members,
    )
    return figures.assign(theme=theme, role=role)


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


def list_themes(wave: Wave) -> list[str]:
    """The themes that any scale question of the wave belongs to."""
    return sorted(pd.Series(wave.items["theme"]).dropna().unique())


def _columns(wave: Wave, theme: str, role: Role) -> np.ndarray:
    return np.flatnonzero(
        (wave.items["theme"].eq(theme) & wave.items["role"].eq(role)).fillna(False).to_numpy(dtype=bool)
    )


def _on_unit(wave: Wave, columns: np.ndarray) -> np.ndarray:
    low, high = (wave.items[end].to_numpy(dtype="float64")[columns] for end in ("low", "high"))
    return (wave.scores[:, columns] - low) / (high - low)
