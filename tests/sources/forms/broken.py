"""Twenty files and mappings that must not be stored, each with the one problem that says why."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace

from kulturkarta.errors import DataProblem
from kulturkarta.sources.forms.form import Form
from kulturkarta.sources.forms.mapping import read_mapping
from tests.sources.forms.layouts import GOOGLE_SV, GRID_SV, MICROSOFT_EN, WAVE, read, workbook

_HEAD = "Tidstämpel,Kommun,Hur nöjd är du?\n"
_ROWS = "2026-09-09 18:05:12,Nyköping,5\n2026-09-09 18:45:00,Nyköping,4\n"


@dataclass(frozen=True)
class Broken:
    """What is given, the code of the problem, and the row and column it must name (None: the file as a whole)."""

    code: str
    data: bytes
    file: str = "svar.csv"
    row: int | None = None
    column: str | None = None
    mapping: str = ""
    title: str = WAVE.title


def zip_bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 4_000_000)
    return stream.getvalue()


def column(header: str, kind: str, more: str = "") -> str:
    return f'[[column]]\nheader = "{header}"\nkind = "{kind}"\n{more}\n'


BROKEN: Mapping[str, Broken] = {
    "empty file": Broken("file.empty", b""),
    "only a header": Broken("form.no_answers", _HEAD.encode()),
    "one column": Broken("form.one_column", b"Kommentar\nBra\nBra\n", row=1),
    "a PDF": Broken("file.unknown_format", b"%PDF-1.7", "svar.pdf"),
    "a PDF called .csv": Broken("file.not_csv", b"%PDF-1.7\n1 0 obj"),
    "an old .xls called .xlsx": Broken("file.old_excel", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 9, "svar.xlsx"),
    "a web page called .xlsx": Broken("file.broken", b"<html><table><tr><td>1</td></tr></table></html>", "svar.xlsx"),
    "a workbook that unpacks a hundredfold": Broken("file.unpacks_too_large", zip_bomb(), "svar.xlsx"),
    "UTF-16 without a mark": Broken("file.encoding", (_HEAD + _ROWS).encode("utf-16-le")),
    "a quote that never ends": Broken(
        "file.broken_quote", (_HEAD + '2026-09-09 18:05:12,"Nyköping,5\n').encode(), row=2
    ),
    "a row that is longer than the header": Broken(
        "file.long_row", (_HEAD + _ROWS + "2026-09-10 08:00:00,Flen,3,Bra\n").encode(), row=4
    ),
    "values without a header": Broken(
        "file.unnamed_column", workbook([["Tidstämpel", "Kommun", None, "Ja?"], ["2026-09-09", "Flen", "Bra", "Ja"]]),
        "svar.xlsx", row=1,
    ),
    "only contact details": Broken(
        "form.no_questions", b"Timestamp,Email Address,Name\n9/9/2026 18:05:12,a@example.org,Bo\n"
    ),
    "the same answer pasted twice": Broken(
        "form.answer_twice", (MICROSOFT_EN + MICROSOFT_EN.splitlines(keepends=True)[3]).encode(), row=6, column="ID"
    ),
    "a mapping that is no TOML": Broken("mapping.not_toml", GRID_SV.encode(), mapping="kind: likert"),
    "a mapping of a kind that is none": Broken(
        "mapping.unknown_kind", GRID_SV.encode(), column="Kommun", mapping=column("Kommun", "stad")
    ),
    "the mapping of another form": Broken("mapping.other_form", GRID_SV.encode(), mapping=column("Ort", "text")),
    "two columns for the municipality": Broken(
        "mapping.kind_twice", (_HEAD + _ROWS).encode(), column="Tidstämpel",
        mapping=column("Kommun", "municipality") + column("Tidstämpel", "municipality")
        + column("Hur nöjd är du?", "likert"),
    ),
    "free text read as a scale": Broken(
        "form.column_misread", GOOGLE_SV.encode(), column="Vad skulle göra störst skillnad?",
        mapping=column("Vad skulle göra störst skillnad?", "likert"),
    ),
    "a wave without a name": Broken("wave.no_name", GRID_SV.encode(), title=" – "),
}  # fmt: skip


def problems_of(case: Broken) -> tuple[list[DataProblem], Form | None]:
    """The errors of a broken case, and the form where there was one to read."""
    try:
        mapping = read_mapping(case.mapping, file="mapping.toml") if case.mapping else None
        form = read(case.data, case.file, mapping=mapping, wave=replace(WAVE, title=case.title))
    except DataProblem as problem:
        return [problem], None
    return [problem for problem in form.reading.problems if problem.severity == "error"], form
