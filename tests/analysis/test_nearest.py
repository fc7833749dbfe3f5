from __future__ import annotations

import pytest

from kulturkarta.analysis.entries import list_entries
from kulturkarta.analysis.nearest import build_nearest_index
from tests.analysis.tables import make_table

ENTRIES = list_entries(
    make_table(
        "places",
        {"id": "a", "name": "A", "lon": 16.0, "lat": 59.0, "position": "exact"},
        {"id": "b", "name": "B", "lon": 16.0, "lat": 60.0, "position": "exact"},
        {"id": "c", "name": "C", "lon": 16.0, "lat": 58.9, "position": "locality"},
        {"id": "d", "name": "D", "lon": 16.0, "lat": 59.01, "position": "exact", "status": "closed"},
        {"id": "e", "name": "E"},
    ),
    make_table("actors", {"id": "f", "name": "F", "lon": 16.0, "lat": 59.0, "position": "exact"}),
)
PLACES = build_nearest_index(ENTRIES, table="places")
A, B, C, _, E, F = range(6)


def test_the_nearest_open_places_come_first_with_their_distance() -> None:
    near = PLACES.find(A, n=3)
    assert [row for row, _ in near] == [C, B]
    # 0.1 and 1 degree of latitude of 111.195 km.
    assert [km for _, km in near] == pytest.approx([11.1195, 111.195], abs=0.001)


def test_no_more_than_asked_for_and_none_from_nowhere() -> None:
    assert PLACES.find(F, n=1) == [(A, 0.0)]
    assert PLACES.find(E, n=3) == []
    assert build_nearest_index(ENTRIES.iloc[[E, F]].reset_index(drop=True), table="places").find(1, n=3) == []
