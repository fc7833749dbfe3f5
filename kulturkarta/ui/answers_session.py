"""Answers that a person has read in for herself: kept in her session, seen by nobody else, gone when she closes it."""

from __future__ import annotations

import streamlit as st

from kulturkarta.answers import Answers, empty_answers
from kulturkarta.needs import Needs

PREFIX = "bara-du-"
"""What the waves of a session are called begins with this, so that they never meet a stored one."""


def session_answers(region_key: str) -> Answers:
    """The answers about a region that only this session has."""
    kept: dict[str, Answers] = st.session_state.get("answers.own", {})
    return kept.get(region_key, empty_answers())


def keep_answers(region_key: str, answers: Answers) -> None:
    """Keep one wave for this session, in place of the one before."""
    kept: dict[str, Answers] = st.session_state.get("answers.own", {})
    st.session_state["answers.own"] = {**kept, region_key: answers}


def join_own(region_key: str, needs: Needs) -> Needs:
    """`needs` with what only this session has beside it; found once for as long as neither changes."""
    own = session_answers(region_key)
    if own.waves.empty:
        return needs
    known: tuple[Needs, Answers, Needs] | None = st.session_state.get("answers.joined")
    if known is None or known[0] is not needs or known[1] is not own:
        known = (needs, own, needs.join(own))
        st.session_state["answers.joined"] = known
    return known[2]


def is_own_wave(wave: str) -> bool:
    """Whether a wave is one that only this session has."""
    return wave.startswith(PREFIX)


def drop_answers(region_key: str) -> None:
    """Forget what this session has of a region."""
    kept: dict[str, Answers] = st.session_state.get("answers.own", {})
    st.session_state["answers.own"] = {key: answers for key, answers in kept.items() if key != region_key}
