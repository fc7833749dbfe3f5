"""A participant's answers to a workshop: kept without a name, added to those before, taken back as a whole."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kulturkarta.analysis.tally import tally_wave
from kulturkarta.answers import Answers
from kulturkarta.errors import DataProblem
from kulturkarta.evaluation import MAX_WORDS, Given, Workshop, compose_answers, read_workshop
from kulturkarta.store.answer_store import AnswerStore

DAY = date(2026, 12, 3)
WORKSHOP = Workshop(("anna", "bo"), DAY)


def answer(**given: int | str | tuple[str, ...] | None) -> Answers:
    said: Given = given
    return compose_answers(WORKSHOP, said, title="Träff", today=DAY)


def test_an_address_opens_the_form_of_the_workshop_that_wrote_it() -> None:
    assert read_workshop(WORKSHOP.write(), {"anna", "bo", "cia"}, today=DAY) == WORKSHOP
    assert Workshop(("bo", "anna"), DAY).key == WORKSHOP.key != Workshop(("anna", "cia"), DAY).key


@pytest.mark.parametrize(
    ("grupp", "dag"),
    [
        ("anna,somebody", "2026-12-03"),
        ("", "2026-12-03"),
        (",".join(f"a{i}" for i in range(9)), "2026-12-03"),
        ("anna", "3 december"),
        ("anna", "2026-06-05"),
        ("anna", "2027-06-02"),
    ],
)
def test_an_address_of_no_group_of_the_catalogue_or_of_long_ago_opens_none(grupp: str, dag: str) -> None:
    known = {"anna", *(f"a{i}" for i in range(9))}
    assert read_workshop({"grupp": grupp, "dag": dag}, known, today=DAY) is None


def test_an_answer_is_kept_in_swedish_words_without_addresses_and_without_what_the_form_cannot_give() -> None:
    long = "Ring 070-123 45 67 eller skriv till a@b.se. " + "x" * MAX_WORDS
    found = answer(meeting="second", contacts=5, resources=6, needs=("room", "gold"), again=None, words=long)
    given = found.responses.set_index("item")
    wave = WORKSHOP.key
    assert given.index.tolist() == [f"{wave}-{name}" for name in ("meeting", "contacts", "needs", "words")]
    assert given["choices"].iloc[0] == ("Träff 2",)
    assert given["score"].iloc[1] == 5.0
    assert given["choices"].iloc[2] == ("Lokal",)
    text = given["text"].iloc[3]
    assert text.startswith("Ring […] eller skriv till […]. x")
    assert len(text) <= MAX_WORDS
    assert answer(contacts=None, words="  ").responses.empty


def test_answers_of_one_workshop_are_one_wave_that_is_shown_from_five_and_taken_back_whole(
    tmp_path: Path,
) -> None:
    store = AnswerStore(tmp_path / "k.sqlite")
    for _ in range(5):
        store.add_answers(answer(contacts=4), region="sormland", most=5, most_waves=1)
    found = store.read("sormland")
    assert (len(found.waves), len(found.items), len(found.respondents)) == (1, 7, 5)
    tally = tally_wave(found, WORKSHOP.key).set_index(["question", "answer"])
    assert tally.loc[("Jag har träffat någon som jag vill samverka med.", "4"), "n"] == 5
    with pytest.raises(DataProblem, match=r"wave\.full"):
        store.add_answers(answer(contacts=4), region="sormland", most=5, most_waves=1)
    other = compose_answers(Workshop(("cia",), DAY), {"contacts": 1}, title="Annan", today=DAY)
    with pytest.raises(DataProblem, match=r"wave\.full"):
        store.add_answers(other, region="sormland", most=5, most_waves=1)
    assert store.remove_wave(WORKSHOP.key, region="sormland") == 5
    assert store.read("sormland").responses.empty
