"""Actors against rooms, counted by hand."""

from __future__ import annotations

from kulturkarta.analysis.gaps.two_sided import SECTOR_FUNCTIONS, compare_supply_with_users
from kulturkarta.settings import PROJECT_DIR
from kulturkarta.taxonomy import read_taxonomy
from tests.analysis.gaps.small_region import place, places
from tests.analysis.tables import make_table


def test_users_are_the_open_actors_whose_sector_uses_the_function() -> None:
    actors = make_table(
        "actors",
        {"name": "a", "sectors": ("musik", "mode"), "municipality_code": "0480"},
        {"name": "b", "sectors": ("dans",), "municipality_code": "0480"},
        {"name": "c", "sectors": ("musik",), "municipality_code": "0480", "status": "closed"},
        {"name": "d", "sectors": ("foto",), "municipality_code": "0481"},
        {"name": "e", "sectors": (), "municipality_code": "0481"},
        {"name": "f", "sectors": ("annat",), "municipality_code": "0481"},
        {"name": "g", "sectors": ("musik",), "municipality_code": "9999"},
    )
    rooms = places(place("r", 601, functions=("ova",)))
    found = compare_supply_with_users(actors, rooms, functions=["ova"], codes=["0480", "0481"])
    assert found[["code", "actors", "actors_unknown", "places"]].to_numpy().tolist() == [
        ["0480", 2, 0, 1],
        ["0481", 0, 2, 0],
        ["region", 2, 2, 1],
    ]
    assert found["actors_per_place"].fillna(-1).tolist() == [2.0, -1, 2.0]


def test_the_table_names_sectors_and_functions_that_exist() -> None:
    taxonomy = read_taxonomy(PROJECT_DIR / "data" / "taxonomy")
    assert set(SECTOR_FUNCTIONS) == set(taxonomy["sector"].codes) - {"annat"}
    assert set().union(*SECTOR_FUNCTIONS.values()) <= set(taxonomy["place_function"].codes)
