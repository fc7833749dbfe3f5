"""Swedish personal identity numbers, found so that they can be refused."""

from __future__ import annotations

import re

import pandas as pd

# Year with or without century, month, day (a coordination number adds 60), four digits; hyphen, plus, dash or space
# between. The month keeps organisation numbers out: their third digit is at least 2.
_DATE = r"(?:1[89]|20)?(\d{2}(?:0[1-9]|1[0-2])(?:[06][1-9]|[1278]\d|[39][01]))"
_LOOSE = re.compile(rf"(?<!\d){_DATE}\s?[-+–]?\s?(\d{{4}})(?!\d)")
_SEPARATED = re.compile(rf"(?<!\d){_DATE}[-+–](\d{{4}})(?!\d)")


def have_personal_number(cells: pd.Series, *, only_separated: bool) -> pd.Series:
    """True where a cell holds a personal identity or coordination number: date, four digits and a right check digit.

    `only_separated` asks for the hyphen too, for addresses on the web, where runs of digits are common.
    """
    pattern = _SEPARATED if only_separated else _LOOSE
    # A loop over the few cells with ten digits or more: the check digit has no vectorised form worth reading.
    candidates = cells[cells.str.contains(r"\d{4}", na=False).astype(bool)]
    hits = [any(_luhn(found[1] + found[2]) for found in pattern.finditer(cell)) for cell in candidates]
    return pd.Series(hits, index=candidates.index, dtype=bool).reindex(cells.index, fill_value=False)


def _luhn(digits: str) -> bool:
    """The check of a personal number: 1,2,1… from the right, digit sums, a multiple of ten. 8112189876 -> True."""
    doubled = (int(digit) * (2 - position % 2) for position, digit in enumerate(digits))
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0
