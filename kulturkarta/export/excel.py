"""Excel workbooks: the rows, what they are, and what their codes mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import TYPE_CHECKING

import pandas as pd

from kulturkarta.errors import Translate
from kulturkarta.export.cells import exported_columns, number_text, plain_text
from kulturkarta.export.context import ExportContext
from kulturkarta.schema import NUMBER_KINDS, Column

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

# Strings are strings: never a formula, a link or a number. The last keeps municipality code 0480 as it is.
_WORKBOOK_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_LONGEST_CELL = 32_767  # characters; Excel holds no more
_LONGEST_SHEET_NAME = 31
_NOT_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
# XML 1.0 has no place for these.
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_WIDEST_COLUMN = 50


def write_excel(frame: pd.DataFrame, context: ExportContext) -> bytes:
    """A workbook of one table: sheets for the data, a read-me and the code lists, named in the reader's language."""
    return _write({context.t("export.sheet.data"): (frame, context)})


def write_excel_tables(tables: Mapping[str, pd.DataFrame], contexts: Mapping[str, ExportContext]) -> bytes:
    """A workbook of several tables, one sheet each named as the table, then one read-me and one sheet of code lists.

    `tables` and `contexts` have the same keys. Raises ValueError when there is no table.
    """
    if not tables:
        raise ValueError("a workbook needs at least one table")
    return _write({contexts[name].t(f"table.{name}"): (frame, contexts[name]) for name, frame in tables.items()})


def write_figures(frames: Mapping[str, pd.DataFrame], *, title: str, notes: Sequence[str], t: Translate) -> bytes:
    """A workbook of computed figures: each of `frames` as it is (numbers stay numbers) on a sheet of its name, and how
    they were made in a read-me."""
    import xlsxwriter  # slow to import, and needed for downloads only

    stream = BytesIO()
    with xlsxwriter.Workbook(stream, _WORKBOOK_OPTIONS) as workbook:
        header = workbook.add_format({"bold": True, "bottom": 1, "valign": "top"})
        for name, frame in frames.items():
            rows = [
                ["" if pd.isna(v) else v if isinstance(v, str) else float(v) for v in row]
                for row in frame.to_numpy(object)
            ]
            _add_sheet(workbook, header, name, list(frame.columns), rows)
        lines = [(note,) for note in notes]
        _add_sheet(workbook, header, t("export.sheet.readme"), [title], lines, has_filter=False)
    return stream.getvalue()


def _write(sheets: Mapping[str, tuple[pd.DataFrame, ExportContext]]) -> bytes:
    import xlsxwriter  # slow to import, and needed for downloads only

    stream = BytesIO()
    contexts = [context for _, context in sheets.values()]
    with xlsxwriter.Workbook(stream, _WORKBOOK_OPTIONS) as workbook:
        header = workbook.add_format({"bold": True, "bottom": 1, "valign": "top"})
        for title, (frame, context) in sheets.items():
            _add_data(workbook, header, title, frame, context)
        _add_readme(workbook, header, contexts)
        _add_code_lists(workbook, header, contexts)
    return stream.getvalue()


def _add_data(workbook: Workbook, header: Format, title: str, frame: pd.DataFrame, context: ExportContext) -> None:
    columns = exported_columns(frame, context.table)
    rows = zip(*(_column_cells(frame[column.name], column) for column in columns), strict=True)
    _add_sheet(workbook, header, title, [context.t(f"column.{column.name}") for column in columns], rows)


def _column_cells(values: pd.Series, column: Column) -> list[str | float]:
    if column.kind in NUMBER_KINDS:
        return ["" if pd.isna(value) else float(value) for value in values]
    return [plain_text(value) for value in values]


def _add_readme(workbook: Workbook, header: Format, contexts: Sequence[ExportContext]) -> None:
    t = contexts[0].t
    columns = dict.fromkeys(column for context in contexts for column in context.table)
    lines: list[tuple[str, ...]] = []
    for context in contexts:
        lines += [(context.title or t(f"table.{context.table.name}"),), *((line,) for line in context.provenance)]
    lines += [(), *((t(f"export.readme.{key}"),) for key in ("lists", "unknown", "codes", "positions")), ()]
    lines.append((t("export.readme.column"), t("export.readme.name"), t("export.readme.limits")))
    lines += [(t(f"column.{c.name}"), c.name, _limits(c)) for c in dict.fromkeys(columns)]
    _add_sheet(workbook, header, t("export.sheet.readme"), [t("export.readme.title")], lines, has_filter=False)


def _limits(column: Column) -> str:
    low, high = (("" if n is None else number_text(n, decimal=".")) for n in (column.minimum, column.maximum))
    return " ".join(part for part in (f"{low}–{high}" if low or high else "", column.unit) if part)


def _add_code_lists(workbook: Workbook, header: Format, contexts: Sequence[ExportContext]) -> None:
    t, taxonomy, lang = contexts[0].t, contexts[0].taxonomy, contexts[0].lang
    used = {(c.vocabulary, c.name): None for context in contexts for c in context.table if c.vocabulary in taxonomy}
    rows = [
        (t(f"column.{name}"), code, label)
        for vocabulary, name in used
        for code, label in taxonomy[vocabulary].labels(lang).items()
    ]
    labels = [t(f"export.codes.{key}") for key in ("column", "code", "label")]
    _add_sheet(workbook, header, t("export.sheet.codes"), labels, rows)


def _add_sheet(
    workbook: Workbook,
    header: Format,
    title: str,
    labels: Sequence[str],
    rows: Iterable[Sequence[str | float]],
    *,
    has_filter: bool = True,
) -> None:
    """A sheet whose first row is `labels`, frozen; numbers become numbers, all other cells text."""
    sheet = workbook.add_worksheet(_NOT_IN_SHEET_NAME.sub(" ", title)[:_LONGEST_SHEET_NAME])
    widths = [len(label) for label in labels]
    last = 0
    sheet.write_row(0, 0, labels, header)
    for last, cells in enumerate(rows, start=1):  # the last number is the filter's last row
        for position, cell in enumerate(cells):
            if cell == "":
                continue
            if isinstance(cell, str):
                sheet.write_string(last, position, _NOT_IN_XML.sub("", cell)[:_LONGEST_CELL])
            else:
                sheet.write_number(last, position, cell)
            if position < len(widths):
                widths[position] = max(widths[position], len(str(cell)))
    for position, width in enumerate(widths):
        sheet.set_column(position, position, min(width + 2, _WIDEST_COLUMN))
    sheet.freeze_panes(1, 0)
    if has_filter:
        sheet.autofilter(0, 0, last, len(labels) - 1)
