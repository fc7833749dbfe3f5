import time

import pandas as pd
import pytest

from kulturkarta.analysis.entries import ENTRY_COLUMNS, find_closed, list_entries, read_years
from tests.analysis.tables import make_table

NO_PLACES = make_table("places")
NO_ACTORS = make_table("actors")


def test_places_and_actors_stand_in_swedish_alphabetical_order():
    places = make_table("places", {"name": "Östra kvarn"}, {"name": "Zetterlunds"}, {"name": "Ärla kyrka"})
    actors = make_table("actors", {"name": "Åbykören"}, {"name": "arkivet"})
    entries = list_entries(places, actors)
    assert entries["name"].tolist() == ["arkivet", "Zetterlunds", "Åbykören", "Ärla kyrka", "Östra kvarn"]
    assert entries.index.tolist() == [0, 1, 2, 3, 4]
    assert entries["table"].tolist() == ["actors", "places", "actors", "places", "places"]


def test_entries_with_the_same_name_stand_in_order_of_id():
    actors = make_table("actors", {"id": "kor-b", "name": "Kören"}, {"id": "kor-a", "name": "Kören"})
    assert list_entries(NO_PLACES, actors)["id"].tolist() == ["kor-a", "kor-b"]


def test_a_place_keeps_its_kind_and_has_no_sectors_or_drive():
    place = {"name": "Lokalen", "kind": "replokal", "functions": ("ova", "motas"), "accessibility": ("ramp",)}
    entry = list_entries(make_table("places", place), NO_ACTORS).loc[0]
    assert (entry["kind"], entry["functions"], entry["accessibility"]) == ("replokal", ("ova", "motas"), ("ramp",))
    assert entry["sectors"] == ()
    assert pd.isna(entry["drive"])


def test_an_actor_has_its_type_as_kind_and_no_functions_or_accessibility():
    actor = {"name": "Kören", "actor_type": "forening", "sectors": ("musik",), "drive": "passion"}
    entry = list_entries(NO_PLACES, make_table("actors", actor)).loc[0]
    assert (entry["kind"], entry["sectors"], entry["drive"]) == ("forening", ("musik",), "passion")
    assert (entry["functions"], entry["accessibility"]) == ((), ())


@pytest.mark.parametrize(
    ("status", "closed", "is_closed"),
    [
        ("closed", None, True),
        (None, "2021-05", True),
        ("open", None, False),
        ("uncertain", None, False),
        (None, None, False),
    ],
)
def test_only_a_closed_status_or_a_closing_date_closes_an_entry(status, closed, is_closed):
    places = make_table("places", {"name": "A", "status": status, "closed": closed})
    assert find_closed(places).tolist() == [is_closed]
    assert list_entries(places, NO_ACTORS)["is_closed"].tolist() == [is_closed]


@pytest.mark.parametrize(
    ("position", "lon", "approximate", "has_point"),
    [
        ("exact", 17.0, False, True),
        ("address", 17.0, False, True),
        ("area", 17.0, True, True),
        ("locality", 17.0, True, True),
        ("municipality", None, True, False),
        ("none", None, False, False),
        (None, None, False, False),
    ],
)
def test_a_position_is_approximate_or_not_and_has_a_point_or_not(position, lon, approximate, has_point):
    place = {"name": "A", "position": position, "lon": lon, "lat": 58.8}
    entry = list_entries(make_table("places", place), NO_ACTORS).loc[0]
    assert (entry["approximate"], entry["has_point"]) == (approximate, has_point)


def test_the_year_of_a_date_is_read_whatever_its_precision():
    years = read_years(pd.Series(["2023", "2022-11", "2021-01-31", None], dtype="str"))
    assert years.tolist()[:3] == [2023.0, 2022.0, 2021.0]
    assert pd.isna(years[3])


def test_search_looks_in_name_locality_description_offers_and_seeks_but_not_in_the_address():
    actor = {
        "name": "Kören",
        "actor_type": "forening",
        "locality": "Trosa",
        "address": "Hemgatan 1",
        "description": "Sjunger jazz",
        "offers": ("konserter", "kurser"),
        "seeks": ("replokal",),
        "sectors": ("musik",),
    }
    text = list_entries(NO_PLACES, make_table("actors", actor)).loc[0, "search_text"]
    assert text == "Kören Trosa Sjunger jazz forening konserter kurser replokal musik"


def test_no_rows_give_an_empty_list_with_every_column():
    entries = list_entries(NO_PLACES, NO_ACTORS)
    assert len(entries) == 0
    assert tuple(entries.columns) == ENTRY_COLUMNS
    assert (entries["is_closed"].dtype, entries["lon"].dtype, entries["name"].dtype) == ("bool", "float64", "str")


def test_the_given_frames_are_left_as_they_were():
    places = make_table("places", {"name": "B"}, {"name": "A"})
    actors = make_table("actors", {"name": "C", "publish_position": "none", "lon": 17.0, "lat": 58.8})
    before = places.copy(), actors.copy()
    list_entries(places, actors)
    pd.testing.assert_frame_equal(places, before[0])
    pd.testing.assert_frame_equal(actors, before[1])


def test_listing_100_000_entries_costs_at_most_twenty_plain_sorts_of_them():
    place = {"name": "Östra kvarn", "description": "Kvarn vid ån", "functions": ("visa",)}
    places = make_table("places", *[{**place, "id": f"p{i}"} for i in range(0, 200, 2)])
    actors = make_table("actors", *[{"name": "Kören", "id": f"a{i}", "offers": ("sång",)} for i in range(1, 200, 2)])
    places, actors = (pd.concat([frame] * 500, ignore_index=True) for frame in (places, actors))
    plain, ours = [], []
    for _ in range(3):
        start = time.perf_counter()
        both = pd.concat([places, actors], ignore_index=True)
        both.sort_values(["name", "id"], key=lambda column: column.str.casefold())
        middle = time.perf_counter()
        list_entries(places, actors)
        plain.append(middle - start)
        ours.append(time.perf_counter() - middle)
    assert min(ours) < 20 * min(plain)  # wide, for busy machines; a loop over rows fails it
