"""The address as the page's memory: it wins when other hands changed it, else the session does."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from tests.test_pages import CLONE, run_page


def first(test: AppTest, name: str) -> str:
    """One parameter of the address."""
    value = test.query_params.get(name, "")
    return value[0] if isinstance(value, list) else value


def test_a_choice_that_the_back_button_takes_out_of_the_address_is_undone() -> None:
    test = run_page("luckor", {"slag": "bibliotek"})
    test.slider(key="bound.km").set_value(11).run()
    test.button_group(key="bound.avtar").set_value("fast").run()
    assert (first(test, "km"), first(test, "avtar")) == ("11", "fast")
    del test.query_params["avtar"]
    test.run()
    assert test.button_group(key="bound.avtar").value == "slow"
    assert (first(test, "km"), first(test, "avtar")) == ("11", "")
    del test.query_params["km"]
    test.run()
    assert test.slider(key="bound.km").value == 10
    assert first(test, "km") == ""


def test_the_language_that_the_back_button_takes_out_of_the_address_is_the_first_again() -> None:
    test = run_page("om", {})
    test.selectbox(key="bound.lang").set_value("en").run()
    assert test.title[0].value.startswith("About")
    del test.query_params["lang"]
    test.run()
    assert test.title[0].value.startswith("Om")


def test_choices_come_along_to_another_page_whose_address_is_empty() -> None:
    test = run_page("luckor", {"kommun": "0482", "lang": "en", "km": "25"})
    test.query_params.clear()  # as the menu does
    test.switch_page(str(CLONE / "pages" / "kommun.py")).run()
    assert test.selectbox(key="bound.kommun").value == "0482"
    assert first(test, "lang") == "en"
    test.query_params.clear()
    test.switch_page(str(CLONE / "pages" / "luckor.py")).run()
    assert test.slider(key="bound.km").value == 25
