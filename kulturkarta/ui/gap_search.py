"""The search for the best possible plan: in the background, with how far it is and a button that ends it."""

from __future__ import annotations

import streamlit as st

from kulturkarta.analysis.siting import NextPlaces
from kulturkarta.i18n import Texts
from kulturkarta.questions import NextQuestion
from kulturkarta.searches import Search, Standing
from kulturkarta.ui.bound import bound_toggle
from kulturkarta.ui.gap_question import GapPage
from kulturkarta.ui.state import choose, read_param

_EXACT_PARAM = "exakt"
EXACT_SECONDS = 30.0
_LOOK_EVERY_S = 0.5
_KEPT = 8
_RUNNING, _DONE, _CANCELLED = "search.running", "search.done", "search.cancelled"


def choose_exact(t: Texts) -> bool:
    """Whether the answer must be proven. After a person has ended a search, only she turns it on again: a run that
    was on its way when she pressed still carries the old address."""
    if _CANCELLED in st.session_state and read_param(_EXACT_PARAM):
        choose(_EXACT_PARAM, "0", "0")
    return bound_toggle(
        _EXACT_PARAM, label=t("luckor.where.exact"), then=lambda: st.session_state.pop(_CANCELLED, None)
    )


def _name_search(view: GapPage, asked: NextQuestion) -> str:
    return f"{view.key} {asked}"


def take_exact(view: GapPage, asked: NextQuestion) -> NextPlaces | None:
    """What the search for this question found; None while it runs. Starts it when it has not been asked before."""
    key = _name_search(view, asked)
    done: dict[str, NextPlaces | None] = st.session_state.setdefault(_DONE, {})
    if key in done:
        return done[key]
    running = st.session_state.get(_RUNNING)
    if running is None or running[0] != key:
        end_search()
        reach, answer = view.reach, view.answer
        search = Search(
            lambda progress: reach.find_next(
                answer, asked, is_exact=True, time_limit_s=EXACT_SECONDS, progress=progress
            )
        )
        st.session_state[_RUNNING] = (key, search)
    return None


def end_search() -> None:
    """End the search that runs, if any does. Nothing of it is kept."""
    running = st.session_state.pop(_RUNNING, None)
    if running is not None:
        running[1].cancel()


def is_searching() -> bool:
    return _RUNNING in st.session_state


def show_search(view: GapPage, asked: NextQuestion) -> None:
    """How the search stands while one runs and a button that ends it, or that it was ended."""
    t = view.page.t
    if is_searching():
        with st.container(horizontal=True, vertical_alignment="center", key="search"):
            _watch(t)
            st.button(t("luckor.search.cancel"), key="search.cancel", icon=":material/stop_circle:", on_click=_cancel)
    elif st.session_state.get(_CANCELLED) == _name_search(view, asked):
        st.caption(t("luckor.search.cancelled"))


def _cancel() -> None:
    if is_searching():
        st.session_state[_CANCELLED] = st.session_state[_RUNNING][0]
    end_search()
    choose(_EXACT_PARAM, "0", "0")


@st.fragment(run_every=_LOOK_EVERY_S)
def _watch(t: Texts) -> None:
    """Looks twice a second without the rest of the page; when the search is done, the page shows what it found."""
    if not is_searching():
        return
    key, search = st.session_state[_RUNNING]
    standing = search.look()
    if not standing.is_running:
        done: dict[str, NextPlaces | None] = st.session_state[_DONE]
        done[key] = standing.found
        for old in list(done)[:-_KEPT]:
            del done[old]
        del st.session_state[_RUNNING]
        st.rerun(scope="app")
    st.progress(min(standing.seconds / EXACT_SECONDS, 1.0), text=_describe(standing, t))


def _describe(standing: Standing[NextPlaces], t: Texts) -> str:
    """`Söker, 4 s. Ingen plan kan vara mer än 2,1 % bättre än den bästa hittills.`"""
    seconds = t.number(round(standing.seconds))
    best, bound = standing.incumbent, standing.bound
    top = max(abs(best), abs(bound)) if best == best and bound == bound else 0.0
    if not top:
        return t("luckor.search.running", seconds=seconds)
    return t("luckor.search.standing", seconds=seconds, gap=t.percent(abs(bound - best) / top, 1))
