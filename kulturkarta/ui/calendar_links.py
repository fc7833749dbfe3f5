"""A calendar of the page, to take home or to subscribe to."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

import streamlit as st

from kulturkarta.ui.frame import Page
from kulturkarta.ui.tables import offer_file


def show_calendar_links(page: Page, what: str, write: Callable[[], bytes]) -> None:
    """A file to download, and the address that a calendar program reads again by itself."""
    t = page.t
    here = urlsplit(str(st.context.url or ""))
    query = urlencode({"vad": what, "region": page.region.key, "lang": t.lang})
    with st.container(horizontal=True, vertical_alignment="bottom"):
        offer_file(
            t("calendar.download"),
            write,
            name=f"{what}-{page.region.key}.ics",
            mime="text/calendar",
            key=f"calendar.{what}",
            icon=":material/event:",
        )
    st.caption(t("calendar.subscribe"))
    st.code(f"{here.scheme or 'http'}://{here.netloc}/kalender.ics?{query}", language=None, wrap_lines=True)
