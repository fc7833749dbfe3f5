from __future__ import annotations

from typing import Any

from kulturkarta.figures.card_groups import Near, describe_groups
from kulturkarta.figures.cards import CardWords
from kulturkarta.i18n import Texts
from tests.analysis.tables import make_table

WORDS = CardWords(t=Texts("sv"), label=lambda vocabulary, code: f"{vocabulary}:{code}", municipalities={})


def groups(**given: Any) -> dict[str, Any]:
    none = {"rooms": [], "ties": [], "nearest": [], "rows": {}}
    return {group["title"]: group for group in describe_groups(**{**none, **given}, words=WORDS)}


def test_nothing_around_is_no_group() -> None:
    assert groups() == {}


def test_a_room_says_how_many_it_takes_and_what_it_is_for() -> None:
    rooms = make_table(
        "rooms", {"name": "Salen", "place_id": "p", "capacity": 120, "area_m2": 80.5, "functions": ("visa", "mota")}
    )
    assert groups(rooms=rooms.to_dict("records"))["Rum"]["items"] == [
        {"text": "Salen", "about": "120 personer · place_function:visa, place_function:mota · 80,5 m²", "row": None}
    ]


def test_a_tie_leads_to_the_others_card_where_it_has_one() -> None:
    columns = ["other_id", "other_name", "kind", "since", "until"]
    parties = [
        ("a1", "Ensam", "konsert", "2019", "2019"),
        ("s1", "Stödet", None, "2020", None),
        (None, "Utanför", "drift", "2019-05", "2021"),
    ]
    ties = [dict(zip(columns, party, strict=True)) for party in parties]
    assert groups(ties=ties, rows={"a1": 7})["Samverkar med"]["items"] == [
        {"text": "Ensam", "about": "konsert · 2019", "row": 7},
        {"text": "Stödet", "about": "sedan 2020", "row": None},
        {"text": "Utanför", "about": "drift · 2019–2021", "row": None},
    ]


def test_distances_are_as_sharp_as_the_positions() -> None:
    near = [Near(3, "A", 0.0, False), Near(4, "B", 0.0, True), Near(5, "C", 1.25, True), Near(6, "D", 12.6, False)]
    group = groups(nearest=near)["Närmaste mötesplatser"]
    about = [item["about"] for item in group["items"]]
    assert about == ["0 km", "i närheten, avståndet är inte känt", "ungefär 1,2 km", "13 km"]
    assert [item["row"] for item in group["items"]] == [3, 4, 5, 6]
    assert group["note"].startswith("Raka vägen")
