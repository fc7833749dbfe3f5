"""A proposed group on paper and in files: its seats as a table, the workshop sheet, the way to evaluate it."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from kulturkarta.analysis.ecosystem.group import Group, Seat
from kulturkarta.analysis.ecosystem.problem import GroupProblem
from kulturkarta.clock import read_today
from kulturkarta.evaluation import Workshop
from kulturkarta.reach import get_reach
from kulturkarta.reports.workshop import write_workshop
from kulturkarta.ui.bound import bound_day
from kulturkarta.ui.collab_files import list_notes, offer_rows
from kulturkarta.ui.collab_start import Start
from kulturkarta.ui.frame import kept_params
from kulturkarta.ui.tables import offer_file

_AHEAD_DAYS = 365


def name_seat(start: Start, seat: Seat) -> str:
    """The name of who sits there; "du" for somebody who is not in the catalogue."""
    if seat.row is None:
        return start.page.t("samverkan.group.you")
    return str(start.partners.matcher.profiles.frame["name"].iloc[seat.row])


def describe_seat(start: Start, seat: Seat) -> list[str]:
    """What she brings, and what of it nobody else does."""
    t, words = start.page.t, start.words
    brings = [words.name_feature(feature.kind, feature.code) for feature in seat.brings]
    alone = [words.name_feature(feature.kind, feature.code) for feature in seat.alone]
    lines = [t("samverkan.group.brings", features=t.join(dict.fromkeys(brings)))] if brings else []
    return [*lines, t("samverkan.group.alone", features=t.join(dict.fromkeys(alone)))] if alone else lines


def list_seats(start: Start, group: Group) -> pd.DataFrame:
    """The group as a table."""
    t = start.page.t
    frame = start.partners.matcher.profiles.frame
    return pd.DataFrame(
        {
            t("column.name"): [name_seat(start, seat) for seat in group.seats],
            t("samverkan.group.column_why"): [" ".join(describe_seat(start, seat)) for seat in group.seats],
            t("samverkan.group.column_km"): [round(seat.km, 1) for seat in group.seats],
            t("samverkan.group.column_instead"): [", ".join(frame["name"].iloc[list(s.instead)]) for s in group.seats],
        }
    )


def _find_evaluation(start: Start, group: Group, day: date) -> str:
    """Where the workshops are evaluated: the form on Bidra of this site, about this group and day."""
    ids = start.partners.matcher.profiles.frame["id"]
    members = tuple(str(ids.iloc[seat.row]) for seat in group.seats if seat.row is not None)
    base = str(st.context.url or "").split("?")[0].rstrip("/").removesuffix("/samverkan")
    return f"{base}/bidra?{urlencode({**kept_params(), **Workshop(members, day).write()}, safe=',')}"


def show_papers(start: Start, problem: GroupProblem, group: Group, idea: str) -> None:
    """The group as a table, the day of the first workshop, the sheet and the files."""
    page, t = start.page, start.page.t
    rows = list_seats(start, group)
    with st.expander(t("samverkan.group.table"), key="collab.group.table"):
        st.dataframe(rows, hide_index=True, alt=t("samverkan.group.table"))
    today = read_today()
    until = today + timedelta(days=_AHEAD_DAYS)
    day = bound_day("dag", today, label=t("samverkan.group.day"), low=today, high=until, width=220)

    def print_sheet() -> bytes:
        return write_workshop(
            start.partners,
            problem,
            group,
            idea=idea,
            words=start.words,
            land=get_reach(page.catalogue).people.land,
            address=_find_evaluation(start, group, day),
            day=day,
        )

    title, notes = t("samverkan.section.ekosystem"), list_notes(page, "actors", t("samverkan.workshop.note"))
    with st.container(horizontal=True, key="collab.group.papers"):
        offer_file(
            t("samverkan.group.sheet"),
            print_sheet,
            name="workshop.pdf",
            mime="application/pdf",
            key="collab.group.pdf",
            icon=":material/picture_as_pdf:",
        )
        offer_rows(
            page,
            "actors",
            rows,
            lambda: _list_members(start, group),
            sheet=title,
            title=title,
            notes=notes,
            name="ekosystem",
            key="collab.group",
        )


def _list_members(start: Start, group: Group) -> pd.DataFrame:
    """id, rank (the seat), km to the meeting place and what each brings, of the members in the catalogue."""
    ids = start.partners.matcher.profiles.frame["id"]
    return pd.DataFrame(
        [
            {"id": ids.iloc[seat.row], "rank": n, "km": round(seat.km, 1), "reasons": tuple(describe_seat(start, seat))}
            for n, seat in enumerate(group.seats, start=1)
            if seat.row is not None
        ],
        columns=["id", "rank", "km", "reasons"],
    )
