"""What the maps are told to draw, and as text what came back and how often the page ran."""

import numpy as np
import streamlit as st

from kulturkarta.catalogues import get_catalogue
from kulturkarta.figures.map_layer import Circle, Line, Overlay, Site
from kulturkarta.i18n import Texts
from kulturkarta.listing import Found, get_listing
from kulturkarta.ui.map_view import show_map

st.set_page_config(layout="wide")
listing = get_listing(get_catalogue("sormland"))
t = Texts("sv")
placed = np.flatnonzero(listing.entries["has_point"].to_numpy())
first, second = (int(row) for row in placed[:2])
start, end = (
    (float(listing.entries["lon"].iloc[row]), float(listing.entries["lat"].iloc[row])) for row in (first, second)
)
st.session_state["runs"] = st.session_state.get("runs", 0) + 1
everything = Found(np.ones(len(listing.entries), dtype=bool), {}, None)
overlay = Overlay(
    circles=[Circle(16.8, 59.0, 10_000, "Tio kilometer runt mitten")],
    lines=[Line(start, end, "De två första", "missing")],
    sites=[Site(16.9, 59.1, "Ny plats"), Site(17.0, 59.1, "Flens <b>hus</b>", "scenario_close")],
    legend={"missing": "Saknad länk", "proposed": "Förslag", "circle": "Räckvidd"},
    emphasis={first: 1, second: 2},
)
actions = {table: [("think", "Tänk bort")] for table in ("places", "actors")}
left, right = st.columns(2)
with left:
    show_map(listing, everything, t=t, theme="light", key="left", show_list=False, height=400, overlay=overlay)
with right:
    picked = show_map(
        listing,
        everything,
        t=t,
        theme="light",
        key="right",
        height=400,
        show_list=False,
        owns_address=False,
        pick=True,
        actions=actions,
    )
if picked:
    st.session_state["picks"] = [*st.session_state.get("picks", []), picked]
st.text(f"runs: {st.session_state['runs']}")
for pick in st.session_state.get("picks", []):
    place = "nowhere" if pick.lon is None else f"{pick.lon:.3f} {pick.lat:.3f}"
    st.text(f"picked: {place} row {pick.row} {pick.action}")
