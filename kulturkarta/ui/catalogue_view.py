"""The parts of the Data page: what is in the catalogue, what is wrong in it, and taking it home."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from kulturkarta.analysis.entries import UNKNOWN
from kulturkarta.analysis.filter_address import format_filters
from kulturkarta.analysis.filters import Filters
from kulturkarta.analysis.overview import ELSEWHERE, describe_tables, filter_table, rows_per_municipality
from kulturkarta.export.context import ExportContext
from kulturkarta.export.registry import ExportFormat, formats_for
from kulturkarta.listing import Found
from kulturkarta.privacy import public_frame
from kulturkarta.schema import TABLES, WHOLE_REGION
from kulturkarta.ui.filter_bar import show_filter_bar
from kulturkarta.ui.frame import Page
from kulturkarta.ui.plain import plain
from kulturkarta.ui.problem_table import show_problem_table
from kulturkarta.ui.state import adopt_choice, choose
from kulturkarta.ui.tables import offer_file

TABLE_PARAM = "tabell"


def describe_catalogue(page: Page) -> str:
    """`Katalogen har 1 043 rader i 12 tabeller, från 210 källor.`"""
    tables = page.catalogue.tables
    filled = [frame for frame in tables.values() if len(frame)]
    if not filled:
        return page.t("karta.nothing_yet")
    sources = pd.concat([frame["source"] for frame in filled]).nunique()
    n = sum(len(frame) for frame in filled)
    return page.t("data.finding", rows=n, tables=len(filled), sources=int(sources))


def show_tables(page: Page) -> None:
    """Every table: rows, sources, licences, age, how many rows say where."""
    t = page.t
    st.header(t("data.tables"), anchor=False)
    overview = describe_tables(page.catalogue.tables, this_year=page.listing.this_year)
    years = [_span(t, low, high) for low, high in overview[["oldest_year", "newest_year"]].itertuples(index=False)]
    st.dataframe(
        pd.DataFrame(
            {
                t("data.column_table"): [t(f"table.{name}") for name in overview["table"]],
                t("data.column_rows"): overview["n_rows"],
                t("data.column_sources"): overview["n_sources"],
                t("data.column_years"): years,
                t("data.column_no_year"): overview["n_year_unknown"],
                t("data.column_located"): [
                    "–" if share != share else t.percent(share) for share in overview["share_with_municipality"]
                ],
                t("column.licence"): ["; ".join(names) or "–" for names in overview["licences"]],
            }
        ),
        hide_index=True,
        height="content",
        alt=t("data.tables"),
        column_config={t("data.column_table"): st.column_config.TextColumn(width=170)},
    )


def show_municipalities(page: Page) -> None:
    """Rows per table and municipality. A zero is the catalogue's, not the municipality's."""
    t, names = page.t, page.region.municipalities
    rows = rows_per_municipality(page.catalogue.tables, list(names))
    rows = rows[rows.sum(axis="columns") > 0]
    st.header(t("data.municipalities"), anchor=False)
    if rows.empty:
        st.info(t("karta.nothing_yet"))
        return
    st.markdown(t("data.municipalities_caveat"))
    labels = names | {WHOLE_REGION: t("data.whole_region"), ELSEWHERE: t("data.elsewhere"), UNKNOWN: t("data.unknown")}
    shown = rows.rename(columns=labels)
    shown.insert(0, t("data.column_table"), [t(f"table.{name}") for name in rows.index])
    st.dataframe(
        shown,
        hide_index=True,
        alt=t("data.municipalities"),
        column_config={t("data.column_table"): st.column_config.TextColumn(width=170)},
    )


def show_problem_list(page: Page) -> None:
    """Every problem of the catalogue with file, row, column, value and mend."""
    t, problems = page.t, page.catalogue.problems
    st.header(t("data.problems"), anchor=False)
    if not problems:
        st.success(t("data.no_problems"), icon=":material/check_circle:")
        return
    refused = sum(problem.severity == "error" for problem in problems)
    st.markdown(t("data.problems_finding", refused=refused, warnings=len(problems) - refused))
    show_problem_table(problems, t=t)


def show_downloads(page: Page, found: Found, filters: Filters) -> None:
    """One table in every format, cut to the current filter."""
    t = page.t
    st.header(t("data.downloads"), anchor=False)
    show_filter_bar(filters, found, t=t, label=page.label, region=page.region)
    names = [name for name, frame in page.catalogue.tables.items() if len(frame)]
    if not names:
        st.info(t("karta.nothing_yet"))
        return
    st.session_state["data.table"] = adopt_choice(TABLE_PARAM, tuple(names), names[0])
    name = st.selectbox(
        t("data.choose_table"),
        names,
        key="data.table",
        format_func=lambda table: t(f"table.{table}"),
        width=320,
        on_change=lambda: choose(TABLE_PARAM, st.session_state["data.table"], names[0]),
    )
    rows = filter_table(
        name,
        page.catalogue[name],
        entries=page.listing.entries[found.mask],
        municipality_codes=filters.chosen.get("kommun", ()),
    )
    st.markdown(t("data.selection", n=len(rows), total=len(page.catalogue[name]), table=t(f"table.{name}").lower()))
    with st.container(horizontal=True, key="downloads"):
        for made in formats_for(TABLES[name]):
            offer_file(
                t(f"export.format.{made.key}"),
                _writer(page, name, rows, made, filters),
                name=f"{page.region.key}-{name}{made.suffix}",
                mime=made.mime,
                key=f"download.{made.key}",
                help=t(f"export.help.{made.key}"),
                disabled=rows.empty,
            )
    if name in ("places", "actors"):
        st.caption(t("data.filter_note"))


def _writer(page: Page, name: str, rows: pd.DataFrame, made: ExportFormat, filters: Filters) -> Callable[[], bytes]:
    """Makes the file when the button is pressed, not at every rerun."""
    choice = "; ".join(f"{key}={value}" for key, value in format_filters(filters).items())
    lines = page.catalogue.list_credits(name, page.t.lang)
    context = ExportContext(
        table=TABLES[name],
        taxonomy=page.taxonomy,
        lang=page.t.lang,
        t=page.t,
        provenance=(*lines, page.t("data.filter_line", choice=choice) if choice else page.t("data.no_filter_line")),
        title=f"{page.t(f'table.{name}')} – {page.region.name(page.t.lang)}",
    )
    return lambda: made.write(public_frame(rows, TABLES[name]), context)


def show_notes(page: Page) -> None:
    """What the region says of its own data, and what is known to be missing."""
    t = page.t
    st.header(t("data.notes"), anchor=False)
    if note := page.region.notes.get(t.lang):
        st.markdown(plain(note))
    st.markdown("\n".join(f"- {plain(note)}" for note in page.catalogue["coverage"]["note"].dropna()))


def _span(t: Callable[..., str], low: float, high: float) -> str:
    if low != low:
        return t("word.no_information")
    return str(int(low)) if low == high else f"{int(low)}–{int(high)}"
