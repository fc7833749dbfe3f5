"""Figures of Luckor in words: the sentence, shares, spans and the measures of an area."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kulturkarta import gap_words
from kulturkarta.analysis.gaps.too_little import Reason
from kulturkarta.i18n import Texts
from kulturkarta.schema import WHOLE_REGION
from kulturkarta.ui.gap_question import GapPage
from kulturkarta.ui.plain import plain

_KILOMETRES = ("mean_km", "median_km")


def describe_gap(view: GapPage) -> str:
    """The sentence about the gap, set in bold, and how sure it is."""
    sentence, span = say_gap(view)
    return plain(sentence) if view.answer.places.empty else f"**{plain(sentence)}** {plain(span)}"


def say_gap(view: GapPage) -> tuple[str, str]:
    """The sentence about the gap of the page's area, then how sure it is."""
    region, t = view.page.region, view.page.t
    return gap_words.describe_gap(
        view.answer,
        view.municipality,
        what=view.what,
        region=region.name(t.lang),
        names=region.municipalities,
        t=t,
    )


def describe_known(view: GapPage) -> str:
    """`26 platser, 19 % kontrollerade de senaste 5 åren, 0 % med exakt plats. …`: how well the places are known."""
    t = view.page.t
    known = view.answer.coverage.loc[[view.municipality or WHOLE_REGION]].to_dict("records")[0]
    complete = span_text(t, known["complete_low"], known["complete_high"])
    shares = {name: share_text(t, known[f"share_{name}"]) for name in ("checked", "exact")}
    said = t("luckor.known_none")
    if known["n"]:
        said = t("luckor.known", n=int(known["n"]), years=view.page.settings.stale_years, **shares)
    if view.gaps.edge_open:
        said = f"{said} {t('luckor.edge_short')}"
    is_unknown = known["complete_low"] != known["complete_low"]
    return said if is_unknown else f"{said} {t('luckor.known_complete', complete=complete)}"


def find_row(view: GapPage) -> pd.Series:
    """The figures of the chosen municipality, or of the region when none is."""
    rows = view.gaps.municipalities
    return rows[rows["code"].eq(view.municipality)].iloc[0] if view.municipality else view.gaps.region


def join_region(view: GapPage) -> pd.DataFrame:
    """The municipalities' figures, and the region's in the last row."""
    rows = pd.concat([view.gaps.municipalities, view.gaps.region.to_frame().T], ignore_index=True)
    rows["name"] = rows["name"].fillna(view.page.region.name(view.page.t.lang))
    return rows


def describe_rows(rows: pd.DataFrame, view: GapPage) -> pd.DataFrame:
    """The measures of areas in words: people, places, share without with its span, distances, access.

    Where too little is known the share is not said as one; where no place is known it may lie from none up."""
    t = view.page.t
    name = "name" if "name" in rows else "locality"
    reasons = _list_reasons(rows, view)
    return pd.DataFrame(
        {
            t("luckor.municipality") if name == "name" else t("column.locality"): rows[name],
            t("luckor.column_people"): [t.number(round(n)) for n in rows["population"]],
            t("luckor.column_places"): rows["places"].fillna(0).astype(int),
            t("luckor.column_without", limit=view.limit): say_shares(rows, view),
            t("luckor.column_interval"): [
                span_text(t, 0.0 if reason == "none_here" else low, high)
                for reason, low, high in zip(
                    reasons, rows["share_without_low"], rows["share_without_high"], strict=True
                )
            ],
            t("luckor.column_mean"): [number_text(t, v) for v in rows["mean_km"]],
            t("luckor.column_median"): [number_text(t, v) for v in rows["median_km"]],
            t("luckor.column_per_10000"): [number_text(t, v, 2) for v in rows["per_10000"]],
            t("luckor.column_score"): [number_text(t, v, 2) for v in rows["score_per_10000"]],
        }
    )


def say_shares(rows: pd.DataFrame, view: GapPage) -> list[str]:
    """The share without of each area in words; none where too little is known to say one."""
    t = view.page.t
    return [
        t("luckor.too_little") if reason else share_text(t, share)
        for reason, share in zip(_list_reasons(rows, view), rows["share_without"], strict=True)
    ]


def _list_reasons(rows: pd.DataFrame, view: GapPage) -> list[Reason | None]:
    """Why too little is known of each area. No place in a municipality is none in its localities; how wide a span is
    differs among them, and each says its own."""
    too_little = view.answer.too_little
    if "name" in rows:
        return [too_little.get(code) for code in rows["code"]]
    return [None if (reason := too_little.get(code)) == "wide_span" else reason for code in rows["municipality_code"]]


def value_text(t: Texts, column: str, value: float) -> str:
    """A value of one of the measures: the share without as per cent, the others as numbers."""
    if column == "share_without":
        return share_text(t, value)
    return number_text(t, value, 1 if column in _KILOMETRES else 2)


def share_text(t: Texts, value: float) -> str:
    return t("word.no_information") if value != value else t.percent(float(value))


def number_text(t: Texts, value: float, decimals: int = 1) -> str:
    return "–" if value != value or np.isinf(value) else t.number(float(value), decimals)


def span_text(t: Texts, low: float, high: float) -> str:
    if low != low:
        return t("word.no_information")
    return t.percent_span(low, high)
