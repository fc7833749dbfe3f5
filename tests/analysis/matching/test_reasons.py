"""Reasons carry the numbers of the rank."""

from __future__ import annotations

import pytest

from kulturkarta.analysis.matching.question import find_best_question
from kulturkarta.analysis.matching.reasons import explain
from kulturkarta.analysis.matching.score import score_all
from tests.analysis.matching.small_catalogue import actor, matcher, table

ACTORS = table(
    [
        actor("Anna", east_km=600, sector="musik", offers=("konserter",), seeks=("scen",)),
        actor("Bo", east_km=610, sector="scenkonst", offers=("scen",), seeks=("konsert",), position="locality"),
        actor("Cia", east_km=620, sector="musik", offers=("arkiv",)),
        actor("Dan", east_km=None),
    ]
)


def reasons_of(name: str, *pairs: tuple[str, str]) -> dict[str, tuple[float, dict[str, object]]]:
    found = matcher(ACTORS, *pairs)
    anna = found.profiles.read(0)
    row = found.profiles.row_of_id[name]
    points = {str(key): float(value) for key, value in score_all(found, anna).iloc[row].items()}
    return {reason.code: (reason.points, dict(reason.params)) for reason in explain(found, anna, row, points)}


def test_each_reason_has_the_points_of_its_component() -> None:
    found = matcher(ACTORS)
    scores = score_all(found, found.profiles.read(0)).iloc[1]
    reasons = reasons_of("bo")
    assert reasons["they_meet"] == (pytest.approx(scores["they_meet"]), {"terms": ("scen",)})
    assert reasons["you_meet"] == (pytest.approx(scores["you_meet"]), {"terms": ("konsert",)})
    assert reasons["near_about"][0] == pytest.approx(scores["nearness"])
    assert reasons["near_about"][1]["km"] == pytest.approx(10, rel=2e-3)


def test_the_weightiest_reason_comes_first() -> None:
    points = [abs(value) for value, _ in reasons_of("bo").values()]
    assert points == sorted(points, reverse=True)


def test_a_known_tie_is_said_with_its_kind_and_a_common_partner_by_name() -> None:
    reasons = reasons_of("bo", ("anna", "bo"), ("anna", ":Kommunen"), ("bo", ":Kommunen"))
    assert reasons["tied"] == (0.0, {"kind": "konsert", "year": None})
    assert reasons["introduction"][1] == {"names": ("Kommunen",), "n": 1}
    assert "newness" not in reasons


def test_who_is_known_by_municipality_only_is_not_said_to_be_in_the_same_place() -> None:
    rows = [actor("A", east_km=605), actor("B", east_km=None, municipality_code="0480")]
    found = matcher(table(rows))
    anna = found.profiles.read(0)
    points = {str(key): float(value) for key, value in score_all(found, anna).iloc[1].items()}
    assert "near_municipality" in [reason.code for reason in explain(found, anna, 1, points)]


def test_what_is_unknown_gives_no_reason() -> None:
    assert set(reasons_of("dan")) == {"newness", "place_unknown"}
    assert reasons_of("cia")["sector_same"][1] == {"mine": "musik", "theirs": "musik", "ties": 0}


def test_the_best_question_is_the_field_whose_answers_would_change_the_list_most() -> None:
    found = matcher(ACTORS)
    full = found.profiles.read(0)
    asked = find_best_question(found, full, km=50, digital=True)
    assert asked is not None
    assert set(asked.by_field) == {"drive", "audiences"}
    assert asked.turnover == max(asked.by_field.values())
    nowhere = find_best_question(found, found.profiles.read(3), km=50, digital=False)
    assert nowhere is not None
    assert nowhere.field == "place"
