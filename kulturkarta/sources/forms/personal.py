"""What in an answer could point out a private person, found by its form: names have none and must be looked for."""

from __future__ import annotations

import re

import pandas as pd

from kulturkarta.validation.personal_numbers import have_personal_number

MASK = "[…]"
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
IP = re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])")
# A number to ring: from 0 or + on, eight to twelve digits in groups. Years and sums of money begin otherwise.
PHONE = re.compile(r"(?<![\d.,:/–-])(?:\+\d{2}[\s-]?(?:\(0\)[\s-]?)?|0)\d{1,3}(?:[\s\-–]?\d{2,4}){2,4}(?!\d)")
_DIGITS = re.compile(r"(?<!\d)(?:\d{2})?\d{6}\s?[-+–]?\s?\d{4}(?!\d)")


def mask_personal(cells: pd.Series) -> tuple[pd.Series, pd.Series]:
    """`cells` with addresses, telephone and personal numbers replaced by […], and True where something was."""
    masked = cells.copy()
    suspicious = cells.str.contains(r"@|\d{2}", regex=True, na=False).astype(bool)
    has_number = have_personal_number(cells, only_separated=False)
    for row in cells[suspicious].index:  # few cells have an @ or two digits
        text = EMAIL.sub(MASK, str(cells.loc[row]))
        if has_number.loc[row]:
            text = _DIGITS.sub(MASK, text)
        masked.loc[row] = PHONE.sub(MASK, IP.sub(MASK, text))
    return masked, masked.ne(cells) & cells.notna()


def find_personal_kind(cells: pd.Series) -> str:
    """What a column mostly holds: `email`, `ip`, `phone` or `personal_number`; "" when none of them."""
    filled = cells[cells.ne("")]
    if filled.empty:
        return ""
    most = len(filled) / 2
    if have_personal_number(filled, only_separated=False).sum() > most:
        return "personal_number"
    for kind, pattern in (("email", EMAIL), ("ip", IP), ("phone", PHONE)):
        if sum(pattern.fullmatch(text) is not None for text in filled) > most:
            return kind
    return ""
