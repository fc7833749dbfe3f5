from __future__ import annotations

import pytest

from kulturkarta.analysis.entries import list_entries
from kulturkarta.analysis.nearest import find_nearest
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


def test_the_nearest_open_places_come_first_with_their_distance() -> None:
    near = find_nearest(ENTRIES, 0, n=3, table="places")
    assert ENTRIES.loc[near.index, "id"].tolist() == ["c", "b"]
    # 0.1 and 1 degree of latitude of 111.195 km.
    assert near["km"].tolist() == pytest.approx([11.1195, 111.195], abs=0.001)
    assert near["approximate"].tolist() == [True, False]


def test_no_more_than_asked_for_and_none_from_nowhere() -> None:
    assert len(find_nearest(ENTRIES, 5, n=1, table="places")) == 1
    assert find_nearest(ENTRIES, 5, n=1, table="places")["km"].tolist() == [0.0]
    assert len(find_nearest(ENTRIES, 4, n=3, table="places")) == 0
