"""A question and its address: one from the other, and nothing else."""

from __future__ import annotations

import pytest

from kulturkarta.questions import Change, Question, read_change, read_question, write_change, write_question

WORDS = {"kinds": ("bibliotek", "museum"), "functions": ("ova",)}


@pytest.mark.parametrize(
    ("question", "written"),
    [
        (Question(kinds=("bibliotek", "museum")), {"kinds": "bibliotek,museum", "km": "10"}),
        (
            Question(functions=("ova",), km=70.0, detour=1.5, decay="fast", age="age_0_19"),
            {"functions": "ova", "km": "70", "detour": "1.5", "decay": "fast", "age": "age_0_19"},
        ),
        (
            Question(kinds=("museum",), mode="car", minutes=15.0),
            {"kinds": "museum", "km": "10", "mode": "car", "minutes": "15"},
        ),
        (
            Question(kinds=("museum",), change=Change(added=((16.59, 59.06),), closed=("flens-museum",))),
            {"kinds": "museum", "km": "10", "change": "n16.5900_59.0600~xflens-museum"},
        ),
    ],
)
def test_what_is_written_is_read_again(question: Question, written: dict[str, str]) -> None:
    assert write_question(question) == written
    assert read_question(written, **WORDS) == question


@pytest.mark.parametrize(
    "wrong",
    [
        {"km": "10"},
        {"kinds": "bibliotek", "km": "0"},
        {"kinds": "bibliotek", "km": "71"},
        {"kinds": "bibliotek", "km": "nan"},
        {"kinds": "rymdstation"},
        {"kinds": "bibliotek", "detour": "0.5"},
        {"kinds": "bibliotek", "decay": "sudden"},
        {"kinds": "bibliotek", "mode": "boat"},
        {"kinds": "bibliotek", "minutes": "15"},
        {"kinds": "bibliotek", "age": "age_7"},
        {"kinds": "bibliotek", "change": "n16.59"},
    ],
)
def test_an_address_that_asks_nothing_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(LookupError):
        read_question(wrong, **WORDS)


def test_the_same_place_added_or_closed_twice_is_one() -> None:
    change = read_change("n16.1_59.1~n16.1_59.1~xa~xa")
    assert change == Change(((16.1, 59.1),), ("a",))
    assert len(change) == 2
    assert not read_change("")


def test_a_scenario_holds_twelve_changes() -> None:
    twelve = Change(closed=tuple(f"p-{k}" for k in range(12)))
    assert read_change(write_change(twelve)) == twelve
    with pytest.raises(LookupError):
        read_change(write_change(Change(closed=tuple(f"p-{k}" for k in range(13)))))


@pytest.mark.parametrize("wrong", ["n", "x", "16.5_59", "nx_y", "n200_59", "n16.5_91", "n16.5_inf"])
def test_a_change_that_is_none_is_refused(wrong: str) -> None:
    with pytest.raises(LookupError):
        read_change(wrong)
