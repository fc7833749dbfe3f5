import time

import numpy as np
import pandas as pd
import pytest

from kulturkarta.analysis.entries import UNKNOWN, list_entries
from kulturkarta.analysis.overview import (
    ELSEWHERE,
    age_profile,
    count_per_locality,
    describe_tables,
    filter_table,
    list_areas,
    rows_per_municipality,
)
from tests.analysis.tables import make_table

PLACES = make_table(
    "places",
    {"name": "A", "municipality_code": "0480", "source": "Kommunen", "licence": "CC0", "last_checked": "2020"},
    {"name": "B", "municipality_code": "0480", "source": "Kommunen", "licence": "CC BY", "last_checked": "2023-05"},
    {"name": "C", "municipality_code": "0180", "source": "Länet", "licence": "CC0", "last_checked": "2025"},
    {"name": "D", "source": "Länet", "licence": "CC0"},
)
ACTORS = make_table("actors", {"name": "E", "municipality_code": "0488"})
SUPPORTS = make_table(
    "supports",
    {"name": "S1", "service_area": ("0480", "0488")},
    {"name": "S2", "service_area": ("region",)},
    {"name": "S3", "service_area": ("0461",)},
)
ROOMS = make_table("rooms", {"name": "R1", "place_id": "a"}, {"name": "R2", "place_id": "b"})
PROPOSALS = make_table("proposals", {"id": "p1", "title": "En idé"})
TABLES = {"places": PLACES, "supports": SUPPORTS, "rooms": ROOMS}


def test_a_table_is_described_by_its_rows_sources_licences_age_and_municipalities():
    described = describe_tables(TABLES, this_year=2026)
    assert described["table"].tolist() == ["places", "supports", "rooms"]
    assert described.loc[0].to_dict() == {
        "table": "places",
        "n_rows": 4,
        "n_sources": 2,
        "licences": ("CC BY", "CC0"),
        "oldest_year": 2020.0,
        "newest_year": 2025.0,
        "median_year": 2023.0,
        "median_age_years": 3.0,
        "n_year_unknown": 1,
        "n_municipalities": 2,
        "share_with_municipality": 0.75,
    }


def test_a_service_area_counts_as_municipalities_and_the_whole_region_as_known():
    described = describe_tables(TABLES, this_year=2026).set_index("table")
    assert described.loc["supports", ["n_municipalities", "share_with_municipality"]].tolist() == [3, 1.0]


def test_a_table_without_municipality_years_or_rows_has_no_such_figures():
    described = describe_tables({"rooms": ROOMS, "places": PLACES.iloc[:0]}, this_year=2026).set_index("table")
    assert described.loc["rooms", ["n_municipalities", "share_with_municipality"]].isna().all()
    assert np.isnan(described.loc["rooms", "median_year"])
    assert described.loc["places", ["n_rows", "n_sources", "licences", "n_municipalities"]].tolist() == [0, 0, (), 0]
    assert np.isnan(described.loc["places", "share_with_municipality"])


def test_a_row_is_in_each_of_its_areas_once():
    supports = make_table("supports", {"name": "S1", "service_area": ("0480", "0480", "0488")}, {"name": "S2"})
    assert list_areas(supports).to_dict("list") == {"row": [0, 0, 1], "area": ["0480", "0488", UNKNOWN]}


def test_rows_are_counted_per_municipality_region_elsewhere_and_unknown():
    counted = rows_per_municipality({"places": PLACES, "supports": SUPPORTS, "rooms": ROOMS}, ["0480", "0488", "0461"])
    assert counted.columns.tolist() == ["0480", "0488", "0461", "region", ELSEWHERE, UNKNOWN]
    assert counted.index.tolist() == ["places", "supports"]
    assert counted.loc["places"].tolist() == [2, 0, 0, 0, 1, 1]
    assert counted.loc["supports"].tolist() == [1, 1, 1, 1, 0, 0]


def test_a_support_for_two_municipalities_elsewhere_counts_there_once():
    supports = make_table("supports", {"name": "S1", "service_area": ("0180", "0181", "0480")})
    assert rows_per_municipality({"supports": supports}, ["0480"]).loc["supports"].tolist() == [1, 0, 1, 0]


def test_no_tables_have_no_lines_but_all_columns():
    assert rows_per_municipality({}, ["0480"]).shape == (0, 4)


def test_ages_are_counted_in_every_bucket():
    profile = age_profile(PLACES, this_year=2026)
    assert profile["bucket"].tolist() == ["0-2", "3-5", "6-10", "over-10", UNKNOWN]
    assert profile["n"].tolist() == [1, 1, 1, 0, 1]
    assert profile["share"].tolist() == [0.25, 0.25, 0.25, 0.0, 0.25]


def test_an_empty_table_has_no_shares_of_age():
    profile = age_profile(PLACES.iloc[:0], this_year=2026)
    assert profile["n"].tolist() == [0] * 5
    assert profile["share"].isna().all()


def cut(table: str, frame: pd.DataFrame, *codes: str, shown: str = "AE", column: str = "name") -> list[str]:
    entries = list_entries(PLACES, ACTORS)
    chosen = entries[entries["name"].isin(list(shown))]
    return filter_table(table, frame, entries=chosen, municipality_codes=codes)[column].tolist()


def test_places_and_actors_are_cut_to_the_chosen_entries():
    assert cut("places", PLACES, shown="DAE") == ["A", "D"]
    assert cut("actors", ACTORS, shown="AE") == ["E"]
    assert cut("actors", ACTORS, shown="A") == []


def test_an_actor_with_the_id_of_a_chosen_place_is_not_kept_by_it():
    namesake = make_table("actors", {"id": "a", "name": "Namne"})
    assert cut("actors", namesake, shown="A") == []


def test_rooms_follow_their_place():
    assert cut("rooms", ROOMS, shown="A") == ["R1"]


@pytest.mark.parametrize(
    ("codes", "names"),
    [((), ["S1", "S2", "S3"]), (("0488",), ["S1", "S2"]), (("0461", "0480"), ["S1", "S2", "S3"])],
)
def test_supports_are_cut_to_those_that_serve_the_chosen_municipalities(codes, names):
    assert cut("supports", SUPPORTS, *codes) == names


def test_other_tables_are_cut_by_municipality_and_unknown_can_be_chosen():
    events = make_table(
        "events",
        {"name": "E1", "municipality_code": "0480"},
        {"name": "E2"},
        {"name": "E3", "municipality_code": "0488"},
    )
    assert cut("events", events, "0480") == ["E1"]
    assert cut("events", events, "0488", UNKNOWN) == ["E2", "E3"]


def test_a_table_without_municipality_is_kept_whole():
    assert cut("proposals", PROPOSALS, "0480", column="id") == ["p1"]


def test_describing_100_000_rows_costs_at_most_twenty_plain_passes_over_them():
    rng = np.random.default_rng(1)
    big = PLACES.iloc[rng.integers(0, len(PLACES), 100_000)].reset_index(drop=True)
    plain, ours = [], []
    for _ in range(5):
        start = time.perf_counter()
        big.groupby(["municipality_code", "source", "licence"], dropna=False).size()
        pd.to_datetime(big["last_checked"], format="ISO8601", errors="coerce").dt.year.median()
        big["source"].str.contains("kommun", case=False, regex=False).sum()
        middle = time.perf_counter()
        describe_tables({"places": big}, this_year=2026)
        rows_per_municipality({"places": big}, ["0480", "0488"])
        age_profile(big, this_year=2026)
        plain.append(middle - start)
        ours.append(time.perf_counter() - middle)
    assert min(ours) < 20 * min(plain)  # wide, for busy machines; a loop over rows fails it


def test_entries_are_counted_per_locality_of_a_municipality_and_those_without_one_left_out() -> None:
    entries = pd.DataFrame(
        {
            "locality": pd.array(["Flen", "Malmköping", "Flen", "Flen", None], dtype="string"),
            "municipality_code": pd.array(["0482", "0482", "0482", None, "0482"], dtype="string"),
        }
    )
    counts = count_per_locality(entries)
    assert counts["n"].tolist() == [2, 1, 1]
    assert counts.loc[0, ["locality", "municipality_code"]].tolist() == ["Flen", "0482"]
    assert counts["locality"].tolist() == ["Flen", "Flen", "Malmköping"]
