"""Wishes are counted by person, and nobody is told of alone."""

from __future__ import annotations

import pandas as pd
import pytest

from kulturkarta.analysis.gaps.wishes import count_wishes
from kulturkarta.answers import Answers, empty_answers


def answers(*people: tuple[str, int], theme: str = "motesplatser", purpose: str = "needs") -> Answers:
    """So many respondents of each municipality, each with two answers under `theme`."""
    rows = [(f"{code}-{k}", code) for code, n in people for k in range(n)]
    empty = empty_answers()
    who = pd.DataFrame(rows, columns=["respondent", "municipality_code"])
    return Answers(
        waves=pd.DataFrame({"wave": ["w"], "purpose": [purpose]}).reindex(columns=empty.waves.columns),
        items=pd.DataFrame({"item": ["w/1", "w/2"], "wave": "w", "theme": theme}).reindex(columns=empty.items.columns),
        respondents=who.assign(wave="w").reindex(columns=empty.respondents.columns),
        responses=pd.concat([who.assign(item="w/1"), who.assign(item="w/2")]).reindex(columns=empty.responses.columns),
    )


def count(*parts: Answers) -> list[float]:
    return count_wishes(parts, codes=["0480", "0481", "0488"], theme="motesplatser").fillna(-1).tolist()


def test_a_person_counts_once_however_much_she_answers() -> None:
    assert count(answers(("0480", 7), ("0481", 5))) == [7, 5, 0, 12]


def test_a_few_are_not_told_of_and_not_given_away_by_the_sum() -> None:
    assert count(answers(("0480", 7), ("0481", 3))) == [7, -1, 0, -1]
    assert count(answers(("0480", 7), ("0481", 3), ("0488", 2))) == [7, -1, -1, 12]


def test_answers_from_two_places_are_added_before_anything_is_hidden() -> None:
    assert count(answers(("0480", 3)), answers(("0480", 4))) == [7, 0, 0, 7]


@pytest.mark.parametrize("other", [{"theme": "samverkan"}, {"purpose": "evaluation"}])
def test_other_themes_and_evaluations_are_no_wishes(other: dict[str, str]) -> None:
    assert count(answers(("0480", 9), **other)) == [0, 0, 0, 0]
