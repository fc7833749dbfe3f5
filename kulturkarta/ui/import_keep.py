"""Bidra, keeping: the answers for oneself in the session, or with the operator's key for everyone; and taking back."""

from __future__ import annotations

import hmac
from dataclasses import replace
from time import monotonic

import streamlit as st

from kulturkarta.clock import read_today
from kulturkarta.errors import DataProblem, KulturkartaError
from kulturkarta.settings import Settings
from kulturkarta.sources.forms.form import read_form
from kulturkarta.sources.forms.mapping import write_mapping
from kulturkarta.sources.forms.reading import FormReading, Wave
from kulturkarta.sources.guard import Limits
from kulturkarta.store.answer_store import StoredWave
from kulturkarta.survey import get_store, read_form_words
from kulturkarta.ui.answers_session import PREFIX, drop_answers, keep_answers, session_answers
from kulturkarta.ui.attempts import Attempts
from kulturkarta.ui.frame import Page, show_link
from kulturkarta.ui.import_form import Upload
from kulturkarta.ui.plain import plain
from kulturkarta.ui.tally_view import show_wave

PURPOSES = ("needs", "evaluation")
_ATTEMPTS = Attempts(per_minute=10)


def is_editor(given: str, settings: Settings) -> bool:
    """Whether `given` is the operator's key; nothing is when she has set none. Takes as long for any wrong key."""
    return bool(settings.editor_key) and hmac.compare_digest(given.encode(), settings.editor_key.encode())


def show_keeping(page: Page, upload: Upload) -> None:
    """What to call the answers, and the two ways of keeping them."""
    t = page.t
    if upload.form.reading.is_refused:
        return
    st.header(t("bidra.keep"), anchor=False)
    title = st.text_input(t("bidra.wave"), key="bidra.wave", max_chars=80, placeholder=t("bidra.wave_example"))
    purpose = st.segmented_control(
        t("bidra.purpose"),
        PURPOSES,
        default=PURPOSES[0],
        required=True,
        key="bidra.purpose",
        format_func=lambda code: t(f"bidra.purpose_{code}"),
    )
    consent = st.text_area(t("bidra.consent"), key="bidra.consent", help=t("bidra.consent_help"), max_chars=2000)
    wave = Wave(title, str(purpose), consent, read_today().isoformat())
    own, everyone = st.columns(2)
    with own:
        st.markdown(t("bidra.own_note"))
        if st.button(t("bidra.own"), key="bidra.own", icon=":material/visibility:"):
            _keep_own(page, upload, wave)
    with everyone:
        if not page.settings.editor_key:
            st.info(t("bidra.closed"), icon=":material/lock:")
            return
        key = st.text_input(t("bidra.key"), key="bidra.key", type="password", max_chars=200)
        if st.button(t("bidra.store"), key="bidra.store", icon=":material/save:"):
            _store(page, upload, wave, key)


def show_own(page: Page) -> None:
    """The answers that only this session has, as charts, and a way to drop them."""
    t, own = page.t, session_answers(page.region.key)
    if not len(own.waves):
        return
    wave, title = own.waves["wave"].iloc[0], own.waves["title"].iloc[0]
    st.success(t("bidra.own_kept", n=len(own.respondents), title=plain(title)), icon=":material/visibility:")
    show_wave(page, own, str(wave), is_own=True)
    st.button(t("bidra.drop"), key="bidra.drop", type="tertiary", on_click=drop_answers, args=(page.region.key,))


def show_waves(page: Page, waves: list[StoredWave]) -> None:
    """The stored waves; with the key each can be taken back."""
    t = page.t
    if not waves:
        return
    st.header(t("bidra.waves"), anchor=False)
    st.dataframe(
        {
            t("bidra.wave"): [wave.title for wave in waves],
            t("bidra.purpose"): [t(f"bidra.purpose_{wave.purpose}") for wave in waves],
            t("bidra.column_received"): [wave.received for wave in waves],
            t("bidra.column_n"): [wave.n for wave in waves],
        },
        hide_index=True,
        alt=t("bidra.waves"),
    )
    if not page.settings.editor_key:
        return
    with st.form("bidra.undo", border=False):
        titles = {wave.wave: wave.title for wave in waves}
        chosen = st.selectbox(t("bidra.undo_which"), list(titles), format_func=lambda key: titles[key], width=420)
        key = st.text_input(t("bidra.key"), type="password", max_chars=200, width=420)
        if st.form_submit_button(t("bidra.undo"), icon=":material/undo:"):
            _undo(page, chosen, titles[chosen], key)


def show_corrections(page: Page) -> None:
    """How to tell of something that is wrong or missing in the catalogue."""
    t = page.t
    st.header(t("bidra.corrections"), anchor=False)
    st.markdown(t("bidra.corrections_text"))
    if page.settings.contact_email:
        st.markdown(t("bidra.corrections_contact", contact=plain(page.settings.contact_email)))
    show_link(page, "karta", label=t("bidra.to_map"), icon=":material/map:")


def _keep_own(page: Page, upload: Upload, wave: Wave) -> None:
    try:
        reading = _read_as(page, upload, replace(wave, prefix=PREFIX))
    except DataProblem as problem:
        st.error(plain(problem.message(page.t)))
        return
    keep_answers(page.region.key, reading.answers)
    st.rerun()


def _is_let_in(page: Page, key: str) -> bool:
    """Whether the key is right, and not tried too often; if not, the page says which."""
    now_s = monotonic()
    if not _ATTEMPTS.may_try(now_s):
        st.error(page.t("bidra.too_many_keys"), icon=":material/timer:")
        return False
    if not is_editor(key, page.settings):
        _ATTEMPTS.note(now_s)
        st.error(page.t("bidra.wrong_key"), icon=":material/lock:")
        return False
    return True


def _store(page: Page, upload: Upload, wave: Wave, key: str) -> None:
    t = page.t
    if not _is_let_in(page, key):
        return
    try:
        reading = _read_as(page, upload, wave)
        mapping = write_mapping(upload.form.mapping)
        get_store().save_wave(reading.answers, region=page.region.key, mapping=mapping, file=upload.name)
    except DataProblem as problem:
        st.error(plain(problem.message(t)), icon=":material/error:")
    except KulturkartaError:
        st.error(t("bidra.store_unwritable"), icon=":material/database_off:")
    else:
        st.success(t("bidra.stored", n=len(reading.answers.respondents), title=plain(wave.title)))


def _undo(page: Page, wave: str, title: str, key: str) -> None:
    t = page.t
    if not _is_let_in(page, key):
        return
    try:
        n = get_store().remove_wave(wave, region=page.region.key)
    except KulturkartaError:
        st.error(t("bidra.store_unwritable"), icon=":material/database_off:")
        return
    st.success(t("bidra.undone", n=n, title=plain(title)))


def _read_as(page: Page, upload: Upload, wave: Wave) -> FormReading:
    """The same file and columns under the name, purpose and consent that were given."""
    form = read_form(
        upload.data,
        file=upload.name,
        wave=wave,
        words=read_form_words(page.settings.data_dir),
        limits=Limits.from_settings(page.settings),
        mapping=upload.form.mapping,
    )
    return form.reading
