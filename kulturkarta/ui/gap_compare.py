"""Two kinds of place side by side: two maps on the same scale, and one table with both."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from kulturkarta.questions import Question
from kulturkarta.ui.bound import bound_select
from kulturkarta.ui.gap_map import MAP_KEY, MapParts, choose_measure, show_gap_map
from kulturkarta.ui.gap_question import BY_FUNCTION, BY_KIND, VOCABULARIES, GapPage, list_words
from kulturkarta.ui.gap_words import describe_gap, join_region, number_text, say_shares

_OTHER = "annat"


def show_comparison(view: GapPage) -> None:
    """The question asked beside the same question for another kind or function."""
    t, page = view.page.t, view.page
    way = BY_KIND if view.question.kinds else BY_FUNCTION
    asked = (*view.question.kinds, *view.question.functions)
    others = [word for word in list_words(page, way) if asked != (word,)]
    with st.container(horizontal=True, vertical_alignment="bottom", key="comparison"):
        word = bound_select(
            "jamfor",
            others,
            _choose_usual(view, others),
            label=t("luckor.compare.with"),
            words=lambda code: page.label(VOCABULARIES[way], code),
            width=340,
        )
        measure = choose_measure(view)
    other = view.ask(_swap_words(view.question, way, word))
    for side, column in zip((view, other), st.columns(2), strict=True):
        with column:
            st.markdown(describe_gap(side))
            key = MAP_KEY if side is view else f"{MAP_KEY}.other"
            show_gap_map(side, MapParts(measure=measure, key=key, is_half=True))
    st.header(t("luckor.compare.title"), anchor=False)
    st.dataframe(_join(view, other), hide_index=True, height="content", alt=t("luckor.compare.title"))


def _choose_usual(view: GapPage, others: list[str]) -> str:
    """The kind there are most of, else the first of the words."""
    counts = view.page.catalogue["places"]["kind"].value_counts()
    return next((str(kind) for kind in counts.index if kind in others and kind != _OTHER), others[0])


def _swap_words(question: Question, way: str, word: str) -> Question:
    if way == BY_KIND:
        return replace(question, kinds=(word,))
    return replace(question, functions=(word,))


def _join(view: GapPage, other: GapPage) -> pd.DataFrame:
    """A row per municipality, the region last, with share without, mean way and places of both."""
    t = view.page.t
    left, right = join_region(view), join_region(other)
    table: dict[str, list[str] | pd.Series] = {t("luckor.municipality"): left["name"]}
    for rows, side in ((left, view), (right, other)):
        what = side.what.capitalize()
        table[t("luckor.compare.column_without", what=what)] = say_shares(rows, side)
        table[t("luckor.compare.column_mean", what=what)] = [number_text(t, v) for v in rows["mean_km"]]
        table[t("luckor.compare.column_places", what=what)] = rows["places"].fillna(0).astype(int)
    return pd.DataFrame(table)
