"""The pages as Streamlit runs them, without a browser: none fails, in any language or for any address."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from kulturkarta.analysis.filter_address import MAX_TEXT, format_filters, parse_filters
from kulturkarta.analysis.filters import FACETS, Filters
from kulturkarta.i18n import languages
from tests.hostile import H

CLONE = Path(__file__).parents[1]
PAGES = [path.stem for path in sorted((CLONE / "pages").glob("*.py"))]
FACET_NAMES = [facet.name for facet in FACETS]
SECONDS = 60


def run_page(name: str, params: Mapping[str, str]) -> AppTest:
    test = AppTest.from_file(str(CLONE / "kulturkarta" / "ui" / "main.py"), default_timeout=SECONDS)
    for key, value in params.items():
        test.query_params[key] = value
    test.run()
    return test if name == "karta" else test.switch_page(str(CLONE / "pages" / f"{name}.py")).run()


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("name", PAGES)
def test_a_page_runs_and_has_one_title(name: str, lang: str) -> None:
    test = run_page(name, {"lang": lang})
    assert [error.value for error in test.exception] == []
    assert [error.value for error in test.error] == []
    assert len(test.title) == 1


@pytest.mark.parametrize(
    "params",
    [
        {"kommun": "0482,0482,xx,", "slag": "bibliotek", "q": "mus"},
        {"kommun": "<script>", "q": "(((", "vy": "a,b,c", "post": "finns-inte"},
        {"lang": "xx", "region": "../../etc", "tabell": "__class__", "typ": "places,actors"},
        {"sektor": ",,,", "kontrollerad": "0-2,9-9", "q": "\x00%00"},
    ],
)
@pytest.mark.parametrize("name", ["karta", "kommun", "data"])
def test_an_address_that_makes_no_sense_breaks_no_page(name: str, params: dict[str, str]) -> None:
    test = run_page(name, params)
    assert [error.value for error in test.exception] == []
    assert len(test.title) == 1


texts = st.one_of(st.sampled_from([*H, "0482", "okand", "bibliotek,museum", ",", "a,,b"]), st.text(max_size=300))


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from([*FACET_NAMES, "q", "lang", "utm_source"]), texts))
def test_any_address_gives_filters_that_give_the_same_filters_back(params: dict[str, str]) -> None:
    filters = parse_filters(params)
    assert set(filters.chosen) <= set(FACET_NAMES)
    assert len(filters.text) <= MAX_TEXT
    assert all(len(set(values)) == len(values) for values in filters.chosen.values())
    again = parse_filters(format_filters(filters))
    assert again.chosen == filters.chosen
    assert again.text.strip() == filters.text.strip()


codes = st.text("abcdefghijklmnopqrstuvwxyz0123456789_-", min_size=1, max_size=20)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(FACET_NAMES), st.lists(codes, min_size=1, max_size=9, unique=True)))
def test_what_a_person_chose_stands_in_the_address_whole(chosen: dict[str, list[str]]) -> None:
    filters = Filters(chosen={name: tuple(values) for name, values in chosen.items()}, text="jazz i Flen")
    assert parse_filters(format_filters(filters)) == filters
