"""Words that stand out, counted by hand; Swedish words made comparable."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kulturkarta.analysis.text.keyness import count_words, find_key_words, measure_g2
from kulturkarta.analysis.text.swedish import find_stem, list_stems


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("mötesplatser", "mötesplats"),
        ("mötesplats", "mötesplats"),
        ("samverkar", "samverkan"),
        ("replokaler", "lokal"),
        ("lokalen", "lokal"),
        ("ansökningar", "ansökan"),
        ("biblioteken", "bibliotek"),
        ("också", ""),
        ("behöver", ""),
    ],
)
def test_forms_of_a_word_and_compounds_count_as_one(word: str, stem: str) -> None:
    assert find_stem(word) == stem


def test_addresses_and_numbers_become_no_words() -> None:
    text = "Ring 070-123 45 67, skriv till anna.svensson@example.org eller se https://example.org/hemlig @annas"
    assert set(list_stems(text)) == {"ring", "skriv"}


def test_g2_of_ten_in_twenty_against_ten_in_sixty() -> None:
    by_hand = 2 * (10 * np.log(2) + 10 * np.log(10 / 15) + 10 * np.log(10 / 15) + 50 * np.log(50 / 45))
    assert measure_g2(np.array([10.0]), np.array([10.0]), 20, 60)[0] == pytest.approx(by_hand)


def texts(theme: str, *counts: tuple[str, int]) -> pd.DataFrame:
    rows = [(f"{theme}-{text}-{k}", theme, text) for text, n in counts for k in range(n)]
    return pd.DataFrame(rows, columns=["respondent", "theme", "text"])


def test_a_word_of_five_respondents_is_listed_and_one_of_four_is_not() -> None:
    words = count_words(pd.concat([texts("a", ("replokal", 5), ("verkstad", 4)), texts("b", ("bidrag", 9))]))
    found = find_key_words(words, "a")
    assert found[["stem", "n", "n_rest", "stands_out"]].to_numpy().tolist() == [["lokal", 5, 0, True]]


def test_a_word_that_two_used_of_the_other_needs_is_not_listed_for_it_would_tell_of_them() -> None:
    words = count_words(pd.concat([texts("a", ("bidrag", 7)), texts("b", ("bidrag", 2), ("verkstad", 9))]))
    assert find_key_words(words, "a").empty


def test_who_writes_a_word_twice_is_counted_once() -> None:
    words = count_words(texts("a", ("Lokaler, lokaler och en lokal", 5)))
    assert find_key_words(words, "a")["n"].tolist() == [5]
