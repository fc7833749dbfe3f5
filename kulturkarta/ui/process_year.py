"""The Process page, second part: activities as a wheel of the year, as a list and as a calendar; evaluations."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st
from babel.dates import get_month_names

from kulturkarta.analysis.year import count_months, place_activities, place_events
from kulturkarta.answers import join_answers
from kulturkarta.calendars import list_activities, write_region_calendar
from kulturkarta.figures.year_wheel import draw_year_wheel
from kulturkarta.reports.year_plan import write_year_plan
from kulturkarta.survey import read_stored_answers
from kulturkarta.ui.answers_session import is_own_wave, session_answers
from kulturkarta.ui.bound import bound_select, bound_toggle
from kulturkarta.ui.calendar_links import show_calendar_links
from kulturkarta.ui.frame import Page, show_link
from kulturkarta.ui.process_board import label_codes, of_theme, show_table_download
from kulturkarta.ui.tables import offer_file
from kulturkarta.ui.tally_view import show_wave

YEAR_PARAM, EVENTS_PARAM = "ar", "evenemang"


def show_year(page: Page, theme: str) -> None:
    """The wheel of the chosen year, or of all years together, with a sentence; a link prints it as it is seen."""
    t = page.t
    st.header(t("process.year"), anchor=False)
    placed = place_activities(of_theme(page.catalogue["activities"], theme))
    year, with_events = _ask_year(page, sorted(set(placed["year"]), reverse=True))
    shown = placed[placed["year"].eq(int(year))] if year else placed
    events = place_events(page.catalogue["events"]) if with_events else place_events(page.catalogue["events"].iloc[:0])
    drawn = shown[shown["month"].notna()]
    if drawn.empty and events.empty:
        st.info(t("process.no_activities"))
        return
    months = {month: str(name) for month, name in get_month_names("wide", locale=t.lang).items()}
    short = get_month_names("abbreviated", locale=t.lang)
    finding = _describe_year(page, shown, months)
    st.markdown(finding)
    codes = [theme] if theme else list(page.taxonomy["need_theme"].codes)
    themes = {code: page.label("need_theme", code) for code in codes}
    figure = draw_year_wheel(
        drawn,
        events,
        themes=themes,
        months=[str(short[month]).strip(".").capitalize() for month in range(1, 13)],
        events_label=t("table.events"),
        theme=page.theme,
    )
    config = {"displaylogo": False, "toImageButtonOptions": {"format": "svg", "filename": "kulturkarta-arshjul"}}
    st.plotly_chart(figure, key="process.wheel", theme=None, config=config)
    st.caption(t("process.year_note"))
    offer_file(
        t("process.paper"),
        lambda: write_year_plan(
            page.catalogue,
            drawn,
            finding=finding,
            themes=themes,
            months=[months[month].capitalize() for month in range(1, 13)],
            period=_name_period(drawn),
            t=t,
        ),
        name=f"arshjul-{page.region.key}.pdf",
        mime="application/pdf",
        key="process.paper",
        icon=":material/print:",
        disabled=drawn.empty,
    )


def _name_period(drawn: pd.DataFrame) -> str:
    """`2026`, or `2018–2026` for activities of several years."""
    first, last = int(drawn["year"].min()), int(drawn["year"].max())
    return str(first) if first == last else f"{first}–{last}"


def _ask_year(page: Page, years: list[int]) -> tuple[str, bool]:
    t, options = page.t, ("", *(str(year) for year in years))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        year = bound_select(
            YEAR_PARAM,
            options,
            "",
            label=t("process.which_year"),
            words=lambda year: year or t("process.all_years"),
            width=220,
        )
        with_events = bound_toggle(EVENTS_PARAM, label=t("process.with_events"))
    return year, with_events


def _describe_year(page: Page, shown: pd.DataFrame, months: dict[int, str]) -> str:
    """`Flest aktiviteter börjar i februari: 9. I juli börjar ingen. 8 har bara årtal och syns inte i hjulet.`"""
    t, n = page.t, count_months(shown)
    if not n.sum():
        return t("process.no_month")
    most = int(n.to_numpy().argmax()) + 1
    none = [months[month] for month, count in enumerate(n, start=1) if not count]
    sentences = [t("process.year_most", month=months[most], n=int(n.max()))]
    if none:
        sentences.append(t("process.year_none", months=t.join(none)))
    if unplaced := int(shown["month"].isna().sum()):
        sentences.append(t("process.year_unplaced", n=unplaced))
    return " ".join(sentences)


def show_activities(page: Page, theme: str) -> None:
    """Every activity as a list, newest first; as Excel, and as a calendar of those known to the day."""
    t = page.t
    rows = of_theme(page.catalogue["activities"], theme).sort_values("starts", ascending=False, na_position="last")
    st.header(t("table.activities"), anchor=False)
    days = [_describe_day(page, first, last) for first, last in zip(rows["starts"], rows["ends"], strict=True)]
    st.dataframe(
        pd.DataFrame(
            {
                t("process.when"): days,
                t("column.title"): rows["title"],
                t("column.kind"): label_codes(page, rows["kind"], "activity_kind"),
                t("column.theme"): label_codes(page, rows["theme"], "need_theme"),
                t("column.place"): rows["place"].fillna(t("word.no_information")),
                t("column.source_url"): rows["source_url"],
            }
        ),
        hide_index=True,
        alt=t("table.activities"),
        column_config={
            t("column.title"): st.column_config.TextColumn(width=360),
            t("column.source_url"): st.column_config.LinkColumn(display_text=r"https?://(?:www\.)?([^/]+)"),
        },
    )
    show_table_download(page, "activities", rows)
    n, total = len(list_activities(page.catalogue)), len(page.catalogue["activities"])
    st.caption(t("process.calendar_note", n=n, total=total))
    show_calendar_links(page, "process", lambda: write_region_calendar(page.catalogue, "process", t.lang))


def _describe_day(page: Page, first: object, last: object) -> str:
    """`4 februari 2026`, `2026-05`, `2021`: as precise as it is known."""
    if not isinstance(first, str):
        return page.t("word.unknown_when")
    shown = page.t.day(date.fromisoformat(first)) if len(first) == 10 else first
    return f"{shown} – {page.t.day(date.fromisoformat(last))}" if isinstance(last, str) and len(last) == 10 else shown


def show_evaluations(page: Page) -> None:
    """What people answered after workshops: a chart per question; own readings are marked as such."""
    t = page.t
    answers = join_answers([read_stored_answers(page.region.key).answers, session_answers(page.region.key)])
    waves = answers.waves[answers.waves["purpose"].eq("evaluation")]
    st.header(t("table.evaluations"), anchor=False)
    if waves.empty:
        st.info(t("process.no_evaluations"))
        show_link(page, "bidra", label=t("process.to_import"), icon=":material/upload_file:")
        return
    for wave in waves["wave"]:
        show_wave(page, answers, str(wave), is_own=is_own_wave(str(wave)))
