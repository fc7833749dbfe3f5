"""Rows that point to rows, and ids that two tables share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from kulturkarta.errors import Cell, DataProblem
from kulturkarta.raw import RawTable
from kulturkarta.schema import MAPPED_TABLES, Column, TableSchema
from kulturkarta.validation.cells import show
from kulturkarta.validation.mends import find_nearest
from kulturkarta.validation.rows import row_numbers

Tables = dict[str, pd.DataFrame]


def check_references(
    tables: Mapping[str, pd.DataFrame], schemas: Mapping[str, TableSchema], *, raws: Mapping[str, RawTable]
) -> tuple[Tables, list[DataProblem]]:
    """`tables` where every reference leads to a row, and a problem for each that did not.

    A row with a required reference that leads nowhere is set aside; an optional one becomes NA (or leaves its list)
    with a warning. An id used by both a place and an actor sets both rows aside: they share the map. `raws` says
    which row of which file to name; a table without one is named by its own name.
    """
    result = dict(tables)
    problems = _set_shared_ids_aside(result, raws)
    while True:
        # A row set aside may be what another row leads to, so once more until nothing more falls.
        before = {name: len(frame) for name, frame in result.items()}
        for name in result:
            for column in schemas[name]:
                if column.kind in ("ref", "refs"):
                    result[name], found = _check_column(result[name], column, name=name, tables=result, raws=raws)
                    problems += found
        if all(len(frame) == before[name] for name, frame in result.items()):
            return result, problems


def _set_shared_ids_aside(tables: Tables, raws: Mapping[str, RawTable]) -> list[DataProblem]:
    present = [name for name in MAPPED_TABLES if name in tables]
    ids = pd.concat([tables[name]["id"] for name in present], ignore_index=True) if present else pd.Series(dtype="str")
    shared = set(ids[ids.duplicated()])
    if not shared:
        return []
    problems: list[DataProblem] = []
    for name in present:
        others = ", ".join(_file(other, raws) for other in present if other != name)
        bad = tables[name]["id"].isin(shared)
        for row, value in _located(tables[name][bad], "id", name, raws):
            where = Cell(_file(name, raws), row, "id")
            problems.append(DataProblem("id.shared_between_tables", where, got=value, params={"other": others}))
        tables[name] = tables[name][~bad].reset_index(drop=True)
    return problems


def _check_column(
    frame: pd.DataFrame, column: Column, *, name: str, tables: Tables, raws: Mapping[str, RawTable]
) -> tuple[pd.DataFrame, list[DataProblem]]:
    if frame.empty:
        return frame, []
    known = {value for target in column.tables if target in tables for value in tables[target]["id"]}
    cells = frame[column.name].explode() if column.is_list else frame[column.name]
    lost = cells[cells.notna() & ~cells.isin(known)]
    if lost.empty:
        return frame, []
    rows = _numbers(frame, name, raws)
    files = ", ".join(_file(target, raws) for target in column.tables)
    problems: list[DataProblem] = []
    for index, value in zip(lost.index, lost, strict=True):
        nearest = find_nearest(value, sorted(known))
        code = "reference.nowhere_but_similar" if nearest else "reference.nowhere"
        where = Cell(_file(name, raws), rows[index], column.name)
        severity = "error" if column.required else "warning"
        params = {"files": files, "nearest": nearest}
        problems.append(DataProblem(code, where, got=show(value), params=params, severity=severity))
    if column.required:
        return frame.drop(index=lost.index.unique()).reset_index(drop=True), problems
    if column.is_list:
        # Python tuples in, Python tuples out
        kept = [tuple(value for value in values if value in known) for values in frame[column.name]]
        return frame.assign(**{column.name: pd.Series(kept, index=frame.index, dtype=object)}), problems
    return frame.assign(**{column.name: frame[column.name].where(frame[column.name].isin(known))}), problems


def _located(
    frame: pd.DataFrame, column: str, name: str, raws: Mapping[str, RawTable]
) -> Iterator[tuple[int | None, str]]:
    return zip(_numbers(frame, name, raws), frame[column], strict=True)


def _numbers(frame: pd.DataFrame, name: str, raws: Mapping[str, RawTable]) -> pd.Series:
    """Row numbers by frame index; None where the table came from no file."""
    numbers = row_numbers(frame, raws[name]).tolist() if name in raws else [None] * len(frame)
    return pd.Series(numbers, index=frame.index, dtype=object)


def _file(name: str, raws: Mapping[str, RawTable]) -> str:
    return raws[name].file if name in raws else name
