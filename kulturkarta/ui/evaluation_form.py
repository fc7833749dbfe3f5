"""Bidra, evaluating: the short form that a workshop's participant opens on her telephone from the sheet's code."""

from __future__ import annotations

from collections.abc import Mapping
from time import monotonic

import streamlit as st

from kulturkarta.clock import read_today
from kulturkarta.errors import DataProblem, KulturkartaError
from kulturkarta.evaluation import (
    ABOUT,
    HIGH,
    LOW,
    MAX_ANSWERS,
    MAX_WORDS,
    MAX_WORKSHOPS,
    PARAM,
    QUESTIONS,
    Given,
    Workshop,
    compose_answers,
    read_workshop,
)
from kulturkarta.i18n import DEFAULT_LANGUAGE, Texts
from kulturkarta.partners import get_partners
from kulturkarta.settings import Settings
from kulturkarta.survey import get_store
from kulturkarta.ui.attempts import Attempts
from kulturkarta.ui.frame import Page, show_finding, show_link
from kulturkarta.ui.plain import plain

_SENT = "evaluation.sent"
_ATTEMPTS = Attempts(per_minute=30)


def is_asked() -> bool:
    """Whether the address asks for the form."""
    return st.query_params.get(PARAM) == ABOUT


def is_open(settings: Settings) -> bool:
    """Whether answers are taken: only where somebody can take them back again, as with answers that are read in."""
    return settings.evaluation_form and bool(settings.editor_key)


def show_form(page: Page) -> None:
    """The form; or why there is none, and what one can do instead."""
    t = page.t
    st.header(t("evaluation.title"), anchor=False)
    names = get_partners(page.catalogue).names
    workshop = read_workshop(st.query_params, names, today=read_today())
    if workshop is None:
        st.info(t("evaluation.unknown"), icon=":material/help:")
    elif workshop.key in st.session_state.get(_SENT, ()):
        st.success(t("evaluation.thanks"), icon=":material/check:")
        show_link(page, "process", label=t("evaluation.to_results"), icon=":material/bar_chart:")
    elif is_open(page.settings):
        show_finding(_describe(workshop, t, names))
        _ask(page, workshop, name_workshop(workshop, Texts(DEFAULT_LANGUAGE), names))
    else:
        st.info(t("evaluation.closed"), icon=":material/lock:")
        st.markdown("\n".join(f"{number}. {t(f'evaluation.{name}')}" for number, name in enumerate(QUESTIONS, start=1)))


def name_workshop(workshop: Workshop, t: Texts, names: Mapping[str, str]) -> str:
    """`Träff 3 december 2026: Bergatrollen och Sörmlands museum`, from the catalogue's own names."""
    members = t.join(names[member] for member in workshop.members)
    return t("evaluation.workshop", day=t.day(workshop.day), members=members)


def _describe(workshop: Workshop, t: Texts, names: Mapping[str, str]) -> str:
    return f"**{plain(name_workshop(workshop, t, names))}**"


def _ask(page: Page, workshop: Workshop, title: str) -> None:
    t = page.t
    st.markdown(t("evaluation.consent"))
    st.caption(t("evaluation.scale", low=LOW, high=HIGH))
    with st.form("evaluation.form", border=False):
        given = {name: _ask_one(t, name, kind, options) for name, (kind, options) in QUESTIONS.items()}
        if st.form_submit_button(t("evaluation.send"), icon=":material/send:"):
            _send(page, workshop, given, title)


def _ask_one(t: Texts, name: str, kind: str, options: tuple[str, ...]) -> int | str | tuple[str, ...] | None:
    label, key = t(f"evaluation.{name}"), f"evaluation.{name}"

    def word(option: str) -> str:
        return t(f"evaluation.option.{option}")

    if kind == "likert":
        return st.radio(label, range(LOW, HIGH + 1), index=None, horizontal=True, key=key)
    if kind == "choice":
        return st.radio(label, options, index=None, horizontal=True, format_func=word, key=key)
    if kind == "multi":
        return tuple(st.pills(label, options, selection_mode="multi", format_func=word, key=key))
    return st.text_area(label, max_chars=MAX_WORDS, help=t("evaluation.words_help"), key=key)


def _send(page: Page, workshop: Workshop, given: Given, title: str) -> None:
    """Keep the answer, once per visit; the page says what it could not keep and why."""
    t, now_s = page.t, monotonic()
    answers = compose_answers(workshop, given, title=title, today=read_today())
    if answers.responses.empty:
        st.warning(t("evaluation.empty"), icon=":material/edit:")
        return
    if not _ATTEMPTS.may_try(now_s):
        st.error(t("evaluation.too_many"), icon=":material/timer:")
        return
    _ATTEMPTS.note(now_s)
    try:
        get_store().add_answers(answers, region=page.region.key, most=MAX_ANSWERS, most_waves=MAX_WORKSHOPS)
    except DataProblem:
        st.error(t("evaluation.full"), icon=":material/block:")
    except KulturkartaError:
        st.error(t("evaluation.unwritable"), icon=":material/database_off:")
    else:
        st.session_state[_SENT] = (*st.session_state.get(_SENT, ()), workshop.key)
        st.rerun()
