"""Bidra, reading in: the file, what its columns are taken for and the preview."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from kulturkarta.analysis.needs.roles import find_role
from kulturkarta.clock import read_today
from kulturkarta.errors import DataProblem, KulturkartaError
from kulturkarta.sources.forms.form import Form, read_form
from kulturkarta.sources.forms.mapping import (
    ABOUT_KINDS,
    KINDS,
    QUESTION_KINDS,
    ROLES,
    FormColumn,
    FormMapping,
    read_mapping,
    write_mapping,
)
from kulturkarta.sources.forms.personal import mask_personal
from kulturkarta.sources.forms.reading import Wave
from kulturkarta.sources.guard import MEGABYTE, Limits
from kulturkarta.store.answer_store import StoredWave
from kulturkarta.survey import get_store, read_form_words
from kulturkarta.ui.frame import Page
from kulturkarta.ui.plain import plain
from kulturkarta.ui.problem_table import show_problem_table

TYPES = ("csv", "xlsx", "tsv", "txt")
UPLOAD_MB = 10
_EXAMPLES = 3


@dataclass(frozen=True)
class Upload:
    """A file that was given, with what it was read as."""

    name: str
    data: bytes
    form: Form


def list_stored_waves(page: Page) -> list[StoredWave]:
    """The stored waves of the page's region; none when the store cannot be read, which the page then says."""
    if not page.settings.store.exists():
        return []
    try:
        return get_store().list_waves(page.region.key)
    except KulturkartaError:
        st.warning(page.t("bidra.store_unreadable"), icon=":material/database_off:")
        return []


def ask_file(page: Page, waves: list[StoredWave]) -> Upload | None:
    """The file of answers, read with a saved mapping or by what its columns seem to be; None until there is one."""
    t = page.t
    given = st.file_uploader(
        t("bidra.file"), type=list(TYPES), key="bidra.file", help=t("bidra.file_help"), max_upload_size=UPLOAD_MB
    )
    saved = st.file_uploader(t("bidra.mapping_file"), type=["toml"], key="bidra.mapping", max_upload_size=1)
    again = st.selectbox(
        t("bidra.mapping_of"),
        ["", *(wave.wave for wave in waves)],
        format_func=lambda key: next((wave.title for wave in waves if wave.wave == key), t("bidra.mapping_none")),
        key="bidra.again",
        width=420,
    ) if waves else ""  # fmt: skip
    if given is None:
        st.session_state.pop("bidra.columns", None)
        return None
    try:
        text = saved.getvalue().decode("utf-8-sig", "replace") if saved else ""
        text = text or next((wave.mapping for wave in waves if wave.wave == again), "")
        return _read(page, given.name, given.getvalue(), text, file=saved.name if saved else "")
    except DataProblem as problem:
        st.error(plain(problem.message(t)), icon=":material/error:")
        return None


def _read(page: Page, name: str, data: bytes, text: str, *, file: str) -> Upload:
    """Read `data`, once per file and mapping; what a person has corrected since then counts."""
    key = hashlib.sha256(data + text.encode()).hexdigest()
    kept = st.session_state.get("bidra.columns")
    mapping = read_mapping(text, file=file or "mapping.toml") if text else None
    if kept and kept[0] == key:
        mapping = kept[1]
    form = read_form(
        data,
        file=name,
        wave=Wave("upload", "needs", "", read_today().isoformat()),
        words=read_form_words(page.settings.data_dir),
        limits=replace(Limits.from_settings(page.settings), max_bytes=UPLOAD_MB * MEGABYTE),
        mapping=mapping,
    )
    st.session_state["bidra.columns"] = (key, form.mapping)
    return Upload(name, data, form)


def show_columns(page: Page, upload: Upload) -> None:
    """What each column is taken for, to be corrected; refused ones are never shown."""
    t, form = page.t, upload.form
    st.header(t("bidra.columns"), anchor=False)
    tool = t(f"bidra.tool_{form.mapping.tool or 'unknown'}")
    st.markdown(t("bidra.recognised", tool=tool, n=len(form.mapping.columns)))
    themes = page.taxonomy["need_theme"].codes
    rows = pd.DataFrame(
        {
            "header": [column.header for column in form.mapping.columns],
            "example": [_examples(form, column) for column in form.mapping.columns],
            "kind": [column.kind for column in form.mapping.columns],
            "theme": [column.theme for column in form.mapping.columns],
            "role": [column.role or _guess_role(column) for column in form.mapping.columns],
            "low": pd.array([column.low for column in form.mapping.columns], dtype="Float64"),
            "high": pd.array([column.high for column in form.mapping.columns], dtype="Float64"),
        }
    )
    config = st.column_config
    with st.form("bidra.form", border=False):
        edited = st.data_editor(
            rows,
            hide_index=True,
            key=f"bidra.editor.{hashlib.sha256(upload.data).hexdigest()[:8]}",
            disabled=["header", "example"],
            alt=t("bidra.columns"),
            placeholder="–",
            column_config={
                "header": config.TextColumn(t("bidra.column_header"), width=280),
                "example": config.TextColumn(t("bidra.column_example"), width=220),
                "kind": config.SelectboxColumn(
                    t("bidra.column_kind"),
                    options=KINDS,
                    required=True,
                    format_func=lambda kind: page.label("form_column", str(kind)),
                    width=220,
                ),
                "theme": config.SelectboxColumn(
                    t("bidra.column_theme"),
                    options=["", *themes],
                    format_func=lambda code: page.label("need_theme", str(code)) if code else t("bidra.no_theme"),
                    width=200,
                ),
                "role": config.SelectboxColumn(
                    t("bidra.column_role"),
                    options=["", *ROLES],
                    format_func=lambda role: t(f"bidra.role_{role}") if role else t("bidra.role_none"),
                    help=t("bidra.column_role_help"),
                    width=200,
                ),
                "low": config.NumberColumn(t("bidra.column_low"), width=80),
                "high": config.NumberColumn(t("bidra.column_high"), width=80),
            },
        )
        if st.form_submit_button(t("bidra.apply"), icon=":material/check:"):
            key, mapping = st.session_state["bidra.columns"]
            st.session_state["bidra.columns"] = (key, correct_mapping(mapping, edited))
            st.rerun()
    st.download_button(
        t("bidra.download_mapping"),
        data=write_mapping(form.mapping),
        file_name="mapping.toml",
        mime="application/toml",
        icon=":material/download:",
        on_click="ignore",
        key="bidra.download",
    )


def correct_mapping(mapping: FormMapping, edited: pd.DataFrame) -> FormMapping:
    """`mapping` with kind, theme, role and ends of the scale as a person has set them, row by row."""
    columns: list[FormColumn] = []
    for column, row in zip(mapping.columns, edited.to_dict("records"), strict=True):
        kind = str(row["kind"])
        theme = str(row["theme"] or "") if kind in QUESTION_KINDS else ""
        low, high = (None if pd.isna(row[end]) else float(row[end]) for end in ("low", "high"))
        role = str(row["role"] or "")
        if kind != "likert":
            low = high = None
            role = ""
        separator = column.separator or (";" if kind in ("multi", "sectors") else "")
        columns.append(replace(column, kind=kind, theme=theme, role=role, low=low, high=high, separator=separator))
    return FormMapping(tuple(columns), mapping.tool, mapping.language)


def show_preview(page: Page, upload: Upload) -> None:
    """How many answers and questions, what is refused, and everything that was not understood."""
    t, reading = page.t, upload.form.reading
    st.header(t("bidra.preview"), anchor=False)
    n, items = len(reading.answers.respondents), t("bidra.n_items", n=len(reading.answers.items))
    st.markdown(t("bidra.found", n=n, items=items))
    if reading.refused:
        st.markdown(t("bidra.refused", headers=t.join(plain(header) for header in reading.refused)))
    if reading.n_masked:
        st.markdown(t("bidra.masked", n=reading.n_masked))
    if reading.problems:
        if reading.is_refused:
            st.error(t("bidra.must_mend"), icon=":material/error:")
        show_problem_table(reading.problems, t=t)


def _guess_role(column: FormColumn) -> str:
    """What the words of a question say that it tells of a need; a person may correct it."""
    return find_role(column.header) if column.kind == "likert" else ""


def _examples(form: Form, column: FormColumn) -> str:
    """Some of what stands in a column; nothing of one that is refused or tells answers apart."""
    if column.kind not in (*QUESTION_KINDS, *ABOUT_KINDS) or column.kind == "respondent":
        return ""
    cells = form.sheet.frame.get(column.header)
    if cells is None:
        return ""
    filled = pd.Series(cells[cells.ne("")].unique()[:_EXAMPLES], dtype="str")
    return " · ".join(mask_personal(filled)[0])[:120]
