"""How often each answer was given to each question of one wave: what a pie or a bar shows."""

from __future__ import annotations

from itertools import chain

import numpy as np
import pandas as pd

from kulturkarta.analysis.needs.suppression import find_safe_groups
from kulturkarta.answers import Answers

_FIXED = ("likert", "choice", "multi")


def tally_wave(answers: Answers, wave: str) -> pd.DataFrame:
    """item, question, kind, answer, n, n_answered, share, is_shown per possible answer of every question with fixed
    answers.

    Likert: each step of the scale from low to high, as text; choice and multi: each option, most chosen first (in
    multi, shares add up to more than 1). Who gave the same answer are a group as any other: n and share are NaN where
    they are too few, or could be computed from what else is shown, see `find_safe_groups`. Of 20 answers of which 12
    are yes, 5 no and 3 maybe, the maybe is hidden, and the no with it, for 20 - 12 - 5 is 3.
    """
    rows: list[dict[str, object]] = []
    for found in answers.items[answers.items["wave"].eq(wave) & answers.items["kind"].isin(_FIXED)].to_dict("records"):
        item = {str(name): value for name, value in found.items()}
        names, given = _spread_answers(item, answers.responses[answers.responses["item"].eq(item["item"])])
        n, shown = given.sum(axis=0), _find_shown(given)
        order = range(len(names)) if item["kind"] == "likert" else np.lexsort((np.arange(len(names)), -n * shown))
        for place in order:
            count = float(n[place]) if shown[place] else np.nan
            counted: dict[str, object] = {
                "answer": names[place],
                "n": count,
                "n_answered": len(given),
                "is_shown": bool(shown[place]),
            }
            counted["share"] = count / max(len(given), 1)
            rows.append({**{name: item[name] for name in ("item", "question", "kind")}, **counted})
    columns = ["item", "question", "kind", "answer", "n", "n_answered", "share", "is_shown"]
    return pd.DataFrame(rows, columns=columns)


def list_hidden(tally: pd.DataFrame) -> list[str]:
    """The questions of which no answer may be shown."""
    told = tally.groupby("item", sort=False).agg(question=("question", "first"), is_any=("is_shown", "any"))
    return [str(question) for question, is_any in told.itertuples(index=False) if not is_any]


def _find_shown(given: np.ndarray) -> np.ndarray:
    """Which answers may be shown; none that nobody gave, unless all who answered are shown anyway."""
    if not len(given):
        return np.zeros(given.shape[1], dtype=bool)
    shown = find_safe_groups([given]).groups[0]
    return shown | (~shown & ~given.any(axis=0)) if given[:, shown].any(axis=1).all() else shown


def _spread_answers(item: dict[str, object], given: pd.DataFrame) -> tuple[list[str], np.ndarray]:
    """The possible answers to a question, and who gave which: a row per person who answered, true for each given."""
    if item["kind"] == "likert":
        low, high = (int(float(str(item[end]))) for end in ("low", "high"))
        names = [str(step) for step in range(low, high + 1)]
        lists = [(str(step),) for step in given["score"].dropna().round().astype(int)]
    else:
        lists = [tuple(own) for own in given["choices"] if isinstance(own, tuple | list) and len(own)]
        names = list(dict.fromkeys(chain.from_iterable(lists)))
    place = {name: k for k, name in enumerate(names)}
    members = np.zeros((len(lists), len(names)), dtype=bool)
    for row, own in enumerate(lists):  # tuples have no vectorised membership test
        members[row, [place[name] for name in own]] = True
    return names, members
