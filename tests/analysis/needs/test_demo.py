"""Invented answers: calibrated, the same every time, and called what they are. Published ones as waves."""

from __future__ import annotations

import tomllib

import pandas as pd
import pytest

from kulturkarta.analysis.needs.catalogue_answers import take_catalogue_answers
from kulturkarta.analysis.needs.demo import calibrate_survey, invent_answers
from kulturkarta.analysis.needs.describe import WHOLE, Protected, describe_items
from kulturkarta.analysis.needs.wave import arrange_wave
from kulturkarta.settings import PROJECT_DIR

SURVEY = tomllib.loads((PROJECT_DIR / "data/reference/demo_survey.toml").read_text(encoding="utf-8"))
MUNICIPALITIES = {"0480": 3.0, "0482": 1.0, "0484": 2.0}
SATISFIED = "Jag är nöjd med det stöd som finns"


def share_satisfied(survey: dict[str, object]) -> tuple[int, float]:
    wave = arrange_wave(invent_answers(survey, MUNICIPALITIES), "demo-1")
    frame = describe_items(Protected(wave, None), None)
    row = frame[frame["question"].eq(SATISFIED) & frame["group"].eq(WHOLE)].iloc[0]
    return wave.n, float(row["share_agree"])


def test_two_hundred_answers_of_which_a_fifth_are_satisfied_as_was_published() -> None:
    n, share = share_satisfied(SURVEY)
    assert n == 200
    assert share == pytest.approx(0.20, abs=0.005)


def test_other_published_figures_give_other_answers() -> None:
    figures = pd.DataFrame(
        {"unit": ["procent", "antal"], "value": [35.0, 3.0], "n": [120.0, 3.0],
         "question": ["Är du nöjd med det stöd som finns?", "Annat"]}
    )  # fmt: skip
    n, share = share_satisfied(dict(calibrate_survey(SURVEY, figures)))
    assert n == 120
    assert share == pytest.approx(0.35, abs=0.01)


def test_the_published_figures_of_sormland_are_those_the_survey_is_made_for() -> None:
    figures = pd.read_csv(PROJECT_DIR / "data/sormland/need_figures.csv")
    assert share_satisfied(dict(calibrate_survey(SURVEY, figures))) == (200, pytest.approx(0.20, abs=0.005))


def test_invented_answers_are_the_same_every_time_and_say_that_they_are_invented() -> None:
    first, second = invent_answers(SURVEY, MUNICIPALITIES), invent_answers(SURVEY, MUNICIPALITIES)
    pd.testing.assert_frame_equal(first.responses, second.responses)
    assert set(first.waves["origin"]) == {"demo"}
    assert all("Påhittade svar" in title for title in first.waves["title"])


def test_published_answers_become_waves_with_scales_as_long_as_their_scores() -> None:
    rows = pd.DataFrame(
        [
            ("a", "2021", "samverkan", "0482", ("musik",), "Jag behöver", 4.0, None),
            ("a", "2021", "samverkan", "0482", ("musik",), "Berätta", None, "Fler nätverk"),
            ("b", "2021", "samverkan", "0461", (), "Jag behöver", 5.0, None),
            ("a", "2024", None, "0482", (), "Hur går det?", 7.0, None),
        ],
        columns=["respondent", "wave", "theme", "municipality_code", "sectors", "question", "score", "text"],
    )
    answers = take_catalogue_answers(rows)
    assert answers.waves[["title", "origin"]].to_numpy().tolist() == [["2021", "catalogue"], ["2024", "catalogue"]]
    assert answers.items[["question", "kind", "low", "high"]].dropna().to_numpy().tolist() == [
        ["Jag behöver", "likert", 1.0, 5.0],
        ["Hur går det?", "likert", 1.0, 10.0],
    ]
    assert answers.items.loc[answers.items["kind"].eq("text"), "question"].tolist() == ["Berätta"]
    assert answers.respondents["respondent"].tolist() == ["katalog/2021/a", "katalog/2021/b", "katalog/2024/a"]
    assert answers.responses["text"].dropna().tolist() == ["Fler nätverk"]
