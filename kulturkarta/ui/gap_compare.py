"""Luckor, compared: how the order of municipalities moves, what similar ones have, and the figures to take home."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kulturkarta.analysis.gaps.sensitivity import DECAYS, rank_sensitivity
from kulturkarta.analysis.gaps.similar import measure_land_km2, missing_kinds_matrix, similar_municipalities
from kulturkarta.export.excel import write_figures
from kulturkarta.reach import Reach, get_reach
from kulturkarta.ui.gap_question import GapPage
from kulturkarta.ui.plain import plain

THRESHOLDS_KM = (5.0, 10.0, 15.0, 20.0)
DETOURS = (1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6)
SIMILAR_WANTED = 5


@st.cache_data(max_entries=64, show_spinner=False)
def _rank(_reach: Reach, revision: str, kinds: tuple[str, ...], functions: tuple[str, ...]) -> pd.DataFrame:
    return rank_sensitivity(
        _reach.people.demand,
        _reach.locate(kinds=kinds, functions=functions),
        codes=list(_reach.catalogue.region.municipalities),
        thresholds_km=THRESHOLDS_KM,
        detour_factors=DETOURS,
        decays=DECAYS,
    )


def rank_municipalities(view: GapPage) -> pd.DataFrame:
    """Best and worst rank of each municipality over 112 ways to count, kept per question."""
    question = view.answer.question
    catalogue = view.page.catalogue
    with st.spinner(view.page.t("state.calculating"), show_time=False):
        return _rank(
            get_reach(catalogue), f"{catalogue.region.key} {catalogue.revision}", question.kinds, question.functions
        )


def show_similar(view: GapPage) -> None:
    """What at least half of the municipalities most like the chosen one have, and it has not."""
    if not view.municipality:
        return
    page, t, people = view.page, view.page.t, get_reach(view.page.catalogue).people
    names = page.region.municipalities
    # The catalogue covers the region: likeness to municipalities it knows nothing of would compare with silence.
    population = pd.Series({code: people.totals[code] for code in names})
    similar = similar_municipalities(
        view.municipality, population, measure_land_km2(people.land), wanted=SIMILAR_WANTED
    )["code"].tolist()
    matrix = missing_kinds_matrix(
        page.catalogue["places"],
        population=population,
        kinds=list(page.taxonomy["place_kind"].codes),
        similar={view.municipality: similar},
    )
    missing = matrix[matrix["is_missing"]]
    name, others = plain(names[view.municipality]), t.join(plain(names[code]) for code in similar)
    st.header(t("luckor.matrix"), anchor=False)
    if missing.empty:
        st.markdown(t("luckor.matrix_none", name=name, similar=others))
        return
    st.markdown(t("luckor.matrix_finding", name=name, similar=others))
    st.dataframe(
        pd.DataFrame(
            {
                t("column.kind"): [page.label("place_kind", kind) for kind in missing["kind"]],
                t("luckor.column_similar_with"): [
                    ", ".join(names[code] for code in codes) for codes in missing["similar_with"]
                ],
            }
        ),
        hide_index=True,
        alt=t("luckor.matrix"),
    )


def show_download(view: GapPage, ranks: pd.DataFrame) -> None:
    """Every figure per municipality as Excel, with how it was made."""
    t, question = view.page.t, view.answer.question
    notes = [
        view.page.region.name(t.lang),
        ", ".join((*question.kinds, *question.functions)),
        t("luckor.map_title", km=view.km_text),
        t("luckor.distance", factor=view.gaps.detour_factor),
        t(f"luckor.demand_{get_reach(view.page.catalogue).people.source}"),
        t("luckor.rank_note"),
        t("luckor.score_note"),
    ]
    name = "-".join((*question.kinds, *question.functions))[:60]
    figures = view.gaps.municipalities.merge(ranks, on="code", how="left")
    st.download_button(
        t("luckor.download"),
        data=lambda: write_figures(figures, title=t("nav.luckor"), notes=notes, t=t),
        file_name=f"kulturkarta-luckor-{view.page.region.key}-{name}.xlsx",
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        icon=":material/download:",
        on_click="ignore",
        key="luckor.download",
    )
