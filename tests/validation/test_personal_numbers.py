"""Personal numbers are found; organisation numbers, phone numbers and dates are not."""

from __future__ import annotations

import pandas as pd
import pytest

from kulturkarta.validation.personal_numbers import have_personal_number

# 8112189876 by hand: digits times 2, 1, 2, 1 … are 16, 1, 2, 2, 2, 8, 18, 8, 14, 6, whose digits add up to 50.
FORMS = [
    "811218-9876",
    "8112189876",
    "811218+9876",
    "811218–9876",
    "811218 9876",
    "811218 - 9876",
    "19811218-9876",
    "198112189876",
    "19811218 9876",
    "Ring Anna, 811218-9876, om du undrar",
    "(811218-9876)",
    "pnr:8112189876.",
    "811278-9873",  # as a coordination number: day + 60 adds 3 to the sum, so the check digit is 3 less
    "0411-22, 811218-9876",
]


@pytest.mark.parametrize("text", FORMS)
def test_a_personal_number_is_found_in_every_form(text: str) -> None:
    assert have_personal_number(pd.Series([text], dtype="str"), only_separated=False).tolist() == [True]


@pytest.mark.parametrize(
    "text",
    [
        "811218-9875",  # wrong check digit
        "556036-0793",  # organisation number: the third digit is at least 2
        "212000-0357",
        "232100-0032",
        "811318-9870",  # there is no thirteenth month
        "0155-24 88 00",
        "2025-12-31",
        "18112189876543",
        "",
    ],
)
def test_what_only_looks_like_a_personal_number_passes(text: str) -> None:
    assert have_personal_number(pd.Series([text], dtype="str"), only_separated=False).tolist() == [False]


def test_an_address_on_the_web_needs_the_separator_to_count() -> None:
    cells = pd.Series(["https://x.se/8112189876", "https://x.se/811218-9876", None], dtype="str", index=[4, 5, 6])
    found = have_personal_number(cells, only_separated=True)
    assert found.tolist() == [False, True, False]
    assert found.index.tolist() == [4, 5, 6]
