"""Swedish words made comparable: split, freed from words that carry no subject, stemmed, compounds shortened."""

from __future__ import annotations

import re
from functools import cache

from kulturkarta.analysis.text.words import ALIASES, HEADS, STOP_WORDS

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# Addresses, numbers and names of persons who are written to do not become words.
_CONTACT = re.compile(r"https?://\S+|www\.\S+|\S+@\S+|[+\d][\d\s().-]{5,}\d|[@#]\w+")
_SHOWN = {*ALIASES.values(), *HEADS.values()}
_LONGEST = 60
_SHORTEST = 3


def list_stems(text: str) -> dict[str, str]:
    """Stem -> the word to show for it, of every subject word in `text`: the alias, or the word as written.

    `Fler mötesplatser och tydliga besked!` -> {"mötesplats": "mötesplats", "tyd": "tydliga", "besked": "besked"}. Stop
    words, words under three letters, addresses, telephone numbers and e-mail addresses are left out.
    """
    found: dict[str, str] = {}
    for word in _WORD.findall(_CONTACT.sub(" ", text).casefold()):
        if _SHORTEST <= len(word) <= _LONGEST and word not in STOP_WORDS and (stem := find_stem(word)):
            found.setdefault(stem, stem if stem in _SHOWN else word)
    return found


@cache
def find_stem(word: str) -> str:
    """The stem by which `word` is counted, "" for a stop word: first the aliases, then the head of a compound
    (`ateljelokal` -> lokal), then Snowball's Swedish stemmer."""
    if word in ALIASES:
        return ALIASES[word]
    stem = _stemmer().stemWord(word)
    if stem in ALIASES:
        return ALIASES[stem]
    for ending, head in HEADS.items():
        if stem.endswith(ending) and len(stem) > len(ending) + 1:
            return head
    return "" if stem in STOP_WORDS else stem


@cache
def _stemmer():  # snowballstemmer has no types
    import snowballstemmer  # used for free text only

    return snowballstemmer.stemmer("swedish")
