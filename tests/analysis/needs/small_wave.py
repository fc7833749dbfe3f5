"""Answers small enough to count by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from kulturkarta.answers import Answers, empty_answers


def scale_wave(
    scores: Sequence[Sequence[float]],
    *,
    municipalities: Sequence[str],
    questions: Sequence[str] = ("Jag behöver stöd", "Jag är nöjd med stödet"),
    theme: str = "stottande_strukturer",
    sectors: Sequence[tuple[str, ...]] = (),
    drives: Sequence[str] = (),
    name: str = "w",
    high: float = 5.0,
) -> Answers:
    """A wave in which person i answered question j with scores[i][j] (NaN = no answer), on 1 to `high`."""
    like, n = empty_answers(), len(scores)
    people = pd.DataFrame({"respondent": [f"{name}-{i}" for i in range(n)], "wave": name})
    people["municipality_code"] = list(municipalities)
    people["sectors"] = list(sectors) or [()] * n
    people["drive"] = list(drives) or None
    items = pd.DataFrame(
        {
            "item": [f"{name}/{j}" for j in range(len(questions))],
            "wave": name,
            "theme": theme,
            "kind": "likert",
            "question": list(questions),
            "low": 1.0,
            "high": high,
        }
    )
    responses = pd.DataFrame(
        [
            {"respondent": f"{name}-{i}", "item": f"{name}/{j}", "score": float(score)}
            for i, own in enumerate(scores)
            for j, score in enumerate(own)
            if not np.isnan(score)
        ]
    )
    wave = pd.DataFrame([{"wave": name, "title": name, "origin": "imported", "purpose": "needs"}])
    return Answers(*(fill(frame, old) for frame, old in zip(
        (wave, items, people, responses), (like.waves, like.items, like.respondents, like.responses), strict=True
    )))  # fmt: skip


def fill(frame: pd.DataFrame, like: pd.DataFrame) -> pd.DataFrame:
    return frame.reindex(columns=like.columns).astype(like.dtypes.to_dict())
