"""The Process page: activities of one month as a calendar sheet, in a narrow window as a list day by day."""

from __future__ import annotations

import re
from datetime import date

import pandas as pd
import streamlit as st
from babel.dates import format_skeleton, get_day_names

from kulturkarta.analysis.month import choose_month, lay_out_month, list_months, place_on_days
from kulturkarta.clock import read_today
from kulturkarta.ui.bound import bound_select
from kulturkarta.ui.frame import Page
from kulturkarta.ui.plain import plain
from kulturkarta.ui.process_board import ICONS, of_theme
from kulturkarta.ui.state import choose

MONTH_PARAM = "manad"
# What may stand in a link of Markdown, in a table, as it is.
_SAFE_ADDRESS = re.compile(r"https?://[^\s<>|()\[\]\\]+")


@st.fragment
def show_calendar(page: Page, theme: str) -> None:
    """The month that the address asks for, with the months before and after a press away."""
    t, rows = page.t, of_theme(page.catalogue["activities"], theme).sort_values(["starts", "title"])
    months = list_months(rows)
    st.header(t("process.month"), anchor=False)
    if not months:
        st.info(t("process.no_activities"))
        return
    month = _ask_month(page, months, choose_month(months, read_today()))
    days, some_day = place_on_days(rows, month)
    n = len({row for found in days.values() for row in found} | set(some_day))
    st.markdown(t("process.month_finding", n=n, month=_name_month(page, month)))
    # Both are in the page; its style sheet shows the one that the window has room for.
    with st.container(key="process_month_grid"):
        st.markdown(_write_grid(page, rows, month, days))
    with st.container(key="process_month_days"):
        lines = [f"- **{t.day(day)}** {_write_day(rows, days[day])}" for day in sorted(days)]
        st.markdown("\n".join(lines) or t("process.month_no_days"))
    if some_day:
        st.markdown(f"{t('process.month_some_day')} {_write_day(rows, some_day)}")


def _ask_month(page: Page, months: list[str], default: str) -> str:
    t = page.t
    with st.container(horizontal=True, vertical_alignment="bottom", key="process_month"):
        month = bound_select(
            MONTH_PARAM,
            months,
            default,
            label=t("process.which_month"),
            words=lambda own: _name_month(page, own),
            width=220,
        )
        place = months.index(month)  # the newest first
        for key, icon, other in (("before", "arrow_back", place + 1), ("after", "arrow_forward", place - 1)):
            is_there = 0 <= other < len(months)
            st.button(
                t(f"process.month_{key}"),
                key=f"process.month.{key}",
                icon=f":material/{icon}:",
                disabled=not is_there,
                on_click=choose,
                args=(MONTH_PARAM, months[other] if is_there else month, default),
            )
    return month


def _name_month(page: Page, month: str) -> str:
    """`februari 2026`"""
    return str(format_skeleton("yMMMM", date.fromisoformat(f"{month}-01"), locale=page.t.lang))


def _write_grid(page: Page, rows: pd.DataFrame, month: str, days: dict[date, list[int]]) -> str:
    """A table of weeks from Monday to Sunday; days of other months are empty."""
    names = get_day_names("abbreviated", context="stand-alone", locale=page.t.lang)
    lines = [f"| {' | '.join(str(names[day]) for day in range(7))} |", f"|{'---|' * 7}"]
    for week in lay_out_month(month):
        cells = [
            f"{f'**{day.day}**' if day in days else day.day} {_write_day(rows, days.get(day, []))}"
            if f"{day:%Y-%m}" == month
            else ""
            for day in week
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _write_day(rows: pd.DataFrame, found: list[int]) -> str:
    """Mark and title of each activity; the title leads to its source."""
    return " · ".join(_write_activity(rows.iloc[row]) for row in found)


def _write_activity(row: pd.Series) -> str:
    title, theme = plain(row["title"]), row["theme"]
    icon = ICONS.get(theme, ":material/change_history:") if isinstance(theme, str) else ""
    address = row["source_url"]
    if not isinstance(address, str) or not _SAFE_ADDRESS.fullmatch(address):
        return f"{icon} {title}"
    return f"{icon} [{title}]({address})"
