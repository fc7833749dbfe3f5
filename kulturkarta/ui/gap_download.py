"""Luckor's figures to take home: every table as a sheet of one workbook, with how it was made."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from kulturkarta.ui.gap_certainty import describe_ranks, list_method_notes, rank_municipalities
from kulturkarta.ui.gap_kinds import get_matrix
from kulturkarta.ui.gap_question import GapPage
from kulturkarta.ui.tables import offer_figures


def show_download(view: GapPage, shown: Mapping[str, pd.DataFrame]) -> None:
    """The workbook, made when the button is pressed. `shown`: sheets of what is on screen beside the gap itself."""
    t, question = view.page.t, view.question
    name = "-".join((*question.kinds, *question.functions))[:60]
    offer_figures(
        t("luckor.download"),
        lambda: {**_list_sheets(view), **shown},
        title=t("nav.luckor"),
        notes=_list_notes(view),
        name=f"luckor-{view.page.region.key}-{name}",
        key="luckor.download",
        t=t,
    )


def _list_sheets(view: GapPage) -> dict[str, pd.DataFrame]:
    """The tables by the name of their sheet; columns have the names that `kulturkarta gaps --json` uses."""
    t = view.page.t
    matrix = get_matrix(view).rows
    municipalities = view.gaps.municipalities.merge(rank_municipalities(view), on="code", how="left")
    reasons = municipalities["code"].map(view.answer.too_little)
    region = view.gaps.region.to_frame().T.assign(code="region")
    return {
        t("luckor.sheet.municipalities"): municipalities.assign(too_little=reasons),
        t("luckor.sheet.region"): region[["code", *view.gaps.region.index]],
        t("luckor.sheet.localities"): view.gaps.localities,
        t("luckor.sheet.coverage"): view.answer.coverage.reset_index(),
        t("luckor.sheet.edge"): view.reach.find_edge(view.answer).localities,
        t("luckor.sheet.kinds"): matrix.assign(similar_with=[";".join(codes) for codes in matrix["similar_with"]]),
    }


def _list_notes(view: GapPage) -> list[str]:
    t, question = view.page.t, view.question
    return [
        view.page.region.name(t.lang),
        ", ".join((*question.kinds, *question.functions)),
        t("luckor.measure.utan", limit=view.limit),
        *list_method_notes(view),
        describe_ranks(view),
        *view.page.catalogue.list_credits("places", t.lang),
    ]
