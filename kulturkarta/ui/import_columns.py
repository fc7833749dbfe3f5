"""Bidra, reading in: what each column of the file is taken for, and how a person corrects it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

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
from kulturkarta.survey import find_column_role
from kulturkarta.ui.frame import Page
from kulturkarta.ui.import_form import Upload, keep_mapping

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
    _ask_correction(page, upload)
    st.download_button(
        t("bidra.download_mapping"),
        data=write_mapping(form.mapping),
        file_name="mapping.toml",
        mime="application/toml",
        icon=":material/download:",
        on_click="ignore",
        key="bidra.download",
    )


def _ask_correction(page: Page, upload: Upload) -> None:
    """One column at a time, in fields of its own: they work by thumb and by keyboard, and count at once."""
    t, columns = page.t, upload.form.mapping.columns
    digest = upload.digest[:8]  # another file's columns have fields of their own
    i = st.selectbox(
        t("bidra.column_wrong"),
        range(len(columns)),
        index=None,
        format_func=lambda i: columns[i].header,
        placeholder=t("bidra.column_wrong_none"),
        key=f"bidra.wrong.{digest}",
        width=_WIDTH,
    )
    if i is None:
        return
    column, key = columns[i], f"bidra.right.{digest}.{i}"
    changed = {"on_change": _correct, "args": (upload, i, key), "width": _WIDTH}
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
                index=ROLES.index(find_column_role(column)),
                format_func=lambda role: t(f"bidra.role_{role}"),
                help=t("bidra.column_role_help"),
                key=f"{key}.role",
                **changed,
            )
        if column.kind == "likert" and not column.scale:  # one of words has the ends of its words
            low, high = find_ends(column)
            ends = {"step": 1.0, "format": "%g", **changed, "width": _WIDTH // 2}
            step = min(1.0, high - low)
            st.number_input(t("bidra.column_low"), max_value=high - step, value=low, key=f"{key}.low", **ends)
            st.number_input(t("bidra.column_high"), min_value=low + step, value=high, key=f"{key}.high", **ends)


def _correct(upload: Upload, i: int, key: str) -> None:
    """Take what the fields of column `i` say now for what it is; a field that is not shown says what it said."""
    mapping = upload.form.mapping
    column = mapping.columns[i]
    said = {
        name: st.session_state.get(f"{key}.{name}", getattr(column, name))
        for name in ("kind", "theme", "role", "low", "high")
    }
    columns = (*mapping.columns[:i], correct_column(column, **said), *mapping.columns[i + 1 :])
    keep_mapping(upload.digest, replace(mapping, columns=columns))


def _describe(page: Page, form: Form, column: FormColumn) -> dict[str, str]:
    role = find_column_role(column)
    return {
        "header": column.header,
        "example": _examples(form, column),
        "kind": page.label("form_column", column.kind),
        "theme": page.label("need_theme", column.theme) if column.theme else "",
        "role": page.t(f"bidra.role_{role}") if role else "",
        "scale": "–".join(f"{end:g}" for end in find_ends(column)) if role else "",
    }


def _examples(form: Form, column: FormColumn) -> str:
    """Some of what stands in a column; nothing of one that is refused or tells answers apart."""
    if column.kind not in (*QUESTION_KINDS, *ABOUT_KINDS) or column.kind == "respondent":
        return ""
    cells = form.sheet.frame.get(column.header)
    if cells is None:
        return ""
    filled = pd.Series(cells[cells.ne("")].unique()[:_EXAMPLES], dtype="str")
    return " · ".join(mask_personal(filled)[0])[:120]
