"""How sure Luckor's figures are: what is known of the places, how ranks move, who lives at the edge, the method."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kulturkarta.analysis.gaps.decay import DECAYS
from kulturkarta.analysis.gaps.sensitivity import rank_by_ways, rank_sensitivity
from kulturkarta.questions import DETOURS, STRAIGHT, name_people
from kulturkarta.reach import Reach
from kulturkarta.roads import Mode
from kulturkarta.travel import find_roads
from kulturkarta.ui.gap_map import describe_way
from kulturkarta.ui.gap_question import GapPage
from kulturkarta.ui.gap_words import share_text, span_text
from kulturkarta.ui.plain import plain

THRESHOLDS_KM = (5.0, 10.0, 15.0, 20.0)
THRESHOLDS_MINUTES = (10.0, 15.0, 20.0, 30.0)
NAMED_LOCALITIES = 5


@st.cache_data(max_entries=64, show_spinner=False)
def _rank(
    _reach: Reach, revision: str, kinds: tuple[str, ...], functions: tuple[str, ...], left_out: tuple[str, ...]
) -> pd.DataFrame:
    return rank_sensitivity(
        _reach.people.demand,
        _reach.locate(kinds=kinds, functions=functions),
        codes=list(_reach.catalogue.region.municipalities),
        left_out=left_out,
        thresholds_km=THRESHOLDS_KM,
        detour_factors=DETOURS,
        decays=tuple(DECAYS),
    )


@st.cache_data(max_entries=64, show_spinner=False)
def _rank_by_road(
    _reach: Reach,
    revision: str,
    kinds: tuple[str, ...],
    functions: tuple[str, ...],
    left_out: tuple[str, ...],
    way: tuple[Mode, bool],
) -> pd.DataFrame:
    mode, is_km = way
    unit = "km" if is_km else "minutes"
    return rank_by_ways(
        _reach.people.demand,
        _reach.locate(kinds=kinds, functions=functions),
        codes=list(_reach.catalogue.region.municipalities),
        left_out=left_out,
        ways=find_roads(mode, unit, _reach.settings, factor=_reach.settings.detour_factor),
        thresholds=THRESHOLDS_KM if is_km else THRESHOLDS_MINUTES,
        decays=tuple(DECAYS),
    )


def rank_municipalities(view: GapPage) -> pd.DataFrame:
    """Best and worst rank of each municipality over 112 ways to count (by road 16), kept per kind or function.

    Those of which too little is known have none."""
    catalogue, question = view.page.catalogue, view.question
    with st.spinner(view.page.t("state.calculating"), show_time=False):
        revision, left_out = f"{catalogue.region.key} {catalogue.revision}", tuple(view.answer.too_little)
        asked = (view.reach, revision, question.kinds, question.functions, left_out)
        if question.mode == STRAIGHT:
            return _rank(*asked)
        return _rank_by_road(*asked, (question.mode, question.minutes is None))


def show_certainty(view: GapPage) -> None:
    """Coverage, ranks, edge and method."""
    _show_coverage(view)
    _show_ranks(view)
    _show_edge(view)
    st.header(view.page.t("luckor.method"), anchor=False)
    st.markdown("\n".join(f"- {note}" for note in list_method_notes(view)))


def list_method_notes(view: GapPage) -> list[str]:
    """How the figures were made, a sentence each."""
    t, question = view.page.t, view.question
    who = [t("luckor.age_note", who=name_people(question, t))] if question.age else []
    return [
        describe_way(view),
        t(f"luckor.demand_{view.reach.people.source}"),
        *who,
        t(f"luckor.score_note_{question.decay}"),
        t("luckor.vague_note"),
        t("luckor.too_little_note"),
    ]


def describe_ranks(view: GapPage) -> str:
    """What the ranks are taken over."""
    if view.is_straight:
        return view.page.t("luckor.rank_note")
    unit = "km" if view.question.minutes is None else "minutes"
    return view.page.t(f"luckor.ranks.by_road_{unit}")


def _show_coverage(view: GapPage) -> None:
    """How well the chosen places are known."""
    page, t = view.page, view.page.t
    coverage = view.answer.coverage
    names = page.region.municipalities
    st.header(t("luckor.coverage"), anchor=False)
    st.dataframe(
        pd.DataFrame(
            {
                t("luckor.municipality"): [names.get(code, page.region.name(t.lang)) for code in coverage.index],
                t("luckor.column_places"): coverage["n"].astype(int).to_numpy(),
                t("luckor.column_exact"): [share_text(t, v) for v in coverage["share_exact"]],
                t("luckor.column_checked"): [share_text(t, v) for v in coverage["share_checked"]],
                t("luckor.column_complete"): [
                    span_text(t, low, high)
                    for low, high in zip(coverage["complete_low"], coverage["complete_high"], strict=True)
                ],
            }
        ),
        hide_index=True,
        height="content",
        alt=t("luckor.coverage"),
    )


def _show_ranks(view: GapPage) -> None:
    """Which place each municipality takes in the order, and how far that moves with how one counts."""
    t = view.page.t
    ranks = rank_municipalities(view).dropna(subset=["rank_median"])
    if ranks.empty:
        return
    ranks = ranks.sort_values(["rank_median", "code"], ignore_index=True)
    names = view.page.region.municipalities
    widest = ranks.iloc[int((ranks["rank_worst"] - ranks["rank_best"]).to_numpy().argmax())]
    st.header(t("luckor.ranks.title"), anchor=False)
    st.markdown(
        t(
            "luckor.ranks.finding",
            name=plain(names[widest["code"]]),
            best=int(widest["rank_best"]),
            worst=int(widest["rank_worst"]),
        )
    )
    st.dataframe(
        pd.DataFrame(
            {
                t("luckor.municipality"): [names[code] for code in ranks["code"]],
                t("luckor.ranks.column_median"): [t.number(value) for value in ranks["rank_median"]],
                t("luckor.ranks.column_span"): [
                    str(int(best)) if best == worst else f"{int(best)}–{int(worst)}"
                    for best, worst in zip(ranks["rank_best"], ranks["rank_worst"], strict=True)
                ],
            }
        ),
        hide_index=True,
        height="content",
        alt=t("luckor.ranks.title"),
    )
    left_out = [names[code] for code in view.answer.too_little]
    st.caption(describe_ranks(view))
    if left_out:
        st.caption(t("luckor.ranks.left_out", names=t.join(left_out)))


def _show_edge(view: GapPage) -> None:
    """Who lives so near the border that a place beyond it could be in reach."""
    t = view.page.t
    edge = view.reach.find_edge(view.answer)
    st.header(t("luckor.edge.title"), anchor=False)
    st.markdown(
        t(
            "luckor.edge.finding",
            people=t.number(round(edge.people)),
            without=t.number(round(edge.without)),
            km=t.number(round(view.reach.measure_limit_km(view.question))),
        )
    )
    most = edge.localities[edge.localities["without"] > 0].head(NAMED_LOCALITIES)
    if len(most):
        st.markdown(t("luckor.edge.localities", names=t.join(plain(name) for name in most["name"])))
    st.caption(t("luckor.edge_open" if view.gaps.edge_open else "luckor.edge.counted"))
