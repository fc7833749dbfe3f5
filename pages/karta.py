"""Karta: every place and actor of the region on a map, with filters, list, cards and table."""

import streamlit as st

from kulturkarta.ui import frame, sentences, tables
from kulturkarta.ui.filter_bar import show_filter_bar
from kulturkarta.ui.map_view import show_map
from kulturkarta.ui.state import adopt_filters

page = frame.open_page("karta")
filters = adopt_filters("karta")
found = page.listing.find(filters)

# The map stands below the filters but is sent first: its frame loads while the rest is drawn.
above = st.container()
show_map(page.listing, found, t=page.t, theme=page.theme, key="karta")
with above:
    frame.show_doors(page)
    show_filter_bar(filters, found, t=page.t, label=page.label, region=page.region)
    frame.show_finding(sentences.describe_map(page.listing, found, t=page.t))
tables.show_entries(page, found)
frame.show_problems(page)
