"""Free words for what one offers and seeks, as terms that meet: "scenografi" is what "scenografer" do."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pandas as pd
import snowballstemmer

from kulturkarta.schema import LIST_SEPARATOR

FREE = "~"
"""What a term begins with when no word list knows it: its stem follows."""

_MIN_PART = 4
_WORD = re.compile(r"[^\W\d_]+")
# A craft and who does it: koreografi and koreograf, dramaturgi and dramaturg.
_CRAFT = re.compile(r"(graf|log|turg|nom|tekt)(i|er|en)$")
# "Lokala" is no "lokal", and small words say nothing.
_SMALL = frozenset(
    ("i", "och", "att", "av", "för", "med", "som", "till", "på", "om", "en", "ett", "den", "det", "de", "vid", "hos")
) | {"visa", "lokala", "lokalt"}


@cache
def _stemmer() -> Any:
    return snowballstemmer.stemmer("swedish")


def stem(word: str) -> str:
    """The stem of a Swedish word.

    >>> stem("Scenografi") == stem("scenografer") == "scenograf"
    True
    """
    return _CRAFT.sub(r"\1", _stemmer().stemWord(word.casefold()))


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Which term each known stem stands for, and each term's role in the value chain ("" = none).

    A word that no list knows is a term of its own, its stem after `FREE`: it meets only its like.
    """

    terms: dict[str, str]
    roles: dict[str, str]
    _seen: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    _written: dict[str, str] = field(default_factory=dict, repr=False)

    def parse(self, phrases: Iterable[str]) -> tuple[str, ...]:
        """The terms of `phrases`, each once, in order: ("lokal att visa samlingar i",) -> ("lokal", "arkiv")."""
        return tuple(dict.fromkeys(term for phrase in phrases for term in self._parse_phrase(phrase)))

    def write(self, term: str) -> str:
        """The word of a term that no list knows, as it was first read."""
        return self._written.get(term, term.removeprefix(FREE))

    def find(self, phrases: Iterable[str]) -> tuple[str, ...]:
        """As `parse`, but only terms of the list."""
        return tuple(term for term in self.parse(phrases) if not term.startswith(FREE))

    def _parse_phrase(self, phrase: str) -> tuple[str, ...]:
        if phrase not in self._seen:
            words = [word for word in _WORD.findall(phrase.casefold()) if word not in _SMALL]
            found = [self._parse_word(word) for word in words]
            known = [term for terms in found for term in terms if not term.startswith(FREE)]
            # A phrase with a known word is about that word: "historiskt teaterspel" is theatre.
            self._seen[phrase] = tuple(known or [term for terms in found for term in terms])
        return self._seen[phrase]

    def _parse_word(self, word: str) -> tuple[str, ...]:
        """The term of the whole word, else of the last and first part of a compound, else the stem itself."""
        stemmed = stem(word)
        if stemmed in self.terms:
            return (self.terms[stemmed],)
        starts = range(1, len(stemmed) - _MIN_PART + 1)
        last = next((stemmed[at:] for at in starts if stemmed[at:] in self.terms), "")
        left = stemmed[: len(stemmed) - len(last)]
        ends = range(len(left), _MIN_PART - 1, -1)
        first = next((left[:end] for end in ends if left[:end] in self.terms), "")
        parts = [self.terms[part] for part in (last, first) if part]
        if not parts:
            self._written.setdefault(FREE + stemmed, word)
        return tuple(dict.fromkeys(parts)) or (FREE + stemmed,)


def build_lexicon(vocabulary: pd.DataFrame) -> Lexicon:
    """The lexicon of a vocabulary with a column `words` (aliases, several joined by `;`), and perhaps `role`.

    A word that stands under two terms belongs to the first.
    """
    terms: dict[str, str] = {}
    for code, words in vocabulary["words"].items():
        for word in words.split(LIST_SEPARATOR):
            terms.setdefault(stem(word), str(code))
    roles = vocabulary["role"] if "role" in vocabulary else pd.Series("", index=vocabulary.index)
    return Lexicon(terms, {str(code): role for code, role in roles.items()})
