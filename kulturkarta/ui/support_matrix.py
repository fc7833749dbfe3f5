"""Stöd: where there is which support, the last days to apply, and what to take home."""

from __future__ import annotations

import streamlit as st

from kulturkarta.analysis.support import count_supports
from kulturkarta.calendars import list_deadlines, write_region_calendar
from kulturkarta.clock import read_today
from kulturkarta.figures.support_matrix import draw_support_matrix
from kulturkarta.i18n import sort_key
from kulturkarta.ui.calendar_links import show_calendar_links
from kulturkarta.ui.plain import plain
from kulturkarta.ui.support_view import SupportPage, describe_rows
from kulturkarta.ui.tables import offer_figures


def show_matrix(view: SupportPage) -> None:
    """Function × municipality for the stage that is sought, as chart, sentence and table; holes stand out."""
    page, t, stage = view.page, view.page.t, view.seeker.stage
    names = page.region.municipalities
    municipalities = {code: names[code] for code in sorted(names, key=lambda code: sort_key(names[code]))}
    functions = {code: page.label("support_function", code) for code in page.taxonomy["support_function"].codes}
    counts = count_supports(
        page.catalogue["supports"], municipalities=list(municipalities), functions=list(functions), stage=stage
    )
    st.header(t("stod.matrix"), anchor=False)
    none = counts[counts["n"].eq(0) & counts["n_unknown"].eq(0)]
    local = counts[counts["n_local"].eq(0)].groupby("municipality_code").size()
    if len(none):
        missing = t.join(dict.fromkeys(plain(functions[code].lower()) for code in none["function"]))
        st.markdown(t("stod.matrix_holes", n=len(none), functions=missing))
    least = local.idxmax() if len(local) else ""
    if least:
        n = int(local.max())
        st.markdown(t("stod.matrix_local", name=plain(names[str(least)]), n=n, total=len(functions)))
    if stage:
        known = int(counts["n"].sum())
        st.markdown(t("stod.matrix_stage", stage=plain(page.label("actor_stage", stage)), n=known))
    figure = draw_support_matrix(
        counts, functions=functions, municipalities=municipalities, hover=t("stod.matrix_hover"), theme=page.theme
    )
    st.plotly_chart(figure, key="stod.matrix", theme=None, config={"displayModeBar": False})
    st.caption(t("stod.matrix_note"))
    with st.expander(t("kommun.as_table"), key="stod.matrix.table"):
        wide = counts.assign(all=counts["n"] + counts["n_unknown"]).pivot_table(
            index="municipality_code", columns="function", values="all", sort=False
        )
        shown = wide.rename(index=municipalities, columns=functions).astype(int)
        st.dataframe(shown.rename_axis(t("column.municipality_code")), alt=t("stod.matrix"))


def show_deadlines(view: SupportPage) -> None:
    """The last days to apply that are known, as a list and as a calendar to subscribe to."""
    page, t = view.page, view.page.t
    st.header(t("stod.deadlines"), anchor=False)
    today = read_today()
    coming = [entry for entry in list_deadlines(page.catalogue) if entry.last >= today]
    if coming:
        rows = {t("column.deadline"): [t.day(e.last) for e in coming], t("column.name"): [e.title for e in coming]}
        st.dataframe(rows, hide_index=True, alt=t("stod.deadlines"))
    else:
        st.info(t("stod.no_deadlines", n=len(page.catalogue["supports"])), icon=":material/event_busy:")
    show_calendar_links(page, "stod", lambda: write_region_calendar(page.catalogue, "stod", t.lang))


def show_download(view: SupportPage) -> None:
    """The supports that may fit, with why, as Excel."""
    page, t = view.page, view.page.t
    asked = "; ".join(view.word(name, getattr(view.seeker, name)) for name in view.seeker.asked)
    notes = [page.region.name(t.lang), asked or t("stod.everything"), t("stod.unknown_note")]
    offer_figures(
        t("stod.download"),
        lambda: {t("nav.stod"): describe_rows(view)},
        title=t("nav.stod"),
        notes=notes,
        name=f"stod-{page.region.key}",
        key="stod.download",
        t=t,
        disabled=view.found.empty,
    )
