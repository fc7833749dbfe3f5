"""The map with its list, as every page shows it: one Streamlit component that panning and zooming never rerun."""

from __future__ import annotations

import hashlib

import streamlit as st
import streamlit_folium
from streamlit.runtime import get_instance

from kulturkarta.assets import data_url
from kulturkarta.figures.map_layer import LayerConfig, LayerState, MapLayer, Overlay, base_map, describe_looks
from kulturkarta.figures.points import list_looks, pack_mask
from kulturkarta.i18n import Texts
from kulturkarta.listing import Found, Listing
from kulturkarta.regions import Tiles
from kulturkarta.schema import MAPPED_TABLES
from kulturkarta.settings import read_settings

HEIGHT_PX = 660
_TEXTS = (
    "map_label",
    "list_label",
    "list_choice",
    "loading",
    "loading_row",
    "load_failed",
    "zoom_in",
    "zoom_out",
    "one_entry",
    "cluster",
    "empty",
    "count",
    "tab_all",
    "tab_view",
    "tab_unplaced",
    "tab_here",
    "close",
    "back_to_list",
    "legend",
    "approximate",
    "no_position",
)


def show_map(listing: Listing, found: Found, *, t: Texts, theme: str, key: str, overlay: Overlay | None = None) -> None:
    """Map and list of the entries that `found` leaves, over what `overlay` shows of the ground.

    The address keeps view and open card by itself.
    """
    catalogue = listing.catalogue
    region = catalogue.region
    looks, _ = list_looks(listing.entries)
    config = LayerConfig(
        base=data_url(region.key, catalogue.revision, ""),
        lang=t.lang,
        texts={name: t(f"map.{name}") for name in _TEXTS},
        looks=describe_looks(looks, {name: (t(f"map.one_{name}"), t(f"map.many_{name}")) for name in MAPPED_TABLES}),
        tiles=_choose_tiles(region.tiles),
        height=HEIGHT_PX,
    )
    mask = None if found.mask.all() else pack_mask(found.mask)
    rev = hashlib.sha256((mask or b"") + repr((found.order, overlay)).encode()).hexdigest()[:12]
    post = st.query_params.get("post", "")
    state = LayerState(
        rev=rev,
        mask=mask,
        order=found.order,
        theme=theme,
        overlay=overlay,
        post=(post, listing.row_of_id[post]) if post in listing.row_of_id else None,
    )
    folium_map = base_map(lat=region.lat, lon=region.lon, zoom=region.zoom)
    MapLayer(config, state).add_to(folium_map)
    _register_component()
    streamlit_folium.st_folium(folium_map, key=key, height=HEIGHT_PX + 6, use_container_width=True, returned_objects=[])


def _register_component() -> None:
    """Streamlit registers a component only when a page's script imports it first; ours is imported while it starts."""
    get_instance().component_registry.register_component(streamlit_folium._component_func)


def _choose_tiles(tiles: Tiles) -> dict[str, object]:
    """The tile server of the settings, else of the region; `none` in either is no tiles."""
    settings = read_settings()
    url = settings.tile_url or tiles.url
    attribution = settings.tile_attribution if settings.tile_url else tiles.attribution
    return {"url": "" if url == "none" else url, "attribution": attribution, "max_zoom": tiles.max_zoom}
