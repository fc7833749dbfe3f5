"""Free-text search that forgives: diacritics, endings, unfinished words and misspellings."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable

import numpy as np
import snowballstemmer
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from kulturkarta.analysis.search_index import Postings, SearchIndex, Terms, build_search_index, fold_text, letters_of

__all__ = ["SearchIndex", "Terms", "build_search_index", "fold_text", "search"]

# What one word of a query is worth in a row, by where and how it was found. A word found as it was typed beats
# every misspelling; among the found, the name beats the description. Parts of compounds come after both, for they may
# be chance: "sång" stands in "Skogsängen".
_IN_NAME = {"exact": 1.0, "stem": 0.95, "prefix": 0.9, "part": 0.6, "typo": 0.5, "typo_prefix": 0.45}
_IN_TEXT = {"exact": 0.7, "stem": 0.66, "prefix": 0.63, "part": 0.55, "typo": 0.35, "typo_prefix": 0.3}

# Definite, plural and genitive endings, as they look without diacritics: biblioteken, teatern, kyrkor, museernas.
_ENDINGS = (
    *("a", "e", "n", "r", "s", "t"),
    *("an", "ar", "as", "at", "en", "er", "es", "et", "na", "ns", "or", "ts", "um"),
    *("ans", "ars", "ena", "ens", "ers", "ets", "nas", "ors", "rna", "ums"),
    *("arna", "enas", "erna", "orna", "rnas", "arnas", "ernas", "ornas"),
)
# What the Swedish Snowball stemmer takes off: inflections, also of adjectives, participles and nouns in -het.
_SNOWBALL_ENDINGS = (
    *("", "a", "arna", "erna", "heterna", "orna", "ad", "e", "ade", "ande", "arne", "are", "aste", "en", "anden"),
    *("aren", "heten", "ern", "ar", "er", "heter", "or", "as", "arnas", "ernas", "ornas", "es", "ades", "andes"),
    *("ens", "arens", "hetens", "erns", "at", "andet", "het", "ast", "s", "t"),
)
_SNOWBALL_MIDDLES = ("", "lig", "ig", "els")
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

_LAST = chr(0x10FFFF)


def search(index: SearchIndex, query: str) -> np.ndarray:
    """A score per row (float32): 0 = not found, 1 = every word stands in the name as typed.

    Every word of the query must be found in the row: as it is, with another ending, as the beginning of a word or,
    from four letters, as a part of one. Only a word that is found nowhere is taken for a misspelling: one letter off
    for 4-7 letters, two from 8; from five letters also at the beginning of a longer word. When no row has all the
    words, every word is. Small words ("i", "och") are left out beside others, and so is what follows the first
    twelve words; a query without words finds every row.
    """
    words = list(dict.fromkeys(fold_text(query).split()))
    words = ([word for word in words if word not in _SMALL_WORDS] or words)[:_MAX_WORDS]
    if not words:
        return np.ones(index.n_rows, dtype=np.float32)
    scores = [_score_word(index, word, misspelt=False) for word in words]
    scores = [
        score if score is not None else _score_word(index, word, misspelt=True)
        for word, score in zip(words, scores, strict=True)
    ]
    combined = _combine(scores, n_rows=index.n_rows)
    if not combined.any() and len(words) > 1:
        combined = _combine([_score_word(index, word, misspelt=True) for word in words], n_rows=index.n_rows)
    return combined


def _combine(scores: list[np.ndarray | None], *, n_rows: int) -> np.ndarray:
    """The mean over words, 0 where a word is missing."""
    found = [score for score in scores if score is not None]
    if len(found) < len(scores):
        return np.zeros(n_rows, dtype=np.float32)
    if len(found) == 1:
        return found[0]
    total = np.add.reduce(found) / np.float32(len(found))
    total[np.minimum.reduce(found) == 0] = 0
    return total


_Tokens = np.ndarray | range


def _score_word(index: SearchIndex, word: str, *, misspelt: bool) -> np.ndarray | None:
    """The score of each row for one word; None when no row has it."""
    ways = _find_typed(index, word) | (_find_misspelt(index, word) if misspelt else {})
    hits = [
        (worth[way], postings, tokens)
        for worth, postings in _fields(index)
        for way, tokens in ways.items()
        if len(tokens)
    ]
    if not hits:
        return None
    score = np.zeros(index.n_rows, dtype=np.float32)
    # The worst first: what comes later overwrites it.
    for worth, postings, tokens in sorted(hits, key=lambda hit: hit[0]):
        score[postings.find(tokens)] = worth
    return score


def _fields(index: SearchIndex) -> tuple[tuple[dict[str, float], Postings], ...]:
    return (_IN_TEXT, index.in_text), (_IN_NAME, index.in_name)


def _find_typed(index: SearchIndex, word: str) -> dict[str, _Tokens]:
    """The tokens that hold `word`, by way."""
    begun = range(bisect_left(index.tokens, word), bisect_left(index.tokens, word + _LAST))
    return {
        "exact": _find_tokens(index, [word]),
        "stem": np.union1d(_find_tokens(index, _list_forms(word)), _find_stem(index, word)),
        "prefix": begun,
        "part": _find_part(index, word),
    }


def _find_part(index: SearchIndex, word: str) -> np.ndarray:
    if len(word) < _MIN_PART:
        return np.zeros(0, dtype=np.int64)
    starts = np.array([found.start() for found in re.finditer(re.escape(word), index.joined)], dtype=np.int64)
    return np.unique(np.searchsorted(index.offsets, starts, side="right") - 1)


def _find_tokens(index: SearchIndex, words: Iterable[str]) -> np.ndarray:
    found = [(bisect_left(index.tokens, word), word) for word in words]
    hits = [at for at, word in found if at < len(index.tokens) and index.tokens[at] == word]
    return np.array(hits, dtype=np.int64)


def _list_forms(word: str) -> set[str]:
    """The word with other endings: "biblioteken" -> bibliotek, biblioteket, bibliotekens ...; most are no words."""
    stems = {word[: -len(ending)] for ending in _ENDINGS if word.endswith(ending) and _takes(word, ending)} | {word}
    endings = [(stem, ending) for stem in stems for ending in _ENDINGS]
    return {*stems, *(stem + ending for stem, ending in endings if _takes(stem + ending, ending))} - {word}


def _find_stem(index: SearchIndex, word: str) -> np.ndarray:
    """Tokens with the same Swedish stem: "vänlighet" and vänlig, "spelande" and spelar. Names of few letters have none.

    Stems only what the index has of the words that could have this stem: stemming every token would take a minute.
    """
    stemmer = snowballstemmer.stemmer("swedish")  # one each time: it keeps its place in the word between calls
    stem = stemmer.stemWord(word)
    if len(stem) < _MIN_STEM:
        return np.zeros(0, dtype=np.int64)
    forms = {stem + middle + ending for middle in _SNOWBALL_MIDDLES for ending in _SNOWBALL_ENDINGS} - {word}
    tokens = _find_tokens(index, forms)
    same = [stemmer.stemWord(index.tokens[token]) == stem for token in tokens.tolist()]
    return tokens[np.array(same, dtype=bool)]


def _takes(form: str, ending: str) -> bool:
    """True if what stands before the ending is long enough to be a word."""
    return len(form) - len(ending) >= (_MIN_STEM if len(ending) > 1 else _MIN_STEM_OF_ONE_LETTER)


def _find_misspelt(index: SearchIndex, word: str) -> dict[str, _Tokens]:
    """Tokens, and beginnings of tokens, within the word's allowed distance (optimal string alignment)."""
    allowed = _allow_errors(word)
    if not allowed:
        return {}
    # An error changes at most two letters of the set; few tokens are left to be compared letter by letter.
    letters = np.uint32(letters_of(word))
    near = np.abs(index.lengths - len(word)) <= allowed
    near = np.flatnonzero(near & (np.bitwise_count(index.letters ^ letters) <= 2 * allowed))
    typos = near[_is_near(word, [index.tokens[i] for i in near.tolist()], allowed)]
    if len(word) < _MIN_MISSPELT_START:
        return {"typo": typos}
    return {"typo": typos, "typo_prefix": _find_misspelt_starts(index, word, allowed, letters=letters)}


def _find_misspelt_starts(index: SearchIndex, word: str, allowed: int, *, letters: np.uint32) -> np.ndarray:
    # The first letter is seldom wrong, and it cuts the work to a twentieth.
    first, stop = bisect_left(index.tokens, word[0]), bisect_left(index.tokens, word[0] + _LAST)
    lacking = np.bitwise_count(letters & ~index.letters[first:stop])
    likely = first + np.flatnonzero((lacking <= allowed) & (index.lengths[first:stop] > len(word) - allowed))
    begins: list[np.ndarray] = []
    for length in range(len(word) - allowed, len(word) + allowed + 1):
        longer = likely[index.lengths[likely] > length]
        heads = [index.tokens[i][:length] for i in longer.tolist()]
        unique = list(dict.fromkeys(heads))
        close = {head for head, hit in zip(unique, _is_near(word, unique, allowed), strict=True) if hit}
        begins.append(longer[np.array([head in close for head in heads], dtype=bool)])
    return np.unique(np.concatenate(begins))


def _allow_errors(word: str) -> int:
    """0 for short words and for everything with a digit: a house number is not a misspelt other."""
    if len(word) < 4 or any(letter.isdigit() for letter in word):
        return 0
    return 1 if len(word) < 8 else 2


def _is_near(word: str, others: list[str], allowed: int) -> np.ndarray:
    if not others:
        return np.zeros(0, dtype=bool)
    return cdist([word], others, scorer=OSA.distance, score_cutoff=allowed, dtype=np.uint8)[0] <= allowed
