"""How often each answer was given; nothing that tells of fewer than five people."""

from __future__ import annotations

import math

from kulturkarta.analysis.tally import list_hidden, tally_wave
from kulturkarta.answers import Answers
from kulturkarta.sources.forms.reading import Wave
from tests.sources.forms.layouts import read

HEADER = "Tidstämpel,Hur var dagen?,Vad var bäst?,Kommer du igen?,Sällan svarad\n"
ROWS = [
    *["5,Samtalen;,Ja,"] * 5,
    "5,Samtalen;Lunchen;,Ja,",
    "4,Samtalen;Lunchen;,Ja,",
    *["4,Lunchen;,Nej,4"] * 3,
    "4,Kaffet med Eva;,Nej,5",
    "3,Kaffet med Eva;,Nej,",
]


def answers(rows: list[str]) -> Answers:
    text = HEADER + "".join(f"2026-02-04 15:{minute:02}:00,{row}\n" for minute, row in enumerate(rows))
    return read(text.encode(), wave=Wave("Dag", "evaluation", "Ja", "2026-02-05")).reading.answers


def told(rows: list[str]) -> list[list[object]]:
    counts = tally_wave(answers(rows), "dag")
    return [
        [question, answer, None if math.isnan(n) else n, n_answered]
        for question, answer, n, n_answered in counts[["question", "answer", "n", "n_answered"]].to_numpy().tolist()
    ]


def test_a_step_that_one_gave_is_hidden_with_the_next_smallest_for_the_whole_would_tell_it() -> None:
    # 12 answered: 6 gave 5, 5 gave 4, 1 gave 3. With 6 and 5 in sight, 12 - 6 - 5 = 1.
    assert told(ROWS)[:5] == [
        ["Hur var dagen?", "1", None, 12],
        ["Hur var dagen?", "2", None, 12],
        ["Hur var dagen?", "3", None, 12],
        ["Hur var dagen?", "4", None, 12],
        ["Hur var dagen?", "5", 6, 12],
    ]


def test_choices_come_with_the_most_chosen_first_and_those_of_two_people_last_and_hidden() -> None:
    assert told(ROWS)[5:10] == [
        ["Vad var bäst?", "Samtalen", 7, 12],
        ["Vad var bäst?", "Lunchen", 5, 12],
        ["Vad var bäst?", "Kaffet med Eva", None, 12],
        ["Kommer du igen?", "Ja", 7, 12],
        ["Kommer du igen?", "Nej", 5, 12],
    ]


def test_steps_that_nobody_gave_are_nought_where_all_answers_are_in_sight() -> None:
    rows = ["5,Samtalen;,Ja,"] * 5 + ["2,Samtalen;,Ja,"] * 5
    assert [row[2] for row in told(rows)[:5]] == [0, 5, 0, 0, 5]


def test_a_question_that_four_answered_and_one_where_all_groups_are_small_have_nothing_to_show() -> None:
    assert list_hidden(tally_wave(answers(ROWS), "dag")) == ["Sällan svarad"]
    five = ["5,Samtalen;,Ja,", "4,Samtalen;,Ja,", "3,Samtalen;,Ja,", "2,Lunchen;,Ja,", "1,Samtalen;,Ja,"]
    assert list_hidden(tally_wave(answers(five), "dag")) == ["Hur var dagen?", "Vad var bäst?"]
    assert list_hidden(tally_wave(answers(ROWS), "annan")) == []
