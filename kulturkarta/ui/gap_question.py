"""The question of the Luckor page: what is missing, how far is too far, and where one looks from."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from kulturkarta.analysis.gaps.measure import GapResult
from kulturkarta.i18n import sort_key
from kulturkarta.reach import Answer, Question, get_reach, name_question
from kulturkarta.ui.frame import Page
from kulturkarta.ui.state import adopt_choice, choose, read_param, write_param

DEFAULT_KIND, DEFAULT_KM, MAX_KM = "replokal", 10, 70


@dataclass(frozen=True)
class GapPage:
    """What the parts of the page share: the question asked, its answer and the municipality looked at ("" = all)."""

    page: Page
    answer: Answer
    municipality: str

    @property
    def gaps(self) -> GapResult:
        return self.answer.gaps

    @property
    def what(self) -> str:
        """What is missing, in words."""
        return name_question(self.answer.question, self.page.label, self.page.t)

    @property
    def km_text(self) -> str:
        return self.page.t.number(self.answer.question.km)


def ask_question(page: Page) -> GapPage:
    """The question of the address, with the controls that change it, and its answer."""
    t = page.t
    reach = get_reach(page.catalogue)
    with st.container(horizontal=True, vertical_alignment="bottom", key="question"):
        way = adopt_choice("fraga", ("slag", "funktion"), "slag")
        st.session_state["gap.way"] = way
        st.segmented_control(
            t("luckor.what"),
            ("slag", "funktion"),
            key="gap.way",
            required=True,
            format_func=lambda value: t("luckor.by_kind" if value == "slag" else "luckor.by_function"),
            on_change=lambda: choose("fraga", st.session_state["gap.way"] or "slag", "slag"),
        )
        kinds, functions = _choose_words(page, way)
        km = int(adopt_choice("km", tuple(str(n) for n in range(1, MAX_KM + 1)), str(DEFAULT_KM)))
        st.session_state["gap.km"] = km
        st.slider(
            t("luckor.km"),
            1,
            MAX_KM,
            key="gap.km",
            width=240,
            on_change=lambda: choose("km", str(st.session_state["gap.km"]), str(DEFAULT_KM)),
        )
        codes = ("", *sorted(page.region.municipalities, key=lambda c: sort_key(page.region.municipalities[c])))
        municipality = adopt_choice("kommun", codes, "")
        st.session_state["gap.municipality"] = municipality
        st.selectbox(
            t("luckor.municipality"),
            codes,
            key="gap.municipality",
            format_func=lambda code: page.region.municipalities.get(code, t("luckor.whole_region")),
            width=200,
            on_change=lambda: choose("kommun", st.session_state["gap.municipality"], ""),
        )
    answer = reach.ask(Question(kinds=kinds, functions=functions, km=float(km)))
    return GapPage(page, answer, municipality)


def _choose_words(page: Page, way: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Kinds or functions of the address, in a field that changes them; never none of both."""
    by_kind = way == "slag"
    vocabulary, name, default = (
        ("place_kind", "slag", DEFAULT_KIND) if by_kind else ("place_function", "funktion", "ova")
    )
    codes = sorted(page.taxonomy[vocabulary].codes, key=lambda code: sort_key(page.label(vocabulary, code)))
    asked = [code for code in read_param(name).split(",") if code in codes] or [default]
    key = f"gap.{name}"
    st.session_state[key] = asked

    def keep() -> None:
        chosen = st.session_state[key] or [default]
        write_param(name, "" if chosen == [default] else ",".join(chosen))

    st.multiselect(
        page.t("luckor.kinds" if by_kind else "luckor.functions"),
        codes,
        key=key,
        format_func=lambda code: page.label(vocabulary, code),
        width=340,
        on_change=keep,
    )
    chosen = tuple(asked)
    return (chosen, ()) if by_kind else ((), chosen)
