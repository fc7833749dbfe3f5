"""The same points on a map by the other ways that Streamlit offers, one page each; all as their documentation shows.

`KULTURKARTA_MEASURE_POINTS` names the points (parquet: lon, lat, kind, name), `KULTURKARTA_MEASURE_CDN` a server with
the scripts that folium loads from elsewhere, `KULTURKARTA_MEASURE_TILES` one with the points as vector tiles.
"""

from __future__ import annotations

import os

import folium
import pandas as pd
import pydeck
import streamlit as st
from folium.plugins import FastMarkerCluster, MarkerCluster, VectorGridProtobuf
from streamlit_folium import st_folium

CDN = os.environ["KULTURKARTA_MEASURE_CDN"]
ALL, CENTRE, ZOOM = "Alla", (62.5, 16.5), 4
TILES = os.environ["KULTURKARTA_MEASURE_TILES"]
TILE_OPTIONS = """{
  "rendererFactory": L.canvas.tile, "interactive": true, "getFeatureId": (feature) => feature.properties.id,
  "vectorTileLayerStyles": {"points": {"radius": 3, "weight": 1, "fill": true, "fillColor": "#C84E00"}}}"""
CALLBACK = "(row) => { const m = L.marker([row[0], row[1]]); m.bindPopup(row[2]); return m; }"


@st.cache_data
def read_points() -> pd.DataFrame:
    return pd.read_parquet(os.environ["KULTURKARTA_MEASURE_POINTS"])


def choose_kind() -> str:
    return st.selectbox("Slag", [ALL, "bibliotek"])


def choose_points() -> pd.DataFrame:
    points, chosen = read_points(), choose_kind()
    return points if chosen == ALL else points[points["kind"] == chosen]


def base_map(*, canvas: bool = False) -> folium.Map:
    return folium.Map(location=CENTRE, zoom_start=ZOOM, prefer_canvas=canvas)


def show(drawn: folium.Map) -> None:
    st_folium(drawn, returned_objects=[], width=1200, height=660)


def markers() -> None:
    drawn = base_map()
    cluster = MarkerCluster().add_to(drawn)
    for row in choose_points().itertuples():
        folium.Marker([row.lat, row.lon], popup=folium.Popup(str(row.name), max_width=300)).add_to(cluster)
    show(drawn)


def fast_cluster() -> None:
    drawn = base_map()
    rows = choose_points()[["lat", "lon", "name"]].to_numpy().tolist()
    FastMarkerCluster(rows, callback=CALLBACK).add_to(drawn)
    show(drawn)


def geojson() -> None:
    drawn = base_map(canvas=True)
    points = choose_points()
    features = [
        {"type": "Feature", "properties": {"name": name}, "geometry": {"type": "Point", "coordinates": [lon, lat]}}
        for lon, lat, name in zip(points["lon"], points["lat"], points["name"], strict=True)
    ]
    folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        marker=folium.CircleMarker(radius=4),
        popup=folium.GeoJsonPopup(["name"]),
    ).add_to(drawn)
    show(drawn)


def vector_grid() -> None:
    chosen = choose_kind()
    drawn = base_map()
    query = "" if chosen == ALL else f"?kind={chosen}"
    VectorGridProtobuf(f"{TILES}/{{z}}/{{x}}/{{y}}.pbf{query}", "points", TILE_OPTIONS).add_to(drawn)
    show(drawn)


def deck() -> None:
    layer = pydeck.Layer("ScatterplotLayer", choose_points(), get_position="[lon, lat]", get_radius=500, pickable=True)
    view = pydeck.ViewState(latitude=CENTRE[0], longitude=CENTRE[1], zoom=ZOOM)
    st.pydeck_chart(pydeck.Deck([layer], initial_view_state=view, map_style=None, tooltip={"text": "{name}"}))


def streamlit_map() -> None:
    st.map(choose_points(), latitude="lat", longitude="lon", size=500, zoom=ZOOM)


def start() -> None:
    st.title("Start")


def use_own_cdn() -> None:
    for part in (folium.Map, MarkerCluster, FastMarkerCluster, VectorGridProtobuf):
        for kind in ("default_js", "default_css"):
            links = [(name, url.removeprefix(f"{CDN}/").removeprefix("https://")) for name, url in getattr(part, kind)]
            setattr(part, kind, [(name, f"{CDN}/{url}") for name, url in links])


use_own_cdn()
st.set_page_config(layout="wide")
ways = {
    "markers": markers,
    "fast": fast_cluster,
    "geojson": geojson,
    "vectorgrid": vector_grid,
    "pydeck": deck,
    "stmap": streamlit_map,
}
pages = [st.Page(way, title=name, url_path=name) for name, way in ways.items()]
st.navigation([st.Page(start, default=True), *pages], position="top").run()
