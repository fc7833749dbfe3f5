from __future__ import annotations

import pytest

from kulturkarta.ui.map_view import Picked, read_pick


def test_a_click_on_the_ground_is_a_place_without_an_entry() -> None:
    assert read_pick({"lon": 16.5, "lat": 59, "name": "1"}, n_entries=3) == Picked(16.5, 59.0)


def test_an_action_names_the_entry_and_where_it_is_if_it_is_anywhere() -> None:
    assert read_pick({"row": 2, "action": "close", "lon": 16.5, "lat": 59.0}, n_entries=3) == Picked(
        16.5, 59.0, 2, "close"
    )
    assert read_pick({"row": 0, "action": "close"}, n_entries=3) == Picked(None, None, 0, "close")


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"lon": 16.5},
        {"lon": "16.5", "lat": 59.0},
        {"lon": float("nan"), "lat": 59.0},
        {"lon": 181.0, "lat": 59.0},
        {"lon": True, "lat": 59.0},
        {"row": 3, "action": "close"},
        {"row": -1, "action": "close"},
        {"row": True, "action": "close"},
        {"row": 1.0, "action": "close"},
        {"row": 1},
        {"row": 1, "action": "x" * 41},
    ],
)
def test_what_no_map_of_ours_sends_is_nothing(sent: dict[str, object]) -> None:
    assert read_pick(sent, n_entries=3) is None
