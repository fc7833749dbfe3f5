from __future__ import annotations

import io
import time
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from openpyxl.xml import DEFUSEDXML

from kulturkarta.errors import Cell, DataProblem
from kulturkarta.raw import RawTable
from kulturkarta.sources.excel import read_excel
from kulturkarta.sources.guard import Limits

LIMITS = Limits(max_bytes=2_000_000, max_rows=3, max_unpacked_bytes=10_000_000, seconds=20, memory_mb=1)


def workbook(**sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def replaced(data: bytes, member: str, old: str, new: str) -> bytes:
    """`data` with `old` as `new` in one of the workbook's files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.namelist():
            content = source.read(entry)
            if entry == member:
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode())
            target.writestr(entry, content)
    return stream.getvalue()


def read(data: bytes, limits: Limits = LIMITS) -> RawTable:
    return read_excel(data, name="places", file="x.xlsx", limits=limits)


def refused(data: bytes, limits: Limits = LIMITS) -> DataProblem:
    with pytest.raises(DataProblem) as caught:
        read(data, limits)
    return caught.value


def test_values_become_the_text_a_person_would_write():
    day, minute = datetime.fromisoformat("2026-11-21"), datetime.fromisoformat("2026-11-21 09:30")  # Excel has no zones
    values = [480, 480.0, 58.753, True, day, minute, date(2026, 1, 2), None]
    header = [f"c{number}" for number in range(len(values))]
    frame = read(workbook(Blad1=[header, values])).frame
    expected = ["480", "480", "58.753", "true", "2026-11-21", "2026-11-21 09:30:00", "2026-01-02", ""]
    assert frame.loc[2].tolist() == expected
    assert {str(kind) for kind in frame.dtypes} == {"str"}


def test_a_formula_gives_the_value_that_was_last_computed():
    data = workbook(Blad1=[["n"], ["=1+1"]])
    sheet = "xl/worksheets/sheet1.xml"
    with_value = replaced(data, sheet, "<f>1+1</f><v />", "<f>1+1</f><v>2</v>")
    assert read(with_value).frame.loc[2, "n"] == "2"


def test_the_sheet_named_as_the_table_is_read_before_the_first():
    data = workbook(Annat=[["id"], ["fel"]], Places=[["id"], ["rätt"]])
    assert read(data).frame["id"].tolist() == ["rätt"]


def test_without_such_a_sheet_the_first_is_read():
    data = workbook(Blad1=[["id"], ["första"]], Blad2=[["id"], ["andra"]])
    assert read(data).frame["id"].tolist() == ["första"]


def test_rows_keep_the_numbers_of_the_sheet():
    data = workbook(Blad1=[["id", "name"], ["a", "Åsa"], [], ["b", "Bo"], [None, None]])
    table = read(data)
    assert list(table.frame.index) == [2, 4]
    assert table.problems == ()


def test_a_row_far_down_is_found_and_the_gap_costs_no_time():
    data = workbook(Blad1=[["id"], ["a"]])
    far = replaced(data, "xl/worksheets/sheet1.xml", 'r="2"', 'r="1000000"')
    far = replaced(far, "xl/worksheets/sheet1.xml", 'r="A2"', 'r="A1000000"')
    started = time.perf_counter()
    assert list(read(far).frame.index) == [1_000_000]
    assert time.perf_counter() - started < 5


def test_a_merged_header_is_refused_where_values_stand_under_its_empty_part():
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["Namn", None, "lat"], ["Åsa", "Ek", 58.7]):
        sheet.append(row)
    sheet.merge_cells("A1:B1")
    stream = io.BytesIO()
    book.save(stream)
    problem = refused(stream.getvalue())
    assert (problem.code, problem.where, problem.got) == ("file.unnamed_column", Cell("x.xlsx", 1), "B")


def test_a_title_above_the_header_is_refused_with_the_row_that_shows_it():
    data = workbook(Blad1=[["Våra platser"], ["id", "name"], ["a", "Åsa"]])
    problem = refused(data)
    assert (problem.code, problem.where.row, problem.got) == ("file.unnamed_column", 2, "B")


def test_two_columns_of_one_name_are_refused():
    assert refused(workbook(Blad1=[["id", "id"], ["a", "b"]])).code == "file.duplicate_column"


@pytest.mark.parametrize(("count", "is_read"), [(2, True), (3, True), (4, False)])
def test_rows_are_read_up_to_the_limit(count: int, is_read: bool):
    data = workbook(Blad1=[["id"], *(["a"] for _ in range(count))])
    if is_read:
        assert len(read(data).frame) == count
    else:
        assert refused(data).code == "file.too_many_rows"


def test_a_workbook_that_takes_too_long_is_refused():
    limits = Limits(max_bytes=2_000_000, max_rows=3, max_unpacked_bytes=10_000_000, seconds=0, memory_mb=1)
    assert refused(workbook(Blad1=[["id"], ["a"]]), limits).code == "file.too_slow"


def test_a_carriage_return_comes_back_as_itself_and_letters_are_composed():
    data = workbook(Blad1=[["id"], ["A\u030asa_x000D_\nBo"]])
    assert read(data).frame.loc[2, "id"] == "Åsa\r\nBo"


def test_a_workbook_that_unpacks_to_two_hundred_megabytes_is_refused_before_it_is_opened():
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/sharedStrings.xml", "w") as entry,
    ):
        for _ in range(20):
            entry.write(b" " * 10_000_000)
    started = time.perf_counter()
    assert refused(stream.getvalue()).code == "file.unpacks_too_large"
    assert time.perf_counter() - started < 0.05


def test_entities_that_grow_are_refused():
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    data = workbook(Blad1=[["id"], ["a"]])
    member = "xl/worksheets/sheet1.xml"
    data = replaced(data, member, "<worksheet", f"{bomb}<worksheet")
    assert DEFUSEDXML
    assert refused(data).code == "file.broken"


def test_the_old_excel_format_is_refused_with_its_own_advice():
    assert refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)).code == "file.old_excel"


def test_a_zip_that_is_no_workbook_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("hej.txt", "hej")
    assert refused(stream.getvalue()).code == "file.broken"


def test_a_workbook_with_a_missing_part_is_refused():
    data = workbook(Blad1=[["id"], ["a"]])
    assert (
        refused(
            replaced(data, "xl/worksheets/sheet1.xml", "<sheetData>", "<sheetData><row><c t='s'><v>99</v></c></row>")
        ).code
        == "file.broken"
    )
