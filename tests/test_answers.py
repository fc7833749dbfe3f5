"""The four frames of answers, and joining those of several sources."""

from __future__ import annotations

import pandas as pd
import pytest

from kulturkarta.answers import Answers, empty_answers, join_answers


def one_wave(name: str) -> Answers:
    empty = empty_answers()
    waves = pd.concat([empty.waves, pd.DataFrame({"wave": [name], "origin": ["imported"]})], ignore_index=True)
    return Answers(waves, empty.items, empty.respondents, empty.responses)


def test_no_answers_have_every_column_and_no_row() -> None:
    nothing = empty_answers()
    assert list(nothing.responses.columns) == ["respondent", "item", "score", "choices", "text"]
    assert [len(nothing.waves), len(nothing.items), len(nothing.respondents), len(nothing.responses)] == [0, 0, 0, 0]
    assert nothing.responses["score"].dtype == "float64"


def test_waves_of_several_sources_are_joined_in_order() -> None:
    joined = join_answers([one_wave("2021"), empty_answers(), one_wave("2024")])
    assert joined.waves["wave"].tolist() == ["2021", "2024"]


def test_the_same_wave_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="2021"):
        join_answers([one_wave("2021"), one_wave("2021")])
