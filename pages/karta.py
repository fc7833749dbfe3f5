"""Karta: every place and actor of the region on a map, with filters, list, cards and table."""

import streamlit as st

from kulturkarta.ui import frame, map_tools
from kulturkarta.ui.filter_bar import show_filter_bar
from kulturkarta.ui.state import adopt_filters

page = frame.open_page("karta")
filters = adopt_filters("karta")
shown = map_tools.open_map(page, filters)

# The map stands below the filters but is sent first: its frame loads while the rest is drawn.
above = st.container()
map_tools.show_tooled_map(shown, key="karta")
with above:
    if not st.context.is_embedded:
        frame.show_doors(page)
        show_filter_bar(filters, shown.found, t=page.t, label=page.label, region=page.region)
    map_tools.show_around(shown)
map_tools.show_tables(shown)
frame.show_problems(page)
