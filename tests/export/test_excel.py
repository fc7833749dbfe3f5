from __future__ import annotations

import io
import re
import zipfile

import openpyxl
import pandas as pd
import pytest

from kulturkarta.export.excel import write_excel, write_excel_tables
from kulturkarta.sources.excel import read_excel
from kulturkarta.sources.guard import Limits
from tests.export.small_table import actors, context
from tests.hostile import NOT_IN_XML, H

LIMITS = Limits(max_bytes=2_000_000, max_rows=1000, max_unpacked_bytes=10_000_000, seconds=20, memory_mb=1)


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def test_one_table_gives_data_a_read_me_and_code_lists():
    book = opened(write_excel(actors(), context()))
    assert book.sheetnames == ["export.sheet.data", "export.sheet.readme", "export.sheet.codes"]
    rows = [[cell.value for cell in row] for row in book["export.sheet.data"]]
    assert rows[0] == [f"column.{n}" for n in ("id", "name", "drive", "sectors", "municipality_code", "lon", "lat")]
    assert rows[1] == ["a0", "Åsa", "passion", "musik;dans", "0480", 17.0086, 58.753]
    assert rows[2] == ["a1", "Bo; Ek, & Co", None, None, "0484", None, None]


def test_the_header_is_frozen_and_every_column_can_be_filtered():
    sheet = opened(write_excel(actors(), context()))["export.sheet.data"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:G4"


def test_the_read_me_says_where_the_rows_come_from_and_what_the_columns_are():
    sheet = opened(write_excel(actors(), context()))["export.sheet.readme"]
    lines = [tuple(cell for cell in row if cell) for row in sheet.values]
    assert ("Aktörer i Sörmland",) in lines
    assert ("Källa: =egen insamling",) in lines
    assert ("column.lat", "lat", "-90–90 °") in lines


def test_the_code_lists_have_labels_in_the_language_of_the_reader():
    for lang, label in (("sv", "Lust"), ("en", "Passion"), ("nb", "Lyst")):
        sheet = opened(write_excel(actors(), context(lang=lang)))["export.sheet.codes"]
        assert ("column.drive", "passion", label) in list(sheet.values)


def test_several_tables_get_a_sheet_each():
    places = pd.DataFrame({"id": ["p"], "name": ["Roxy"], "capacity": [120.0]})
    book = opened(
        write_excel_tables({"actors": actors(), "places": places}, {"actors": context(), "places": context("places")})
    )
    assert book.sheetnames == ["table.actors", "table.places", "export.sheet.readme", "export.sheet.codes"]
    assert [cell.value for cell in book["table.places"][2]] == ["p", "Roxy", 120]


def test_a_workbook_of_no_tables_is_refused():
    with pytest.raises(ValueError, match="at least one table"):
        write_excel_tables({}, {})


def test_hostile_texts_are_text_none_a_formula_a_link_or_a_number():
    data = write_excel(actors(name=H), context())
    sheet = opened(data)["export.sheet.data"]
    cells = [cell for row in sheet.iter_rows(min_row=2, min_col=2, max_col=2) for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}
    assert len(cells) == len(H)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/")]
    assert sum(len(re.findall(rb"<f[ >]", sheet)) for sheet in sheets) == 0
    assert not any(b"hyperlink" in sheet for sheet in sheets)


def test_hostile_texts_come_back_but_for_what_xml_cannot_hold():
    data = write_excel(actors(name=H), context())
    frame = read_excel(data, name="actors", file="x.xlsx", limits=LIMITS).frame
    expected = ["".join(letter for letter in text if letter not in NOT_IN_XML) for text in H]
    assert frame["column.name"].tolist() == expected


def test_a_text_longer_than_a_cell_is_cut_and_not_lost():
    data = write_excel(actors(name=["x" * 40_000]), context())
    frame = read_excel(data, name="actors", file="x.xlsx", limits=LIMITS).frame
    assert len(frame.iloc[0, 1]) == 32_767
