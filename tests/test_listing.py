from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pandas as pd
import pytest

from kulturkarta import catalogues
from kulturkarta.analysis.drawn_area import parse_area
from kulturkarta.analysis.filters import Filters
from kulturkarta.catalogue import Catalogue
from kulturkarta.listing import Listing, get_listing
from kulturkarta.regions import Region
from kulturkarta.settings import PROJECT_DIR
from kulturkarta.taxonomy import read_taxonomy
from tests.analysis.tables import make_table

REGION = Region("prov", Path("prov"), "04", {"sv": "Prov"}, {"0482": "Flen"}, 17.0, 59.0, 8.0)
POINT = {"lon": 17.0, "lat": 59.0, "position": "exact"}


def listing(*, places: pd.DataFrame, actors: pd.DataFrame) -> Listing:
    tables = MappingProxyType({"places": places, "actors": actors})
    catalogue = Catalogue(REGION, tables, (), MappingProxyType({}), "1")
    return Listing(catalogue, read_taxonomy(PROJECT_DIR / "data" / "taxonomy"), this_year=2026)


@pytest.fixture
def small() -> Listing:
    places = make_table(
        "places",
        {"id": "p1", "name": "Boken", "kind": "bibliotek", "municipality_code": "0482", **POINT},
        {"id": "p2", "name": "Ånäs", "kind": "museum", **POINT},
    )
    actors = make_table(
        "actors",
        {"id": "a1", "name": "Ensam", "publish_position": "municipality", **POINT, "address": "Hemgatan 1"},
    )
    return listing(places=places, actors=actors)


def test_rows_are_numbered_alphabetically_and_found_again_by_id(small: Listing) -> None:
    assert small.entries["id"].tolist() == ["p1", "a1", "p2"]
    assert small.row_of_id == {"p1": 0, "a1": 1, "p2": 2}


def test_a_search_knows_what_codes_are_called_in_any_language_and_where_places_lie(small: Listing) -> None:
    for typed in ("library", "bibliotek", "Flen"):
        assert small.find(Filters(text=typed)).mask.tolist() == [True, False, False], typed


def test_a_spot_is_found_by_its_name_or_a_places_exact_address_and_never_by_an_actors() -> None:
    places = make_table(
        "places",
        {"id": "p1", "name": "Boken", "address": "Storgatan 3", **POINT},
        {"id": "p2", "name": "Storgatans scen", **POINT},
        {"id": "p3", "name": "Ungefär", "address": "Storgatan 30", **POINT, "position": "locality"},
        {"id": "p4", "name": "Utan punkt", "address": "Storgatan 31", "position": "none"},
    )
    actors = make_table("actors", {"id": "a1", "name": "Ensam", "address": "Storgatan 32", **POINT})
    spots = listing(places=places, actors=actors)
    ids = spots.entries["id"].tolist()
    found = {text: spots.find_spots(text, most=5) for text in ("storgatan  3", "storgatans", "boken", " ", "(")}
    assert {text: [(ids[row], address) for row, address in rows.items()] for text, rows in found.items()} == {
        "storgatan  3": [("p1", "Storgatan 3")],
        "storgatans": [("p2", "")],
        "boken": [("p1", "")],
        " ": [],
        "(": [],
    }


def test_a_find_counts_orders_and_masks_alike(small: Listing) -> None:
    found = small.find(Filters(chosen={"typ": ("places",)}, text="museum"))
    assert (found.n, found.order, found.counts["typ"]) == (1, (2,), {"places": 1, "actors": 0})
    assert small.find(Filters()).order is None


def test_neither_list_nor_card_shows_an_actor_more_exactly_than_it_asked_for(small: Listing) -> None:
    table, row = small.table_row(1)
    assert table == "actors"
    assert not small.entries.loc[1, "has_point"]
    assert pd.isna(row["lon"]) and pd.isna(row["lat"]) and pd.isna(row["address"])


@pytest.mark.parametrize("row", [-1, 3])
def test_a_row_that_is_not_there_is_a_lookup_error(small: Listing, row: int) -> None:
    with pytest.raises(LookupError):
        small.table_row(row)


def test_an_area_leaves_what_lies_inside_for_mask_counts_and_search(small: Listing) -> None:
    here, elsewhere = (parse_area(f"c{lat},17.0000,5") for lat in (59.0, 60.0))
    found = small.find(Filters(area=here))
    # The actor shows no point, so it lies in no area.
    assert found.mask.tolist() == [True, False, True]
    assert found.counts["typ"] == {"places": 2, "actors": 0}
    assert small.find(Filters(area=here, text="museum")).order == (2,)
    assert small.find(Filters(area=elsewhere)).n == 0


def test_the_same_filters_are_found_once_for_all_sessions_and_nobody_can_change_what_was_found(small: Listing) -> None:
    found = small.find(Filters(chosen={"typ": ("places",), "slag": ()}, text=" museum "))
    assert small.find(Filters(chosen={"typ": ("places",)}, text="museum")) is found
    with pytest.raises(ValueError, match="read-only"):
        found.mask[0] = True


def test_the_best_thousand_are_ordered_and_equals_stand_in_row_order() -> None:
    places = make_table("places", *({"id": f"p{i}", "name": f"Kvarn {i:04}", **POINT} for i in range(1200)))
    best = {"id": "best", "name": "Kvarnen, Östra kvarn", "kind": "museum", **POINT}
    many = listing(places=pd.concat([places, make_table("places", best)]), actors=make_table("actors"))
    order = many.find(Filters(text="museum kvarn")).order
    assert order == (1200,)
    order = many.find(Filters(text="kvarn")).order
    assert order == tuple(range(1000))


def test_a_tally_counts_tables_municipalities_and_positions(small: Listing) -> None:
    tally = small.tally(np.array([True, True, True]))
    assert dict(tally.n_by_table) == {"places": 2, "actors": 1}
    assert (tally.n_municipalities, tally.n_approximate, tally.n_unplaced) == (1, 0, 1)


def test_a_listing_says_when_searching_needs_no_waiting(small: Listing) -> None:
    assert not small.is_searchable
    small.find(Filters(text="museum"))
    assert small.is_searchable


def test_all_sessions_share_one_listing_and_its_indexes() -> None:
    catalogue = catalogues.get_catalogue("sormland")
    with ThreadPoolExecutor(8) as pool:
        shared = list(pool.map(lambda _: get_listing(catalogue), range(16)))
        indexes = list(pool.map(lambda each: each.search_index, shared))
        finds = list(pool.map(lambda each: each.find(Filters(text="bibliotek")), shared))
    assert {id(each) for each in shared} == {id(shared[0])}
    assert {id(each) for each in indexes} == {id(indexes[0])}
    assert {id(each.mask) for each in finds} == {id(finds[0].mask)}
