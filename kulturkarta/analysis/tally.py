"""How often each answer was given to each question of one wave: what a pie or a bar shows."""

from __future__ import annotations

import pandas as pd

from kulturkarta.answers import Answers

FEWEST = 5
"""With fewer answers to a question than this, it says too much of who gave them."""


def tally_wave(answers: Answers, wave: str) -> pd.DataFrame:
    """item, question, kind, answer, n, n_answered, share per possible answer of every question with fixed answers.

    Likert: each step of the scale from low to high, as text; choice and multi: each option, most chosen first (in
    multi, shares add up to more than 1). A question answered by fewer than FEWEST has no rows but is never mixed up
    with one that nobody was asked: see `too_few`.
    """
    rows: list[dict[str, object]] = []
    for found in answers.items[answers.items["wave"].eq(wave)].to_dict("records"):
        item = {str(name): value for name, value in found.items()}
        given = answers.responses[answers.responses["item"].eq(item["item"])]
        n_answered = int(given["respondent"].nunique())
        if n_answered < FEWEST:
            continue
        for answer, n in _count(item, given).items():
            counted = {"answer": answer, "n": int(n), "n_answered": n_answered, "share": float(n) / n_answered}
            rows.append({name: item[name] for name in ("item", "question", "kind")} | counted)
    return pd.DataFrame(rows, columns=["item", "question", "kind", "answer", "n", "n_answered", "share"])


def too_few(answers: Answers, wave: str) -> list[str]:
    """The questions with fixed answers that fewer than FEWEST answered."""
    items = answers.items[answers.items["wave"].eq(wave) & answers.items["kind"].isin(["likert", "choice", "multi"])]
    n = answers.responses.groupby("item")["respondent"].nunique()
    return [str(row["question"]) for row in items.to_dict("records") if n.get(row["item"], 0) < FEWEST]


def _count(item: dict[str, object], given: pd.DataFrame) -> pd.Series:
    if item["kind"] == "likert":
        low, high = (int(float(str(item[end]))) for end in ("low", "high"))
        n = given["score"].round().astype("Int64").value_counts()
        return pd.Series({str(step): int(n.get(step, 0)) for step in range(low, high + 1)})
    if item["kind"] in ("choice", "multi"):
        return given["choices"].explode().value_counts()
    return pd.Series(dtype="int64")
