"""One table: text cells in, typed columns and problems out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

import pandas as pd

from kulturkarta.errors import Cell, DataProblem, KulturkartaError
from kulturkarta.raw import RawTable
from kulturkarta.schema import LIST_KINDS, NUMBER_KINDS, WHOLE_REGION, Column, TableSchema
from kulturkarta.taxonomy import Taxonomy
from kulturkarta.validation.cells import (
    CONTROL_CHARACTERS,
    MAX_TEXT_CHARS,
    are_dates,
    cell_problem,
    clean_text,
    each_once,
    parse_booleans,
    parse_lists,
    parse_numbers,
)
from kulturkarta.validation.coordinates import check_coordinates
from kulturkarta.validation.mends import find_nearest, mend_cell, mend_municipality, mend_term
from kulturkarta.validation.personal_numbers import have_personal_number

if TYPE_CHECKING:
    import pandera.pandas as pa

_ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_URL = r"""[hH][tT][tT][pP][sS]?://[^\s/?#<>"]+[^\s<>"]*"""
_HIDDEN = "••••••-••••"
_POSITION_KINDS = ("lon", "lat")


def validate_table(
    raw: RawTable, table: TableSchema, *, taxonomy: Taxonomy, municipalities: Mapping[str, str]
) -> tuple[pd.DataFrame, list[DataProblem]]:
    """The rows of `raw` that hold, typed by `table`, and a problem for everything that does not.

    Columns come in schema order and rows in file order, index 0..n-1. Text is pandas `str` with NA for unknown, lists
    are tuples, numbers float64, booleans `boolean`. A row with an error is set aside, one with a warning kept; without
    a required column none is kept. Raises KulturkartaError when the taxonomy lacks a vocabulary that `table` names.
    """
    missing = sorted({column.vocabulary for column in table} - {"", *taxonomy})
    if missing:
        raise KulturkartaError(f"data/taxonomy lacks the vocabularies of {table.name}: {', '.join(missing)}")
    problems = _check_columns(raw, table)
    text = clean_text(raw, table)
    if any(problem.severity == "error" for problem in problems):
        return _parse(text.iloc[:0], table), problems
    typed = _parse(text, table)
    found = [
        *_check_parsing(raw, text, typed, table),
        *_check_cells(raw, text, typed, table=table, taxonomy=taxonomy, municipalities=municipalities),
        *_check_lists(raw, typed, table=table, taxonomy=taxonomy, municipalities=municipalities),
        *_check_repeated_ids(raw, text),
    ]
    if table.has_position:
        found += check_coordinates(raw, text, typed)
    found = _in_reading_order(_without_personal_numbers(found), table)
    refused = {problem.where.row for problem in found if problem.severity == "error"}
    return typed.drop(index=list(refused)).reset_index(drop=True), problems + found


def _check_columns(raw: RawTable, table: TableSchema) -> list[DataProblem]:
    """A warning per column the schema does not know, an error per required column that is not there."""
    given = list(raw.frame.columns)
    absent = [name for name in table.names if name not in given]
    extra = [name for name in dict.fromkeys(given) if name not in table]
    problems: list[DataProblem] = []
    for name in absent:
        if table[name].required:
            nearest = find_nearest(name, extra)
            code = "column.missing_but_similar" if nearest else "column.missing"
            problems.append(DataProblem(code, Cell(raw.file, None, name), params={"nearest": nearest}))
    for name in extra:
        nearest = find_nearest(name.casefold(), absent)
        code = "column.unknown_but_similar" if nearest else "column.unknown"
        where = Cell(raw.file, None, name)
        problems.append(DataProblem(code, where, got=name, params={"nearest": nearest}, severity="warning"))
    return problems


def _parse(text: pd.DataFrame, table: TableSchema) -> pd.DataFrame:
    return pd.DataFrame({column.name: _parse_column(text[column.name], column) for column in table}, index=text.index)


def _parse_column(cells: pd.Series, column: Column) -> pd.Series:
    if column.kind in NUMBER_KINDS:
        return parse_numbers(cells)
    if column.kind in LIST_KINDS:
        return parse_lists(cells)
    return parse_booleans(cells) if column.kind == "boolean" else cells


def _check_parsing(raw: RawTable, text: pd.DataFrame, typed: pd.DataFrame, table: TableSchema) -> Iterator[DataProblem]:
    for column in table:
        if column.kind in NUMBER_KINDS or column.kind == "boolean":
            code = "boolean.neither" if column.kind == "boolean" else "number.not_a_number"
            failed = text[column.name].notna() & typed[column.name].isna()
            for row in text.index[failed]:
                yield cell_problem(raw, row, column=column.name, code=code)


def _check_cells(
    raw: RawTable,
    text: pd.DataFrame,
    typed: pd.DataFrame,
    *,
    table: TableSchema,
    taxonomy: Taxonomy,
    municipalities: Mapping[str, str],
) -> Iterator[DataProblem]:
    """What pandera finds in single cells, each failure case with its mend."""
    import pandera.errors  # here: the app's first byte does not wait for it

    numeric = [column.name for column in table if column.kind in NUMBER_KINDS]
    checked = text.assign(**{name: typed[name] for name in numeric})
    try:
        build_schema(table, taxonomy=taxonomy, municipalities=municipalities).validate(checked, lazy=True)
        return
    except pandera.errors.SchemaErrors as errors:
        cases = errors.failure_cases
    present = text.notna()
    for name, code, row in zip(cases["column"], cases["check"], cases["index"], strict=True):
        if code == "not_nullable":
            if not bool(present.loc[row, name]):  # otherwise there is something, only no number: said already
                yield cell_problem(raw, row, column=name, code="required.missing")
            continue
        got = _HIDDEN if code == "text.personal_number" else None  # problems are shown, printed and logged
        code, params = mend_cell(
            code, str(text.loc[row, name]), column=table[name], taxonomy=taxonomy, municipalities=municipalities
        )
        yield cell_problem(raw, row, column=name, code=code, params=params, got=got)


def build_schema(table: TableSchema, *, taxonomy: Taxonomy, municipalities: Mapping[str, str]) -> pa.DataFrameSchema:
    """The pandera schema of `table` over numbers as float64 and everything else as text.

    Each check carries the code under which `mends.mend_cell` knows it. Coordinates are judged in pairs, lists by their
    parts, so here they are only text.
    """
    import pandera.pandas as pa

    def column_checks(column: Column) -> list[pa.Check]:
        if column.kind in NUMBER_KINDS:
            return _number_checks(column)
        checks = _text_checks(only_separated=column.kind == "url")
        if column.kind == "term":
            checks.append(pa.Check.isin(taxonomy[column.vocabulary].codes, error="term"))
        elif column.kind == "municipality":
            checks.append(pa.Check.isin(list(municipalities), error="municipality_code"))
        elif column.kind == "date":
            checks.append(pa.Check(are_dates, error="date"))
        elif column.kind in ("id", "url"):
            pattern = _ID if column.kind == "id" else _URL
            matches = partial(each_once, work=lambda cells: cells.str.fullmatch(pattern))
            checks.append(pa.Check(matches, error=column.kind))
        return checks

    return pa.DataFrameSchema(
        {
            column.name: pa.Column(
                "float64" if column.kind in NUMBER_KINDS else "str",
                checks=column_checks(column),
                nullable=not column.required,
            )
            for column in table
        }
    )


def _text_checks(*, only_separated: bool) -> list[pa.Check]:
    import pandera.pandas as pa

    return [
        pa.Check(lambda cells: cells.str.len() <= MAX_TEXT_CHARS, error="text.too_long"),
        pa.Check(
            lambda cells: ~each_once(cells, lambda once: once.str.contains(CONTROL_CHARACTERS)),
            error="text.control_character",
        ),
        pa.Check(
            lambda cells: ~each_once(cells, lambda once: have_personal_number(once, only_separated=only_separated)),
            error="text.personal_number",
        ),
    ]


def _number_checks(column: Column) -> list[pa.Check]:
    import pandera.pandas as pa

    checks: list[pa.Check] = []
    if column.kind in _POSITION_KINDS:
        return checks
    if column.kind == "integer":
        checks.append(pa.Check(lambda numbers: numbers % 1 == 0, error="number.not_whole"))
    if column.minimum is not None:
        checks.append(pa.Check.ge(column.minimum, error="number.too_small"))
    if column.maximum is not None:
        checks.append(pa.Check.le(column.maximum, error="number.too_large"))
    return checks


def _check_lists(
    raw: RawTable,
    typed: pd.DataFrame,
    *,
    table: TableSchema,
    taxonomy: Taxonomy,
    municipalities: Mapping[str, str],
) -> Iterator[DataProblem]:
    for column in table:
        if column.kind not in ("terms", "area"):
            continue
        known = taxonomy[column.vocabulary].codes if column.kind == "terms" else (WHOLE_REGION, *municipalities)
        suspects = typed[column.name][~each_once(typed[column.name], partial(_are_known, known=frozenset(known)))]
        parts = suspects.explode()
        for row, part in parts[~parts.isin(known)].items():
            if column.kind == "terms":
                code, params = mend_term(str(part), taxonomy[column.vocabulary])
            else:
                code, params = mend_municipality(str(part), municipalities)
            yield cell_problem(raw, int(str(row)), column=column.name, code=code, params=params, got=str(part))


def _are_known(lists: pd.Series, known: frozenset[str]) -> pd.Series:
    return pd.Series([known.issuperset(parts) for parts in lists], index=lists.index, dtype=bool)


def _check_repeated_ids(raw: RawTable, text: pd.DataFrame) -> Iterator[DataProblem]:
    """An error at every row of a repeated id: nobody but the author can tell which row is meant."""
    repeated = text["id"][text["id"].duplicated(keep=False)].dropna()
    for _, same in repeated.groupby(repeated):
        rows = [str(row) for row in same.index]
        for row in same.index:
            yield cell_problem(raw, row, column="id", code="id.duplicate", params={"rows": ", ".join(rows)})


def _without_personal_numbers(problems: list[DataProblem]) -> list[DataProblem]:
    """Without the other problems of a cell that holds a personal number: they would repeat it."""
    private = {problem.where for problem in problems if problem.code == "text.personal_number"}
    return [p for p in problems if p.where not in private or p.code == "text.personal_number"]


def _in_reading_order(problems: list[DataProblem], table: TableSchema) -> list[DataProblem]:
    order = {name: position for position, name in enumerate(table.names)}
    return sorted(problems, key=lambda p: (p.where.row or 0, order.get(p.where.column or "", -1)))
