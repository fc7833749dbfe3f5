"""The evaluation form as Streamlit runs it: closed where nobody could take an answer back, and it says so."""

from __future__ import annotations

import pytest

from kulturkarta.clock import read_today
from kulturkarta.settings import Settings, read_settings
from kulturkarta.ui.evaluation_form import is_open
from tests.test_pages import run_page

BERGATROLLEN = "kulturforeningen-bergatrollen-0480"


@pytest.mark.parametrize(
    ("key", "is_on", "expected"), [("", True, False), ("hemlig", True, True), ("hemlig", False, False)]
)
def test_answers_are_taken_only_where_the_operator_has_a_key_and_has_not_closed_the_form(
    key: str, is_on: bool, expected: bool
) -> None:
    settings: Settings = read_settings().model_copy(update={"editor_key": key, "evaluation_form": is_on})
    assert is_open(settings) == expected


def test_without_a_key_the_form_says_that_it_is_closed_and_what_is_asked() -> None:
    day = read_today().isoformat()
    test = run_page("bidra", {"om": "workshop", "grupp": BERGATROLLEN, "dag": day})
    assert [info.value.startswith("Formuläret är inte öppet") for info in test.info] == [True]
    assert "7. Vad var bäst, och vad kan bli bättre?" in test.markdown[-1].value
    assert len(test.button) == 0
    lost = run_page("bidra", {"om": "workshop", "grupp": "nobody", "dag": day})
    assert [info.value.startswith("Adressen säger inte") for info in lost.info] == [True]
