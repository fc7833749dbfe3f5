"""One table through validation, trap by trap."""

from __future__ import annotations

import random
import time

import numpy as np
import pandas as pd
import pytest
from pyproj import Transformer

from kulturkarta.errors import DataProblem, KulturkartaError
from kulturkarta.geo import MunicipalityFinder
from kulturkarta.raw import RawTable
from kulturkarta.schema import TABLES
from kulturkarta.taxonomy import Taxonomy
from kulturkarta.validation import validate_table
from tests.validation.small_tables import PLACE, briefly, places, raw_table


class Validate:
    """validate_table with the small Sweden's words and municipalities."""

    def __init__(self, taxonomy: Taxonomy, finder: MunicipalityFinder) -> None:
        self.taxonomy = taxonomy
        self.municipalities = finder.names

    def __call__(self, raw: RawTable) -> tuple[pd.DataFrame, list[DataProblem]]:
        return validate_table(raw, TABLES[raw.name], taxonomy=self.taxonomy, municipalities=self.municipalities)

    def one(self, **change: str) -> DataProblem:
        """The only problem of a valid place with `change`; the row must be set aside."""
        frame, problems = self(places(change))
        assert len(problems) == 1, briefly(problems)
        assert len(frame) == 0
        return problems[0]


@pytest.fixture
def validate(taxonomy: Taxonomy, finder: MunicipalityFinder) -> Validate:
    return Validate(taxonomy, finder)


def test_a_valid_row_comes_out_typed_in_schema_order(validate: Validate) -> None:
    row = {"functions": "ova; visa;;ova", "capacity": "120", "lon": "17,01", "lat": "58,753", "opened": "1642"}
    frame, problems = validate(places({**row, "municipality_code": " 0480 "}))
    assert problems == []
    assert list(frame.columns) == TABLES["places"].names
    assert list(frame.index) == [0]
    found = frame.iloc[0]
    assert found["functions"] == ("ova", "visa")
    assert found["accessibility"] == ()
    assert (found["capacity"], found["lon"], found["lat"]) == (120.0, 17.01, 58.753)
    assert (found["opened"], found["municipality_code"]) == ("1642", "0480")
    assert pd.isna(found["website"])
    assert str(frame["name"].dtype) == "str"
    assert str(frame["capacity"].dtype) == "float64"
    assert str(frame["functions"].dtype) == "object"


def test_an_empty_table_keeps_its_columns_and_types(validate: Validate) -> None:
    frame, problems = validate(RawTable("places", "places.csv", pd.DataFrame(columns=TABLES["places"].names)))
    assert problems == []
    assert list(frame.columns) == TABLES["places"].names
    assert (str(frame["name"].dtype), str(frame["lon"].dtype)) == ("str", "float64")


def test_bad_rows_are_set_aside_and_good_rows_keep_their_order(validate: Validate) -> None:
    frame, problems = validate(places({}, {"kind": "biblotek"}, {}))
    assert frame["id"].tolist() == ["bib-2", "bib-4"]
    assert list(frame.index) == [0, 1]
    assert briefly(problems) == [(3, "kind", "term.unknown")]
    assert problems[0].where.file == "places.csv"


@pytest.mark.parametrize(
    ("written", "code", "suggestion"),
    [
        ("480", "as_number", "0480"),
        ("480.0", "as_number", "0480"),
        ("480,0", "as_number", "0480"),
        ("1380.0", "as_number", "1380"),
        ("04800", "not_four_digits", None),
        ("48", "not_four_digits", None),
        ("9999", "unknown", None),
        ("999", "not_four_digits", None),
        ("Nyköping", "name", "0480"),
        ("Nyköpings kommun", "name", "0480"),
        ("0480 Nyköping", "name", "0480"),
    ],
)
def test_a_wrong_municipality_code_is_refused_with_the_code_to_write(
    validate: Validate, written: str, code: str, suggestion: str | None
) -> None:
    problem = validate.one(municipality_code=written)
    assert problem.code == f"municipality_code.{code}"
    assert problem.got == written
    assert problem.params.get("suggestion") == suggestion


@pytest.mark.parametrize("written", ["0480", " 0480 ", "\u00a00480"])
def test_a_right_municipality_code_is_only_trimmed(validate: Validate, written: str) -> None:
    frame, problems = validate(places({"municipality_code": written}))
    assert problems == []
    assert frame["municipality_code"].tolist() == ["0480"]


def test_of_a_thousand_random_codes_none_outside_the_list_is_accepted(validate: Validate) -> None:
    codes = [f"{number:04}" for number in random.Random(1).sample(range(10_000), 1000)]
    frame, problems = validate(places(*({"municipality_code": code} for code in codes)))
    allowed = [code for code in codes if code in validate.municipalities]
    assert frame["municipality_code"].tolist() == allowed
    assert len(problems) == 1000 - len(allowed)


@pytest.mark.parametrize(("system", "crs"), [("swapped", 4326), ("sweref99tm", 3006), ("rt90", 3021)])
def test_coordinates_in_another_system_are_refused_with_the_degrees_to_write(
    validate: Validate, system: str, crs: int
) -> None:
    east, north = Transformer.from_crs(4326, crs, always_xy=True).transform(17.01, 58.753)
    orders = [(east, north), (north, east)] if crs != 4326 else [(north, east)]
    for lon, lat in orders:
        problem = validate.one(lon=f"{lon:.3f}", lat=f"{lat:.3f}")
        assert problem.code == f"coordinates.{system}"
        assert problem.where.row == 2
        assert problem.got == f"{lon:.3f}, {lat:.3f}"
        assert problem.params == {"lon": "17.01000", "lat": "58.75300"}


@pytest.mark.parametrize(
    ("lon", "lat", "code", "column"),
    [
        ("0", "0", "coordinates.zero", "lon"),
        ("0,0", "0.000", "coordinates.zero", "lon"),
        ("17.01", "", "coordinates.half", "lat"),
        ("", "58.753", "coordinates.half", "lon"),
        ("2.35", "48.86", "coordinates.outside_sweden", "lon"),
        ("179", "-89", "coordinates.outside_sweden", "lon"),
        ("181", "58.7", "coordinates.outside_sweden", "lon"),
        ("179000", "6515000", "coordinates.sweref_local", "lon"),
        ("17°0'36\"", "58.753", "number.not_a_number", "lon"),
    ],
)
def test_a_pair_that_is_no_point_in_sweden_is_refused(
    validate: Validate, lon: str, lat: str, code: str, column: str
) -> None:
    problem = validate.one(lon=lon, lat=lat)
    assert (problem.code, problem.where.column) == (code, column)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("58,753", 58.753),
        ("1\u00a0234,5", 1234.5),
        ("12 345", 12345.0),
        ("1\u202f000", 1000.0),
        ("7", 7.0),
        ("1e3", 1e3),
    ],
)
def test_swedish_ways_to_write_a_number_are_read(validate: Validate, written: str, number: float) -> None:
    room = {**PLACE, "place_id": "bib", "area_m2": written}
    room.pop("kind")
    frame, problems = validate(raw_table(room, name="rooms"))
    assert problems == []
    assert frame["area_m2"].tolist() == [number]


@pytest.mark.parametrize(
    ("written", "code", "limit"),
    [
        ("1.234,5", "number.not_a_number", None),
        ("ca 100", "number.not_a_number", None),
        ("nan", "number.not_a_number", None),
        ("inf", "number.not_a_number", None),
        ("1e400", "number.not_a_number", None),
        ("1 23", "number.not_a_number", None),
        ("12,5", "number.not_whole", None),
        ("0", "number.too_small", 1),
        ("-5", "number.too_small", 1),
        ("100001", "number.too_large", 100_000),
    ],
)
def test_a_capacity_that_is_no_whole_number_within_limits_is_refused(
    validate: Validate, written: str, code: str, limit: float | None
) -> None:
    problem = validate.one(capacity=written)
    assert (problem.code, problem.got, problem.params.get("limit")) == (code, written, limit)


def test_the_limits_themselves_are_allowed(validate: Validate) -> None:
    frame, problems = validate(places({"capacity": "1"}, {"capacity": "100000"}))
    assert problems == []
    assert frame["capacity"].tolist() == [1.0, 100_000.0]


def test_both_rows_of_a_repeated_id_are_refused_and_name_each_other(validate: Validate) -> None:
    frame, problems = validate(places({"id": "a"}, {"id": "b"}, {"id": "a"}))
    assert frame["id"].tolist() == ["b"]
    assert briefly(problems) == [(2, "id", "id.duplicate"), (4, "id", "id.duplicate")]
    assert [problem.params["rows"] for problem in problems] == ["2, 4", "2, 4"]


@pytest.mark.parametrize(
    ("written", "suggestion"),
    [("Åkers Bibliotek!", "akers-bibliotek"), ("a_b", "a-b"), ("-a", "a"), ("a-", "a"), ("Ørebro", "orebro")],
)
def test_an_id_in_another_form_is_refused_with_the_nearest_id(
    validate: Validate, written: str, suggestion: str
) -> None:
    problem = validate.one(id=written)
    assert (problem.code, problem.params["suggestion"]) == ("id.wrong_form", suggestion)


@pytest.mark.parametrize(
    ("written", "code", "params"),
    [
        ("biblotek", "term.unknown", {"suggestion": "bibliotek"}),
        ("Bibliotek", "term.label", {"suggestion": "bibliotek"}),
        ("library", "term.label", {"suggestion": "bibliotek"}),
        ("Øvingslokale", "term.label", {"suggestion": "replokal"}),
        ("Hembygdsgårdar", "term.unknown", {"suggestion": "hembygdsgard"}),
        ("xyz", "term.unlike_any", {"choices": "bibliotek, replokal, hembygdsgard"}),
    ],
)
def test_an_unknown_term_is_refused_with_the_nearest_term(
    validate: Validate, written: str, code: str, params: dict[str, str]
) -> None:
    problem = validate.one(kind=written)
    assert (problem.code, problem.got, problem.params) == (code, written, params)


def test_one_wrong_term_in_a_list_is_named_alone(validate: Validate) -> None:
    problem = validate.one(functions="ova;visar")
    assert (problem.code, problem.got, problem.params) == ("term.unknown", "visar", {"suggestion": "visa"})


def test_a_service_area_takes_codes_and_the_word_region(validate: Validate) -> None:
    support = {**PLACE, "provider": "Regionen", "kind": "ett"}
    rows = [{**support, "id": f"s-{i}", "service_area": area} for i, area in enumerate(["region", "0480;0481", "480"])]
    frame, problems = validate(raw_table(*rows, name="supports"))
    assert frame["service_area"].tolist() == [("region",), ("0480", "0481")]
    assert briefly(problems) == [(4, "service_area", "municipality_code.as_number")]


@pytest.mark.parametrize("written", ["2025", "2025-12", "2025-12-31", "2024-02-29", "1642"])
def test_years_months_and_days_are_dates(validate: Validate, written: str) -> None:
    frame, problems = validate(places({"opened": written}))
    assert problems == []
    assert frame["opened"].tolist() == [written]


@pytest.mark.parametrize(
    ("written", "suggestion"),
    [
        ("31/12/2025", "2025-12-31"),
        ("12/31/2025", "2025-12-31"),
        ("05.05.2025", "2025-05-05"),
        ("2025/12/31", "2025-12-31"),
        ("20251231", "2025-12-31"),
        ("2025-1-5", "2025-01-05"),
        ("2025-12-31 00:00:00", "2025-12-31"),
        ("2025.0", "2025"),
        ("01/02/2025", None),
        ("2025-13-01", None),
        ("2025-02-30", None),
        ("0000", None),
        ("hösten 2025", None),
    ],
)
def test_a_date_in_another_form_is_refused_with_the_only_date_it_can_mean(
    validate: Validate, written: str, suggestion: str | None
) -> None:
    problem = validate.one(opened=written)
    assert problem.code == ("date.other_form" if suggestion else "date.not_a_date")
    assert problem.params.get("suggestion") == suggestion


@pytest.mark.parametrize("written", ["https://exempel.se", "HTTP://exempel.se:8080/å?b=c#d", "http://localhost/"])
def test_web_addresses_are_kept_as_written(validate: Validate, written: str) -> None:
    frame, problems = validate(places({"website": written}))
    assert problems == []
    assert frame["website"].tolist() == [written]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("www.exempel.se/sida", "url.no_scheme"),
        ("javascript:alert(1)", "url.not_web"),
        ("ftp://exempel.se", "url.not_web"),
        ("https://", "url.not_web"),
        ("https:exempel.se", "url.not_web"),
        ('https://exempel.se/"onload=', "url.not_web"),
        ("https://exempel.se/ och mer", "url.not_web"),
    ],
)
def test_what_is_no_web_address_is_refused(validate: Validate, written: str, code: str) -> None:
    assert validate.one(website=written).code == code


@pytest.mark.parametrize("column", ["name", "kind", "source", "licence", "id"])
def test_an_empty_required_cell_is_refused_once(validate: Validate, column: str) -> None:
    problem = validate.one(**{column: "  "})
    assert (problem.code, problem.where.column) == ("required.missing", column)


def test_a_required_number_that_is_no_number_is_not_also_called_missing(validate: Validate) -> None:
    fact = {**PLACE, "municipality_code": "0480", "indicator": "ett", "year": "2025", "value": "många"}
    frame, problems = validate(raw_table(fact, name="municipality_facts"))
    assert len(frame) == 0
    assert ("value", "number.not_a_number") in [(p.where.column, p.code) for p in problems]
    assert "required.missing" not in [p.code for p in problems]


def test_an_unknown_column_is_a_warning_that_names_the_nearest(validate: Validate) -> None:
    frame, problems = validate(places({"capasity": "5", "Färg": "röd"}))
    assert len(frame) == 1
    assert briefly(problems) == [(None, "capasity", "column.unknown_but_similar"), (None, "Färg", "column.unknown")]
    assert problems[0].params == {"nearest": "capacity"}
    assert {problem.severity for problem in problems} == {"warning"}


def test_a_missing_required_column_is_one_error_and_leaves_no_rows(validate: Validate) -> None:
    rows = [{k: v for k, v in PLACE.items() if k != "licence"} for _ in range(3)]
    frame, problems = validate(raw_table(*rows))
    assert len(frame) == 0
    assert list(frame.columns) == TABLES["places"].names
    assert briefly(problems) == [(None, "licence", "column.missing")]


def test_a_misspelt_required_column_is_proposed(validate: Validate) -> None:
    row = {**PLACE, "license": "CC0"}
    del row["licence"]
    _, problems = validate(raw_table(row))
    assert problems[0].code == "column.missing_but_similar"
    assert problems[0].params == {"nearest": "license"}


def test_a_column_given_twice_counts_once(validate: Validate) -> None:
    raw = places({})
    doubled = pd.concat([raw.frame, raw.frame[["name"]]], axis=1)
    frame, _ = validate(RawTable("places", "places.csv", doubled))
    assert frame["name"].tolist() == ["Biblioteket"]


@pytest.mark.parametrize("written", ["Bibl\x00iotek", "a\x1bb", "a\x7fb"])
def test_control_characters_are_refused_and_shown_as_signs(validate: Validate, written: str) -> None:
    problem = validate.one(name=written)
    assert problem.code == "text.control_character"
    assert not any(ord(character) < 32 or ord(character) == 127 for character in problem.got)


def test_tabs_and_line_breaks_are_allowed_inside_a_text(validate: Validate) -> None:
    frame, problems = validate(places({"description": "en\nrad\ttill"}))
    assert problems == []
    assert frame["description"].tolist() == ["en\nrad\ttill"]


def test_a_text_of_ten_thousand_characters_passes_and_one_more_does_not(validate: Validate) -> None:
    frame, problems = validate(places({"description": "å" * 10_000}, {"description": "å" * 10_001}))
    assert len(frame) == 1
    assert briefly(problems) == [(3, "description", "text.too_long")]
    assert problems[0].params == {"length": 10_001, "limit": 10_000}
    assert len(problems[0].got) == 81


def test_a_letter_written_in_two_parts_becomes_one(validate: Validate) -> None:
    frame, _ = validate(places({"name": "A\u030akers bibliotek"}))
    assert frame["name"].tolist() == ["Åkers bibliotek"]


def test_the_problem_never_repeats_a_personal_number(validate: Validate) -> None:
    for column in ("name", "description", "id", "kind", "website"):
        problem = validate.one(**{column: "https://x.se/811218-9876" if column == "website" else "811218-9876"})
        assert problem.code == "text.personal_number"
        assert "9876" not in f"{problem.got}{problem.params}"


def test_problems_come_in_reading_order(validate: Validate) -> None:
    _, problems = validate(places({"website": "x", "kind": "x"}, {"id": "Å", "opened": "x"}))
    assert [(p.where.row, p.where.column) for p in problems] == [(2, "kind"), (2, "website"), (3, "id"), (3, "opened")]


def test_a_taxonomy_without_a_vocabulary_is_an_operators_error(validate: Validate) -> None:
    few = {name: words for name, words in validate.taxonomy.items() if name != "price_class"}
    with pytest.raises(KulturkartaError, match="price_class"):
        validate_table(places({}), TABLES["places"], taxonomy=few, municipalities=validate.municipalities)


def test_every_table_of_the_schema_can_be_validated(validate: Validate) -> None:
    for name, table in TABLES.items():
        frame, problems = validate(RawTable(name, f"{name}.csv", pd.DataFrame(columns=table.names, dtype="str")))
        assert (list(frame.columns), problems) == (table.names, [])


def test_a_hundred_times_the_rows_cost_far_less_than_a_hundred_times_the_time(validate: Validate) -> None:
    def seconds(rows: int) -> float:
        raw = places(*[{"lon": "17,01", "lat": "58,753", "functions": "ova;visa", "opened": "2020"}] * rows)
        started = time.perf_counter()
        frame, _ = validate(raw)
        assert len(frame) == rows
        return time.perf_counter() - started

    seconds(10)  # the first run imports
    assert seconds(5_000) < 50 * np.median([seconds(50) for _ in range(3)])
