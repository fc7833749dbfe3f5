"""Luckor, onward: where the next places would help most, how sure that is, and what they would change."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from kulturkarta.analysis.gaps.paint import find_vague
from kulturkarta.analysis.siting import Aim, NextPlaces, SitingRefused
from kulturkarta.reach import Reach, get_reach
from kulturkarta.ui.gap_question import GapPage
from kulturkarta.ui.plain import plain
from kulturkarta.ui.state import adopt_choice, choose

MAX_SITES, DEFAULT_SITES = 10, 3
EXACT_SECONDS = 30.0
# A greedy answer must come at once: its bound is as tight as this allows.
GREEDY_SECONDS = 1.0


@dataclass(frozen=True)
class NextQuestion:
    """How many new places, to what end, and whether the answer must be proven."""

    n_sites: int
    aim: Aim
    is_exact: bool


def adopt_next() -> NextQuestion:
    """The question of the address."""
    n_sites = int(adopt_choice("nya", tuple(str(n) for n in range(1, MAX_SITES + 1)), str(DEFAULT_SITES)))
    aim: Aim = "distance" if adopt_choice("mal", ("coverage", "distance"), "coverage") == "distance" else "coverage"
    return NextQuestion(n_sites, aim, adopt_choice("exakt", ("0", "1"), "0") == "1")


@st.cache_data(max_entries=128, show_spinner=False)
def _find(_reach: Reach, _view: GapPage, key: str, asked: NextQuestion) -> NextPlaces | None:
    try:
        return _reach.find_next(
            _view.answer,
            aim=asked.aim,
            n_sites=asked.n_sites,
            is_exact=asked.is_exact,
            time_limit_s=EXACT_SECONDS if asked.is_exact else GREEDY_SECONDS,
        )
    except SitingRefused:  # nobody, or nowhere to build: nothing to choose among
        return None


def find_next_places(view: GapPage, asked: NextQuestion) -> NextPlaces | None:
    """The best sites for what is asked, kept per question; None when there is nothing to choose among."""
    catalogue = view.page.catalogue
    if view.answer.places.empty and asked.aim == "distance":
        return None  # from no place at all the mean way is endless: only coverage can be compared
    with st.spinner(view.page.t("state.calculating"), show_time=asked.is_exact):
        key = f"{catalogue.region.key} {catalogue.revision} {view.answer.question}"
        return _find(get_reach(catalogue), view, key, asked)


def show_next_places(view: GapPage, asked: NextQuestion, found: NextPlaces | None) -> None:
    """Controls, the sentence, the steps with what each gains, and how far from the best the plan can be."""
    t = view.page.t
    st.header(t("luckor.where.title"), anchor=False)
    _show_controls(view, asked)
    if found is None or found.sites.empty:
        st.info(t("luckor.where.nothing"))
        return
    st.markdown(_describe(view, asked, found))
    st.dataframe(
        pd.DataFrame(
            {
                t("luckor.where.column_step"): range(1, len(found.sites) + 1),
                t("luckor.where.column_site"): found.sites["name"],
                t("luckor.municipality"): found.sites["municipality_code"].map(view.page.region.municipalities),
                t("luckor.where.column_gained", km=view.km_text): [t.number(round(n)) for n in found.sites["gained"]],
            }
        ),
        hide_index=True,
        height="content",
        alt=t("luckor.where.title"),
    )
    names = view.page.region.municipalities
    if vague := sorted(set(found.sites["municipality_code"]) & set(find_vague(view.gaps, view.answer.places))):
        st.warning(t("luckor.where.vague", names=t.join(names[code] for code in vague)), icon=":material/help:")
    gap = found.plan.gap
    st.caption(t("luckor.where.proven") if found.plan.exact else t("luckor.where.gap", gap=t.percent(gap, 1)))


def _show_controls(view: GapPage, asked: NextQuestion) -> None:
    t = view.page.t
    with st.container(horizontal=True, vertical_alignment="bottom", key="where_next"):
        st.session_state["next.n"] = asked.n_sites
        st.slider(
            t("luckor.where.n"),
            1,
            MAX_SITES,
            key="next.n",
            width=220,
            on_change=lambda: choose("nya", str(st.session_state["next.n"]), str(DEFAULT_SITES)),
        )
        st.session_state["next.aim"] = asked.aim
        st.selectbox(
            t("luckor.where.objective"),
            ("coverage", "distance"),
            key="next.aim",
            format_func=lambda aim: t(f"luckor.where.objective_{aim}"),
            width=380,
            on_change=lambda: choose("mal", st.session_state["next.aim"], "coverage"),
        )
        st.session_state["next.exact"] = asked.is_exact
        st.toggle(
            t("luckor.where.exact"),
            key="next.exact",
            on_change=lambda: choose("exakt", "1" if st.session_state["next.exact"] else "0", "0"),
        )


def _describe(view: GapPage, asked: NextQuestion, found: NextPlaces) -> str:
    t = view.page.t
    names = t.join(plain(name) for name in found.sites["name"])
    if asked.aim == "distance":
        return t(
            "luckor.where.finding_distance",
            names=names,
            before=t.number(found.mean_km_before, 1),
            after=t.number(found.mean_km_after, 1),
        )
    return t(
        "luckor.where.finding_coverage",
        n=len(found.sites),
        names=names,
        gained=t.number(round(found.within_after - found.within_before)),
        before=t.percent(1 - found.within_before / found.population),
        after=t.percent(1 - found.within_after / found.population),
    )
