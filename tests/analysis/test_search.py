import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kulturkarta.analysis.search import build_search_index, fold_text, search


def find(query: str, *texts: str, names: tuple[str, ...] | None = None) -> list[int]:
    """Positions of the rows found, best first, equals in row order."""
    given_names = None if names is None else pd.Series(names, dtype="str")
    scores = search(build_search_index(pd.Series(texts, dtype="str"), names=given_names), query)
    order = np.argsort(-scores, kind="stable")
    return order[scores[order] > 0].tolist()


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ÅRBY Ängö", "arby ango"),
        ("Café Måne – (Öland)", "cafe mane oland"),
        ("Bjørnsæter", "bjornsater"),
        ("a\u030a o\u0308", "a o"),
        ("Folkets_Hus/Park nr.2", "folkets hus park nr 2"),
        ("  \n ", ""),
    ],
)
def test_folding_takes_away_case_marks_and_punctuation(text, folded):
    assert fold_text(text) == folded


@pytest.mark.parametrize("query", ["Sjöängens", "sjoangens", "SJÖÄNGENS", "sjöangens ", "sjøængens", "»sjöängens«"])
def test_marks_and_case_make_no_difference(query):
    assert find(query, "Sjöängens kulturhus", "Ängens hus") == [0]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("bibliotek", "Biblioteken"),
        ("biblioteken", "Bibliotek"),
        ("bibliotekets", "biblioteken"),
        ("teater", "teatern"),
        ("teatern", "teater"),
        ("kyrkor", "kyrka"),
        ("kyrkan", "kyrkorna"),
        ("museum", "museer"),
        ("museet", "museum"),
        ("konstnärer", "konstnär"),
        ("konstnärerna", "konstnär"),
        ("huset", "hus"),
        ("lokalerna", "lokal"),
        ("spelande", "spelar"),
        ("vänlighet", "vänlig"),
        ("ordnandet", "ordnade"),
    ],
)
def test_a_word_is_found_with_another_ending(query, text):
    assert find(query, text, "något annat") == [0]


def test_endings_make_no_short_word_of_another():
    assert find("barn", "en bar", "barnkör") == [1]


def test_an_unfinished_word_is_found():
    assert find("konserth", "Konserthuset", "Konsthallen") == [0]


def test_from_four_letters_a_part_of_a_compound_is_found():
    texts = ("Stadsbiblioteket", "Utomhusscenen", "Galleri")
    assert find("bibliotek", *texts) == [0]
    assert find("scen", *texts) == [1]
    assert find("cen", *texts) == []


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("tetaern", "teatern"),  # two letters changed places: one error
        ("musk", "musik"),
        ("galeri", "galleri"),
        ("bibloteket", "biblioteket"),
        ("biblotek", "biblioteket"),  # one letter missing in an unfinished word
        ("biblliotekt", "biblioteket"),  # two errors in eleven letters
        ("nykopng", "Nyköping"),
    ],
)
def test_a_misspelt_word_is_found(query, text):
    assert find(query, text, "Folkets park") == [0]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("dna", "dns"),  # three letters: none may be wrong
        ("mosak", "musik"),  # five letters, two errors
        ("biblatakar", "biblioteket"),  # too far from it, and from its beginning
        ("1912", "1913"),
    ],
)
def test_a_word_too_far_off_is_not_found(query, text):
    assert find(query, text) == []


def test_a_word_that_exists_is_not_taken_for_a_misspelling():
    assert find("dans", "Dans i parken", "Hans ateljé", "Danskompaniet") == [0, 2]


def test_a_misspelt_word_of_four_letters_is_not_taken_for_an_unfinished_one():
    assert find("musk", "Musik", "Museum", "Musikskola") == [0]


def test_every_word_must_be_found_in_the_row():
    texts = ("Teatern i Trosa", "Teatern i Gnesta", "Hamnen i Trosa")
    assert find("teater trosa", *texts) == [0]
    assert find("teater rymdbas", *texts) == []


def test_words_that_no_row_has_together_are_tried_as_misspellings():
    assert find("hans trosa", "Dans i Trosa", "Hans ateljé, Gnesta") == [0]


def test_small_words_are_left_out_beside_others_but_found_alone():
    assert find("teater i trosa", "Trosa teater", "Trosa hamn") == [0]
    assert find("och", "Bandet Och", "Bandet") == [0]


@pytest.mark.parametrize(("n_known", "found"), [(11, []), (12, [0]), (13, [0])])
def test_what_follows_the_first_twelve_words_is_left_out(n_known, found):
    known = " ".join(f"ord{i}" for i in range(20))
    query = " ".join([f"ord{i}" for i in range(n_known)] + ["rymdbas"])
    assert find(query, known) == found


@pytest.mark.parametrize("query", ["", "   ", "–!?", "\n"])
def test_a_query_without_words_finds_every_row(query):
    assert find(query, "Ett", "Två", "") == [0, 1, 2]


def test_a_better_match_ranks_before_a_worse():
    texts = ("Stadsbiblioteket", "Biblioteksvännerna", "Biblioteken", "Bibliotek")
    assert find("bibliotek", *texts) == [3, 2, 1, 0]


def test_a_hit_in_the_name_ranks_before_one_in_the_description():
    texts = ("Kören sjunger i kyrkan", "Kyrkan i byn")
    assert find("kyrkan", *texts, names=("Kören", "Kyrkan")) == [1, 0]


def test_a_name_that_only_begins_so_ranks_before_a_description_with_the_whole_word():
    texts = ("Kören spelar musik", "Musikhuset")
    assert find("musik", *texts, names=("Kören", "Musikhuset")) == [1, 0]


def test_a_part_of_a_name_ranks_after_a_whole_word_of_a_description():
    texts = ("Skogsängen", "Kören övar sång")
    assert find("sång", *texts, names=("Skogsängen", "Kören")) == [1, 0]


def test_scores_are_the_mean_of_the_words():
    texts = pd.Series(["Kyrkan Trosa", "Kyrkan Gnesta"], dtype="str")
    index = build_search_index(texts, names=pd.Series(["Kyrkan", "Kyrkan"], dtype="str"))
    # In the name as typed 1.0; in the text as a beginning 0.63.
    assert search(index, "kyrkan").tolist() == [1.0, 1.0]
    assert search(index, "kyrkan tro").tolist() == pytest.approx([(1.0 + 0.63) / 2, 0.0])


def test_a_word_that_stands_only_in_the_name_is_found_too():
    assert find("kören", "sjunger", "spelar", names=("Kören", "Bandet")) == [0]


def test_rows_without_text_are_never_found_by_a_word():
    index = build_search_index(pd.Series(["Kyrkan", None, ""], dtype="str"))
    assert (search(index, "kyrkan") > 0).tolist() == [True, False, False]


def test_an_empty_index_answers_with_no_rows():
    index = build_search_index(pd.Series(dtype="str"))
    assert search(index, "kyrkan").shape == (0,)
    assert search(index, "").shape == (0,)


@pytest.mark.parametrize("query", [".*", "[a", "(", "\\", "a" * 500, "\U0010ffff", "%s {0}"])
def test_odd_characters_in_a_query_do_no_harm(query):
    assert find(query, "Kyrkan") == ([0] if not fold_text(query) else [])


LETTERS = "abcdefghijklmnopqrstuvwxyzåäöéæøABCÅÄÖÉ 0123456789-'.&"
NAMES = st.lists(st.text(LETTERS, min_size=1, max_size=20), min_size=1, max_size=6)


@given(names=NAMES, data=st.data())
@settings(max_examples=150, deadline=None)
def test_a_row_always_finds_itself_by_its_own_name(names, data):
    row = data.draw(st.integers(0, len(names) - 1))
    assume(fold_text(names[row]))
    series = pd.Series(names, dtype="str")
    scores = search(build_search_index(series + " och mera text", names=series), names[row])
    assert scores[row] == 1.0


@given(names=NAMES, query=st.text(LETTERS, max_size=12))
@settings(max_examples=150, deadline=None)
def test_folding_the_query_or_the_rows_changes_no_score(names, query):
    raw = build_search_index(pd.Series(names, dtype="str"))
    folded = build_search_index(pd.Series([fold_text(name) for name in names], dtype="str"))
    expected = search(raw, query).tolist()
    assert search(raw, fold_text(query)).tolist() == expected
    assert search(raw, query.upper()).tolist() == expected
    assert search(folded, query).tolist() == expected


@given(text=st.text(max_size=40))
@settings(max_examples=200, deadline=None)
def test_folding_twice_is_folding_once(text):
    once = fold_text(text)
    assert fold_text(once) == once


def test_searching_100_000_rows_is_faster_than_scanning_them():
    rng = np.random.default_rng(1)
    parts = np.array(["konst", "hall", "musik", "teat", "bib", "lio", "tek", "ström", "by", "ås", "verk", "gård"])
    words = ["".join(row) for row in parts[rng.integers(0, len(parts), (20_000, 4))]]
    picked = rng.integers(0, len(words), (100_000, 8))
    texts = pd.Series([" ".join([words[i] for i in row]) for row in picked.tolist()], dtype="str")
    index = build_search_index(texts)
    queries = ("konst", "musikverk hallby", "biblotek", "xylofonist")
    plain, ours = [], []
    for _ in range(5):
        start = time.perf_counter()
        for query in queries:
            for word in query.split():
                texts.str.contains(word, case=False, regex=False)
        middle = time.perf_counter()
        for query in queries:
            search(index, query)
        plain.append(middle - start)
        ours.append(time.perf_counter() - middle)
    assert min(ours) < min(plain)
