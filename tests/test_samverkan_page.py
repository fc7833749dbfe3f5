"""Samverkan as Streamlit runs it: each section answers, keeps its choices in the address, and survives nonsense."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from streamlit.testing.v1 import AppTest

from tests.test_pages import run_page

BERGATROLLEN = "kulturforeningen-bergatrollen-0480"


def show(**params: str) -> AppTest:
    test = run_page("samverkan", params)
    assert [error.value for error in test.exception] == []
    return test


def texts(test: AppTest) -> str:
    """What the page says, without the backslashes that keep signs from being markup."""
    return "\n".join(element.value for element in (*test.markdown, *test.info, *test.caption)).replace("\\", "")


def test_partners_stand_ranked_with_reasons_in_words() -> None:
    said = texts(show(jag=BERGATROLLEN))
    assert "34 aktörer finns inom 30 km." in said
    # In her town, seeks the room she offers, and keeps what she spreads.
    assert "**1. Kulturarvsalliansen Nyköping** · 6,0 poäng" in said
    assert "De söker det du erbjuder: lokal." in said


def test_somebody_who_is_not_in_the_catalogue_describes_herself() -> None:
    said = texts(show(vem="sjalv", ort="0480/nyköping", gor="scenkonst", erbjuder="scenografi", soker="scen"))
    assert "**1. Kulturföreningen Bergatrollen**" in said
    assert "De erbjuder det du söker: scen." in said
    assert "Du finns inte i katalogen" in said


def test_weights_change_the_order_and_stand_in_the_address() -> None:
    test = show(jag=BERGATROLLEN, vikt="egen", v_complementarity="0")
    assert "**1. Kulturarvsalliansen Nyköping**" not in texts(test)
    test.select_slider(key="bound.v_nearness").set_value("2").run()
    assert test.query_params["v_nearness"] in ("2", ["2"])


def test_rooms_and_supports_start_from_the_same_place() -> None:
    said = texts(show(jag=BERGATROLLEN, **{"del": "rum"}))
    assert re.search(r"\*\*\d+ platser där man kan mötas finns inom 30 km\.\*\*", said)
    assert re.search(r"\*\*\d+ av 59 stöd kan passa\.\*\* Om er vet vi inte konstområde, skede och drivkraft\.", said)


def test_a_member_can_be_swapped_and_all_changes_taken_back() -> None:
    test = show(jag=BERGATROLLEN, **{"del": "ekosystem"})
    swap = next(button for button in test.button if button.key.startswith("collab.swap.2."))
    other = swap.key.removeprefix("collab.swap.2.")
    swap.click().run()
    assert other in "".join(test.query_params["las"])
    assert "Inte med:" in texts(test)
    test.button(key="collab.reset").click().run()
    assert "las" not in test.query_params
    assert "utan" not in test.query_params


def test_the_network_says_first_what_is_unknown() -> None:
    test = show(**{"del": "natverk", "bild": "graf"})
    assert "80 av 197 aktörer har minst ett; om de andra 117 vet vi inget." in texts(test)
    assert "Inget känt band går över kommungränsen från Vingåker och Trosa." in texts(test)


@pytest.mark.parametrize(
    "params",
    [
        {"jag": "<script>", "inom": "9999", "vikt": "lycka", "digitalt": "kanske"},
        {"vem": "sjalv", "ort": "../..", "gor": ",,musik,x", "erbjuder": "<b>'\"", "soker": "(" * 500},
        {"del": "ekosystem", "las": "x,y,,", "utan": BERGATROLLEN, "storlek": "99", "ide": "%00", "forslag": "9"},
        {"del": "natverk", "band": "x", "kommun": "9999", "omrade": "y", "fran": "2030", "till": "1"},
        {"del": "rum", "rum": "flyga", "jag": "leader-sodermanland-sormland"},
    ],
)
def test_an_address_that_makes_no_sense_breaks_no_section(params: Mapping[str, str]) -> None:
    assert len(show(**params).title) == 1
