"""The map with its list, as every page shows it: one Streamlit component that panning and zooming never rerun.

A page may ask the person to point: with `pick` a click on the ground, with `actions` a button on an entry's card runs
the page once. `show_map` returns the answer; a page whose parts above the map need it calls `take_pick` first:

    picked = take_pick("luckor", listing)          # None in every other run
    show_map(listing, found, ..., key="luckor", pick=True, actions={"places": [("close", t("..."))]})

Two maps on a page need two keys, and `owns_address=False` on one of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import streamlit as st
import streamlit_folium
from streamlit.runtime import get_instance

from kulturkarta.analysis.filter_address import format_filters
from kulturkarta.analysis.filters import Filters
from kulturkarta.assets import data_url
from kulturkarta.figures.map_layer import LayerState, MapLayer, Overlay, base_map
from kulturkarta.figures.points import compress_rows, list_looks
from kulturkarta.i18n import Texts
from kulturkarta.layer_setup import configure_layer
from kulturkarta.listing import Found, Listing
from kulturkarta.publications import filter_data_address

HEIGHT_PX = 660
_MAX_ACTION = 40
_MOST_INLINE = 20_000


@dataclass(frozen=True)
class Picked:
    """What a person pointed out: a place on the ground (no `row`), or `action` on the card of entry `row`.

    An entry without a position has no `lon` and `lat`.
    """

    lon: float | None
    lat: float | None
    row: int | None = None
    action: str = ""


def show_map(
    listing: Listing,
    found: Found,
    *,
    t: Texts,
    theme: str,
    key: str,
    filters: Filters | None = None,
    overlay: Overlay | None = None,
    pick: bool = False,
    actions: Mapping[str, Sequence[tuple[str, str]]] | None = None,
    tools: Sequence[str] = (),
    given: Mapping[str, Any] | None = None,
    height: int = HEIGHT_PX,
    show_list: bool = True,
    owns_address: bool = True,
) -> Picked | None:
    """Map and list of the entries that `found` leaves, over what `overlay` shows of the ground.

    Returns what the person picked, in one run only and None in all others. `filters` are those that `found` answers, if
    it answers any: of a large catalogue the map then fetches the rows by their address. `actions`: table -> (action,
    label) of the buttons on its cards; `tools`: names in layer/tools.js, `given`: what each is told, by its name.
    The address keeps view and open card by itself.
    """
    catalogue = listing.catalogue
    region = catalogue.region
    config = configure_layer(
        _looks(listing),
        region.tiles,
        t=t,
        base=data_url(region.key, catalogue.revision, ""),
        height=height,
        with_list=show_list,
        owns_address=owns_address,
    )
    rows = describe_rows(found, filters)
    actions = actions or {}
    post = st.query_params.get("post", "") if owns_address else ""
    asked = repr((rows, overlay, pick, actions, tools, given))
    state = LayerState(
        rev=hashlib.sha256(asked.encode()).hexdigest()[:12],
        rows=rows,
        theme=theme,
        overlay=overlay,
        post=(post, listing.row_of_id[post]) if post in listing.row_of_id else None,
        pick=pick,
        actions=actions,
        tools=[*(["pick"] if pick or actions else []), *tools],
        given=given or {},
    )
    folium_map = base_map(lat=region.lat, lon=region.lon, zoom=region.zoom)
    MapLayer(config, state).add_to(folium_map)
    _register_component()
    streamlit_folium.st_folium(
        folium_map,
        key=key,
        height=height + 6,
        use_container_width=True,
        returned_objects=[],
        render=False,  # it renders the map in any case; this spares the whole document around it
    )
    return take_pick(key, listing)


def describe_rows(found: Found, filters: Filters | None) -> dict[str, str] | None:
    """How the map learns which rows are left: not at all when all are, with the state when they are few, else where.

    A bit per entry goes along up to 20,000 entries (at most 3.4 kB of text); beyond, the state holds an address.
    """
    if found.order is None and found.mask.all():
        return None
    if (
        len(found.mask) > _MOST_INLINE
        and filters is not None
        and (address := filter_data_address("selection", format_filters(filters)))
    ):
        return {"url": address}
    return {"inline": compress_rows(found.mask, found.order or ())}


def take_pick(key: str, listing: Listing) -> Picked | None:
    """What the person picked on the map `key` since it was last taken, once; None when it makes no sense."""
    value = st.session_state.get(key)
    pick = value.get("pick") if isinstance(value, Mapping) else None
    if not isinstance(pick, Mapping) or pick.get("name") == st.session_state.get(f"{key}.taken"):
        return None
    st.session_state[f"{key}.taken"] = pick.get("name")
    return read_pick(pick, n_entries=len(listing.entries))


def read_pick(pick: Mapping[str, Any], *, n_entries: int) -> Picked | None:
    """A pick as the browser sent it, or None for anything else that may arrive in its place."""
    row, action = pick.get("row"), pick.get("action")
    lon, lat = _read_degrees(pick.get("lon"), limit=180), _read_degrees(pick.get("lat"), limit=90)
    if row is None:
        return None if lon is None or lat is None else Picked(lon, lat)
    if not isinstance(row, int) or isinstance(row, bool) or not 0 <= row < n_entries:
        return None
    return Picked(lon, lat, row, action) if isinstance(action, str) and len(action) <= _MAX_ACTION else None


def _read_degrees(value: object, *, limit: float) -> float | None:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    return float(value) if -limit <= value <= limit else None  # NaN lies between no two numbers


@lru_cache(maxsize=4)
def _looks(listing: Listing) -> list[tuple[str, str]]:
    """Found once per listing: it means going through every entry."""
    return list_looks(listing.entries)[0]


def _register_component() -> None:
    """Streamlit registers a component only when a page's script imports it first; ours is imported while it starts."""
    get_instance().component_registry.register_component(streamlit_folium._component_func)
