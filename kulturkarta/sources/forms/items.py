"""The questions of a form and the answers to them, as frames."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kulturkarta.answers import ITEM_COLUMNS, RESPONSE_COLUMNS
from kulturkarta.sources.forms.mapping import FormColumn


def find_ends(column: FormColumn) -> tuple[float, float]:
    """The ends of a Likert column's scale; 1 and 5 where nothing else is said."""
    return (1.0 if column.low is None else column.low), (5.0 if column.high is None else column.high)


def describe_item(
    column: FormColumn, given: pd.DataFrame, *, item: str, wave: str, theme: str | None
) -> dict[str, object]:
    """One row of `Answers.items`: the ends of its scale or of what was given, its options, most chosen first."""
    scores = given["score"].dropna()
    ends = (scores.min(), scores.max()) if len(scores) else (np.nan, np.nan)
    ends = find_ends(column) if column.kind == "likert" else ends
    options: tuple[str, ...] = ()
    if column.kind in ("choice", "multi") and len(given):
        options = tuple(given["choices"].explode().value_counts().index)
    return {
        "item": item,
        "wave": wave,
        "theme": theme,
        "kind": column.kind,
        "question": column.header,
        "low": ends[0],
        "high": ends[1],
        "options": options,
        "role": column.role or None,
    }


def items_frame(items: list[dict[str, object]]) -> pd.DataFrame:
    """The described items as `Answers.items`."""
    frame = pd.DataFrame(items, columns=list(ITEM_COLUMNS))
    kinds = dict.fromkeys(("item", "wave", "theme", "kind", "question", "role"), "str")
    return frame.astype(kinds | {"low": "float64", "high": "float64"})


def responses_frame(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """The answers to all questions as `Answers.responses`; also without any question."""
    nothing = pd.DataFrame(columns=list(RESPONSE_COLUMNS))
    frame = pd.concat(parts, ignore_index=True) if parts else nothing
    frame["choices"] = [value if isinstance(value, tuple) else () for value in frame["choices"]]
    return frame.astype({"respondent": "str", "item": "str", "score": "float64", "choices": "object", "text": "str"})[
        list(RESPONSE_COLUMNS)
    ]
