import time

import numpy as np
import pandas as pd
import pytest

from kulturkarta.analysis.entries import UNKNOWN, list_entries
from kulturkarta.analysis.profile import (
    count_kinds,
    describe_coverage,
    find_missing_kinds,
    latest_population,
)
from tests.analysis.tables import make_table

PLACES = make_table(
    "places",
    {"name": "A", "kind": "bibliotek", "municipality_code": "0480"},
    {"name": "B", "kind": "bibliotek", "municipality_code": "0480"},
    {"name": "C", "kind": "bibliotek", "municipality_code": "0488"},
    {"name": "D", "kind": "replokal", "municipality_code": "0480"},
    {"name": "E", "kind": "bio", "municipality_code": "0488", "status": "closed"},
    {"name": "F", "kind": "replokal"},
)
ACTORS = make_table("actors", {"name": "G", "municipality_code": "0488"})
ENTRIES = list_entries(PLACES, ACTORS)
POPULATION = pd.Series({"0480": 40_000.0, "0488": 10_000.0, "0461": 12_500.0})


def read_counts(counts: pd.DataFrame, kind: str, table: str = "places") -> dict[str, list[float]]:
    rows = counts[counts["kind"].eq(kind) & counts["table"].eq(table)].set_index("municipality_code")
    return {code: row.tolist() for code, row in rows.drop(columns=["table", "kind"]).iterrows()}


def test_every_kind_is_counted_in_every_municipality_against_the_region():
    counts = count_kinds(ENTRIES, POPULATION)
    # Three libraries among 62 500 inhabitants: 3 / 62 500 x 10 000 = 0.48.
    assert read_counts(counts, "bibliotek") == {
        "0480": [2, 0.5, 3, pytest.approx(0.48)],
        "0488": [1, 1.0, 3, pytest.approx(0.48)],
        "0461": [0, 0.0, 3, pytest.approx(0.48)],
    }
    assert counts.columns.tolist() == [
        "municipality_code", "table", "kind", "n", "per_10000", "region_n", "region_per_10000",
    ]  # fmt: skip


def test_an_unknown_kind_is_counted_as_unknown_and_a_closed_entry_not_at_all():
    counts = count_kinds(ENTRIES, POPULATION)
    assert read_counts(counts, UNKNOWN, "actors")["0488"][:3] == [1, 1.0, 1]
    assert sorted(set(zip(counts["table"], counts["kind"], strict=True))) == [
        ("actors", UNKNOWN),
        ("places", "bibliotek"),
        ("places", "replokal"),
    ]


def test_an_entry_without_municipality_is_in_no_figure_of_the_region():
    # D counts, F has no municipality: 1 / 62 500 x 10 000 = 0.16.
    assert read_counts(count_kinds(ENTRIES, POPULATION), "replokal")["0461"] == [0, 0.0, 1, pytest.approx(0.16)]


def test_an_unknown_population_gives_an_unknown_rate_and_stays_out_of_the_regions():
    counts = read_counts(count_kinds(ENTRIES, pd.Series({"0480": 40_000.0, "0488": np.nan})), "bibliotek")
    assert counts["0480"] == [2, 0.5, 3, 0.5]
    assert counts["0488"][0] == 1
    assert np.isnan(counts["0488"][1])


def test_the_regions_own_row_of_the_population_is_no_municipality():
    with_region = pd.concat([POPULATION, pd.Series({"region": 62_500.0})])
    pd.testing.assert_frame_equal(count_kinds(ENTRIES, with_region), count_kinds(ENTRIES, POPULATION))


def test_no_entries_have_no_counts():
    counts = count_kinds(list_entries(make_table("places"), make_table("actors")), POPULATION)
    assert len(counts) == 0
    assert len(find_missing_kinds(counts, "0480")) == 0


def test_missing_kinds_are_those_that_others_have_most_widespread_first():
    missing = find_missing_kinds(count_kinds(ENTRIES, POPULATION), "0461")
    assert missing.to_dict("records") == [
        {"kind": "bibliotek", "n_municipalities": 2, "region_n": 3},
        {"kind": "replokal", "n_municipalities": 1, "region_n": 1},
    ]


def test_what_a_municipality_has_or_nobody_has_open_is_not_missing():
    counts = count_kinds(ENTRIES, POPULATION)
    assert find_missing_kinds(counts, "0488")["kind"].tolist() == ["replokal"]
    assert find_missing_kinds(counts, "0480")["kind"].tolist() == []


def test_other_and_unknown_are_no_kinds_to_lack():
    places = make_table(
        "places",
        {"name": "A", "kind": "annat", "municipality_code": "0480"},
        {"name": "B", "municipality_code": "0480"},
        {"name": "C", "kind": "bio", "municipality_code": "0480"},
    )
    counts = count_kinds(list_entries(places, make_table("actors")), POPULATION)
    assert find_missing_kinds(counts, "0488")["kind"].tolist() == ["bio"]


def test_coverage_says_how_much_is_known_of_the_open_entries():
    point = {"lon": 17.0, "lat": 58.7}
    places = make_table(
        "places",
        {"name": "A", "position": "exact", "functions": ("ova",), "last_checked": "2021", **point},
        {"name": "B", "position": "address", "accessibility": ("ramp",), "last_checked": "2020", **point},
        {"name": "C", "position": "locality", "last_checked": "2026-01", **point},
        {"name": "D", "position": "address", "functions": ("visa",), "municipality_code": "0480"},
        {"name": "E", "position": "exact", "status": "closed", **point},
    )
    actors = make_table("actors", {"name": "F", "drive": "passion", **point}, {"name": "G", "last_checked": "2024"})
    coverage = describe_coverage(list_entries(places, actors), None, this_year=2026, stale_years=5)
    assert coverage.to_dict() == pytest.approx(
        {
            "n": 6,
            "n_places": 4,
            "n_actors": 2,
            "share_exact": 2 / 6,  # A, B
            "share_approximate": 1 / 6,  # C
            "share_point_unsure": 1 / 6,  # F
            "share_without_point": 2 / 6,  # D, G
            "share_checked": 3 / 6,  # A is just not stale, C, G; B is stale
            "share_check_unknown": 2 / 6,  # D, F
            "share_functions": 2 / 4,  # A, D
            "share_accessibility": 1 / 4,  # B
            "share_drive": 1 / 2,  # F
        }
    )


def test_coverage_of_one_municipality_is_that_of_its_own_entries():
    coverage = describe_coverage(ENTRIES, "0480", this_year=2026, stale_years=5)
    assert coverage[["n", "n_places", "n_actors", "share_without_point"]].tolist() == [3, 3, 0, 1]
    assert np.isnan(coverage["share_drive"])


def test_coverage_of_nothing_is_no_share_at_all():
    coverage = describe_coverage(ENTRIES, "9999", this_year=2026, stale_years=5)
    assert coverage["n"] == 0
    assert coverage.filter(like="share_").isna().tolist() == [True] * 9


def fact(code: str, year: str, value: float | None, indicator: str = "befolkning") -> dict[str, object]:
    row = {"id": f"{code}-{year}-{indicator}", "municipality_code": code, "year": year, "value": value}
    return {**row, "indicator": indicator}


def test_the_latest_population_of_each_municipality_is_used_and_summed_for_the_region():
    facts = make_table(
        "municipality_facts",
        fact("0488", "2025", 14_000),
        fact("0488", "2022", 13_000),
        fact("0480", "2022", 57_000),
        fact("0480", "2025", None),
        fact("0480", "2025", 420, indicator="areal_km2"),
    )
    assert latest_population(facts).to_dict("list") == {
        "municipality_code": ["0480", "0488", "region"],
        "population": [57_000.0, 14_000.0, 71_000.0],
        "year": [2022.0, 2025.0, 2022.0],
    }


def test_without_figures_there_is_no_population_not_a_zero():
    population = latest_population(make_table("municipality_facts"))
    assert len(population) == 0
    assert population.columns.tolist() == ["municipality_code", "population", "year"]
    assert len(count_kinds(ENTRIES, population.set_index("municipality_code")["population"])) == 0


def test_a_profile_of_100_000_entries_costs_at_most_twenty_plain_counts_of_them():
    rng = np.random.default_rng(1)
    big = ENTRIES.iloc[rng.integers(0, len(ENTRIES), 100_000)].reset_index(drop=True)
    plain, ours = [], []
    for _ in range(5):
        start = time.perf_counter()
        big.groupby(["municipality_code", "table", "kind"], dropna=False).size()
        big["search_text"].str.contains("bib", case=False, regex=False).sum()
        middle = time.perf_counter()
        find_missing_kinds(count_kinds(big, POPULATION), "0480")
        describe_coverage(big, "0480", this_year=2026, stale_years=5)
        plain.append(middle - start)
        ours.append(time.perf_counter() - middle)
    assert min(ours) < 20 * min(plain)  # wide, for busy machines; a loop over rows fails it
