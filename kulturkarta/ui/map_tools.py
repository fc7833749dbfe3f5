"""The map of Karta with its toolbar: which view it is in, what the toolbar is told, and what stands around the map."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import streamlit as st

from kulturkarta.analysis.drawn_area import format_area
from kulturkarta.analysis.filters import Filters
from kulturkarta.clock import read_today
from kulturkarta.listing import Found
from kulturkarta.map_views import DENSITY, ENTRIES, MUNICIPALITIES, VIEWS, Choropleth, describe_view, name_measure
from kulturkarta.map_words import describe_sources
from kulturkarta.static_map import file_address, fits_file
from kulturkarta.ui import tables
from kulturkarta.ui.choropleth_view import choose_choropleth, show_table
from kulturkarta.ui.frame import Page, find_entries, show_finding, show_full_page_link
from kulturkarta.ui.map_view import show_map
from kulturkarta.ui.plain import plain
from kulturkarta.ui.state import read_param

VIEW_PARAM = "visa"


@dataclass(frozen=True)
class MapView:
    """What Karta shows: the entries that the filters leave, in one of three views."""

    page: Page
    filters: Filters
    found: Found
    view: str
    choropleth: Choropleth | None

    @property
    def title(self) -> str:
        return self.page.t("karta.title", region=self.page.region.name(self.page.t.lang))

    @property
    def notes(self) -> tuple[str, ...]:
        """What stands under a map that leaves the house."""
        return describe_sources(self.page.catalogue, t=self.page.t, today=read_today())

    @cached_property
    def finding(self) -> str:
        """The sentences above the map."""
        page = self.page
        return describe_view(
            page.listing, self.filters, self.found, t=page.t, view=self.view, choropleth=self.choropleth
        )


def open_map(page: Page, filters: Filters) -> MapView:
    """The entries and the view that session and address ask for."""
    found = find_entries(page, filters)
    asked = read_param(VIEW_PARAM)
    view = asked if asked in VIEWS else ENTRIES
    return MapView(page, filters, found, view, choose_choropleth(page, found) if view == MUNICIPALITIES else None)


def show_tooled_map(shown: MapView, *, key: str) -> None:
    """The map with the toolbar on it."""
    page = shown.page
    show_map(
        page.listing,
        shown.found,
        t=page.t,
        theme=page.theme,
        key=key,
        filters=shown.filters,
        overlay=shown.choropleth.overlay() if shown.choropleth else None,
        tools=["toolbar"],
        given={"toolbar": tell_toolbar(shown)},
    )


def tell_toolbar(shown: MapView) -> dict[str, Any]:
    """What `layer/toolbar.js` is given."""
    page, t = shown.page, shown.page.t
    measures = page.listing.measures
    n, fits = shown.found.n, fits_file(shown.found.n)
    address = file_address(shown.filters, lang=t.lang, today=read_today()) if n and fits else None
    return {
        "parts": ["views", "draw", "take", "embed"],
        "texts": t.section("tools"),
        "has_server": True,
        "view": shown.view,
        "area": format_area(shown.filters.area),
        "measures": [[measure, name_measure(page.listing, measure, t=t)] for measure in measures],
        "measure": shown.choropleth.measure if shown.choropleth else "",
        "choropleth": shown.choropleth.explain() if shown.choropleth else None,
        "title": shown.title,
        "finding": shown.finding,
        "notes": shown.notes,
        "file": f"kulturkarta-{page.region.key}",
        "file_address": address or "",
        "file_note": "" if fits else t("tools.file_too_many", n=page.settings.static_map_entries),
        "can_embed": bool(page.settings.embed_origins.strip()),
    }


def show_around(shown: MapView) -> None:
    """The sentence above the map; in a frame of another site, the title and the way to the whole page too."""
    if not st.context.is_embedded:
        show_finding(plain(shown.finding))
        return
    with st.container(key="embedded"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.subheader(plain(shown.title), anchor=False, width="content")
            show_full_page_link(shown.page)
        show_finding(plain(shown.finding))


def show_tables(shown: MapView) -> None:
    """Under the map: the municipalities when those are shown, and the entries, as tables; in a frame of another site,
    where they come from."""
    if st.context.is_embedded:
        st.caption(plain(" ".join(shown.notes)))
        return
    if shown.choropleth:
        show_table(shown.choropleth)
    if shown.view == DENSITY:
        tables.show_localities(shown.page, shown.found)
    tables.show_entries(shown.page, shown.found)
