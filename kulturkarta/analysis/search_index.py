"""The index that search looks in: every word of the entries, folded, with the rows it stands in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from kulturkarta.analysis.ranges import join_ranges

# Letters of the neighbours that are no letter with a mark on it.
_LETTERS = {"æ": "a", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "œ": "oe"}
_SPECIAL = re.compile("[" + "".join(_LETTERS) + "]")
_COMBINING = re.compile(r"[\u0300-\u036f]")
_NOT_WORD = re.compile(r"[^\w\n]|_")

# Cutting a hundred thousand texts into words at once keeps the words of a million out of memory.
_ROWS_AT_ONCE = 100_000


def fold_text(text: str) -> str:
    """`text` as search compares it: no case, no diacritics (å ä æ = a, ö ø = o, é = e), punctuation as spaces.

    >>> fold_text("Årby-Östra Folkets Hus, café")
    'arby ostra folkets hus cafe'
    """
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    text = _SPECIAL.sub(lambda found: _LETTERS[found[0]], _COMBINING.sub("", text))
    return " ".join(_NOT_WORD.sub(" ", text).split())


@dataclass(frozen=True)
class Terms:
    """Words that rows share: row `rows[i]` also says `labels[codes[i]]`."""

    rows: np.ndarray
    codes: np.ndarray
    labels: Sequence[str]


@dataclass(frozen=True)
class Postings:
    """Which rows have which token: those of token `i` are `rows[starts[i]:starts[i + 1]]`."""

    rows: np.ndarray
    starts: np.ndarray

    def find(self, tokens: np.ndarray | range) -> np.ndarray:
        """Rows with any of the `tokens`."""
        if isinstance(tokens, range):
            return self.rows[self.starts[tokens.start] : self.starts[tokens.stop]]
        return self.rows[join_ranges(self.starts[tokens], self.starts[tokens + 1])]


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
    letters: np.ndarray
    """Which letters each token has, a bit each (see `letters_of`): what shares too few is no misspelling."""

    @property
    def n_bytes(self) -> int:
        """The memory of rows, starts, letters and text, without Python's own cost per token."""
        arrays = (*vars(self.in_name).values(), *vars(self.in_text).values(), self.offsets, self.lengths, self.letters)
        return sum(array.nbytes for array in arrays) + 2 * len(self.joined)


def build_search_index(texts: pd.Series, names: pd.Series | None = None, terms: Iterable[Terms] = ()) -> SearchIndex:
    """The index of `texts`, one row each in their order, and of what `terms` add to them.

    A hit in `names` (same rows) counts for more.
    """
    vocabulary = _Vocabulary()
    in_text = [*vocabulary.read_texts(texts), *map(vocabulary.read_terms, terms)]
    in_name = [] if names is None else list(vocabulary.read_texts(names))
    tokens = sorted(vocabulary.numbers)
    rank = np.empty(len(tokens), dtype=np.int64)
    rank[[vocabulary.numbers[token] for token in tokens]] = np.arange(len(tokens))
    lengths = np.fromiter(map(len, tokens), dtype=np.int32, count=len(tokens))
    offsets = np.fromiter(accumulate(lengths.tolist(), lambda at, n: at + n + 1, initial=0), dtype=np.int64)
    return SearchIndex(
        n_rows=len(texts),
        tokens=tokens,
        in_name=_collect(in_name, rank=rank, n_rows=len(texts)),
        in_text=_collect(in_text, rank=rank, n_rows=len(texts)),
        joined="\n".join(tokens),
        offsets=offsets[:-1].astype(np.int32),
        lengths=lengths,
        letters=np.fromiter(map(letters_of, tokens), dtype=np.uint32, count=len(tokens)),
    )


def letters_of(token: str) -> int:
    """A bit per letter a-z; one for all digits, one for all other signs."""
    bits = 0
    for letter in set(token):
        number = ord(letter) - 97
        bits |= 1 << (number if 0 <= number < 26 else 26 if letter.isdigit() else 27)
    return bits


# Pairs of the numbers of tokens in the vocabulary and the rows they stand in.
_Pairs = tuple[np.ndarray, np.ndarray]


class _Vocabulary:
    """Tokens numbered as they come. Each different word is folded once."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self._of_word: dict[str, list[int]] = {}

    def read_texts(self, texts: pd.Series) -> Iterator[_Pairs]:
        """The pairs of `texts`."""
        for first in range(0, len(texts), _ROWS_AT_ONCE):
            part = texts.iloc[first : first + _ROWS_AT_ONCE].to_numpy(dtype=object)
            lines = pa.array(part, type=pa.large_string(), from_pandas=True)
            split = pc.call_function("utf8_split_whitespace", [lines])
            words = split.flatten().dictionary_encode()
            rows = first + split.value_parent_indices().to_numpy().astype(np.int32)
            yield self._expand(words.indices.to_numpy(), rows, words.dictionary.to_pylist())

    def read_terms(self, terms: Terms) -> _Pairs:
        """The pairs of what `terms` say."""
        return self._expand(terms.codes, terms.rows, terms.labels)

    def _expand(self, codes: np.ndarray, rows: np.ndarray, texts: Sequence[str]) -> _Pairs:
        """Row `rows[i]` says `texts[codes[i]]`: the pairs of all tokens in that."""
        listed = [self._number(text) for text in texts]
        stops = np.cumsum([len(numbers) for numbers in listed], dtype=np.int64)
        starts = stops - np.array([len(numbers) for numbers in listed], dtype=np.int64)
        flat = np.fromiter(chain.from_iterable(listed), dtype=np.int32)
        counts = (stops - starts)[codes]
        return flat[join_ranges(starts[codes], stops[codes])], np.repeat(rows, counts)

    def _number(self, text: str) -> list[int]:
        if text not in self._of_word:
            tokens = fold_text(text).split()
            self._of_word[text] = [self.numbers.setdefault(token, len(self.numbers)) for token in tokens]
        return self._of_word[text]


def _collect(pairs: list[_Pairs], *, rank: np.ndarray, n_rows: int) -> Postings:
    """Postings of the pairs in the order of `rank`, each pair once."""
    n = max(n_rows, 1)
    keys = np.concatenate([np.zeros(0, dtype=np.int64), *(rank[numbers] * n + rows for numbers, rows in pairs)])
    keys.sort()
    keys = keys[np.diff(keys, prepend=-1) > 0]
    starts = np.searchsorted(keys, np.arange(len(rank) + 1) * n)
    return Postings((keys % n).astype(np.int32), starts)
