from __future__ import annotations

from typing import Any

import pandas as pd

from kulturkarta.figures.card_groups import describe_groups
from kulturkarta.figures.cards import CardWords
from kulturkarta.i18n import Texts
from tests.analysis.tables import make_table

WORDS = CardWords(t=Texts("sv"), label=lambda vocabulary, code: f"{vocabulary}:{code}", municipalities={})
NOTHING = pd.DataFrame({"name": [], "km": [], "approximate": []})


def groups(**given: Any) -> dict[str, Any]:
    none = {"rooms": make_table("rooms"), "ties": pd.DataFrame(), "nearest": NOTHING, "rows": {}}
    return {group["title"]: group for group in describe_groups(**{**none, **given}, words=WORDS)}


def test_nothing_around_is_no_group() -> None:
    assert groups() == {}


def test_a_room_says_how_many_it_takes_and_what_it_is_for() -> None:
    rooms = make_table(
        "rooms", {"name": "Salen", "place_id": "p", "capacity": 120, "area_m2": 80.5, "functions": ("visa", "mota")}
    )
    assert groups(rooms=rooms)["Rum"]["items"] == [
        {"text": "Salen", "about": "120 personer · place_function:visa, place_function:mota · 80,5 m²", "row": None}
    ]


def test_a_tie_leads_to_the_others_card_where_it_has_one() -> None:
    columns = ["other_id", "other_name", "kind", "since", "until"]
    ties = pd.DataFrame(
        [
            ["a1", "Ensam", "konsert", "2019", "2019"],
            ["s1", "Stödet", None, "2020", None],
            [None, "Utanför", "drift", "2019-05", "2021"],
        ],
        columns=columns,
    )
    assert groups(ties=ties, rows={"a1": 7})["Samverkar med"]["items"] == [
        {"text": "Ensam", "about": "konsert · 2019", "row": 7},
        {"text": "Stödet", "about": "sedan 2020", "row": None},
        {"text": "Utanför", "about": "drift · 2019–2021", "row": None},
    ]


def test_distances_are_as_sharp_as_the_positions() -> None:
    near = pd.DataFrame(
        {"name": ["A", "B", "C", "D"], "km": [0.0, 0.0, 1.25, 12.6], "approximate": [False, True, True, False]},
        index=[3, 4, 5, 6],
    )
    group = groups(nearest=near)["Närmaste mötesplatser"]
    about = [item["about"] for item in group["items"]]
    assert about == ["0 km", "i närheten, avståndet är inte känt", "ungefär 1,2 km", "13 km"]
    assert [item["row"] for item in group["items"]] == [3, 4, 5, 6]
    assert group["note"].startswith("Raka vägen")
