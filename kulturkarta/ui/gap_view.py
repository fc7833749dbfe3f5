"""The parts of the Luckor page: the sentence, the map, and the same rows as table and chart."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from kulturkarta.analysis.gaps.paint import STEPS, paint_areas
from kulturkarta.analysis.gaps.reach import BANDS
from kulturkarta.analysis.siting import NextPlaces
from kulturkarta.figures.charts import stack_bands
from kulturkarta.figures.map_layer import Overlay, Site
from kulturkarta.i18n import Texts
from kulturkarta.listing import Found
from kulturkarta.publications import gap_dots_address
from kulturkarta.reach import get_reach
from kulturkarta.ui.gap_question import GapPage
from kulturkarta.ui.map_view import show_map
from kulturkarta.ui.plain import plain


def describe_gap(view: GapPage) -> str:
    """`I Flens kommun har 41 % av invånarna ingen replokal inom 10 km; i hela Sörmland 23 %.`"""
    t, region = view.page.t, plain(view.page.region.name(view.page.t.lang))
    if view.answer.places.empty:
        return t("luckor.none_known", what=plain(view.what), region=region)
    whole = view.gaps.region
    words = {"what": plain(view.what), "km": view.km_text, "region": region}
    if not view.municipality:
        sentence = t("luckor.sentence_region", share=t.percent(whole["share_without"]), **words)
        return f"**{sentence}** {_describe_span(t, whole)}"
    row = _row_of(view)
    sentence = t(
        "luckor.sentence",
        name=plain(row["name"]),
        share=t.percent(row["share_without"]),
        region_share=t.percent(whole["share_without"]),
        **words,
    )
    return f"**{sentence}** {_describe_span(t, row)}"


def _describe_span(t: Texts, row: pd.Series) -> str:
    low, high = row["share_without_low"], row["share_without_high"]
    if round(high - low, 2) < 0.02:
        return ""
    return t("luckor.interval", low=t.percent(low), high=t.percent(high))


def _row_of(view: GapPage) -> pd.Series:
    rows = view.gaps.municipalities
    return rows[rows["code"].eq(view.municipality)].iloc[0]


def show_gap_map(view: GapPage, found: NextPlaces | None) -> None:
    """Municipalities filled by the share without, people as dots by distance, places as marks, next sites numbered."""
    page, t = view.page, view.page.t
    listing, question = page.listing, view.answer.question
    mask = listing.entries["id"].isin(view.answer.places["id"]).to_numpy(dtype=bool)
    overlay = Overlay(
        areas=paint_areas(view.gaps, view.answer.places),
        dots=gap_dots_address(question.kinds, question.functions, question.km) if len(view.answer.places) else "",
        title=t("luckor.map_title", km=view.km_text),
        steps=[t(f"luckor.scale_{step}") for step in range(STEPS)],
        hatched=t("luckor.too_little"),
        sites=[] if found is None else _list_sites(found.sites),
        legend={"proposed": t("luckor.where.mark")},
    )
    show_map(listing, Found(mask, {}, None), t=t, theme=page.theme, key="luckor", overlay=overlay)
    st.caption(t("luckor.dots_note"))


def _list_sites(sites: pd.DataFrame) -> list[Site]:
    return [Site(*site) for site in zip(sites["lon"], sites["lat"], sites["name"], strict=True)]


def show_gap_table(view: GapPage, ranks: pd.DataFrame) -> None:
    """One row per municipality, the region last: the rows of the map."""
    t = view.page.t
    rows = pd.concat([view.gaps.municipalities, view.gaps.region.to_frame().T], ignore_index=True)
    rows["name"] = rows["name"].fillna(view.page.region.name(t.lang))
    spans = dict(zip(ranks["code"], zip(ranks["rank_best"], ranks["rank_worst"], strict=True), strict=True))
    shown = describe_rows(rows, view)
    shown[t("luckor.column_rank")] = [_rank_text(spans.get(code)) for code in rows["code"]]
    st.header(t("luckor.table"), anchor=False)
    st.dataframe(shown, hide_index=True, height="content", alt=t("luckor.table"))
    st.caption(f"{t('luckor.rank_note')} {t('luckor.score_note')}")


def describe_rows(rows: pd.DataFrame, view: GapPage) -> pd.DataFrame:
    """The measures of areas in words: people, places, share without with its span, distances, access."""
    t, km = view.page.t, view.km_text
    name = "name" if "name" in rows else "locality"
    return pd.DataFrame(
        {
            t("luckor.municipality") if name == "name" else t("column.locality"): rows[name],
            t("luckor.column_people"): [t.number(round(n)) for n in rows["population"]],
            t("luckor.column_places"): rows["places"].fillna(0).astype(int),
            t("luckor.column_without", km=km): [_share(t, v) for v in rows["share_without"]],
            t("luckor.column_interval"): [
                f"{_share(t, low)}–{_share(t, high)}"
                for low, high in zip(rows["share_without_low"], rows["share_without_high"], strict=True)
            ],
            t("luckor.column_mean"): [_number(t, v) for v in rows["mean_km"]],
            t("luckor.column_median"): [_number(t, v) for v in rows["median_km"]],
            t("luckor.column_per_10000"): [_number(t, v, 2) for v in rows["per_10000"]],
            t("luckor.column_score"): [_number(t, v, 2) for v in rows["score_per_10000"]],
        }
    )


def show_band_chart(view: GapPage) -> None:
    """Bars per municipality: what share of its people lives how far from the nearest place."""
    page, t = view.page, view.page.t
    if view.answer.places.empty:
        return
    rows = view.gaps.municipalities.sort_values("mean_km", ascending=False, ignore_index=True)
    farthest = rows.iloc[0]
    st.header(t("luckor.chart"), anchor=False)
    st.markdown(
        t("luckor.chart_finding", name=plain(farthest["name"]), km=t.number(round(float(farthest["mean_km"]), 1), 1))
    )
    figure = stack_bands(
        rows,
        bands=[(band, t(f"luckor.{band}")) for band in BANDS],
        axis=t("luckor.chart_axis"),
        separators=t.separators,
        theme=page.theme,
    )
    st.plotly_chart(figure, key="luckor.bands", theme=None, config={"displayModeBar": False})


def show_localities(view: GapPage) -> None:
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


def show_certainty(view: GapPage) -> None:
    """How well the chosen places are known, and how the figures were made."""
    page, t = view.page, view.page.t
    coverage = view.answer.coverage
    names = page.region.municipalities
    st.header(t("luckor.coverage"), anchor=False)
    st.dataframe(
        pd.DataFrame(
            {
                t("luckor.municipality"): [names.get(code, page.region.name(t.lang)) for code in coverage.index],
                t("luckor.column_places"): coverage["n"].astype(int).to_numpy(),
                t("luckor.column_exact"): [_share(t, v) for v in coverage["share_exact"]],
                t("luckor.column_checked"): [_share(t, v) for v in coverage["share_checked"]],
                t("luckor.column_complete"): [
                    _span_text(t, low, high)
                    for low, high in zip(coverage["complete_low"], coverage["complete_high"], strict=True)
                ],
            }
        ),
        hide_index=True,
        height="content",
        alt=t("luckor.coverage"),
    )
    st.header(t("luckor.method"), anchor=False)
    notes = [t("luckor.distance", factor=view.gaps.detour_factor)]
    notes += [t("luckor.edge_open")] if view.gaps.edge_open else []
    notes.append(t(f"luckor.demand_{get_reach(page.catalogue).people.source}"))
    st.markdown("\n".join(f"- {note}" for note in notes))


def _share(t: Texts, value: float) -> str:
    return t("word.no_information") if value != value else t.percent(float(value))


def _number(t: Texts, value: float, decimals: int = 1) -> str:
    return "–" if value != value or np.isinf(value) else t.number(float(value), decimals)


def _span_text(t: Texts, low: float, high: float) -> str:
    if low != low:
        return t("word.no_information")
    return t.percent(low) if low == high else f"{t.percent(low)}–{t.percent(high)}"


def _rank_text(span: tuple[float, float] | None) -> str:
    if span is None or span[0] != span[0]:
        return "–"
    best, worst = (int(rank) for rank in span)
    return str(best) if best == worst else f"{best}–{worst}"
