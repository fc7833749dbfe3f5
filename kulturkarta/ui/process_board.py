"""The Process page, first part: proposals as a board by stage, with what they answer and how far they have come."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from kulturkarta.analysis.month import link_activities
from kulturkarta.export.context import ExportContext
from kulturkarta.export.excel import write_excel
from kulturkarta.figures.palette import NEED_MARKS
from kulturkarta.privacy import public_frame
from kulturkarta.schema import TABLES
from kulturkarta.ui.bound import bound_segments
from kulturkarta.ui.frame import Page, show_link
from kulturkarta.ui.plain import plain
from kulturkarta.ui.tables import EXCEL, offer_file

PARAM = "behov"
_STAGE_PX = 190  # six of them in a window, one and a half in a telephone
ICONS = {
    "stottande_strukturer": ":material/square:",
    "samverkan": ":material/diamond:",
    "motesplatser": ":material/circle:",
}


def ask_theme(page: Page) -> str:
    """The need that the page is about, "" for all; it stands in the address."""
    return bound_segments(
        PARAM,
        ("", *page.taxonomy["need_theme"].codes),
        "",
        label=page.t("process.theme"),
        words=lambda code: page.label("need_theme", code) if code else page.t("process.all_themes"),
    )


def of_theme(frame: pd.DataFrame, theme: str) -> pd.DataFrame:
    """The rows of one need; all of them for ""."""
    return frame[frame["theme"].eq(theme).fillna(False)] if theme else frame


def describe_process(page: Page, theme: str) -> str:
    """`31 lösningsförslag: 10 är införda, 3 är idéer. 51 aktiviteter har hållits eller planeras.`"""
    t = page.t
    proposals = of_theme(page.catalogue["proposals"], theme)
    activities = of_theme(page.catalogue["activities"], theme)
    if proposals.empty and activities.empty:
        return t("process.nothing")
    done = int(proposals["stage"].eq("infort").sum())
    known = t("process.n_activities", n=len(activities))
    return f"**{t('process.finding', n=len(proposals), done=done)}** {known}"


def show_board(page: Page, theme: str) -> None:
    """A column per stage, a card per proposal; the same rows as a table, and to take home.

    In a narrow window the stages stand beside each other all the same, and one slides along them.
    """
    t, proposals = page.t, of_theme(page.catalogue["proposals"], theme)
    st.header(t("process.board"), anchor=False)
    if proposals.empty:
        st.info(t("process.no_proposals"))
        return
    stages = page.taxonomy["proposal_stage"].codes
    links = link_activities(proposals, page.catalogue["activities"])
    board = st.grid(len(stages), min_column_width=_STAGE_PX, wrap=False, key="process.stages")
    for stage in stages:
        rows = proposals[proposals["stage"].eq(stage).fillna(False)]
        with board.cell():
            st.markdown(f"**{plain(page.label('proposal_stage', stage))}** · {t.number(len(rows))}")
            for row in rows.sort_values("title").to_dict("records"):
                with st.container(border=True):
                    _show_card(page, {str(name): value for name, value in row.items()}, links)
    unknown = int(proposals["progress"].isna().sum())
    st.caption(t("process.board_note", n=unknown, total=len(proposals)))
    with st.expander(t("kommun.as_table"), key="process.board.table"):
        st.dataframe(_describe_proposals(page, proposals), hide_index=True, alt=t("process.board"))
    show_table_download(page, "proposals", proposals)


def _show_card(page: Page, row: dict[str, Any], links: pd.DataFrame) -> None:
    """What is proposed, for which need, when and how far it has come; the rest unfolds."""
    t, theme = page.t, row["theme"]
    st.markdown(f"**{plain(row['title'])}**")
    known = [f"{ICONS.get(theme, ':material/change_history:')} {plain(page.label('need_theme', theme))}"
             if isinstance(theme, str) else t("process.no_need")]  # fmt: skip
    if isinstance(row["period"], str):
        known.append(plain(row["period"]))
    st.caption("  \n".join(known))
    if row["progress"] == row["progress"]:
        st.progress(int(row["progress"]) / 100, text=t("process.progress", share=t.percent(row["progress"] / 100)))
    own = links[links["proposal_id"].eq(row["id"])]
    more = [t("process.more"), *([t("process.answered_by", n=len(own))] if len(own) else [])]
    with st.popover(" · ".join(more), key=f"process.{row['id']}", type="tertiary"):
        described = [plain(row["description"])] if isinstance(row["description"], str) else []
        st.markdown("\n\n".join([*described, _list_activities(page, own)]))
        if theme in NEED_MARKS:
            show_link(page, "behov", label=t("process.its_need"), icon=":material/arrow_back:", tema=theme, utbud=theme)


def _list_activities(page: Page, own: pd.DataFrame) -> str:
    """Forward to the activities that the source tells of, and how that is known; else that it tells of none."""
    t = page.t
    if own.empty:
        return t("process.no_links")
    activities = page.catalogue["activities"].set_index("id")
    lines = []
    for activity, basis in zip(own["activity_id"], own["basis"], strict=True):
        title, when = activities.loc[activity, ["title", "starts"]]
        known = when if isinstance(when, str) else t("word.unknown_when")
        lines.append(f"- {plain(title)} ({known}): {t(f'process.basis_{basis}')}")
    return "\n".join(lines)


def _describe_proposals(page: Page, proposals: pd.DataFrame) -> pd.DataFrame:
    t, unknown = page.t, page.t("word.no_information")
    return pd.DataFrame(
        {
            t("column.title"): proposals["title"],
            t("column.stage"): label_codes(page, proposals["stage"], "proposal_stage"),
            t("column.theme"): label_codes(page, proposals["theme"], "need_theme"),
            t("column.progress"): [unknown if p != p else t.percent(p / 100) for p in proposals["progress"]],
            t("column.period"): proposals["period"].fillna(unknown),
            t("column.description"): proposals["description"].fillna(""),
            t("column.source_url"): proposals["source_url"],
        }
    )


def label_codes(page: Page, codes: pd.Series, vocabulary: str) -> list[str]:
    """The word for each code, that there is no information where there is none."""
    unknown = page.t("word.no_information")
    return [page.label(vocabulary, code) if isinstance(code, str) else unknown for code in codes]


def show_need_links(page: Page) -> None:
    """From the process back to where the needs are felt and what there is to meet them."""
    t = page.t
    with st.container(horizontal=True):
        show_link(page, "behov", label=t("process.to_needs"), icon=":material/forum:")
        show_link(page, "luckor", label=t("process.to_gaps"), icon=":material/map:")
        show_link(page, "stod", label=t("process.to_support"), icon=":material/volunteer_activism:")


def show_table_download(page: Page, name: str, rows: pd.DataFrame) -> None:
    """One table of the catalogue as Excel, with what its columns and codes mean."""
    provenance = page.catalogue.provenance[name]
    context = ExportContext(
        table=TABLES[name],
        taxonomy=page.taxonomy,
        lang=page.t.lang,
        t=page.t,
        provenance=tuple(line for line in (provenance.source, provenance.licence) if line),
        title=f"{page.t(f'table.{name}')} – {page.region.name(page.t.lang)}",
    )
    offer_file(
        page.t("stod.download"),
        lambda: write_excel(public_frame(rows, TABLES[name]), context),
        name=f"{page.region.key}-{name}.xlsx",
        mime=EXCEL,
        key=f"process.download.{name}",
        disabled=rows.empty,
    )
