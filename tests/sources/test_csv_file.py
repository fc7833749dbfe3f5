from __future__ import annotations

import codecs
import csv
import io

import pytest

from kulturkarta.errors import Cell, DataProblem
from kulturkarta.raw import RawTable
from kulturkarta.sources.csv_file import LONGEST_CELL, read_csv
from kulturkarta.sources.guard import Limits
from tests.hostile import H

LIMITS = Limits(max_bytes=1_000_000, max_rows=3, max_unpacked_bytes=1, seconds=20, memory_mb=1)
MANY = Limits(max_bytes=1_000_000, max_rows=1000, max_unpacked_bytes=1, seconds=20, memory_mb=1)


def read(data: bytes | str, limits: Limits = LIMITS) -> RawTable:
    data = data.encode() if isinstance(data, str) else data
    return read_csv(data, name="places", file="x.csv", limits=limits)


def refused(data: bytes | str, limits: Limits = LIMITS) -> DataProblem:
    with pytest.raises(DataProblem) as caught:
        read(data, limits)
    return caught.value


ROWS = [["id", "name", "lat"], ["a", "Åhörarläktaren", "58,753"], ["b", "Bio; Röda rummet, Övre", ""]]
EXPECTED = {"id": ["a", "b"], "name": ["Åhörarläktaren", "Bio; Röda rummet, Övre"], "lat": ["58,753", ""]}


def written(separator: str, end: str = "\r\n") -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=separator, lineterminator=end).writerows(ROWS)
    return stream.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        written(",").encode("utf-8"),
        written(",", "\n").encode("utf-8"),
        written(";").encode("utf-8-sig"),
        written("\t").encode("utf-8"),
        codecs.BOM_UTF16_LE + written("\t").encode("utf-16-le"),
        codecs.BOM_UTF16_BE + written(";").encode("utf-16-be"),
        written(";").encode("cp1252"),
        written(",", "\r").encode("cp1252"),
        b"sep=;\r\n" + written(";").encode("cp1252"),
    ],
    ids=["utf-8", "lf", "bom ;", "tab", "utf-16-le tab", "utf-16-be ;", "cp1252 ;", "cp1252 cr", "sep="],
)
def test_one_table_saved_nine_ways_gives_one_frame(data: bytes):
    table = read(data)
    assert table.frame.to_dict("list") == EXPECTED
    assert list(table.frame.index) == [2, 3]
    assert table.problems == ()


def test_every_cell_is_text_and_codes_keep_their_zeros():
    frame = read("municipality_code,n\n0480,NA\n").frame
    assert frame.loc[2].to_dict() == {"municipality_code": "0480", "n": "NA"}
    assert [str(kind) for kind in frame.dtypes] == ["str", "str"]


def test_letters_written_as_two_characters_become_one():
    assert read("name\nA\u030asa\n").frame.loc[2, "name"] == "Åsa"


def test_rows_are_counted_as_a_spreadsheet_counts_them():
    table = read('id,text\na,"rad ett\nrad två\nrad tre"\n\nb,slut\n')
    assert list(table.frame.index) == [2, 4]
    assert table.frame.loc[2, "text"] == "rad ett\nrad två\nrad tre"


def test_empty_columns_and_rows_at_the_end_are_left_out():
    table = read("id;name;;\r\na;Åsa;;\r\n;;;\r\n;;;\r\n")
    assert table.frame.to_dict("list") == {"id": ["a"], "name": ["Åsa"]}
    assert table.problems == ()


def test_a_row_with_too_many_cells_is_set_aside_and_named():
    table = read("id,name\na,Åsa\nb,Bo,Ek\nc,Cia\n")
    assert list(table.frame["id"]) == ["a", "c"]
    (problem,) = table.problems
    assert (problem.code, problem.where, problem.severity) == ("file.long_row", Cell("x.csv", 3), "error")
    assert problem.params == {"cells": 3, "columns": 2}


def test_a_row_with_too_few_cells_is_kept_with_a_warning():
    table = read("id,name,lat\na,Åsa\n")
    assert table.frame.loc[2].to_dict() == {"id": "a", "name": "Åsa", "lat": ""}
    (problem,) = table.problems
    assert (problem.code, problem.where.row, problem.severity) == ("file.short_row", 2, "warning")


def test_two_columns_of_one_name_are_refused():
    problem = refused("id,name,name\na,b,c\n")
    assert (problem.code, problem.where) == ("file.duplicate_column", Cell("x.csv", 1, "name"))


@pytest.mark.parametrize("data", ["id,,name\na,b,c\n", "id,name,\na,b,c\n"])
def test_a_value_in_a_column_without_a_name_is_refused(data: str):
    assert refused(data).code == "file.unnamed_column"


def test_the_column_without_a_name_is_called_as_the_spreadsheet_calls_it():
    problem = refused("id,name,\na,b,\nc,d,e\n")
    assert (problem.got, problem.where.row) == ("C", 3)


@pytest.mark.parametrize(("count", "is_read"), [(2, True), (3, True), (4, False)])
def test_rows_are_read_up_to_the_limit(count: int, is_read: bool):
    data = "id\n" + "a\n" * count
    if is_read:
        assert len(read(data).frame) == count
    else:
        assert refused(data).where.row == 5
        assert refused(data).code == "file.too_many_rows"


def test_five_hundred_columns_are_read_and_one_more_is_not():
    assert read(",".join(f"c{n}" for n in range(500)) + "\n").frame.shape == (0, 500)
    assert refused(",".join(f"c{n}" for n in range(501)) + "\n").code == "file.too_many_columns"


def test_a_quote_that_never_ends_is_refused_with_its_row():
    problem = refused('id,name\na,Åsa\nb,"Bo\nc,Cia\n')
    assert (problem.code, problem.where.row) == ("file.broken_quote", 3)


@pytest.mark.parametrize("set_by_others", [20, LONGEST_CELL, 10**9])
def test_a_cell_longer_than_a_book_is_refused_with_its_row_whatever_a_library_allows(set_by_others: int):
    before = csv.field_size_limit(set_by_others)
    try:
        assert len(read("id,name\na," + "x" * 131_072 + "\n").frame.loc[2, "name"]) == 131_072
        problem = refused("id,name\na," + "x" * 131_073 + "\n")
        assert (problem.code, problem.where.row) == ("file.cell_too_long", 2)
        assert csv.field_size_limit() >= set_by_others
    finally:
        csv.field_size_limit(before)


@pytest.mark.parametrize("data", [b"PK\x03\x04rest", b"SQLite format 3\x00", b"%PDF-1.7", b"\xd0\xcf\x11\xe0"])
def test_another_format_under_a_csv_name_is_refused(data: bytes):
    assert refused(data).code == "file.not_csv"


@pytest.mark.parametrize("data", [b"id,name\na,\x81\x8d\n", "id,name\na,b\n".encode("utf-16-le")])
def test_bytes_in_no_known_encoding_are_refused(data: bytes):
    assert refused(data).code == "file.encoding"


@pytest.mark.parametrize("data", [b"\n\n\n", b",,,\n", b"\xef\xbb\xbf"])
def test_a_file_without_a_header_is_refused_as_empty(data: bytes):
    assert refused(data).code == "file.empty"


def test_a_header_without_rows_gives_an_empty_table():
    assert read("id,name\n").frame.to_dict("list") == {"id": [], "name": []}


def test_a_decimal_comma_does_not_make_the_comma_the_separator():
    assert read("id;lat\na;58,7\nb;58,8\n").frame["lat"].tolist() == ["58,7", "58,8"]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_hostile_texts_are_read_as_they_are_but_for_our_own_guard(separator: str):
    guards = ("'=", "'+", "'-", "'@", "'\t", "'\r", "''=")
    texts = [text for text in H if not text.startswith(guards)]
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=separator).writerows([["id", "name"], *(["x", text] for text in texts)])
    assert read(stream.getvalue(), MANY).frame["name"].tolist() == texts


@pytest.mark.parametrize(
    ("cell", "text"),
    [("'=1+1", "=1+1"), ("''=1+1", "'=1+1"), ("'@x", "@x"), ("'citat'", "'citat'"), ("-5", "-5"), ("'", "'")],
)
def test_the_apostrophe_before_a_formula_is_taken_off_and_no_other(cell: str, text: str):
    assert read(f"id,name\nx,{cell}\n").frame.loc[2, "name"] == text
