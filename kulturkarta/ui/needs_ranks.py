"""Where need exceeds supply most on the Behov page: weights a person can see and move, ranks with how sure they are."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kulturkarta.needs_supply import rank_municipalities, set_against
from kulturkarta.ui.needs_numbers import tabulate_numbers
from kulturkarta.ui.needs_question import NEEDS, NeedsPage
from kulturkarta.ui.plain import plain
from kulturkarta.ui.state import read_param, write_param
from kulturkarta.ui.tables import offer_figures

_MOST = 5


@st.fragment
def show_ranks(view: NeedsPage) -> None:
    """A table of municipalities with rank, rank interval and tier; the weights beside it."""
    if not view.wave:
        return
    t = view.page.t
    st.header(t("behov.ranks"), anchor=False)
    st.markdown(t("behov.ranks_intro"))
    weights = _choose_weights(view)
    found = rank_municipalities(view.page.catalogue, view.needs, view.wave, weights)
    if found.empty:
        st.info(t("behov.ranks_too_few"))
        return
    names = view.page.region.municipalities
    found = found.sort_values(["rank_median", "rank"], kind="stable")
    above = [plain(names[code]) for code in found.index[found["tier"].eq("above")]]
    st.markdown(t("behov.ranks_finding", names=t.join(above)) if above else t("behov.ranks_none"))
    if view.is_demo:
        st.caption(f"**{view.synthetic}**")
    st.dataframe(
        pd.DataFrame(
            {
                t("behov.by.municipality"): [names[code] for code in found.index],
                t("behov.column_tier"): [t(f"behov.tier_{tier}") for tier in found["tier"]],
                t("behov.column_rank"): [
                    f"{int(m)} ({int(a)}–{int(b)})"
                    for m, a, b in zip(found["rank_median"], found["rank_low"], found["rank_high"], strict=True)
                ],
                t("behov.column_gap"): [t.number(round(float(v)), 0) for v in found["gap"]],
            }
        ),
        hide_index=True,
        height="content",
        alt=t("behov.ranks"),
    )
    st.caption(t("behov.ranks_note"))


def _choose_weights(view: NeedsPage) -> dict[str, float]:
    """A weight per need, 0 to 5, in the address when they are not all alike."""
    asked = read_param("vikter").split(",")
    given = (
        [int(word) if word.isdigit() and int(word) <= _MOST else 1 for word in asked]
        if len(asked) == len(NEEDS)
        else []
    )
    given = given if sum(given) else [1] * len(NEEDS)

    def keep() -> None:
        chosen = [int(st.session_state[f"needs.weight.{theme}"]) for theme in NEEDS]
        write_param("vikter", "" if len(set(chosen)) == 1 else ",".join(map(str, chosen)))

    with st.container(horizontal=True, key="needs_weights"):
        for theme, value in zip(NEEDS, given, strict=True):
            st.session_state[f"needs.weight.{theme}"] = value
            st.slider(view.theme(theme), 0, _MOST, key=f"needs.weight.{theme}", width=220, on_change=keep)
    return {theme: float(value) for theme, value in zip(NEEDS, given, strict=True)}


def show_download(view: NeedsPage) -> None:
    """Every figure of the page as Excel, with how it was made and whether the answers are invented."""
    page, t = view.page, view.page.t
    if not view.wave:
        return
    notes = [
        page.region.name(t.lang),
        view.synthetic or view.origin(view.wave),
        view.title,
        t("behov.note_interval"),
    ]
    mark = t("behov.demo.file") if view.is_demo else ""

    def list_sheets() -> dict[str, pd.DataFrame]:
        against = pd.concat(
            [set_against(page.catalogue, view.needs, view.wave, theme).assign(theme=theme) for theme in NEEDS],
            ignore_index=True,
        ).assign(origin=view.synthetic)
        return {t("behov.sheet_answers"): tabulate_numbers(view), t("behov.sheet_supply"): against}

    offer_figures(
        t("behov.download"),
        list_sheets,
        title=t("nav.behov"),
        notes=notes,
        name=f"behov-{page.region.key}{mark}",
        key="needs.download",
        t=t,
    )
