"""Bidra, reading in: the file and the preview of what was read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

import streamlit as st

from kulturkarta.clock import read_today
from kulturkarta.errors import DataProblem, KulturkartaError
from kulturkarta.sources.forms.form import Form, read_form
from kulturkarta.sources.forms.mapping import FormMapping, read_mapping
from kulturkarta.sources.forms.reading import Wave
from kulturkarta.sources.guard import MEGABYTE, Limits
from kulturkarta.store.answer_store import StoredWave
from kulturkarta.survey import get_store, read_form_words
from kulturkarta.ui.frame import Page
from kulturkarta.ui.plain import plain
from kulturkarta.ui.problem_table import show_problem_table

TYPES = ("csv", "xlsx", "tsv", "txt")
UPLOAD_MB = 10


@dataclass(frozen=True)
class Upload:
    """A file that was given, with what it was read as. `digest` names the file and the description it came with."""

    name: str
    data: bytes
    digest: str
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
    digest = hashlib.sha256(data + text.encode()).hexdigest()
    kept = st.session_state.get("bidra.columns")
    mapping = read_mapping(text, file=file or "mapping.toml") if text else None
    if kept and kept[0] == digest:
        mapping = kept[1]
    form = read_form(
        data,
        file=name,
        wave=Wave("upload", "needs", "", read_today().isoformat()),
        words=read_form_words(page.settings.data_dir),
        limits=replace(Limits.from_settings(page.settings), max_bytes=UPLOAD_MB * MEGABYTE),
        mapping=mapping,
    )
    keep_mapping(digest, form.mapping)
    return Upload(name, data, digest, form)


def keep_mapping(digest: str, mapping: FormMapping) -> None:
    """Take the columns of the file and description of `digest` for what `mapping` says from now on."""
    st.session_state["bidra.columns"] = (digest, mapping)


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
