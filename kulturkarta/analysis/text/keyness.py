"""Which words stand out in what is said of one need against what is said of the others."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kulturkarta.analysis.needs.suppression import SMALLEST_GROUP
from kulturkarta.analysis.text.swedish import list_stems


def count_words(texts: pd.DataFrame) -> pd.DataFrame:
    """`texts` (respondent, theme, text) as one row per respondent, theme and stem, with the word as written."""
    stems = {text: list_stems(text) for text in texts["text"].unique()}  # many write the same few words
    rows = [
        (respondent, theme, stem, word)
        for respondent, theme, text in texts[["respondent", "theme", "text"]].itertuples(index=False, name=None)
        for stem, word in stems[text].items()
    ]
    frame = pd.DataFrame(rows, columns=["respondent", "theme", "stem", "word"])
    return frame.drop_duplicates(["respondent", "theme", "stem"], ignore_index=True)


def find_key_words(words: pd.DataFrame, theme: str) -> pd.DataFrame:
    """The words of `theme` by how much they stand out: word, n (respondents who used it), share (of those who wrote
    about the theme), g2, log_ratio, stands_out.

    G² = 2 x sum of O ln(O / E) over those who did and did not use the word, here and in the rest (Rayson & Garside
    2000); log ratio is log2 of the two shares (Hardie 2014), with half a respondent added where the rest has none.
    `stands_out`: G² of 6.63 or more (p < 0.01) and more common here. A word is listed when five respondents or more
    used it here, and nobody or five or more in the rest, so that no list tells of a few by subtraction.
    """
    own = words[words["theme"].eq(theme)]
    others = words[words["theme"].ne(theme)]
    n_own, n_others = own["respondent"].nunique(), others[["respondent", "theme"]].drop_duplicates().shape[0]
    counts = own.groupby("stem").agg(n=("respondent", "nunique"), word=("word", _most_common))
    rest = others.groupby("stem").size().reindex(counts.index).fillna(0).astype("float64")
    counts = counts.assign(n_rest=rest)
    counts = counts[(counts["n"] >= SMALLEST_GROUP) & ((counts["n_rest"] == 0) | (counts["n_rest"] >= SMALLEST_GROUP))]
    a, b = counts["n"].to_numpy(dtype="float64"), counts["n_rest"].to_numpy(dtype="float64")
    g2 = measure_g2(a, b, float(n_own), float(n_others))
    share, share_rest = a / max(n_own, 1), np.where(b > 0, b, 0.5) / max(n_others, 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        log_ratio = np.log2(share / share_rest) if n_others else np.full(len(a), np.nan)
    found = counts.assign(share=share, g2=g2, log_ratio=log_ratio, stands_out=(g2 >= 6.63) & (log_ratio > 0))
    found = found.reset_index().sort_values(["stands_out", "n", "g2", "stem"], ascending=[False, False, False, True])
    return found[["stem", "word", "n", "n_rest", "share", "g2", "log_ratio", "stands_out"]].reset_index(drop=True)


def measure_g2(own: np.ndarray, rest: np.ndarray, n_own: float, n_rest: float) -> np.ndarray:
    """Log-likelihood of a word used by `own` of `n_own` and `rest` of `n_rest`; 0 ln 0 = 0.

    10 of 20 against 10 of 60: E = 5 and 15, 15 and 45; 2 x (10 ln 2 + 10 ln 2/3 + 10 ln 2/3 + 50 ln 10/9) = 8.18.
    """
    total = n_own + n_rest
    if not total > 0:
        return np.zeros(len(own))
    used = own + rest
    g2 = np.zeros(len(own))
    for seen, expected in (
        (own, used * n_own / total),
        (rest, used * n_rest / total),
        (n_own - own, (total - used) * n_own / total),
        (n_rest - rest, (total - used) * n_rest / total),
    ):
        with np.errstate(divide="ignore", invalid="ignore"):
            g2 += 2 * np.where(seen > 0, seen * np.log(seen / expected), 0.0)
    return g2


def _most_common(words: pd.Series) -> str:
    counts = words.value_counts()
    return min(counts.index[counts == counts.max()])
