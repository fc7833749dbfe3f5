"""Free-text search that forgives: diacritics, endings, unfinished words and misspellings."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, chain

import numpy as np
import pandas as pd
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

# What one word of a query is worth in a row, by where and how it was found. A word found as it was typed beats
# every misspelling; among the found, the name beats the description. Parts of compounds come after both, for they may
# be chance: "sång" stands in "Skogsängen".
_IN_NAME = {"exact": 1.0, "stem": 0.95, "prefix": 0.9, "part": 0.6, "typo": 0.5, "typo_prefix": 0.45}
_IN_TEXT = {"exact": 0.7, "stem": 0.66, "prefix": 0.63, "part": 0.55, "typo": 0.35, "typo_prefix": 0.3}
_TYPED_WAYS = ("exact", "stem", "prefix", "part")

# Definite, plural and genitive endings, as they look without diacritics: biblioteken, teatern, kyrkor, museernas.
_ENDINGS = (
    *("a", "e", "n", "r", "s", "t"),
    *("an", "ar", "as", "at", "en", "er", "es", "et", "na", "ns", "or", "ts", "um"),
    *("ans", "ars", "ena", "ens", "ers", "ets", "nas", "ors", "rna", "ums"),
    *("arna", "enas", "erna", "orna", "rnas", "arnas", "ernas", "ornas"),
)
_MIN_STEM = 3
# "barn" is no "bar", but "teatern" is a "teater".
_MIN_STEM_OF_ONE_LETTER = 4
_MIN_PART = 4
# Four letters with one wrong are the beginning of too many words.
_MIN_MISSPELT_START = 5

# Left out of a query as long as another word remains.
_SMALL_WORDS = frozenset(
    ("av", "den", "det", "en", "ett", "for", "fran", "i", "med", "och", "om", "pa", "som", "till", "vid")
)

# A pasted page must not cost a page's work.
_MAX_WORDS = 12

# Letters of the neighbours that are no letter with a mark on it.
_LETTERS = {"æ": "a", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "œ": "oe"}
_SPECIAL = re.compile("[" + "".join(_LETTERS) + "]")
_COMBINING = re.compile(r"[\u0300-\u036f]")
_NOT_WORD = re.compile(r"[^\w\n]|_")
_LAST = chr(0x10FFFF)


def fold_text(text: str) -> str:
    """`text` as search compares it: no case, no diacritics (å ä æ = a, ö ø = o, é = e), punctuation as spaces.

    >>> fold_text("Årby-Östra Folkets Hus, café")
    'arby ostra folkets hus cafe'
    """
    return " ".join(_fold_letters(text).split())


def _fold_letters(text: str) -> str:
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    text = _SPECIAL.sub(lambda found: _LETTERS[found[0]], _COMBINING.sub("", text))
    return _NOT_WORD.sub(" ", text)


@dataclass(frozen=True)
class Postings:
    """Which rows have which token: those of token `i` are `rows[starts[i]:starts[i + 1]]`."""

    rows: np.ndarray
    starts: np.ndarray

    def find(self, first: int, stop: int) -> np.ndarray:
        """Rows with any of the tokens `first`..`stop - 1`."""
        return self.rows[self.starts[first] : self.starts[stop]]


@dataclass(frozen=True)
class SearchIndex:
    """The tokens of all rows in code order, with the rows they occur in: in the name, and anywhere."""

    n_rows: int
    tokens: list[str]
    in_name: Postings
    in_text: Postings
    joined: str
    """All tokens, one per line, for finding the parts of compounds in one scan."""
    offsets: np.ndarray
    lengths: np.ndarray


def build_search_index(texts: pd.Series, names: pd.Series | None = None) -> SearchIndex:
    """The index of `texts`, one row each in their order. A hit in `names` (same rows) counts for more."""
    text_tokens, text_rows = _split_rows(texts)
    name_tokens, name_rows = _split_rows(texts.iloc[:0] if names is None else names)
    tokens = sorted({*text_tokens, *name_tokens})
    number = {token: i for i, token in enumerate(tokens)}
    lengths = np.fromiter(map(len, tokens), dtype=np.int64, count=len(tokens))
    return SearchIndex(
        n_rows=len(texts),
        tokens=tokens,
        in_name=_collect(name_tokens, name_rows, number=number, n_rows=len(texts)),
        in_text=_collect(text_tokens, text_rows, number=number, n_rows=len(texts)),
        joined="\n".join(tokens),
        offsets=np.fromiter(accumulate(lengths + 1, initial=0), dtype=np.int64, count=len(tokens) + 1)[:-1],
        lengths=lengths,
    )


def _split_rows(texts: pd.Series) -> tuple[list[str], np.ndarray]:
    """Every token of every row, and the row it is in. All texts are folded as one, not row by row."""
    lines = ["" if pd.isna(text) else str(text).replace("\n", " ") for text in texts.tolist()]
    split = [line.split() for line in _fold_letters("\n".join(lines)).split("\n")] if lines else []
    counts = np.fromiter(map(len, split), dtype=np.int64, count=len(split))
    return list(chain.from_iterable(split)), np.repeat(np.arange(len(split)), counts)


def _collect(tokens: list[str], rows: np.ndarray, *, number: dict[str, int], n_rows: int) -> Postings:
    numbers = np.fromiter(map(number.__getitem__, tokens), dtype=np.int64, count=len(tokens))
    pairs = np.sort(numbers * max(n_rows, 1) + rows)
    pairs = pairs[np.diff(pairs, prepend=-1) > 0]
    starts = np.searchsorted(pairs, np.arange(len(number) + 1) * max(n_rows, 1))
    return Postings(pairs % max(n_rows, 1), starts)


def search(index: SearchIndex, query: str) -> np.ndarray:
    """A score per row (float64): 0 = not found, 1 = every word stands in the name as typed.

    Every word of the query must be found in the row: as it is, with another ending, as the beginning of a word or,
    from four letters, as a part of one. Only a word that is found nowhere is taken for a misspelling: one letter off
    for 4-7 letters, two from 8; from five letters also at the beginning of a longer word. When no row has all the
    words, every word is. Small words ("i", "och") are left out beside others, and so is what follows the first
    twelve words; a query without words finds every row.
    """
    words = list(dict.fromkeys(fold_text(query).split()))
    words = ([word for word in words if word not in _SMALL_WORDS] or words)[:_MAX_WORDS]
    if not words:
        return np.ones(index.n_rows)
    typed = [_score_word(index, word, misspelt=False) for word in words]
    scores = [
        score if score.any() else _score_word(index, word, misspelt=True)
        for word, score in zip(words, typed, strict=True)
    ]
    combined = _combine(scores)
    if not combined.any() and len(words) > 1:
        combined = _combine([_score_word(index, word, misspelt=True) for word in words])
    return combined


def _combine(scores: list[np.ndarray]) -> np.ndarray:
    """The mean over words, 0 where a word is missing."""
    stack = np.vstack(scores)
    return np.where(stack.min(axis=0) > 0, stack.mean(axis=0), 0.0)


def _score_word(index: SearchIndex, word: str, *, misspelt: bool) -> np.ndarray:
    score = np.zeros(index.n_rows)
    ways = {way: list(_find_typed(index, word, way)) for way in _TYPED_WAYS}
    if misspelt:
        ways |= _find_misspelt(index, word)
    hits = [(worth[way], postings, way) for worth, postings in _fields(index) for way in ways]
    # The worst first: what comes later overwrites it.
    for worth, postings, way in sorted(hits, key=lambda hit: hit[0]):
        for first, stop in ways[way]:
            score[postings.find(first, stop)] = worth
    return score


def _fields(index: SearchIndex) -> tuple[tuple[dict[str, float], Postings], ...]:
    return (_IN_TEXT, index.in_text), (_IN_NAME, index.in_name)


def _find_typed(index: SearchIndex, word: str, way: str) -> Iterator[tuple[int, int]]:
    """Ranges of tokens that hold `word` in this way."""
    if way == "exact":
        yield from _find_token(index, word)
    elif way == "stem":
        for form in _list_forms(word):
            yield from _find_token(index, form)
    elif way == "prefix":
        yield bisect_left(index.tokens, word), bisect_left(index.tokens, word + _LAST)
    elif len(word) >= _MIN_PART:
        starts = np.array([found.start() for found in re.finditer(re.escape(word), index.joined)], dtype=np.int64)
        for token in np.unique(np.searchsorted(index.offsets, starts, side="right") - 1).tolist():
            yield token, token + 1


def _find_token(index: SearchIndex, token: str) -> Iterator[tuple[int, int]]:
    at = bisect_left(index.tokens, token)
    if at < len(index.tokens) and index.tokens[at] == token:
        yield at, at + 1


def _list_forms(word: str) -> set[str]:
    """The word with other endings: "biblioteken" -> bibliotek, biblioteket, bibliotekens ...; most are no words."""
    stems = {word[: -len(ending)] for ending in _ENDINGS if word.endswith(ending) and _takes(word, ending)} | {word}
    endings = [(stem, ending) for stem in stems for ending in _ENDINGS]
    return {*stems, *(stem + ending for stem, ending in endings if _takes(stem + ending, ending))} - {word}


def _takes(form: str, ending: str) -> bool:
    """True if what stands before the ending is long enough to be a word."""
    return len(form) - len(ending) >= (_MIN_STEM if len(ending) > 1 else _MIN_STEM_OF_ONE_LETTER)


def _find_misspelt(index: SearchIndex, word: str) -> dict[str, list[tuple[int, int]]]:
    """Tokens, and beginnings of tokens, within the word's allowed distance (optimal string alignment)."""
    allowed = _allow_errors(word)
    if not allowed:
        return {}
    near = np.flatnonzero(np.abs(index.lengths - len(word)) <= allowed)
    typos = near[_is_near(word, [index.tokens[i] for i in near.tolist()], allowed)]
    begun: list[int] = [] if len(word) < _MIN_MISSPELT_START else _find_misspelt_starts(index, word, allowed)
    return {"typo": [(i, i + 1) for i in typos.tolist()], "typo_prefix": [(i, i + 1) for i in begun]}


def _find_misspelt_starts(index: SearchIndex, word: str, allowed: int) -> list[int]:
    # The first letter is seldom wrong, and it cuts the work to a twentieth.
    first, stop = bisect_left(index.tokens, word[0]), bisect_left(index.tokens, word[0] + _LAST)
    begins: list[np.ndarray] = []
    for length in range(len(word) - allowed, len(word) + allowed + 1):
        longer = first + np.flatnonzero(index.lengths[first:stop] > length)
        heads = [index.tokens[i][:length] for i in longer.tolist()]
        unique = list(dict.fromkeys(heads))
        close = {head for head, hit in zip(unique, _is_near(word, unique, allowed), strict=True) if hit}
        begins.append(longer[np.array([head in close for head in heads], dtype=bool)])
    return np.unique(np.concatenate(begins)).tolist()


def _allow_errors(word: str) -> int:
    """0 for short words and for everything with a digit: a house number is not a misspelt other."""
    if len(word) < 4 or any(letter.isdigit() for letter in word):
        return 0
    return 1 if len(word) < 8 else 2


def _is_near(word: str, others: list[str], allowed: int) -> np.ndarray:
    if not others:
        return np.zeros(0, dtype=bool)
    return cdist([word], others, scorer=OSA.distance, score_cutoff=allowed, dtype=np.uint8)[0] <= allowed
