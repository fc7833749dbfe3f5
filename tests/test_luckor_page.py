"""Luckor as Streamlit runs it, without a browser: by road where a network is set, and only there."""

from __future__ import annotations

import pytest

from kulturkarta.i18n import Texts
from tests.commands.test_road_commands import ask, with_roads
from tests.test_pages import run_page
from tests.test_samverkan_page import texts

__all__ = ["with_roads"]


@pytest.mark.usefixtures("with_roads")
def test_by_road_the_limit_is_in_minutes_and_the_page_says_how_it_counted(capsys: pytest.CaptureFixture[str]) -> None:
    told = ask(capsys, "gaps", "--region", "sormland", "--kind", "bibliotek", "--mode", "car", "--minutes", "20")
    test = run_page("luckor", {"slag": "bibliotek", "fardsatt": "car", "minuter": "20"})
    assert [error.value for error in test.exception] == []
    said = texts(test).replace("\xa0", " ")
    share = Texts("sv").percent(told["share_without"]).replace("\xa0", " ")
    assert f"I Sörmland saknar {share} av invånarna bibliotek inom 20 minuter med bil." in said
    assert "Vägarna är räknade på vägnätet NVDB 2026, med bil." in said and "fågelvägen gånger" not in said
    assert "bor människor som inte når någon plats på vägnätet" in said  # Trosa is on no road of the star
    assert [toggle.label for toggle in test.toggle] == []  # no circles: they are straight lines
    sure = run_page("luckor", {"slag": "bibliotek", "fardsatt": "car", "minuter": "20", "del": "sakert"})
    assert [error.value for error in sure.exception] == []
    assert "på vägnätet när gränsen är 10, 15, 20 eller 30 minuter" in texts(sure)
    test.button_group(key="bound.fardsatt").set_value("straight").run()
    assert "bibliotek inom 10 km" in texts(test)
    assert "fardsatt" not in test.query_params
    assert [toggle.label for toggle in test.toggle] == ["Visa hur långt varje plats når (10 km)"]


def test_without_a_road_network_nobody_is_asked_how_she_travels() -> None:
    test = run_page("luckor", {"slag": "bibliotek", "fardsatt": "car"})
    assert "bibliotek inom 10 km" in texts(test)
    assert "bound.fardsatt" not in [group.key for group in test.button_group]
