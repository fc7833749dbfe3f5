"""One wave of answers as a chart per question: evaluations on Process, and a person's own on Bidra."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kulturkarta.analysis.needs.suppression import SMALLEST_GROUP
from kulturkarta.analysis.tally import list_hidden, tally_wave
from kulturkarta.answers import Answers
from kulturkarta.figures.tally import draw_tally
from kulturkarta.ui.frame import Page
from kulturkarta.ui.plain import plain


def show_wave(page: Page, answers: Answers, wave: str, *, is_own: bool) -> None:
    """Title, number of answers and a chart per question with fixed answers; whose eyes they are for when `is_own`."""
    t = page.t
    told = answers.waves[answers.waves["wave"].eq(wave)].iloc[0]
    n = int(answers.respondents["wave"].eq(wave).sum())
    st.subheader(plain(told["title"]), anchor=False)
    if is_own:
        st.caption(f":material/visibility: {t('process.only_you')}")
    st.markdown(t("process.evaluation_n", n=n, received=told["received"]))
    columns = st.columns(2)
    tally = tally_wave(answers, wave)
    shown = tally[tally.groupby("item")["is_shown"].transform("any").astype(bool)]
    for number, (item, rows) in enumerate(shown.groupby("item", sort=False)):
        with columns[number % 2]:
            _show_question(page, str(item), rows)
    if not tally["is_shown"].all():
        st.caption(t("process.not_shown", fewest=SMALLEST_GROUP))
    if hidden := list_hidden(tally):
        st.caption(t("process.too_few", questions="; ".join(plain(question) for question in hidden)))
    if told["consent"]:
        st.caption(t("process.consent", text=plain(told["consent"])))


def _show_question(page: Page, item: str, rows: pd.DataFrame) -> None:
    t, top = page.t, rows.iloc[int(rows["n"].fillna(-1).to_numpy().argmax())]
    st.markdown(f"**{plain(rows['question'].iloc[0])}**")
    n, share = int(top["n_answered"]), t.percent(top["share"])
    st.markdown(t("process.question_finding", answer=plain(top["answer"]), share=share, n=n))
    figure = draw_tally(
        rows,
        theme=page.theme,
        hover=t("process.question_hover"),
        hidden=t("behov.not_shown"),
        separators=t.separators,
    )
    st.plotly_chart(figure, key=f"process.{item}", theme=None, config={"displayModeBar": False})
