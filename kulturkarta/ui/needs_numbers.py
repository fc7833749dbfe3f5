"""Answers on Behov as numbers: the rows of a chart, weighed when a person asks for it, and all rows for a download."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kulturkarta.analysis.needs.describe import CLASS_COLUMNS, WHOLE
from kulturkarta.analysis.needs.wave import DIVISIONS
from kulturkarta.ui.needs_question import NeedsPage, span

_MOST_ROWS = 16  # of a longer table the part in sight is drawn


def tabulate(view: NeedsPage, rows: pd.DataFrame, first: str) -> pd.DataFrame:
    """Rows of shares and means in words."""
    t = view.page.t
    return pd.DataFrame(
        {
            first: rows["label"],
            "n": rows["n"].astype(int),
            t("behov.column_agree"): [t.percent(v) for v in rows["share_agree"]],
            t("behov.column_interval"): [
                span(view, a, b) for a, b in zip(rows["share_agree_low"], rows["share_agree_high"], strict=True)
            ],
            t("behov.column_mean"): [t.number(v, 2) for v in rows["mean"]],
            t("behov.column_mean_interval"): [
                span(view, a, b, decimals=2) for a, b in zip(rows["mean_low"], rows["mean_high"], strict=True)
            ],
            **{
                t(f"behov.class_{k}"): [t.percent(v) for v in rows[column] / rows["n"]]
                for k, column in enumerate(CLASS_COLUMNS)
            },
        }
    )


def show_numbers(view: NeedsPage, items: pd.Series, table: pd.DataFrame, *, is_weighable: bool) -> None:
    """The rows of a chart, a question of `items` each; for all answers also weighed, when a person asks for it."""
    with st.container():  # the table stands in the same place without it
        shown = _add_weighed(view, items, table) if is_weighable else table
    height = "content" if len(shown) <= _MOST_ROWS else "auto"
    st.dataframe(shown, hide_index=True, height=height, alt=view.page.t("behov.answers"))


def _add_weighed(view: NeedsPage, items: pd.Series, table: pd.DataFrame) -> pd.DataFrame:
    """`table` with the shares weighed to the catalogue's make-up beside the others, if a person asks for them."""
    t, weighting = view.page.t, view.needs.weighting(view.wave)
    if not st.toggle(t("behov.weigh"), key="needs.weigh", help=t("behov.weigh_help")):
        return table
    if weighting is None:
        st.caption(t("behov.weigh_too_few"))
        return table
    n = view.needs.wave(view.wave).wave.n
    st.caption(t("behov.weigh_note", n=n, effective=round(weighting.n_effective)))
    found = view.needs.weighted(view.wave).set_index("item").reindex(items)
    spans = zip(found["share_agree_low"], found["share_agree_high"], strict=True)
    table = table.copy()
    table.insert(4, t("behov.column_weighted"), [t.percent(v) if v == v else "–" for v in found["share_agree"]])
    table.insert(5, t("behov.column_weighted_interval"), [span(view, a, b) for a, b in spans])
    return table


def tabulate_numbers(view: NeedsPage) -> pd.DataFrame:
    """Every question by every division as numbers for a download; each row says whose answers they are."""
    rows: list[pd.DataFrame] = []
    for by in (None, *DIVISIONS):
        frame = view.needs.items(view.wave, by)
        frame = frame[frame["is_shown"] & (frame["group"].ne(WHOLE) | (by is None))]
        labels = [view.group(by or "municipality", code) for code in frame["group"]]
        rows.append(frame.assign(division=by or "", label=labels))
    found = pd.concat(rows, ignore_index=True).assign(wave=view.title, origin=view.synthetic or view.origin(view.wave))
    figures = [f"{name}{end}" for name in ("share_agree", "mean") for end in ("", "_low", "_high")]
    return found[["origin", "wave", "theme", "question", "division", "label", "n", *CLASS_COLUMNS, *figures]]
