"""Free text on the Behov page: words that several used, need by need. Whole answers only when approved by a person."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kulturkarta.analysis.needs.suppression import SMALLEST_GROUP
from kulturkarta.figures.needs import write_mark
from kulturkarta.ui.needs_question import NEEDS, NeedsPage
from kulturkarta.ui.plain import plain

_SHOWN = 8
_QUOTED = 5


def show_texts(view: NeedsPage) -> None:
    """Per need the words that stand out against what is said of the others, with how many used them."""
    if not view.wave:
        return
    t, texts = view.page.t, view.needs.wave(view.wave).wave.texts
    st.header(t("behov.texts"), anchor=False)
    if texts["respondent"].nunique() < SMALLEST_GROUP:
        st.markdown(t("behov.texts_none"))
        return
    st.markdown(t("behov.texts_finding", n=int(texts["respondent"].nunique()), least=SMALLEST_GROUP))
    if view.is_demo:
        st.caption(f"**{view.synthetic}**")
    found = {theme: view.needs.key_words(view.wave, theme) for theme in NEEDS}
    for column, theme in zip(st.columns(len(NEEDS), border=True), NEEDS, strict=True):
        words = found[theme][found[theme]["stands_out"]].head(_SHOWN)
        said = [f"{plain(word)} ({n})" for word, n in zip(words["word"], words["n"], strict=True)]
        title = f"{write_mark(theme, theme=view.page.theme)} **{view.theme(theme)}**"
        column.markdown(f"{title}\n\n" + "  \n".join(said or [t("behov.texts_no_words")]))
    _show_words(view, found)
    quoted = _show_quotes(view)
    note = "behov.quotes_note" if quoted else "behov.quotes_none"
    st.caption(f"{t('behov.texts_note', n=SMALLEST_GROUP)} {t(note)}")


def _show_quotes(view: NeedsPage) -> bool:
    """Whole answers that a person has approved, need by need; whether there were any."""
    quotes = {theme: view.needs.quotes(view.wave, theme) for theme in NEEDS}
    for theme, texts in quotes.items():
        if texts:
            st.markdown(f"**{view.theme(theme)}**")
        for text in texts[:_QUOTED]:
            st.markdown(f"> {plain(text)}")
    return any(quotes.values())


def _show_words(view: NeedsPage, found: dict[str, pd.DataFrame]) -> None:
    t = view.page.t
    expander = st.expander(t("behov.show_table"), key="needs.words", on_change="rerun")
    if not expander.open:
        return
    frame = pd.concat([words.assign(theme=view.theme(theme)) for theme, words in found.items()], ignore_index=True)
    with expander:
        st.dataframe(
            pd.DataFrame(
                {
                    t("column.theme"): frame["theme"],
                    t("behov.column_word"): frame["word"],
                    t("behov.column_users"): frame["n"].astype(int),
                    t("behov.column_users_rest"): frame["n_rest"].astype(int),
                    t("behov.column_g2"): [t.number(v, 1) for v in frame["g2"]],
                    t("behov.column_log_ratio"): [t.number(v, 1) for v in frame["log_ratio"]],
                }
            ),
            hide_index=True,
            alt=t("behov.texts"),
        )
