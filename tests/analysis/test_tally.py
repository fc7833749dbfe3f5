"""How often each answer was given; nothing of a question that fewer than five answered."""

from __future__ import annotations

from kulturkarta.analysis.tally import tally_wave, too_few
from kulturkarta.answers import Answers
from kulturkarta.sources.forms.reading import Wave
from tests.sources.forms.layouts import read

ROWS = """Tidstämpel,Hur var dagen?,Vad var bäst?,Kommer du igen?,Sällan svarad
2026-02-04 15:00:00,5,Lunchen;Samtalen;,Ja,1
2026-02-04 15:01:00,5,Samtalen;,Ja,2
2026-02-04 15:02:00,3,Samtalen;,Nej,1
2026-02-04 15:03:00,4,Lunchen;,Ja,3
2026-02-04 15:04:00,5,Samtalen;,Ja,
"""


def answers() -> Answers:
    return read(ROWS.encode(), wave=Wave("Dag", "evaluation", "Ja", "2026-02-05")).reading.answers


def test_scales_show_every_step_and_choices_the_most_chosen_first() -> None:
    counts = tally_wave(answers(), "dag")
    told = counts[["question", "answer", "n", "n_answered", "share"]].to_numpy().tolist()
    assert told == [
        ["Hur var dagen?", "1", 0, 5, 0.0],
        ["Hur var dagen?", "2", 0, 5, 0.0],
        ["Hur var dagen?", "3", 1, 5, 0.2],
        ["Hur var dagen?", "4", 1, 5, 0.2],
        ["Hur var dagen?", "5", 3, 5, 0.6],
        ["Vad var bäst?", "Samtalen", 4, 5, 0.8],
        ["Vad var bäst?", "Lunchen", 2, 5, 0.4],
        ["Kommer du igen?", "Ja", 4, 5, 0.8],
        ["Kommer du igen?", "Nej", 1, 5, 0.2],
    ]


def test_a_question_that_four_answered_is_named_and_not_shown() -> None:
    assert too_few(answers(), "dag") == ["Sällan svarad"]
    assert too_few(answers(), "annan") == []
