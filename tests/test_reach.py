"""Who reaches what, on the shipped catalogue."""

from __future__ import annotations

import pytest
from pandas.testing import assert_frame_equal

from kulturkarta import catalogues
from kulturkarta.questions import Change, NextQuestion, Question
from kulturkarta.reach import Reach, get_reach


@pytest.fixture(scope="module")
def reach() -> Reach:
    return get_reach(catalogues.get_catalogue("sormland"))


def test_everyone_in_the_region_is_counted_once(reach: Reach) -> None:
    # Statistics Sweden, 31 December 2025: the nine municipalities of Södermanland together.
    assert reach.people.demand["people"].sum() == pytest.approx(300_436)


def test_the_same_question_is_measured_once(reach: Reach) -> None:
    question = Question(kinds=("bibliotek",), km=10.0)
    assert reach.ask(question) is reach.ask(question)


def test_what_is_kept_from_one_question_changes_no_answer_to_the_next(reach: Reach) -> None:
    asked = [
        Question(kinds=("museum",), km=20.0, detour=1.3),
        Question(kinds=("museum",), km=5.0, detour=1.3),
        Question(kinds=("museum",), km=5.0, detour=1.0),
        Question(kinds=("museum",), km=5.0, detour=1.3, change=Change(added=((16.59, 59.06),))),
    ]
    kept = [reach.ask(question).gaps for question in asked]
    for question, gaps in zip(asked, kept, strict=True):
        fresh = Reach(reach.catalogue, reach.people, reach.settings, this_year=2026).ask(question).gaps
        assert_frame_equal(gaps.points, fresh.points)
    assert len({gaps.region["mean_km"] for gaps in kept}) == 3  # the first two differ in how far is too far only


def test_a_further_limit_leaves_fewer_without(reach: Reach) -> None:
    shares = [reach.ask(Question(kinds=("bibliotek",), km=km)).gaps.region["share_without"] for km in (5.0, 10.0, 20.0)]
    assert shares == sorted(shares, reverse=True) and shares[0] > shares[-1]


def test_a_house_of_the_kind_asked_for_is_no_site_for_it(reach: Reach) -> None:
    answer = reach.ask(Question(kinds=("bibliotek",), km=5.0))
    found = reach.find_next(answer, NextQuestion(n_sites=3), is_exact=False, time_limit_s=1.0)
    assert len(found.sites) == 3
    assert "bibliotek" not in set(found.sites["kind"])
    assert found.within_after - found.within_before == pytest.approx(found.sites["gained"].sum())
