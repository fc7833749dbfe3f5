"""Luckor as it is: the map with any measure, and the same rows as tables and chart."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from kulturkarta.analysis.gaps.reach import BANDS
from kulturkarta.figures.charts import stack_bands
from kulturkarta.ui.gap_map import MapParts, choose_catchments, choose_measure, show_gap_map
from kulturkarta.ui.gap_question import GapPage
from kulturkarta.ui.gap_words import describe_rows, find_row, join_region, number_text
from kulturkarta.ui.plain import plain


def show_measures(view: GapPage) -> None:
    """The map, then what it shows municipality by municipality, and locality by locality where one is chosen."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="map_choice"):
        measure, has_catchments = choose_measure(view), choose_catchments(view)
    show_gap_map(view, MapParts(measure=measure, has_catchments=has_catchments))
    _show_table(view)
    _show_localities(view)
    _show_bands(view)
    _show_users(view)
    _show_equity(view)


def _show_table(view: GapPage) -> None:
    """One row per municipality, the region last: the rows of the map."""
    t = view.page.t
    st.header(t("luckor.table"), anchor=False)
    st.dataframe(describe_rows(join_region(view), view), hide_index=True, height="content", alt=t("luckor.table"))
    st.caption(t(f"luckor.score_note_{view.question.decay}"))


def _show_localities(view: GapPage) -> None:
    """The same measures per locality of the chosen municipality."""
    if not view.municipality:
        return
    t = view.page.t
    rows = view.gaps.localities
    rows = rows[rows["municipality_code"].eq(view.municipality)].sort_values("population", ascending=False)
    name = view.page.region.municipalities[view.municipality]
    st.header(t("luckor.localities", name=plain(name)), anchor=False)
    shown = describe_rows(rows.fillna({"locality": t("word.no_information")}), view)
    st.dataframe(shown, hide_index=True, alt=t("luckor.localities", name=name))


def _show_bands(view: GapPage) -> None:
    """Bars per municipality: what share of its people lives how far from the nearest place."""
    page, t = view.page, view.page.t
    if view.answer.places.empty:
        return
    rows = view.gaps.municipalities
    is_vague = rows["code"].isin(list(view.answer.too_little))
    rows = rows.assign(name=rows["name"].where(~is_vague, rows["name"] + f" ({t('luckor.too_little')})"))
    order = np.lexsort([-rows["mean_km"].fillna(np.inf).to_numpy(dtype="float64"), is_vague])
    rows = rows.iloc[order].reset_index(drop=True)
    st.header(t("luckor.chart"), anchor=False)
    st.markdown(plain(_describe_farthest(view, rows)))
    figure = stack_bands(
        rows,
        bands=[(band, t(f"luckor.{band}")) for band in BANDS],
        axis=t("luckor.chart_axis"),
        separators=t.separators,
        theme=page.theme,
    )
    st.plotly_chart(figure, key="luckor.bands", theme=None, config={"displayModeBar": False})


def _describe_farthest(view: GapPage, rows: pd.DataFrame) -> str:
    """Who has the longest way, where enough is known; by road some have none, and then the mean says nothing."""
    t = view.page.t
    rows = rows[~rows["code"].isin(list(view.answer.too_little))]
    if rows.empty:
        return t("luckor.chart_too_little")
    cut_off = rows[~np.isfinite(rows["mean_km"].to_numpy(dtype="float64"))]
    if len(cut_off):
        return t("luckor.chart_cut_off", names=t.join(cut_off["name"]))
    farthest, finding = rows.iloc[0], "chart_finding_known" if view.answer.too_little else "chart_finding"
    return t(f"luckor.{finding}", name=farthest["name"], km=t.number(round(float(farthest["mean_km"]), 1), 1))


def _show_users(view: GapPage) -> None:
    """Rooms against those who would use them: actors per place, and the wishes of the needs answers."""
    t, row = view.page.t, find_row(view)
    st.header(t("luckor.users.title"), anchor=False)
    actors, places = int(row["actors"]), int(row["places"])
    st.markdown(t("luckor.users.finding", actors=t.number(actors), places=t.number(places), where=_name_area(view)))
    rows, wishes = join_region(view), view.reach.count_wishes()
    with st.expander(t("luckor.show_table"), key="users"):
        st.dataframe(
            pd.DataFrame(
                {
                    t("luckor.municipality"): rows["name"],
                    t("luckor.users.column_actors"): rows["actors"].astype(int),
                    t("luckor.column_places"): rows["places"].fillna(0).astype(int),
                    t("luckor.users.column_ratio"): [number_text(t, value) for value in rows["actors_per_place"]],
                    t("luckor.users.column_wishes"): [
                        t("luckor.users.few") if value != value else t.number(round(value)) for value in wishes
                    ],
                    t("luckor.users.column_unknown"): rows["actors_unknown"].astype(int),
                }
            ),
            hide_index=True,
            height="content",
            alt=t("luckor.users.title"),
        )
        st.caption(t("luckor.users.note"))


def _show_equity(view: GapPage) -> None:
    """How unevenly access is shared, in words, and beside it how much of it there is."""
    t, row = view.page.t, find_row(view)
    gini = float(row["gini"])
    if gini != gini:
        return
    st.header(t("luckor.equity.title"), anchor=False)
    st.markdown(
        t(
            "luckor.equity.finding",
            where=_name_area(view),
            gini=t.number(gini, 2),
            apart=t.percent(2 * gini),
            share=t.percent(row["share_within"]),
            limit=view.limit,
        )
    )
    rows, within = join_region(view), t("luckor.equity.column_within", limit=view.limit)
    with st.expander(t("luckor.show_table"), key="equity"):
        st.dataframe(
            pd.DataFrame(
                {
                    t("luckor.municipality"): rows["name"],
                    t("luckor.equity.column_gini"): [number_text(t, value, 2) for value in rows["gini"]],
                    within: [t.percent(value) for value in rows["share_within"]],
                }
            ),
            hide_index=True,
            height="content",
            alt=t("luckor.equity.title"),
        )
        st.caption(t("luckor.equity.note"))


def _name_area(view: GapPage) -> str:
    """`Flen`, or the region's name."""
    if view.municipality:
        return plain(view.page.region.municipalities[view.municipality])
    return plain(view.page.region.name(view.page.t.lang))
