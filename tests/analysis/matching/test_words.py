"""Free words meet as terms."""

from __future__ import annotations

import pytest

from kulturkarta.analysis.matching.words import build_lexicon, stem
from kulturkarta.settings import PROJECT_DIR
from kulturkarta.taxonomy import read_taxonomy
from tests.analysis.matching.small_catalogue import OFFERING

LEXICON = build_lexicon(OFFERING)


@pytest.mark.parametrize(
    ("a", "b"),
    [("scenografi", "scenografer"), ("koreografi", "koreograf"), ("lokal", "Lokaler"), ("konserter", "konsert")],
)
def test_a_craft_and_who_does_it_are_one_word(a: str, b: str) -> None:
    assert stem(a) == stem(b)


def test_an_alias_stands_for_its_term_and_repeats_once() -> None:
    assert LEXICON.parse(["uthyrning", "Lokaler", "spelplatser"]) == ("lokal", "scen")


def test_a_compound_is_what_it_ends_with_and_what_it_begins_with() -> None:
    assert LEXICON.parse(["danslokal"]) == ("lokal",)
    assert LEXICON.parse(["konsertlokaler"]) == ("lokal", "konsert")
    # "samlingslokal" stands in the list, so it is no collection.
    assert LEXICON.parse(["samlingslokal"]) == ("lokal",)


def test_a_phrase_is_about_the_words_that_are_known() -> None:
    assert LEXICON.parse(["lokal att visa samlingar i"]) == ("lokal", "arkiv")
    assert LEXICON.parse(["en rymlig scen"]) == ("scen",)


def test_an_unknown_word_meets_only_its_like_and_is_written_as_it_was() -> None:
    (term,) = LEXICON.parse(["ukulelespelare"])
    assert LEXICON.parse(["Ukulelespelarna"]) == (term,)
    assert LEXICON.write(term) == "ukulelespelare"
    assert LEXICON.find(["ukulelespelare", "scen"]) == ("scen",)


def test_the_shipped_words_let_the_catalogue_s_own_wishes_meet_what_others_offer() -> None:
    lexicon = build_lexicon(read_taxonomy(PROJECT_DIR / "data" / "taxonomy")["offering"].frame)
    assert lexicon.parse(["byahus och samlingslokal"]) == lexicon.parse(["lokaluthyrning"]) == ("lokal",)
    assert lexicon.parse(["kommunalt verksamhetsbidrag"]) == lexicon.parse(["projektstöd"]) == ("pengar",)
    assert lexicon.parse(["danslokal"]) == lexicon.parse(["replokaler"]) == ("replokal",)
    assert lexicon.parse(["scenografi"]) == lexicon.parse(["scenografer"]) == ("scenografi",)
