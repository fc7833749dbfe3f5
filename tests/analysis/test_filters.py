import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kulturkarta.analysis.entries import UNKNOWN, list_entries
from kulturkarta.analysis.filters import (
    FACETS,
    NO_FILTERS,
    Filters,
    build_facet_index,
    count_facets,
    freshness_bucket,
    mask_entries,
)
from tests.analysis.tables import make_table

YEAR = 2026

# In alphabetical order, so the row numbers are those of the letters: A = 0 … H = 7.
ENTRIES = list_entries(
    make_table(
        "places",
        {"name": "A", "kind": "bibliotek", "municipality_code": "0480", "functions": ("lana_lasa", "motas")},
        {"name": "B", "kind": "bibliotek", "municipality_code": "0488", "functions": ("lana_lasa",)},
        {"name": "C", "kind": "replokal", "municipality_code": "0480", "functions": ("ova",), "last_checked": "2025"},
        {"name": "D", "kind": "replokal", "accessibility": ("ramp", "hwc"), "last_checked": "2010-03"},
    ),
    make_table(
        "actors",
        {"name": "E", "actor_type": "forening", "sectors": ("musik",), "municipality_code": "0480"},
        {"name": "F", "actor_type": "forening", "sectors": ("musik", "dans"), "drive": "passion"},
        {"name": "G", "actor_type": "foretag", "sectors": ("dans",), "municipality_code": "0488"},
        {"name": "H", "municipality_code": "0480", "last_checked": "2021-12-31"},
    ),
)


def show(text: str = "", matches: np.ndarray | None = None, **chosen: tuple[str, ...]) -> str:
    mask = mask_entries(ENTRIES, Filters(chosen, text), this_year=YEAR, matches=matches)
    return "".join(ENTRIES.loc[mask, "name"])


def count(matches: np.ndarray | None = None, **chosen: tuple[str, ...]) -> dict[str, dict[str, int]]:
    return count_facets(ENTRIES, Filters(chosen), this_year=YEAR, matches=matches)


def test_no_filters_show_everything():
    assert mask_entries(ENTRIES, NO_FILTERS, this_year=YEAR, matches=None).tolist() == [True] * 8


@pytest.mark.parametrize(
    ("chosen", "shown"),
    [
        ({"kommun": ("0480",)}, "ACEH"),
        ({"kommun": ("0480", "0488")}, "ABCEGH"),
        ({"kommun": (UNKNOWN,)}, "DF"),
        ({"typ": ("actors",)}, "EFGH"),
        ({"kontrollerad": ("0-2", "3-5")}, "CH"),
        ({"kontrollerad": (UNKNOWN,)}, "ABEFG"),
        # A kind of place alone leaves the actors out, a sector alone the places.
        ({"slag": ("bibliotek",)}, "AB"),
        ({"sektor": ("musik",)}, "EF"),
        # Libraries and music actors: both, not neither.
        ({"slag": ("bibliotek",), "sektor": ("musik",)}, "ABEF"),
        # Within a table the facets hold together.
        ({"slag": ("bibliotek",), "funktion": ("motas",)}, "A"),
        ({"sektor": ("dans",), "aktorstyp": ("forening",)}, "F"),
        ({"slag": ("bibliotek",), "funktion": ("motas",), "sektor": ("musik",)}, "AEF"),
        # A facet that belongs to both tests both.
        ({"slag": ("bibliotek",), "sektor": ("musik",), "kommun": ("0480",)}, "AE"),
        # Naming the other table keeps it.
        ({"typ": ("places", "actors"), "slag": ("bibliotek",)}, "ABEFGH"),
        ({"typ": ("places",), "slag": ("bibliotek",)}, "AB"),
        ({"typ": ("actors",), "slag": ("bibliotek",)}, "EFGH"),
        # Unknown can be chosen like any other value.
        ({"funktion": (UNKNOWN,)}, "D"),
        ({"tillganglighet": (UNKNOWN, "hwc")}, "ABCD"),
        ({"drivkraft": (UNKNOWN,)}, "EGH"),
        ({"sektor": (UNKNOWN, "dans")}, "FGH"),
        # No value chosen is no choice; a value nobody has matches nobody.
        ({"slag": ()}, "ABCDEFGH"),
        ({"slag": ("rymdbas",)}, ""),
        ({"typ": ("rymdbas",)}, ""),
    ],
)
def test_the_choices_show_these_entries(chosen, shown):
    assert show(**chosen) == shown


def test_only_rows_that_the_search_found_are_shown():
    scores = np.array([0.5, 0, 0.9, 0, 0.1, 0, 0, 0])
    assert show(text="rep", matches=scores) == "ACE"
    assert show(text="rep", matches=scores, slag=("replokal",)) == "C"


def test_a_text_without_its_matches_is_refused_rather_than_passed_over():
    with pytest.raises(ValueError, match="matches"):
        show(text="rep")


def test_a_facet_that_does_not_exist_is_refused():
    with pytest.raises(KeyError, match="farg"):
        show(farg=("blå",))


def test_counts_without_filters_are_those_of_all_entries():
    assert count() == {
        "typ": {"places": 4, "actors": 4},
        "kommun": {"0480": 4, "0488": 2, UNKNOWN: 2},
        "slag": {"bibliotek": 2, "replokal": 2, UNKNOWN: 0},
        "aktorstyp": {"foretag": 1, "forening": 2, UNKNOWN: 1},
        "sektor": {"dans": 2, "musik": 2, UNKNOWN: 1},
        "funktion": {"lana_lasa": 2, "motas": 1, "ova": 1, UNKNOWN: 1},
        "drivkraft": {"passion": 1, UNKNOWN: 3},
        "tillganglighet": {"hwc": 1, "ramp": 1, UNKNOWN: 3},
        "kontrollerad": {"0-2": 1, "3-5": 1, "6-10": 0, "over-10": 1, UNKNOWN: 5},
    }


def test_counts_respect_the_other_facets_but_not_their_own():
    counts = count(slag=("bibliotek",), kommun=("0480",))
    assert counts["slag"] == {"bibliotek": 1, "replokal": 1, UNKNOWN: 0}
    assert counts["kommun"] == {"0480": 1, "0488": 1, UNKNOWN: 0}
    assert counts["funktion"] == {"lana_lasa": 1, "motas": 1, "ova": 0, UNKNOWN: 0}


def test_counts_of_the_other_table_say_what_choosing_them_would_add():
    counts = count(slag=("bibliotek",))
    assert counts["sektor"] == {"dans": 2, "musik": 2, UNKNOWN: 1}
    assert counts["typ"] == {"places": 2, "actors": 4}


def test_counts_respect_the_search():
    counts = count(matches=np.array([1.0, 0, 0, 0, 1.0, 0, 0, 0]))
    assert counts["typ"] == {"places": 1, "actors": 1}
    assert counts["sektor"] == {"dans": 0, "musik": 1, UNKNOWN: 0}


def test_a_value_that_a_row_names_twice_counts_once():
    twice = list_entries(make_table("places", {"name": "A", "functions": ("ova", "ova")}), make_table("actors"))
    assert count_facets(twice, NO_FILTERS, this_year=YEAR, matches=None)["funktion"] == {"ova": 1, UNKNOWN: 0}


def test_no_entries_have_only_zeros():
    empty = list_entries(make_table("places"), make_table("actors"))
    counts = count_facets(empty, Filters({"slag": ("bibliotek",)}), this_year=YEAR, matches=None)
    assert counts["typ"] == {"places": 0, "actors": 0}
    assert counts["slag"] == {UNKNOWN: 0}
    assert mask_entries(empty, NO_FILTERS, this_year=YEAR, matches=None).shape == (0,)


@pytest.mark.parametrize(
    ("year", "bucket"),
    [
        (2027.0, "0-2"),
        (2026.0, "0-2"),
        (2024.0, "0-2"),
        (2023.0, "3-5"),
        (2021.0, "3-5"),
        (2020.0, "6-10"),
        (2016.0, "6-10"),
        (2015.0, "over-10"),
        (np.nan, UNKNOWN),
    ],
)
def test_a_year_falls_into_its_freshness_bucket(year, bucket):
    assert freshness_bucket(pd.Series([year]), this_year=2026).tolist() == [bucket]


def _subset(codes: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(codes), unique=True, max_size=2).map(tuple)


MUNICIPALITIES, TERMS = ["0480", "0488"], ["a", "b", "c"]
YEARS = st.sampled_from([None, "2026", "2022", "2018", "2001"])
OPTIONAL_TERM = st.sampled_from([None, *TERMS])
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "table": st.sampled_from(["places", "actors"]),
            "kind": OPTIONAL_TERM,
            "municipality_code": st.sampled_from([None, *MUNICIPALITIES]),
            "terms": _subset(TERMS),
            "more_terms": _subset(TERMS),
            "drive": OPTIONAL_TERM,
            "last_checked": YEARS,
            "found": st.booleans(),
        }
    ),
    max_size=8,
)
CHOICES = st.fixed_dictionaries(
    {
        facet.name: _subset(
            {
                "typ": ["places", "actors"],
                "kommun": [*MUNICIPALITIES, UNKNOWN],
                "kontrollerad": ["0-2", "3-5", "6-10", "over-10", UNKNOWN],
            }.get(facet.name, [*TERMS, UNKNOWN])
        )
        for facet in FACETS
    }
)


def _make_entries(rows) -> pd.DataFrame:
    common = [{**row, "id": f"r{i}", "name": f"r{i}"} for i, row in enumerate(rows)]
    places = [
        {**row, "functions": row["terms"], "accessibility": row["more_terms"]}
        for row in common
        if row["table"] == "places"
    ]
    actors = [{**row, "actor_type": row["kind"], "sectors": row["terms"]} for row in common if row["table"] == "actors"]
    return list_entries(make_table("places", *places), make_table("actors", *actors))


def _read_values(entry: pd.Series, facet) -> set[str]:
    """The values of one entry in one facet, read the slow way."""
    if facet.table not in (None, entry["table"]):
        return set()
    if facet.name == "kontrollerad":
        age = YEAR - entry["checked_year"]
        if np.isnan(age):
            return {UNKNOWN}
        return {"0-2" if age <= 2 else "3-5" if age <= 5 else "6-10" if age <= 10 else "over-10"}
    value = entry[facet.column]
    values = set(value) if facet.is_list else {value} if isinstance(value, str) else set()
    return values or {UNKNOWN}


def _is_shown(entry: pd.Series, chosen) -> bool:
    """The rule of the module's docstring, one entry at a time."""
    made = [facet for facet in FACETS if chosen[facet.name]]
    mine = [facet for facet in made if facet.table in (None, entry["table"])]
    if not all(_read_values(entry, facet) & set(chosen[facet.name]) for facet in mine):
        return False
    special = {facet.table for facet in made if facet.table}
    return not special or entry["table"] in special or entry["table"] in chosen["typ"]


@given(rows=ROWS, chosen=CHOICES)
@settings(max_examples=60, deadline=None)
def test_mask_and_counts_equal_a_recount_one_entry_at_a_time(rows, chosen):
    entries = _make_entries(rows)
    found = np.array([rows[int(key[1:])]["found"] for key in entries["id"]], dtype=bool)
    index = build_facet_index(entries, this_year=YEAR)
    listed = [entry for _, entry in entries.iterrows()]
    expected = [bool(hit) and _is_shown(entry, chosen) for entry, hit in zip(listed, found, strict=True)]
    assert index.mask(Filters(chosen), matches=found).tolist() == expected
    counts = index.count(Filters(chosen), matches=found)
    for facet in FACETS:
        for value, n in counts[facet.name].items():
            asked = {**chosen, facet.name: (value,)}
            seen = [
                entry
                for entry, hit in zip(listed, found, strict=True)
                if hit and value in _read_values(entry, facet) and _is_shown(entry, asked)
            ]
            assert n == len(seen), (facet.name, value)


def test_counting_every_facet_of_100_000_entries_is_faster_than_one_plain_count_of_a_list_column():
    rng = np.random.default_rng(1)
    n = 100_000
    terms = np.array(["a", "b", "c", "d", "e"], dtype=object)
    lists = pd.Series([tuple(pair) for pair in terms[rng.integers(0, 5, (n, 2))]], dtype=object)
    entries = pd.DataFrame(
        {
            "table": pd.Series(np.where(rng.random(n) < 0.5, "places", "actors"), dtype="str"),
            "checked_year": rng.integers(2010, 2027, n).astype("float64"),
            **{name: pd.Series(terms[rng.integers(0, 5, n)], dtype="str") for name in ("kind", "drive")},
            "municipality_code": pd.Series(terms[rng.integers(0, 5, n)], dtype="str"),
            **dict.fromkeys(("sectors", "functions", "accessibility"), lists),
        }
    )
    index = build_facet_index(entries, this_year=YEAR)
    filters = Filters({"kommun": ("a", "b"), "slag": ("a",), "sektor": ("b",)})
    plain, ours = [], []
    for _ in range(5):
        start = time.perf_counter()
        entries["sectors"].explode().value_counts()
        middle = time.perf_counter()
        index.mask(filters, matches=None)
        index.count(filters, matches=None)
        plain.append(middle - start)
        ours.append(time.perf_counter() - middle)
    assert min(ours) < min(plain)
