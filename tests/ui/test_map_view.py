from __future__ import annotations

import base64
import zlib

import numpy as np
import pytest

from kulturkarta.analysis.filters import Filters
from kulturkarta.listing import Found
from kulturkarta.ui.map_view import Picked, describe_rows, read_pick


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


def found(n: int, *, order: tuple[int, ...] | None = None) -> Found:
    return Found(np.arange(n) % 2 == 0, {}, order)


def test_all_entries_need_no_word_and_few_come_along_as_bits() -> None:
    assert describe_rows(Found(np.ones(9, dtype=bool), {}, None), Filters()) is None
    described = describe_rows(found(9, order=(4, 0)), Filters(text="jazz"))
    assert described is not None
    sent = zlib.decompress(base64.b64decode(described["inline"]))
    assert sent == b"KKM1" + np.array([9, 2, 4, 0], dtype="<u4").tobytes() + bytes([0b01010101, 0b1])


def test_of_a_large_catalogue_the_map_is_told_where_the_rows_are() -> None:
    filters = Filters(chosen={"slag": ("bibliotek", "museum")}, text="jazz & blues")
    assert set(describe_rows(found(20_000), filters) or {}) == {"inline"}
    assert describe_rows(found(20_001), filters) == {"url": "selection?q=jazz+%26+blues&slag=bibliotek%2Cmuseum"}
    assert set(describe_rows(found(20_001), None) or {}) == {"inline"}
    too_many = Filters(chosen={"slag": ("x" * 1000, "y" * 1000)})
    assert set(describe_rows(found(20_001), too_many) or {}) == {"inline"}
