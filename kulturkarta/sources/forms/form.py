"""A form's file read from end to end: sheet, what its columns are, the answers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kulturkarta.errors import Cell, DataProblem
from kulturkarta.raw import RawTable
from kulturkarta.sources.forms.mapping import FormMapping
from kulturkarta.sources.forms.reading import FormReading, Wave, read_form_answers
from kulturkarta.sources.forms.recognise import recognise_form
from kulturkarta.sources.forms.sheet import read_form_sheet
from kulturkarta.sources.forms.words import FormWords
from kulturkarta.sources.guard import Limits


@dataclass(frozen=True)
class Form:
    """What is in a file, what its columns are taken for, and the answers that gives."""

    sheet: RawTable
    mapping: FormMapping
    reading: FormReading


def read_form(
    source: Path | bytes,
    *,
    file: str,
    wave: Wave,
    words: FormWords,
    limits: Limits,
    mapping: FormMapping | None = None,
) -> Form:
    """The answers in `source`, by `mapping` or, without one, by what the columns seem to be.

    Raises DataProblem when the file is refused as a whole; what stops it from being stored may also be an error among
    the reading's problems.
    """
    if not wave.key:
        raise DataProblem("wave.no_name", Cell(file), got=wave.title)
    sheet = read_form_sheet(source, file=file, limits=limits)
    used = mapping or recognise_form(sheet, words)
    return Form(sheet, used, read_form_answers(sheet, used, wave=wave, words=words))
