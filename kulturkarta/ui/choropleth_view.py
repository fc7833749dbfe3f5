"""The municipalities filled by a measure: which measure the address asks for, and the table of the same rows."""

from __future__ import annotations

import streamlit as st

from kulturkarta.analysis.choropleth import COUNT
from kulturkarta.listing import Found
from kulturkarta.map_views import Choropleth
from kulturkarta.ui.frame import Page
from kulturkarta.ui.state import read_param

MEASURE_PARAM = "matt"


def choose_choropleth(page: Page, found: Found) -> Choropleth:
    """The measure of the address, else the number of entries."""
    measure = read_param(MEASURE_PARAM)
    return Choropleth(page.listing, found, measure if measure in page.listing.measures else COUNT, page.t)


def show_table(choropleth: Choropleth) -> None:
    """The municipalities of the map as a table, opened on demand."""
    t = choropleth.t
    expander = st.expander(t("choropleth.table"), key="karta.municipalities", on_change="rerun")
    if expander.open:
        with expander:
            st.dataframe(choropleth.table(), hide_index=True, height="content", alt=t("choropleth.table"))
