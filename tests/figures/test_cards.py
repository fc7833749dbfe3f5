from __future__ import annotations

from typing import Any

import pytest

from kulturkarta.figures.cards import CardWords, describe_card, describe_where
from kulturkarta.schema import TABLES
from tests.analysis.tables import make_table

WORDS = CardWords(
    t=lambda key, /, **params: f"{key}{''.join(f' {value}' for value in params.values())}",
    label=lambda vocabulary, code: f"{vocabulary}:{code}",
    municipalities={"0482": "Flen"},
)
PLACE = {
    "id": "p1",
    "name": "Boken",
    "kind": "bibliotek",
    "functions": ("lana_lasa",),
    "municipality_code": "0482",
    "locality": "Malmköping",
    "lon": 16.7,
    "lat": 59.1,
    "position": "locality",
    "source": "flen.se",
    "source_url": "https://www.flen.se/boken",
    "position_source_url": "https://www.geonames.org/1",
    "last_checked": "2019-05",
    "inferred": ("functions",),
}


def card(table: str = "places", **values: Any) -> dict[str, Any]:
    row = make_table(table, {**PLACE, **values} if table == "places" else values).iloc[0].to_dict()
    return describe_card(row, TABLES[table], words=WORDS, this_year=2026, stale_years=5, correction="")


def facts(described: dict[str, Any]) -> dict[str, str]:
    return {fact["label"]: fact["value"] for fact in described["facts"]}


def test_the_card_says_what_it_is_and_where() -> None:
    assert card()["kicker"] == "place_kind:bibliotek · Malmköping, Flen"
    assert card(locality="Flen")["kicker"].endswith("· Flen")
    assert describe_where({"municipality_code": None, "locality": None}, WORDS) == ""


def test_old_and_approximate_facts_say_so() -> None:
    # 2026 - 2019 = 7 years, more than 5; 2021 is just within.
    assert card()["notices"] == ["card.stale 2019", "card.position_locality"]
    assert card(last_checked="2021")["notices"] == ["card.position_locality"]
    assert card(lon=None, lat=None, last_checked="2026")["notices"] == ["card.no_position"]


@pytest.mark.parametrize(
    ("values", "notice"),
    [
        ({"status": "closed"}, "card.closed"),
        ({"closed": "2021-06-30"}, "card.closed_since 2021-06-30"),
        ({"status": "uncertain"}, "card.uncertain"),
    ],
)
def test_what_has_closed_or_may_have_says_so_first(values: dict[str, str], notice: str) -> None:
    assert card(**values)["notices"][0] == notice


def test_what_we_concluded_is_marked_and_what_nobody_knows_is_said() -> None:
    told = facts(card())
    assert told["column.functions"] == "card.inferred place_function:lana_lasa"
    assert told["column.accessibility"] == "word.no_information"
    assert "column.capacity" not in told


def test_source_and_position_source_are_links_and_the_year_stands() -> None:
    lines = card()["source"]
    assert [line.get("url") for line in lines] == ["https://www.flen.se/boken", "https://www.geonames.org/1", None]
    assert lines[1]["value"] == "geonames.org"
    assert lines[2]["value"] == "2019-05"
    assert card(last_checked=None)["source"][-1]["value"] == "word.unknown_when"


def test_an_actor_that_says_nothing_of_what_it_seeks_is_asked_for_by_silence_in_words() -> None:
    told = facts(card("actors", id="a1", name="Kören", offers=("körsång",), source="x"))
    assert told["column.offers"] == "körsång"
    assert told["column.seeks"] == told["column.drive"] == "word.no_information"
