"""Printed papers, from any page: a button that sets the paper when it is pressed."""

from __future__ import annotations

from kulturkarta.questions import Question
from kulturkarta.reach import get_reach
from kulturkarta.reports.brief import write_brief
from kulturkarta.ui.frame import Page
from kulturkarta.ui.tables import offer_file


def show_brief_button(page: Page, question: Question, municipality: str) -> None:
    """The two-page brief about `municipality` as a download; nothing while none is chosen."""
    if not municipality:
        return
    words = "-".join((*question.kinds, *question.functions))[:60]
    offer_file(
        page.t("brief.download", name=page.region.municipalities[municipality]),
        lambda: write_brief(get_reach(page.catalogue), question, municipality, t=page.t, label=page.label),
        name=f"{municipality}-{words}.pdf",
        mime="application/pdf",
        key="brief.download",
        icon=":material/picture_as_pdf:",
    )
