"""The question of the Luckor page: what is missing, how far is too far, counted how, and where one looks from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import streamlit as st

from kulturkarta.analysis.gaps.decay import DECAYS, DEFAULT_DECAY
from kulturkarta.analysis.gaps.measure import GapResult
from kulturkarta.i18n import sort_key
from kulturkarta.questions import (
    DETOURS,
    MAX_KM,
    MAX_MINUTES,
    MIN_KM,
    MIN_MINUTES,
    STRAIGHT,
    Question,
    TravelMode,
    list_modes,
    name_limit,
    name_question,
)
from kulturkarta.reach import Answer, Reach, get_reach, hide_unknown
from kulturkarta.ui.bound import bound_list, bound_segments, bound_select, bound_slider, bound_steps
from kulturkarta.ui.frame import Page
from kulturkarta.ui.state import adopt_choice, read_param

BY_KIND, BY_FUNCTION = "slag", "funktion"
DEFAULT_WORDS: Mapping[str, str] = {BY_KIND: "replokal", BY_FUNCTION: "ova"}
VOCABULARIES: Mapping[str, str] = {BY_KIND: "place_kind", BY_FUNCTION: "place_function"}
DEFAULT_KM = 10
DEFAULT_MINUTES = 15
_MODE = "fardsatt"
EVERYONE = ""
WAY_PARAMS = ("km", "minuter", _MODE, "omvag", "avtar", "alder")
"""How a question is counted, in an address: the same whatever is missing."""


@dataclass(frozen=True)
class GapPage:
    """What the parts of the page share: the question asked, its answer and the municipality looked at ("" = all)."""

    page: Page
    answer: Answer
    municipality: str

    @property
    def question(self) -> Question:
        return self.answer.question

    @property
    def gaps(self) -> GapResult:
        return self.answer.gaps

    @property
    def reach(self) -> Reach:
        return get_reach(self.page.catalogue)

    @property
    def what(self) -> str:
        """What is missing, in words."""
        return name_question(self.question, self.page.label, self.page.t)

    @property
    def limit(self) -> str:
        """`10 km`, `15 minuter med bil`: how far is too far."""
        return name_limit(self.question, self.page.t)

    @property
    def is_straight(self) -> bool:
        """Whether ways are straight lines times the detour, and not by road."""
        return self.question.mode == STRAIGHT

    @property
    def km_text(self) -> str:
        return self.page.t.number(self.question.km)

    @property
    def key(self) -> str:
        """What the answers of this page's question are kept by."""
        return f"{self.page.region.key} {self.page.catalogue.revision} {self.question}"

    def ask(self, question: Question) -> GapPage:
        """The same page with another question."""
        return replace(self, answer=hide_unknown(self.reach.ask(question)))


def kept_way() -> dict[str, str]:
    """What of the address says how it is counted, for a link to another question."""
    return {name: read_param(name) for name in WAY_PARAMS if read_param(name)}


def list_words(page: Page, way: str) -> list[str]:
    """The kinds or functions one can ask for, in the order of the alphabet."""
    vocabulary = VOCABULARIES[way]
    return sorted(page.taxonomy[vocabulary].codes, key=lambda code: sort_key(page.label(vocabulary, code)))


def ask_question(page: Page) -> GapPage:
    """The question of the address, with the controls that change it, and its answer."""
    t, names = page.t, page.region.municipalities
    reach = get_reach(page.catalogue)
    with st.container(horizontal=True, vertical_alignment="bottom", key="question"):
        way = bound_segments(
            "fraga",
            (BY_KIND, BY_FUNCTION),
            BY_KIND,
            label=t("luckor.what"),
            words=lambda value: t("luckor.by_kind" if value == BY_KIND else "luckor.by_function"),
        )
        chosen = bound_list(
            way,
            list_words(page, way),
            [DEFAULT_WORDS[way]],
            label=t("luckor.kinds" if way == BY_KIND else "luckor.functions"),
            words=lambda code: page.label(VOCABULARIES[way], code),
            width=340,
        )
        mode = _adopt_mode(page)
        km, minutes = _choose_limit(page, mode)
        municipality = bound_select(
            "kommun",
            ("", *sorted(names, key=lambda code: sort_key(names[code]))),
            "",
            label=t("luckor.municipality"),
            words=lambda code: names.get(code, t("luckor.whole_region")),
            width=200,
        )
        detour, decay, age = _choose_way(page, reach, mode)
    kinds, functions = (chosen, ()) if way == BY_KIND else ((), chosen)
    question = Question(kinds, functions, km=km, detour=detour, decay=decay, age=age, mode=mode, minutes=minutes)
    return GapPage(page, hide_unknown(reach.ask(question)), municipality)


def _adopt_mode(page: Page) -> TravelMode:
    """The way to travel of the address: straight lines unless a road network is set."""
    asked = adopt_choice(_MODE, list_modes(page.settings), STRAIGHT)
    return next(mode for mode in list_modes(page.settings) if mode == asked)


def _choose_limit(page: Page, mode: TravelMode) -> tuple[float, float | None]:
    """How far is too far: kilometres of straight lines, minutes by road."""
    t = page.t
    if mode == STRAIGHT:
        return float(bound_slider("km", MIN_KM, MAX_KM, DEFAULT_KM, label=t("luckor.km"), width=240)), None
    minutes = bound_slider("minuter", MIN_MINUTES, MAX_MINUTES, DEFAULT_MINUTES, label=t("luckor.minutes"), width=240)
    return Question.km, float(minutes)


def _choose_way(page: Page, reach: Reach, mode: TravelMode) -> tuple[float, str, str]:
    """How it is counted: how one travels, decay and age group, in a box that says what each means."""
    t = page.t
    with st.popover(t("luckor.way.title"), icon=":material/tune:", key="way"):
        modes = list_modes(page.settings)
        if len(modes) > 1:
            bound_segments(
                _MODE,
                modes,
                STRAIGHT,
                label=t("luckor.way.mode"),
                words=lambda name: t("luckor.way.straight" if name == STRAIGHT else f"cli.gaps.mode_{name}"),
                help=t("luckor.way.mode_help"),
            )
        detour = _choose_detour(page) if mode == STRAIGHT else page.settings.detour_factor
        decay = bound_segments(
            "avtar",
            tuple(DECAYS),
            DEFAULT_DECAY,
            label=t("luckor.way.decay"),
            words=lambda name: t(f"luckor.way.decay_{name}"),
            help=t("luckor.way.decay_help"),
        )
        if not reach.ages:
            st.caption(t("luckor.way.no_ages"))
            return detour, decay, EVERYONE
        age = bound_select(
            "alder",
            (EVERYONE, *reach.ages),
            EVERYONE,
            label=t("luckor.way.age"),
            words=lambda name: t(f"luckor.way.{name or 'everyone'}"),
        )
    return detour, decay, age


def _choose_detour(page: Page) -> float:
    """How many times the straight line a way is."""
    t, usual = page.t, page.settings.detour_factor
    detour = bound_steps(
        "omvag",
        [f"{factor:g}" for factor in sorted({*DETOURS, usual})],
        f"{usual:g}",
        label=t("luckor.way.detour"),
        words=lambda factor: t.number(float(factor), 1),
        help=t("luckor.way.detour_help", usual=t.number(usual, 1)),
    )
    return float(detour)
