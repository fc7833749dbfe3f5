"""Several choices in one cell, taken apart: joined by ";" or by ", ", where options may hold commas themselves."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from itertools import pairwise

SEMICOLON, COMMA = ";", ", "
# A comma followed by a space, but not inside brackets: "Stöd (pengar, råd), Lokal" is two options.
_COMMA = re.compile(r", (?![^(]*\))")


def split_choices(cell: str, separator: str, options: Collection[str] = ()) -> tuple[str, ...]:
    """The options chosen in `cell`, each once. With ", ", the longest of `options` wins: `Lokal, scen` stays whole.

    split_choices("A;B;", ";") -> ("A", "B"); split_choices("Lokal, scen, Stöd", ", ", {"Lokal, scen"}) ->
    ("Lokal, scen", "Stöd").
    """
    if separator == SEMICOLON:
        return tuple(dict.fromkeys(part.strip() for part in cell.split(SEMICOLON) if part.strip()))
    parts = [part.strip() for part in _COMMA.split(cell)]
    found: list[str] = []
    start = 0
    while start < len(parts):
        ends = range(len(parts), start + 1, -1)
        end = next((end for end in ends if COMMA.join(parts[start:end]) in options), start + 1)
        found.append(COMMA.join(parts[start:end]))
        start = end
    return tuple(dict.fromkeys(part for part in found if part))


def find_options(cells: Iterable[str]) -> tuple[str, ...]:
    """The options in cells joined by ", ", most chosen first.

    A part that begins with a small letter and never stands without the same part before it belongs to that part: the
    option itself holds a comma.
    """
    split = [[part.strip() for part in _COMMA.split(cell)] for cell in cells]
    n = Counter(part for parts in split for part in parts)
    pairs = Counter((a, b) for parts in split for a, b in pairwise(parts))
    tails = {b: a for (a, b), together in pairs.items() if together == n[b] == n[a] and b[:1].islower()}
    if not any(part[:1].isupper() for part in n):
        tails = {}
    whole = {part: part for part in n if part not in tails}
    for part in list(whole):
        last = part
        while follower := next((b for b, a in tails.items() if a == last), None):
            whole[part] += f"{COMMA}{follower}"
            last = follower
    return tuple(whole[part] for part, _ in n.most_common() if part in whole)
