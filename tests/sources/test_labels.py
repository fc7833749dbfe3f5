"""Files whose columns bear labels: what Data gives away as Excel can be edited and read again."""

from __future__ import annotations

import io
import json
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from kulturkarta import cli
from kulturkarta.commands.output import REFUSED
from kulturkarta.export.context import ExportContext
from kulturkarta.export.csv_excel import write_csv_excel
from kulturkarta.export.excel import write_excel
from kulturkarta.i18n import Texts, languages, read_texts
from kulturkarta.raw import RawTable
from kulturkarta.schema import TABLES
from kulturkarta.settings import PROJECT_DIR, Settings
from kulturkarta.sources.labels import find_table, use_column_names
from kulturkarta.sources.package import read_catalogue, read_finder
from kulturkarta.sources.registry import read_file
from kulturkarta.taxonomy import read_taxonomy
from kulturkarta.validation import validate_table

SETTINGS = Settings(data_dir=PROJECT_DIR / "data")
PLACES = TABLES["places"]


def raw(*columns: str, table: str = "places") -> RawTable:
    return RawTable(table, "file.csv", pd.DataFrame([["x"] * len(columns)], columns=list(columns), dtype="str"))


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("table", TABLES)
def test_the_labels_of_a_table_tell_its_columns_apart_in_each_language(table: str, lang: str) -> None:
    texts = read_texts(lang)
    labels = [texts[f"column.{name}"].casefold() for name in TABLES[table].names]
    assert len(set(labels)) == len(labels)
    written = [texts[f"column.{name}"] for name in TABLES[table].names]
    assert list(use_column_names(raw(*written, table=table)).frame.columns) == TABLES[table].names


def test_labels_are_known_in_any_case_beside_names_of_the_schema() -> None:
    read = use_column_names(raw("id", "NAMN", "slag", "Något eget"))
    assert list(read.frame.columns) == ["id", "name", "kind", "Något eget"]
    assert read.written == {"name": "NAMN", "kind": "slag"}


def test_a_label_beside_the_name_it_means_stays_a_column_of_its_own() -> None:
    assert list(use_column_names(raw("name", "Namn")).frame.columns) == ["name", "Namn"]
    assert list(use_column_names(raw("Namn", "namn ", "NAMN")).frame.columns) == ["name", "namn ", "NAMN"]


def test_a_file_without_labels_is_left_as_it_is() -> None:
    plain = raw("id", "name", "kind")
    assert use_column_names(plain) is plain


@pytest.mark.parametrize(
    ("file", "table"),
    [
        ("places.csv", "places"),
        ("kulturkarta-sormland-places.xlsx", "places"),
        ("kulturkarta-sormland-need_figures.excel.csv", "need_figures"),
        ("kulturkarta-vastra-gotaland-actors (2).xlsx", "actors"),
        ("Kulturkarta-Sormland-Actors.xlsx", "actors"),
        ("mina-platser.xlsx", ""),
    ],
)
def test_the_table_is_read_from_the_name_that_a_download_has(file: str, table: str) -> None:
    assert find_table(Path(file)) == table


def context(lang: str) -> ExportContext:
    return ExportContext(PLACES, read_taxonomy(SETTINGS.data_dir / "taxonomy"), lang, Texts(lang))


@pytest.fixture(scope="module")
def places() -> pd.DataFrame:
    return read_catalogue(PROJECT_DIR / "data" / "sormland", settings=SETTINGS)["places"]


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize(("write", "suffix"), [(write_excel, ".xlsx"), (write_csv_excel, ".excel.csv")])
def test_a_download_for_excel_comes_back_row_for_row(
    places: pd.DataFrame, tmp_path: Path, lang: str, write: object, suffix: str
) -> None:
    path = tmp_path / f"kulturkarta-sormland-places{suffix}"
    path.write_bytes(write(places, context(lang)))  # pyright: ignore[reportCallIssue]
    read = read_file(path, table=find_table(path), settings=SETTINGS)
    names = read_finder(SETTINGS).names
    back, problems = validate_table(read, PLACES, taxonomy=context(lang).taxonomy, municipalities=names)
    assert [problem.code for problem in problems] == []
    pd.testing.assert_frame_equal(back, places[PLACES.names])


def test_an_edited_download_is_checked_and_its_problems_use_its_own_words(
    places: pd.DataFrame, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(write_excel(places.head(3), context("sv"))))
    sheet = workbook.worksheets[0]
    column = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, column["Namn"], "Nytt namn")
    sheet.cell(3, column["Antal personer"], 120)
    sheet.cell(4, column["Slag"], "rymdstation")
    path = tmp_path / "kulturkarta-sormland-places (1).xlsx"
    workbook.save(path)
    assert cli.main(["check", str(path), "--json"]) == REFUSED
    told = json.loads(capsys.readouterr().out)
    assert told["rows"] == {"places": 2}
    errors = [problem for problem in told["problems"] if problem["severity"] == "error"]
    assert [(p["row"], p["column"], p["value"], p["code"]) for p in errors] == [
        (4, "Slag", "rymdstation", "term.unlike_any")
    ]
