from __future__ import annotations

import csv
import io

import pandas as pd
import pytest

from kulturkarta.export.cells import guarded, number_text
from kulturkarta.export.csv_excel import write_csv_excel
from kulturkarta.export.csv_open import write_csv_open
from kulturkarta.schema import TABLES
from kulturkarta.sources.csv_file import read_csv
from kulturkarta.sources.guard import Limits
from tests.export.small_table import actors, context
from tests.hostile import H

LIMITS = Limits(max_bytes=2_000_000, max_rows=1000, max_unpacked_bytes=1, seconds=20, memory_mb=1)


def test_open_csv_has_the_names_of_the_schema_points_commas_and_joined_lists():
    assert write_csv_open(actors(), context()).decode() == (
        "id,name,drive,sectors,municipality_code,lon,lat\r\n"
        "a0,Åsa,passion,musik;dans,0480,17.0086,58.753\r\n"
        'a1,"Bo; Ek, & Co",,,0484,,\r\n'
        'a2,"Cia ""C""",market,film,,16.123456789,59\r\n'
    )


def test_csv_for_excel_has_a_mark_labels_semicolons_and_decimal_commas():
    data = write_csv_excel(actors(), context())
    assert data[:3] == b"\xef\xbb\xbf"
    assert data[3:].decode() == (
        "column.id;column.name;column.drive;column.sectors;column.municipality_code;column.lon;column.lat\r\n"
        'a0;Åsa;passion;"musik;dans";0480;17,0086;58,753\r\n'
        'a1;"Bo; Ek, & Co";;;0484;;\r\n'
        'a2;"Cia ""C""";market;film;;16,123456789;59\r\n'
    )


def test_columns_that_are_not_in_the_schema_stay_at_home():
    frame = actors(municipality_candidates=[("0480", "0484"), (), ()])
    assert b"candidates" not in write_csv_open(frame, context())


def test_an_empty_table_is_a_header():
    assert write_csv_open(actors().head(0), context()).decode().splitlines() == [
        "id,name,drive,sectors,municipality_code,lon,lat"
    ]


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"), ("+46 155", "'+46 155"), ("@x", "'@x"), ("\tx", "'\tx"), ("\rx", "'\rx"), ("-x", "'-x"),
        ("-1+1", "'-1+1"), ("'=1", "''=1"), ("-5", "-5"), ("-5,25", "-5,25"), ("-5.25", "-5.25"), ("a=1", "a=1"),
        ("'hej'", "'hej'"), ("", ""),
    ],
)  # fmt: skip
def test_only_what_a_spreadsheet_would_run_gets_an_apostrophe(text: str, safe: str):
    assert guarded(text) == safe


@pytest.mark.parametrize(
    ("number", "text"),
    [(12.0, "12"), (-5.0, "-5"), (58.753, "58,753"), (-0.5, "-0,5"), (1e-7, "0,0000001"), (float("nan"), ""), (0, "0")],
)
def test_numbers_are_written_shortest_and_whole_ones_without_decimals(number: float, text: str):
    assert number_text(number, decimal=",") == text


@pytest.mark.parametrize("write", [write_csv_open, write_csv_excel])
def test_hostile_texts_come_back_as_they_were(write):
    data = write(actors(name=H, description=H), context())
    frame = read_csv(data, name="actors", file="x.csv", limits=LIMITS).frame
    assert frame.iloc[:, 1].tolist() == H
    assert frame.iloc[:, -1].tolist() == H
    assert len(frame) == len(H)


@pytest.mark.parametrize(("write", "separator"), [(write_csv_open, ","), (write_csv_excel, ";")])
def test_no_cell_begins_as_a_formula_unless_it_is_a_number(write, separator: str):
    text = write(actors(name=H), context()).decode("utf-8-sig")
    cells = [row[1] for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator)]
    assert {cell for cell in cells if cell[:1] in set("=+-@\t\r")} == {"-5", "-5,25"}


def test_a_negative_number_stays_a_number_in_a_column_of_numbers():
    frame = pd.DataFrame({"id": ["x"], "municipality_code": ["0480"], "value": [-5.5]})
    assert write_csv_excel(frame, context("municipality_facts")).decode("utf-8-sig").splitlines()[1] == "x;0480;-5,5"
    assert "value" in TABLES["municipality_facts"]
