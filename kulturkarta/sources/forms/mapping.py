"""What each column of a form is: proposed by recognition, corrected by a person, saved and used for the next wave."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from kulturkarta.errors import Cell, DataProblem

QUESTION_KINDS = ("likert", "choice", "multi", "number", "text")
ABOUT_KINDS = ("timestamp", "respondent", "municipality", "sectors", "actor_type", "drive")
REFUSED_KINDS = ("email", "phone", "ip", "personal_number", "name", "contact")
SKIP = "skip"
ROLES = ("need", "met", "other")
KINDS = (*QUESTION_KINDS, *ABOUT_KINDS, *REFUSED_KINDS, SKIP)


@dataclass(frozen=True)
class FormColumn:
    """One column: its header in the file, one of KINDS, and how its cells are read.

    theme: a code of need_theme, "" for none. low, high: the ends of a Likert scale; scale: the set of words in
    likert.csv its answers are written in, "" for figures. separator: what joins several choices; options: those that
    hold a comma themselves. role: one of ROLES, what a Likert question tells of a need; "" leaves it to the question's
    words. meanings: what a word in the file means (`Teater` -> `scenkonst`). date_order: dmy or mdy.
    """

    header: str
    kind: str
    theme: str = ""
    role: str = ""
    low: float | None = None
    high: float | None = None
    scale: str = ""
    separator: str = ""
    options: tuple[str, ...] = ()
    meanings: Mapping[str, str] = field(default_factory=dict)
    date_order: str = ""


@dataclass(frozen=True)
class FormMapping:
    """All columns of a form, with the tool ("google", "microsoft" or "") and the language it was written in."""

    columns: tuple[FormColumn, ...]
    tool: str = ""
    language: str = ""

    def of_kind(self, *kinds: str) -> list[FormColumn]:
        return [column for column in self.columns if column.kind in kinds]


def correct_column(
    column: FormColumn, *, kind: str, theme: str, role: str, low: float | None, high: float | None
) -> FormColumn:
    """`column` as a person says that it is; what a column of `kind` cannot have is left out."""
    is_scale = kind == "likert"
    return replace(
        column,
        kind=kind,
        theme=theme if kind in QUESTION_KINDS else "",
        role=role if is_scale else "",
        low=low if is_scale else None,
        high=high if is_scale else None,
        separator=column.separator or (";" if kind in ("multi", "sectors") else ""),
    )


def write_mapping(mapping: FormMapping) -> str:
    """`mapping` as TOML, one table per column; what is empty is left out."""
    lines = [f"tool = {_toml(mapping.tool)}", f"language = {_toml(mapping.language)}"]
    for column in mapping.columns:
        lines += ["", "[[column]]"]
        for part in fields(column):
            value = getattr(column, part.name)
            if value not in ("", None, ()) and not (isinstance(value, Mapping) and not value):
                lines.append(f"{part.name} = {_toml(value)}")
    return "\n".join([*lines, ""])


def read_mapping(text: str, *, file: str) -> FormMapping:
    """The mapping in `text`. Raises DataProblem when it is no TOML, or names what no column can be."""
    try:
        raw = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise DataProblem("mapping.not_toml", Cell(file), got=str(error)) from error
    tables = raw.get("column")
    if not isinstance(tables, list) or not tables or not all(isinstance(table, dict) for table in tables):
        raise DataProblem("mapping.no_columns", Cell(file))
    columns = [_read_column(table, number, file=file) for number, table in enumerate(tables, start=1)]
    headers = [column.header for column in columns]
    for header in headers:
        if headers.count(header) > 1:
            raise DataProblem("mapping.header_twice", Cell(file, column=header), got=header)
    return FormMapping(tuple(columns), str(raw.get("tool", "")), str(raw.get("language", "")))


def check_mapping(mapping: FormMapping, *, file: str) -> list[DataProblem]:
    """Errors: two columns for one thing that a respondent has once, or no question at all."""
    problems: list[DataProblem] = []
    for kind in ABOUT_KINDS:
        for column in mapping.of_kind(kind)[1:]:
            problems.append(DataProblem("mapping.kind_twice", Cell(file, column=column.header), params={"kind": kind}))
    if not mapping.of_kind(*QUESTION_KINDS):
        problems.append(DataProblem("form.no_questions", Cell(file)))
    return problems


def _read_column(table: Mapping[str, Any], number: int, *, file: str) -> FormColumn:
    header, kind = table.get("header"), table.get("kind")
    where = Cell(file, column=str(header or f"column {number}"))
    if not isinstance(header, str) or not header:
        raise DataProblem("mapping.no_header", where)
    if kind not in KINDS:
        raise DataProblem("mapping.unknown_kind", where, got=str(kind), params={"kinds": ", ".join(KINDS)})
    known = {part.name: part for part in fields(FormColumn)}
    given: dict[str, Any] = {}
    for name, value in table.items():
        if name not in known or not _has_type(name, value):
            raise DataProblem("mapping.bad_value", where, got=f"{name} = {value}"[:80])
        given[name] = tuple(value) if name == "options" else float(value) if name in ("low", "high") else value
    if given.get("role", "") not in ("", *ROLES):
        raise DataProblem("mapping.bad_value", where, got=f"role = {given['role']}")
    if kind == "likert" and not (given.get("low", 1.0) < given.get("high", 5.0)):
        raise DataProblem("mapping.bad_value", where, got=f"low = {given.get('low')}, high = {given.get('high')}")
    return FormColumn(**given)


def _has_type(name: str, value: object) -> bool:
    if name in ("low", "high"):
        return isinstance(value, int | float) and not isinstance(value, bool)
    if name == "options":
        return isinstance(value, list) and all(isinstance(part, str) for part in value)
    if name == "meanings":
        return isinstance(value, dict) and all(isinstance(part, str) for part in value.values())
    return isinstance(value, str)


def _toml(value: Any) -> str:
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{_toml(key)} = {_toml(part)}' for key, part in value.items())} }}"
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, float):
        return f"{value:g}"
    # JSON's strings are TOML's basic strings, but for one character.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
