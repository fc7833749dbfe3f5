"""The map written the ordinary way: one Marker with a Popup per row in a MarkerCluster, `st_folium` as it comes.

The scripts that folium loads from four hosts come from KULTURKARTA_MEASURE_CDN where that is set: the same files, from
a server beside this one, since the machine that measures need not reach the internet.
"""

import os
from pathlib import Path

import folium
import pandas as pd
import streamlit as st
from folium.plugins import MarkerCluster
from streamlit_folium import st_folium

DATA = Path(__file__).parents[2] / "data" / "sormland"
CDN = os.environ.get("KULTURKARTA_MEASURE_CDN", "")


@st.cache_data
def read_entries() -> pd.DataFrame:
    columns = {"municipality_code": str}
    frames = [pd.read_csv(DATA / f"{table}.csv", dtype=columns) for table in ("places", "actors")]
    return pd.concat(frames, ignore_index=True).dropna(subset=["lon", "lat"])


def use_own_cdn() -> None:
    for part in (folium.Map, MarkerCluster):
        for kind in ("default_js", "default_css"):
            links = [(name, url.replace("https://", f"{CDN}/")) for name, url in getattr(part, kind)]
            setattr(part, kind, [(name, url.replace(f"{CDN}/{CDN}/", f"{CDN}/")) for name, url in links])


def start() -> None:
    st.title("Start")
    st.write("Välj Karta.")


def karta() -> None:
    st.title("Karta")
    entries = read_entries()
    chosen = st.selectbox("Kommun", ["Alla", *sorted(entries["municipality_code"].dropna().unique())])
    if chosen != "Alla":
        entries = entries[entries["municipality_code"] == chosen]
    drawn = folium.Map(location=[59.0, 16.8], zoom_start=9)
    cluster = MarkerCluster().add_to(drawn)
    for row in entries.itertuples():
        text = f"<b>{row.name}</b><br>{row.locality}<br>{row.description}<br><a href='{row.source_url}'>källa</a>"
        folium.Marker([row.lat, row.lon], popup=folium.Popup(text, max_width=300)).add_to(cluster)
    st_folium(drawn, width=1200, height=660)


def floor() -> None:
    st.title("Tom karta")
    st_folium(folium.Map(location=[59.0, 16.8], zoom_start=9), returned_objects=[], width=1200, height=660)


if CDN:
    use_own_cdn()
st.set_page_config(layout="wide")
pages = [st.Page(start, default=True), st.Page(karta, url_path="karta"), st.Page(floor, title="Tom", url_path="tom")]
st.navigation(pages, position="top").run()
