"""What a form's columns seem to be: a proposal that a person looks through."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from kulturkarta.raw import RawTable
from kulturkarta.sources.forms.choices import COMMA, SEMICOLON, find_options, split_choices
from kulturkarta.sources.forms.mapping import ABOUT_KINDS, FormColumn, FormMapping
from kulturkarta.sources.forms.personal import find_personal_kind
from kulturkarta.sources.forms.times import DateOrder, are_times, find_date_order
from kulturkarta.sources.forms.words import MISSING, FormWords, find_language, fold
from kulturkarta.validation.cells import parse_numbers

# A column is what at least this share of its cells says it is.
MOST = 0.8
SOME = 0.34
MAX_OPTIONS = 15
_LOOKED_AT = 500  # cells are enough to know a column by
LONGEST_OPTION = 90
_AMOUNT = re.compile(
    r"\b(hur många|antal|hur mycket|hur länge|how many|number of|how much|hvor mange|år|years?|ålder|age)\b"
)
_SCALES = ((1.0, 5.0), (1.0, 10.0), (0.0, 10.0))
_MICROSOFT = {"id", "start time", "starttid", "starttidspunkt", "completion time", "slutförandetid"}


def recognise_form(sheet: RawTable, words: FormWords) -> FormMapping:
    """What each column of `sheet` seems to be, which tool wrote it and in which language."""
    headers = tuple(str(name) for name in sheet.frame.columns)
    tool = _find_tool(sheet.frame)
    columns: list[FormColumn] = []
    for header in headers:
        column = _recognise(header, sheet.frame[header], words, tool)
        if column.kind in ABOUT_KINDS and any(column.kind == other.kind for other in columns):
            column = _second_of_kind(column, sheet.frame[header], words)
        columns.append(column)
    return FormMapping(tuple(columns), tool, find_language(headers))


def _second_of_kind(column: FormColumn, cells: pd.Series, words: FormWords) -> FormColumn:
    if column.kind in ("timestamp", "respondent"):
        return FormColumn(column.header, "skip")
    return _recognise_question(column.header, cells[cells.ne("")], words)


def _find_tool(frame: pd.DataFrame) -> str:
    headers = [fold(str(name)) for name in frame.columns]
    if len(_MICROSOFT & set(headers[:4])) >= 2:
        return "microsoft"
    return "google" if are_times(frame.iloc[:, 0]).mean() >= MOST else ""


def _recognise(header: str, cells: pd.Series, words: FormWords, tool: str) -> FormColumn:
    filled = cells[cells.ne("")]
    kind = words.kind_of_header(header)
    if kind == "respondent" and filled.duplicated().any() and tool != "microsoft":
        kind = ""
    if not kind and not filled.empty:
        kind = find_personal_kind(filled)
    if kind == "timestamp" or (not kind and len(filled) and are_times(filled).mean() >= MOST):
        prefer: DateOrder = "mdy"
        order, _ = find_date_order(filled, prefer=prefer)
        return FormColumn(header, "timestamp", date_order=order)
    if kind or filled.empty:
        return FormColumn(header, kind or "skip")
    return _recognise_about(header, filled, words) or _recognise_question(header, filled, words)


def _recognise_about(header: str, filled: pd.Series, words: FormWords) -> FormColumn | None:
    """A column about who answers: its values are terms, nearly all, or some when the header says so too."""
    cells = filled.iloc[:_LOOKED_AT]
    for kind in ("municipality", "sectors", "actor_type", "drive"):
        best, column = 0.0, None
        for separator in ("", SEMICOLON, COMMA) if kind == "sectors" else ("",):
            options = find_options(cells) if separator == COMMA else ()
            split = [split_choices(cell, separator, options) if separator else (cell,) for cell in cells]
            parts = [part for found in split for part in found]
            known = sum(bool(words.find_term(kind, part)) for part in parts) / len(parts)
            if known > best:
                best, column = known, FormColumn(header, kind, separator=separator, options=_with_commas(options))
        if column and best >= (SOME if words.hints_at(kind, header) else MOST):
            return column
    return None


def _recognise_question(header: str, filled: pd.Series, words: FormWords) -> FormColumn:
    theme = words.guess_theme(header)
    proposed = (
        _recognise_likert(header, filled, words.scales)
        or _recognise_number(header, filled)
        or _recognise_choices(header, filled)
        or FormColumn(header, "text")
    )
    return replace(proposed, theme=theme)


def _recognise_likert(header: str, filled: pd.Series, scales: Mapping[str, Mapping[str, float]]) -> FormColumn | None:
    answers = filled[[fold(text) not in scales.get(MISSING, {}) for text in filled]]
    if answers.empty:
        return None
    known = {
        scale: sum(fold(text) in table for text in answers) / len(answers)
        for scale, table in scales.items()
        if scale != MISSING
    }
    best = max(known, key=lambda scale: known[scale], default="")
    if best and known[best] >= MOST:
        scores = scales[best].values()
        return FormColumn(header, "likert", low=min(scores), high=max(scores), scale=best)
    if _AMOUNT.search(header.casefold()):
        return None
    figures = leading_figures(answers)
    if figures.notna().mean() < MOST or (figures.dropna() % 1).any():
        return None
    for low, high in _SCALES:
        if figures.min() >= low and figures.max() <= high:
            return FormColumn(header, "likert", low=low, high=high)
    return None


def leading_figures(cells: pd.Series) -> pd.Series:
    """The number a cell is, or begins with before a dash, bracket or colon: `5 - Instämmer helt`, `1 (inte alls)`."""
    plain = cells.str.replace(r"^(\d{1,2})\s*(?:[-–—:=(.]\s*\D.*)$", r"\1", regex=True)
    return parse_numbers(plain)


def _recognise_number(header: str, filled: pd.Series) -> FormColumn | None:
    return FormColumn(header, "number") if parse_numbers(filled).notna().mean() >= MOST else None


def _recognise_choices(header: str, filled: pd.Series) -> FormColumn | None:
    separator = _find_separator(filled)
    if separator == SEMICOLON:
        return FormColumn(header, "multi", separator=SEMICOLON)
    if separator == COMMA:
        return FormColumn(header, "multi", separator=COMMA, options=_with_commas(find_options(filled)))
    n = filled.nunique()
    is_short = filled.str.len().max() <= LONGEST_OPTION
    return FormColumn(header, "choice") if is_short and n <= MAX_OPTIONS and len(filled) >= 1.5 * n else None


def _find_separator(filled: pd.Series) -> str:
    """What joins several choices in a column, "" when its cells hold one each or free text."""
    if filled.str.endswith(SEMICOLON).mean() >= MOST:
        return SEMICOLON
    if filled.str.contains(SEMICOLON, regex=False).any():
        parts = [part for cell in filled for part in split_choices(cell, SEMICOLON)]
        return SEMICOLON if _are_options(parts) else ""
    if not filled.str.contains(COMMA, regex=False).any():
        return ""
    options = find_options(filled)
    parts = [part for cell in filled for part in split_choices(cell, COMMA, options)]
    # An option with a comma of its own looks like several, but then no cell holds more than one.
    several = any(len(split_choices(cell, COMMA, options)) > 1 for cell in filled)
    return COMMA if several and _are_options(parts) else ""


def _are_options(parts: list[str]) -> bool:
    n = len(set(parts))
    return n <= MAX_OPTIONS and len(parts) >= 1.5 * n and max(map(len, parts)) <= LONGEST_OPTION


def _with_commas(options: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(option for option in options if COMMA in option)
