"""Exports of forms as they are: what each column is and says is found without code; what is broken is told once."""

from __future__ import annotations

import pytest

from kulturkarta.answers import ITEM_COLUMNS, RESPONDENT_COLUMNS, RESPONSE_COLUMNS, WAVE_COLUMNS
from kulturkarta.errors import DataProblem
from kulturkarta.i18n import Texts, languages
from kulturkarta.sources.forms.mapping import FormColumn, FormMapping, read_mapping, write_mapping
from tests.hostile import H
from tests.sources.forms.broken import BROKEN, Broken, column, problems_of
from tests.sources.forms.layouts import (
    EVALUATION,
    GOOGLE_SV,
    GRID_SV,
    LAYOUTS,
    Layout,
    answers_to,
    check_layout,
    read,
    workbook,
)


def test_there_are_twelve_layouts_and_twenty_broken_ones() -> None:
    assert (len(LAYOUTS), len(BROKEN)) == (12, 20)


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=list(LAYOUTS))
def test_a_real_layout_is_mapped_without_code(layout: Layout) -> None:
    assert check_layout(layout) == []


@pytest.mark.parametrize("case", BROKEN.values(), ids=list(BROKEN))
def test_a_broken_file_has_one_clear_message(case: Broken) -> None:
    (problem,), _ = problems_of(case)
    assert (problem.code, problem.where.row, problem.where.column) == (case.code, case.row, case.column)
    for lang in languages():
        t = Texts(lang)
        assert problem.what(t)
        assert problem.mend(t)
        assert "{" not in problem.message(t)


def test_the_frames_are_those_of_the_contract() -> None:
    answers = read(GOOGLE_SV.encode()).reading.answers
    frames = (answers.waves, answers.items, answers.respondents, answers.responses)
    columns = (WAVE_COLUMNS, ITEM_COLUMNS, RESPONDENT_COLUMNS, RESPONSE_COLUMNS)
    assert [tuple(frame.columns) for frame in frames] == list(columns)
    assert answers.waves.iloc[0].tolist() == [
        "varen-2026", "Våren 2026", "imported", "Svaren får användas i kartan.", "2026-05-01", "needs",
    ]  # fmt: skip
    assert answers.items[["kind", "low", "high"]].iloc[0].tolist() == ["likert", 1, 5]
    assert answers.items["options"].tolist() == [(), ("Replokal", "Pengar", "Rådgivning"), ()]
    assert answers.respondents["sectors"].tolist() == [("musik", "dans"), ("bildkonst",), ("scenkonst",), ("musik",)]


def test_no_personal_data_of_a_respondent_is_kept_anywhere() -> None:
    form = read(workbook(EVALUATION), "e.xlsx")
    kept = "".join(frame.to_csv() for frame in vars(form.reading.answers).values())
    shown = "".join(str(problem) for problem in form.reading.problems)
    for secret in ("x@example.org", "Åsa", "Alm", "192.168"):
        assert secret not in kept + shown
    assert form.reading.refused == ("Email", "Name", "IP address")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Ring 070-123 45 67 efter klockan 18", "Ring […] efter klockan 18"),
        ("0701234567", "[…]"),
        ("skriv till asa.ek@exempel.se!", "skriv till […]!"),
        ("jag är 811218-9876", "jag är […]"),
        ("Vi är 12 personer sedan 2019, 100 000 kr om året", "Vi är 12 personer sedan 2019, 100 000 kr om året"),
        ("den 2026-02-04 kl 10:30", "den 2026-02-04 kl 10:30"),
        ("kommun 0480, postnummer 611 30", "kommun 0480, postnummer 611 30"),
    ],
)
def test_contacts_inside_a_free_text_are_masked_and_nothing_else(said: str, kept: str) -> None:
    data = f'Tidstämpel,Kommun,Berätta mer\n2026-09-09 18:05:12,Flen,"{said}"\n2026-09-10 18:05:12,Flen,Inget mer\n'
    form = read(data.encode())
    assert answers_to(form, "Berätta mer") == [kept, "Inget mer"]
    masked = [problem for problem in form.reading.problems if problem.code == "form.contact_masked"]
    assert [problem.where.row for problem in masked] == ([2] if said != kept else [])
    assert form.reading.n_masked == len(masked)


def test_a_word_that_is_not_understood_is_told_with_row_and_column_and_the_rest_is_kept() -> None:
    data = GRID_SV.replace("09 18:45:00,Nyköping,4", "09 18:45:00,Lund i Skåne,7")
    form = read(data.encode(), mapping=read(GRID_SV.encode()).mapping)
    told = [(problem.code, problem.where.row, problem.where.column, problem.got) for problem in form.reading.problems]
    grid = "Hur viktigt är det här för dig? [Mötesplatser]"
    assert told == [("form.unknown_term", 3, "Kommun", "Lund i Skåne"), ("form.not_on_scale", 3, grid, "7")]
    assert answers_to(form, grid) == [5, None, 1]
    assert form.reading.answers.respondents["municipality_code"].isna().tolist() == [False, True, False]


def test_a_mapping_is_saved_corrected_and_used_for_the_next_wave() -> None:
    first = read(GRID_SV.encode())
    text = write_mapping(first.mapping).replace('header = "Kommun"\nkind = "municipality"', column(
        "Kommun", "municipality", 'meanings = { "Lund i Skåne" = "1281", "\\"Hemma\\"" = "0480" }'
    ).replace("[[column]]\n", "").strip())  # fmt: skip
    corrected = read_mapping(text, file="m.toml")
    later = GRID_SV.replace("Nyköping,4", "Lund i Skåne,4").replace("Övrigt", "Något annat?")
    form = read(later.encode(), mapping=corrected)
    assert form.reading.answers.respondents["municipality_code"].tolist() == ["0480", "1281", "0484"]
    # A reworded question is told from both sides, and stops nothing.
    assert [(p.code, p.where.column, p.severity) for p in form.reading.problems] == [
        ("form.new_column", "Något annat?", "warning"),
        ("form.column_gone", "Övrigt", "warning"),
    ]


@pytest.mark.parametrize("text", [*H, 'a"b\\c', "å\x7fä\n"], ids=range(len(H) + 2))
def test_any_header_survives_being_saved(text: str) -> None:
    header = text.strip("\0\ud800") or "x"
    mapping = FormMapping((FormColumn(header, "multi", separator=", ", options=(header, "b"), meanings={header: "c"}),))
    assert read_mapping(write_mapping(mapping), file="m.toml") == mapping


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ('low = "ett"', "mapping.bad_value"),
        ("low = 5\nhigh = 1", "mapping.bad_value"),
        ("options = [1, 2]", "mapping.bad_value"),
        ('secret = "x"', "mapping.bad_value"),
        ('role = "want"', "mapping.bad_value"),
    ],
)
def test_a_mapping_with_a_wrong_value_is_refused(more: str, code: str) -> None:
    with pytest.raises(DataProblem) as caught:
        read_mapping(column("A", "likert", more), file="m.toml")
    assert (caught.value.code, caught.value.where.column) == (code, "A")
