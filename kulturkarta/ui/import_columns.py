"""Bidra, reading in: what each column of the file is taken for, and how a person corrects it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from kulturkarta.analysis.needs.roles import find_role
from kulturkarta.sources.forms.form import Form
from kulturkarta.sources.forms.items import find_ends
from kulturkarta.sources.forms.mapping import (
    ABOUT_KINDS,
    KINDS,
    QUESTION_KINDS,
    ROLES,
    FormColumn,
    correct_column,
    write_mapping,
)
from kulturkarta.sources.forms.personal import mask_personal
from kulturkarta.ui.frame import Page
from kulturkarta.ui.import_form import Upload

_EXAMPLES = 3
_WIDTH = 420


def show_columns(page: Page, upload: Upload) -> None:
    """What each column is taken for, to be corrected; refused ones are never shown."""
    t, form = page.t, upload.form
    columns = form.mapping.columns
    st.header(t("bidra.columns"), anchor=False)
    tool = t(f"bidra.tool_{form.mapping.tool or 'unknown'}")
    st.markdown(t("bidra.recognised", tool=tool, n=len(columns)))
    config = st.column_config.TextColumn
    st.dataframe(
        pd.DataFrame([_describe(page, form, column) for column in columns]),
        hide_index=True,
        alt=t("bidra.columns"),
        column_config={
            "header": config(t("bidra.column_header"), width=280),
            "example": config(t("bidra.column_example"), width=220),
            "kind": config(t("bidra.column_kind"), width=220),
            "theme": config(t("bidra.column_theme"), width=200),
            "role": config(t("bidra.column_role"), width=200),
            "scale": config(t("bidra.column_scale"), width=80),
        },
    )
    _ask_correction(page, columns)
    st.download_button(
        t("bidra.download_mapping"),
        data=write_mapping(form.mapping),
        file_name="mapping.toml",
        mime="application/toml",
        icon=":material/download:",
        on_click="ignore",
        key="bidra.download",
    )


def _ask_correction(page: Page, columns: tuple[FormColumn, ...]) -> None:
    """One column at a time, in fields of its own: they work by thumb and by keyboard, and count at once."""
    t, reading = page.t, st.session_state["bidra.columns"][0][:8]  # another file's columns have fields of their own
    i = st.selectbox(
        t("bidra.column_wrong"),
        range(len(columns)),
        index=None,
        format_func=lambda i: columns[i].header,
        placeholder=t("bidra.column_wrong_none"),
        key=f"bidra.wrong.{reading}",
        width=_WIDTH,
    )
    if i is None:
        return
    column, key = columns[i], f"bidra.right.{reading}.{i}"
    changed = {"on_change": _correct, "args": (key, i), "width": _WIDTH}
    with st.container(border=True, horizontal=True):
        st.selectbox(
            t("bidra.column_kind"),
            KINDS,
            index=KINDS.index(column.kind),
            format_func=lambda kind: page.label("form_column", kind),
            key=f"{key}.kind",
            **changed,
        )
        if column.kind in QUESTION_KINDS:
            themes = ["", *page.taxonomy["need_theme"].codes]
            st.selectbox(
                t("bidra.column_theme"),
                themes,
                index=themes.index(column.theme) if column.theme in themes else 0,
                format_func=lambda code: page.label("need_theme", code) if code else t("bidra.no_theme"),
                key=f"{key}.theme",
                **changed,
            )
        if column.kind == "likert":
            st.selectbox(
                t("bidra.column_role"),
                ROLES,
                index=ROLES.index(_find_role(column)),
                format_func=lambda role: t(f"bidra.role_{role}"),
                help=t("bidra.column_role_help"),
                key=f"{key}.role",
                **changed,
            )
        if column.kind == "likert" and not column.scale:  # a scale of words has the ends of its words
            low, high = find_ends(column)
            ends = {"step": 1.0, "format": "%g", **changed, "width": _WIDTH // 2}
            step = min(1.0, high - low)
            st.number_input(t("bidra.column_low"), max_value=high - step, value=low, key=f"{key}.low", **ends)
            st.number_input(t("bidra.column_high"), min_value=low + step, value=high, key=f"{key}.high", **ends)


def _correct(key: str, i: int) -> None:
    """Take what the fields of column `i` say now for what it is; a field that is not shown says what it said."""
    reading, mapping = st.session_state["bidra.columns"]
    column = mapping.columns[i]
    said = {
        name: st.session_state.get(f"{key}.{name}", getattr(column, name))
        for name in ("kind", "theme", "role", "low", "high")
    }
    columns = (*mapping.columns[:i], correct_column(column, **said), *mapping.columns[i + 1 :])
    st.session_state["bidra.columns"] = (reading, replace(mapping, columns=columns))


def _describe(page: Page, form: Form, column: FormColumn) -> dict[str, str]:
    t, is_scale = page.t, column.kind == "likert"
    return {
        "header": column.header,
        "example": _examples(form, column),
        "kind": page.label("form_column", column.kind),
        "theme": page.label("need_theme", column.theme) if column.theme else "",
        "role": t(f"bidra.role_{_find_role(column)}") if is_scale else "",
        "scale": "–".join(f"{end:g}" for end in find_ends(column)) if is_scale else "",
    }


def _find_role(column: FormColumn) -> str:
    """What a question on a scale tells of a need: what a person has said, else what its words say."""
    return column.role or find_role(column.header)


def _examples(form: Form, column: FormColumn) -> str:
    """Some of what stands in a column; nothing of one that is refused or tells answers apart."""
    if column.kind not in (*QUESTION_KINDS, *ABOUT_KINDS) or column.kind == "respondent":
        return ""
    cells = form.sheet.frame.get(column.header)
    if cells is None:
        return ""
    filled = pd.Series(cells[cells.ne("")].unique()[:_EXAMPLES], dtype="str")
    return " · ".join(mask_personal(filled)[0])[:120]
