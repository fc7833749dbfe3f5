"""A form's sheet and its mapping to nameless answers, with everything that was not understood as a problem."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from kulturkarta.answers import RESPONDENT_COLUMNS, WAVE_COLUMNS, Answers
from kulturkarta.errors import Cell, DataProblem
from kulturkarta.raw import RawTable
from kulturkarta.sources.forms.choices import split_choices
from kulturkarta.sources.forms.items import describe_item, find_ends, items_frame, responses_frame
from kulturkarta.sources.forms.mapping import QUESTION_KINDS, REFUSED_KINDS, FormColumn, FormMapping, check_mapping
from kulturkarta.sources.forms.personal import mask_personal
from kulturkarta.sources.forms.recognise import leading_figures
from kulturkarta.sources.forms.times import find_date_order, parse_times
from kulturkarta.sources.forms.words import MISSING, FormWords, fold
from kulturkarta.validation.cells import CONTROL_CHARACTERS, MAX_TEXT_CHARS, parse_numbers, show
from kulturkarta.validation.mends import slug

MISREAD_SHARE = 0.5
"""A column of which more than this share is not understood is another kind of column: the file is refused."""


@dataclass(frozen=True)
class Wave:
    """What a person says of a round of answers: title, purpose ("needs" or "evaluation"), consent, date received.

    `prefix` keeps the ids of a wave that is not stored apart from those that are.
    """

    title: str
    purpose: str
    consent: str
    received: str
    origin: str = "imported"
    prefix: str = ""

    @property
    def key(self) -> str:
        name = slug(self.title)
        return f"{self.prefix}{name}" if name else ""


@dataclass(frozen=True)
class FormReading:
    """The answers, what was not understood, the headers that were refused, and how many cells had a contact masked."""

    answers: Answers
    problems: tuple[DataProblem, ...]
    refused: tuple[str, ...]
    n_masked: int

    @property
    def is_refused(self) -> bool:
        return any(problem.severity == "error" for problem in self.problems)


def read_form_answers(sheet: RawTable, mapping: FormMapping, *, wave: Wave, words: FormWords) -> FormReading:
    """`sheet` read as `mapping` says. No name, address or number of a respondent is in the result.

    A cell that is not understood is left out with a warning; a column that mostly is not, a row that is too long and
    an answer that stands twice are errors, and then nothing should be stored. Raises DataProblem when no column of the
    mapping is in the file.
    """
    reader = _FormReader(sheet, words)
    known = [column for column in mapping.columns if column.header in sheet.frame]
    if not known:
        raise DataProblem("mapping.other_form", Cell(sheet.file), got=str(sheet.frame.columns[0])[:80])
    own = FormMapping(tuple(known), mapping.tool, mapping.language)
    reader.problems += [*sheet.problems, *check_mapping(own, file=sheet.file)]
    reader.compare_columns(mapping)
    reader.check_numbers(own)
    respondents = reader.read_respondents(own, wave)
    items, responses = reader.read_questions(own, wave, respondents["respondent"].tolist())
    title = pd.DataFrame([[wave.key, *(getattr(wave, name) for name in WAVE_COLUMNS[1:])]], columns=list(WAVE_COLUMNS))
    refused = tuple(column.header for column in own.of_kind(*REFUSED_KINDS))
    answers = Answers(title.astype("str"), items, respondents, responses)
    if responses.empty and not reader.has_error:
        reader.problems.append(DataProblem("form.nothing_to_keep", Cell(sheet.file)))
    return FormReading(answers, tuple(reader.problems), refused, reader.n_masked)


class _FormReader:
    """One reading: the cells, and the problems met on the way."""

    def __init__(self, sheet: RawTable, words: FormWords) -> None:
        self.sheet, self.words = sheet, words
        self.problems: list[DataProblem] = []
        self.n_masked = 0
        self._scales = words.scales
        self._readers: dict[str, Callable[[FormColumn, pd.Series], pd.DataFrame]] = {
            "likert": self._read_likert,
            "number": self._read_number,
            "choice": self._read_choice,
            "multi": self._read_choice,
            "text": self._read_text,
        }

    @property
    def has_error(self) -> bool:
        return any(problem.severity == "error" for problem in self.problems)

    def compare_columns(self, mapping: FormMapping) -> None:
        """Warn of columns that the mapping does not know, and of those it knows and the file lacks."""
        mapped = [column.header for column in mapping.columns]
        for header in self.sheet.frame.columns:
            if header not in mapped:
                self._warn("form.new_column", None, str(header))
        for header in mapped:
            if header not in self.sheet.frame:
                self._warn("form.column_gone", None, header)

    def check_numbers(self, mapping: FormMapping) -> None:
        """An answer whose number stands twice was pasted twice."""
        for column in mapping.of_kind("respondent"):
            cells = self._filled(column)
            for row in cells.index[cells.duplicated()]:
                where = Cell(self.sheet.file, int(row), column.header)
                self.problems.append(DataProblem("form.answer_twice", where, got=show(cells.loc[row])))

    def read_respondents(self, mapping: FormMapping, wave: Wave) -> pd.DataFrame:
        """One row per row of the sheet, numbered: nothing in the number points back to a person."""
        n = len(self.sheet.frame)
        names = [f"{wave.key}-{number:0{len(str(n))}d}" for number in range(1, n + 1)]
        found = pd.DataFrame({"respondent": names, "wave": wave.key}, index=self.sheet.frame.index)
        for kind, name in (("municipality", "municipality_code"), ("actor_type", "actor_type"), ("drive", "drive")):
            found[name] = self._read_about(kind, mapping)
        found["sectors"] = self._read_sectors(mapping)
        found["answered"] = self._read_times(mapping)
        found = found.astype({name: "str" for name in RESPONDENT_COLUMNS if name != "sectors"})
        return found[list(RESPONDENT_COLUMNS)].reset_index(drop=True)

    def read_questions(
        self, mapping: FormMapping, wave: Wave, respondents: list[str]
    ) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Items and responses of every question."""
        items: list[dict[str, object]] = []
        responses: list[pd.DataFrame] = []
        by_row = pd.Series(respondents, index=self.sheet.frame.index)
        for number, column in enumerate(mapping.of_kind(*QUESTION_KINDS), start=1):
            item = f"{wave.key}-f{number}"
            given = self._readers[column.kind](column, self._filled(column))
            given = given.reindex(columns=["score", "choices", "text"])
            given.insert(0, "item", item)
            given.insert(0, "respondent", by_row.reindex(given.index))
            responses.append(given)
            items.append(describe_item(column, given, item=item, wave=wave.key, theme=self._theme(column)))
        return items_frame(items), responses_frame(responses)

    def _theme(self, column: FormColumn) -> str | None:
        if column.theme and column.theme not in self.words.taxonomy["need_theme"]:
            where = Cell(self.sheet.file, column=column.header)
            known = ", ".join(self.words.taxonomy["need_theme"].codes)
            self.problems.append(DataProblem("mapping.unknown_theme", where, got=column.theme, params={"known": known}))
            return None
        return column.theme or None

    def _filled(self, column: FormColumn) -> pd.Series:
        """The cells that say something: not empty, not "don't know" where that is no answer; no contact in them."""
        cells = self.sheet.frame[column.header]
        return cells[cells.ne("")]

    def _read_likert(self, column: FormColumn, cells: pd.Series) -> pd.DataFrame:
        missing, table = self._scales.get(MISSING, {}), self._scales.get(column.scale, {})
        low, high = find_ends(column)
        answers = cells[[fold(text) not in missing for text in cells]]
        given = {fold(word): float(score) for word, score in column.meanings.items() if _is_number(score)}
        told = pd.Series([given.get(fold(text), table.get(fold(text))) for text in answers], answers.index, dtype=float)
        scores = told.fillna(leading_figures(answers))
        scores = scores.where(scores.between(low, high))
        self._report(answers[scores.isna()], column, "form.not_on_scale", n=len(answers), low=low, high=high)
        return pd.DataFrame({"score": scores.dropna()})

    def _read_number(self, column: FormColumn, cells: pd.Series) -> pd.DataFrame:
        answers = cells[[fold(text) not in self._scales.get(MISSING, {}) for text in cells]]
        numbers = parse_numbers(answers)
        self._report(answers[numbers.isna()], column, "form.not_a_number", n=len(answers))
        return pd.DataFrame({"score": numbers.dropna()})

    def _read_choice(self, column: FormColumn, cells: pd.Series) -> pd.DataFrame:
        cells = self._mask(column, cells)
        is_multi, separator = column.kind == "multi", column.separator or ";"
        parts = {
            text: split_choices(text, separator, column.options) if is_multi else (text,) for text in cells.unique()
        }
        renamed = {text: tuple(column.meanings.get(part, part) for part in found) for text, found in parts.items()}
        return pd.DataFrame({"choices": cells.map(renamed)})

    def _read_text(self, column: FormColumn, cells: pd.Series) -> pd.DataFrame:
        cells = self._mask(column, cells).str.replace(CONTROL_CHARACTERS, "", regex=True)
        long = cells.str.len() > MAX_TEXT_CHARS
        for row in cells.index[long]:
            self._warn("form.text_cut", int(row), column.header, length=len(cells.loc[row]), limit=MAX_TEXT_CHARS)
        return pd.DataFrame({"text": cells.str.slice(0, MAX_TEXT_CHARS)})

    def _mask(self, column: FormColumn, cells: pd.Series) -> pd.Series:
        masked, hits = mask_personal(cells)
        self.n_masked += int(hits.sum())
        for row in cells.index[hits]:
            self._warn("form.contact_masked", int(row), column.header)
        return masked

    def _read_about(self, kind: str, mapping: FormMapping) -> pd.Series:
        """The code each respondent gave, NA where none or one that is not understood."""
        for column in mapping.of_kind(kind)[:1]:
            cells = self._answers(column)
            found = {text: column.meanings.get(text) or self.words.find_term(kind, text) for text in cells.unique()}
            codes = cells.map(found).astype("str")
            self._report(cells[codes.eq("")], column, "form.unknown_term", n=len(cells), kind=kind)
            return codes[codes.ne("")].reindex(self.sheet.frame.index)
        return pd.Series(index=self.sheet.frame.index, dtype="str")

    def _read_sectors(self, mapping: FormMapping) -> pd.Series:
        nothing = pd.Series([()] * len(self.sheet.frame), index=self.sheet.frame.index, dtype=object)
        for column in mapping.of_kind("sectors")[:1]:
            cells = self._answers(column)
            codes = {text: self._find_sectors(text, column) for text in cells.unique()}
            unknown = cells[[None in codes[text] for text in cells]]
            self._report(unknown, column, "form.unknown_term", n=len(cells), kind="sectors")
            known = cells.map({text: tuple(code for code in found if code) for text, found in codes.items()})
            return known.reindex(nothing.index).where(nothing.index.isin(cells.index), nothing)
        return nothing

    def _find_sectors(self, text: str, column: FormColumn) -> tuple[str | None, ...]:
        """The code of each part of `text`, once; None for what is no sector."""
        parts = split_choices(text, column.separator, column.options) if column.separator else (text,)
        found = [column.meanings.get(part) or self.words.find_term("sectors", part) or None for part in parts]
        return tuple(dict.fromkeys(found))

    def _read_times(self, mapping: FormMapping) -> pd.Series:
        for column in mapping.of_kind("timestamp")[:1]:
            cells = self._filled(column)
            order, is_sure = find_date_order(cells, prefer="dmy" if column.date_order == "dmy" else "mdy")
            if not is_sure:
                self._warn("form.date_order", None, column.header, order=order)
            dates = parse_times(cells, order=order)
            self._report(cells[dates.isna()], column, "form.not_a_time", n=len(cells))
            return dates.reindex(self.sheet.frame.index)
        return pd.Series(index=self.sheet.frame.index, dtype="str")

    def _answers(self, column: FormColumn) -> pd.Series:
        cells = self._filled(column)
        return cells[[fold(text) not in self._scales.get(MISSING, {}) for text in cells]]

    def _report(self, cells: pd.Series, column: FormColumn, code: str, *, n: int, **params: object) -> None:
        """A warning per cell that was not understood, or one error when they are most of the column."""
        if len(cells) > MISREAD_SHARE * n:
            where = Cell(self.sheet.file, column=column.header)
            misread = {"n_bad": len(cells), "n_all": n, "kind": column.kind}
            got = show(cells.iloc[0])
            self.problems.append(DataProblem("form.column_misread", where, got=got, params=misread))
            return
        for row, text in cells.items():
            self._warn(code, int(str(row)), column.header, got=str(text), **params)

    def _warn(self, code: str, row: int | None, header: str, *, got: str = "", **params: object) -> None:
        masked = mask_personal(pd.Series([got], dtype="str"))[0].iloc[0] if got else got
        where = Cell(self.sheet.file, row, header)
        self.problems.append(DataProblem(code, where, got=show(masked), params=params, severity="warning"))


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()
