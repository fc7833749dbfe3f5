"""Printed papers, from any page: a button that sets the paper when it is pressed."""

from __future__ import annotations

import streamlit as st

from kulturkarta.questions import Question
from kulturkarta.reach import get_reach
from kulturkarta.reports.brief import write_brief
from kulturkarta.ui.frame import Page


def show_brief_button(page: Page, question: Question, municipality: str) -> None:
    """The two-page brief about `municipality` as a download; nothing while none is chosen."""
    if not municipality:
        return
    words = "-".join((*question.kinds, *question.functions))[:60]
    st.download_button(
        page.t("brief.download", name=page.region.municipalities[municipality]),
        data=lambda: write_brief(get_reach(page.catalogue), question, municipality, t=page.t, label=page.label),
        file_name=f"kulturkarta-{municipality}-{words}.pdf",
        mime="application/pdf",
        icon=":material/picture_as_pdf:",
        on_click="ignore",
        key="brief.download",
    )
