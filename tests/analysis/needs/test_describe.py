"""What a wave says, on answers that one can count by hand."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

from kulturkarta.analysis.needs.describe import REST, WHOLE, Protected, describe_choices, describe_items
from kulturkarta.analysis.needs.index import describe_index, describe_scale, find_index, measure_alpha
from kulturkarta.analysis.needs.roles import find_role
from kulturkarta.analysis.needs.wave import arrange_wave, class_of, group_respondents
from kulturkarta.answers import Answers
from tests.analysis.needs.small_wave import fill, scale_wave

NONE = np.nan
# Six in Flen, seven in Gnesta and three in Trosa answered the first question; one in Flen not the second.
TWO_QUESTIONS = [(5, 4)] * 4 + [(2, 1), (3, NONE)] + [(1, 3)] * 7 + [(4, 2)] * 3
WHERE = ["0482"] * 6 + ["0461"] * 7 + ["0488"] * 3


def protect(answers: Answers) -> Protected:
    return Protected(arrange_wave(answers, "w"), None)


def rows_of(frame: pd.DataFrame, item: str) -> dict[str, dict[str, float]]:
    return frame[frame["item"].eq(item)].set_index("group").to_dict(orient="index")


def test_a_question_has_its_n_share_and_mean_for_all_and_per_group() -> None:
    found = rows_of(describe_items(protect(scale_wave(TWO_QUESTIONS, municipalities=WHERE)), "municipality"), "w/0")
    # Agree: 4 of Flen's 6, none of Gnesta's 7, all 3 in Trosa; 7 of 16. Sum 4 x 5 + 2 + 3 + 7 + 12 = 44.
    assert (found[WHOLE]["n"], found[WHOLE]["share_agree"], found[WHOLE]["mean"]) == (16, 7 / 16, 44 / 16)
    assert [found[WHOLE][f"class_{k}"] for k in range(5)] == [7, 1, 1, 3, 4]
    assert found[WHOLE]["share_agree_low"] < 7 / 16 < found[WHOLE]["share_agree_high"]


def test_three_in_trosa_are_merged_with_the_smallest_other_and_neither_is_told_alone() -> None:
    frame = describe_items(protect(scale_wave(TWO_QUESTIONS, municipalities=WHERE)), "municipality")
    found = rows_of(frame, "w/0")
    assert {code: row["is_shown"] for code, row in found.items()} == {
        WHOLE: True, "0461": True, "0482": False, "0488": False, REST: True,
    }  # fmt: skip
    assert np.isnan([found["0488"]["n"], found["0482"]["n"], found["0482"]["mean"]]).all()
    assert (found[REST]["n"], found[REST]["n_merged"], found[REST]["share_agree"]) == (9, 2, 7 / 9)


def test_each_question_is_judged_by_those_who_answered_it() -> None:
    scores = [(5, 5)] * 5 + [(5, NONE)] + [(1, 1)] * 8
    places = ["0482"] * 6 + ["0461"] * 8
    frame = describe_items(protect(scale_wave(scores, municipalities=places)), "municipality")
    assert rows_of(frame, "w/0")["0482"]["n"] == 6
    assert rows_of(frame, "w/1")["0482"]["n"] == 5
    scores[0] = (5, NONE)
    frame = describe_items(protect(scale_wave(scores, municipalities=places)), "municipality")
    found = rows_of(frame, "w/1")
    assert (found["0482"]["is_shown"], found["0461"]["is_shown"], found[REST]["n"]) == (False, False, 12)


def test_the_same_groups_are_shown_whichever_division_one_looks_at() -> None:
    # Seven in Flen, six of them musicians: both views together would tell of the seventh.
    answers = scale_wave(
        [(4,)] * 20, municipalities=["0482"] * 7 + ["0461"] * 13, questions=("Jag behöver stöd",),
        sectors=[("musik",)] * 6 + [("dans",)] * 14,
    )  # fmt: skip
    by_place, by_sector = (describe_items(protect(answers), by) for by in ("municipality", "sector"))
    assert by_place["is_shown"].tolist() == [True, True, True]
    assert by_sector.set_index("group")["is_shown"].to_dict() == {
        WHOLE: True,
        "dans": False,
        "musik": False,
        REST: True,
    }


def test_who_works_in_two_sectors_is_in_both_groups() -> None:
    people = pd.DataFrame({"sectors": [("musik", "dans"), ("musik",), ()]})
    groups = group_respondents(people, "sector")
    assert groups.codes == ("", "dans", "musik")
    assert groups.members.tolist() == [[False, True, True], [False, False, True], [True, False, False]]
    assert not groups.is_partition


@pytest.mark.parametrize(
    ("low", "high", "classes"),
    [
        (1, 5, [0, 1, 2, 3, 4]),
        (1, 4, [0, 1, 3, 4]),
        (1, 10, [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]),
        (0, 10, [0, 0, 1, 1, 2, 2, 2, 3, 3, 4, 4]),
    ],
)
def test_a_scale_of_any_length_falls_into_five_classes_alike_from_both_ends(
    low: float, high: float, classes: list[int]
) -> None:
    assert class_of(np.arange(low, high + 1), low, high).tolist() == classes


def test_options_are_counted_among_those_who_answered_the_question() -> None:
    answers = scale_wave([(3,)] * 8, municipalities=["0482"] * 8, questions=("Jag behöver stöd",))
    item = {"item": "w/m", "wave": "w", "kind": "multi", "question": "Vad?", "options": ("Råd", "Pengar")}
    picked = [("Pengar",)] * 4 + [("Råd", "Pengar")] * 2
    rows = [{"respondent": f"w-{k}", "item": "w/m", "choices": own} for k, own in enumerate(picked)]
    answers = Answers(
        answers.waves,
        pd.concat([answers.items, fill(pd.DataFrame([item]), answers.items)], ignore_index=True),
        answers.respondents,
        pd.concat([answers.responses, fill(pd.DataFrame(rows), answers.responses)], ignore_index=True),
    )
    found = describe_choices(protect(answers), None).set_index("option")
    assert found["n"].tolist() == [6, 6]
    assert found["share"].to_dict() == {"Råd": 2 / 6, "Pengar": 1.0}


@pytest.mark.parametrize(
    ("question", "role"),
    [
        ("Jag behöver fler ställen att öva på", "need"),
        ("Jag är nöjd med det stöd jag behöver", "met"),
        ("Det finns en plats nära mig", "met"),
        ("Hur väl möts ditt behov av lokaler?", "met"),
        ("How well is your need of a room met?", "met"),
        ("I lack collaborators", "need"),
        ("Jeg trenger en lokal", "need"),
        ("Hur ofta går du på konsert?", "other"),
    ],
)
def test_the_words_of_a_question_tell_whether_it_is_of_a_need_or_of_how_well_it_is_met(
    question: str, role: str
) -> None:
    assert find_role(question) == role


NEEDS = ("Jag behöver råd", "Jag behöver pengar", "Jag saknar stöd")


def test_an_index_is_the_mean_on_a_hundred_of_those_who_answered_two_thirds() -> None:
    scores = [(4, 5, NONE), (5, NONE, NONE), (1, 1, 1), (3, 3, 3)]
    wave = arrange_wave(scale_wave(scores, municipalities=["0482"] * 4, questions=NEEDS), "w")
    assert find_index(wave, "stottande_strukturer", "need").tolist() == pytest.approx([87.5, NONE, 0, 50], nan_ok=True)
    assert np.isnan(find_index(wave, "samverkan", "need")).all()


def test_the_index_of_a_group_is_the_mean_of_its_people() -> None:
    scores = [(5, 5, 5)] * 5 + [(1, 1, 2)] * 5
    answers = scale_wave(scores, municipalities=["0482"] * 5 + ["0461"] * 5, questions=NEEDS)
    found = describe_index(protect(answers), "stottande_strukturer", "need", "municipality").set_index("group")
    assert found["mean"].to_dict() == pytest.approx({WHOLE: (100 + 100 / 12) / 2, "0461": 100 / 12, "0482": 100})
    assert found["share_agree"].to_dict() == {WHOLE: 0.5, "0461": 0.0, "0482": 1.0}
    assert (found["mean_low"] <= found["mean"]).all()
    assert (found["mean_high"] >= found["mean"]).all()


def test_what_a_person_has_said_of_a_question_wins_over_its_words() -> None:
    answers = scale_wave([[4, 2]] * 6, municipalities=["0482"] * 6)
    assert arrange_wave(answers, "w").items["role"].tolist() == ["need", "met"]
    said = dataclasses.replace(answers, items=answers.items.assign(role=["other", "need"]))
    wave = arrange_wave(said, "w")
    assert wave.items["role"].tolist() == ["other", "need"]
    scale = describe_scale(wave, "stottande_strukturer", "need")
    assert (scale.questions, scale.n) == (("Jag är nöjd med stödet",), 6)


def test_alpha_is_told_from_thirty_answers_on_and_is_one_for_questions_answered_alike() -> None:
    alike = [(k % 5 + 1,) * 3 for k in range(30)]
    for scores, alpha in ((alike, 1.0), (alike[:29], NONE)):
        wave = arrange_wave(scale_wave(scores, municipalities=["0482"] * len(scores), questions=NEEDS), "w")
        assert measure_alpha(wave, "stottande_strukturer", "need") == pytest.approx(alpha, nan_ok=True)
