"""Answers to a needs survey as every part handles them: waves, items, respondents, responses.

Where they come from (a region's package, an imported form, a demonstration) is a property of the wave, so that
published, imported and synthetic answers are never mixed without saying so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

WAVE_COLUMNS = ("wave", "title", "origin", "consent", "received", "purpose")
ITEM_COLUMNS = ("item", "wave", "theme", "kind", "question", "low", "high", "options", "role")
RESPONDENT_COLUMNS = ("respondent", "wave", "municipality_code", "sectors", "actor_type", "drive", "answered")
RESPONSE_COLUMNS = ("respondent", "item", "score", "choices", "text")


@dataclass(frozen=True)
class Answers:
    """Four frames, each with the columns of its constant above; text columns are `str`, <NA> where unknown.

    `waves`: one round of one form. origin is "catalogue", "imported", "form" (filled in on this site) or "demo"
    (synthetic); purpose is "needs" or "evaluation"; consent is the text the respondents agreed to; received an ISO
    date.
    `items`: one question of one wave. theme is a code of `need_theme` or <NA>; kind is "likert" (score between low and
    high, float), "choice" (one of options), "multi" (some of options), "number" or "text"; options is a tuple. role is
    what a person has said that a scale tells of a need: "need" (how much it is felt), "met" (how well it is met) or
    "other"; <NA> when nobody has.
    `respondents`: nameless; sectors is a tuple of codes, answered an ISO date.
    `responses`: one row per answer given: score (float, NaN where none), choices (tuple) or text, by the item's kind.
    """

    waves: pd.DataFrame
    items: pd.DataFrame
    respondents: pd.DataFrame
    responses: pd.DataFrame


def empty_answers() -> Answers:
    """No wave, no answer, every column there."""
    return Answers(*(_empty(columns) for columns in _COLUMNS))


def join_answers(parts: Iterable[Answers]) -> Answers:
    """All waves of `parts` together. Raises ValueError when two parts hold the same wave."""
    filled = [part for part in parts if len(part.waves)]
    if not filled:
        return empty_answers()
    names = pd.concat([part.waves["wave"] for part in filled])
    if names.duplicated().any():
        raise ValueError(f"waves twice: {sorted(names[names.duplicated()])}")
    frames = [[getattr(part, name) for part in filled] for name in ("waves", "items", "respondents", "responses")]
    return Answers(*(pd.concat(frame, ignore_index=True) for frame in frames))


def _empty(columns: Iterable[str]) -> pd.DataFrame:
    kinds = {"low": "float64", "high": "float64", "score": "float64"}
    kinds |= dict.fromkeys(("sectors", "options", "choices"), "object")
    return pd.DataFrame({name: pd.Series(dtype=kinds.get(name, "str")) for name in columns})


_COLUMNS = (WAVE_COLUMNS, ITEM_COLUMNS, RESPONDENT_COLUMNS, RESPONSE_COLUMNS)
