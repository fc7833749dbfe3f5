"""Rum och stöd nära dig: places with the function she needs, and the supports that serve her."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from kulturkarta.analysis.matching.relatedness import UNSAID
from kulturkarta.analysis.matching.score import measure_km_to
from kulturkarta.analysis.profile import list_supports
from kulturkarta.figures.map_layer import Circle, Overlay, Site
from kulturkarta.listing import Found
from kulturkarta.partners import MEET
from kulturkarta.ui.bound import bound_select
from kulturkarta.ui.collab_start import Start
from kulturkarta.ui.frame import show_finding
from kulturkarta.ui.map_view import show_map
from kulturkarta.ui.plain import plain

TOP = 10


def show_rooms(start: Start) -> None:
    """The places by distance, then the supports."""
    page, t = start.page, start.page.t
    function = bound_select(
        "rum",
        page.taxonomy["place_function"].codes,
        MEET,
        label=t("samverkan.rooms.function"),
        words=lambda code: page.label("place_function", code),
        width=300,
    )
    places = _find_places(start, function)
    show_finding(_describe_places(start, places, function))
    if len(places):
        _draw_map(start, places)
        _show_places(start, places)
    st.caption(t("samverkan.rooms.note"))
    _show_supports(start)


def _find_places(start: Start, function: str) -> pd.DataFrame:
    """The places with `function` within reach, nearest first, with `km`."""
    places = start.partners.list_meeting_places((function,))
    detour = start.partners.matcher.detour_factor
    km = measure_km_to(start.profile, places[["x_m", "y_m"]].to_numpy(dtype="float64"), detour_factor=detour)
    return places.assign(km=km)[km <= start.km].sort_values(["km", "name"], ignore_index=True)


def _describe_places(start: Start, places: pd.DataFrame, function: str) -> str:
    t = start.page.t
    what = start.page.label("place_function", function).lower()
    if not start.profile.knows("place"):
        return t("samverkan.rooms.no_start")
    if places.empty:
        return t("samverkan.rooms.none", function=what, km=start.km)
    first = places.iloc[0]
    return t(
        "samverkan.rooms.finding",
        n=len(places),
        function=what,
        km=start.km,
        name=plain(first["name"]),
        first_km=start.words.say_km(float(first["km"])),
    )


def _draw_map(start: Start, places: pd.DataFrame) -> None:
    page, t = start.page, start.page.t
    rows = [page.listing.row_of_id[key] for key in places["id"]]
    mask = np.zeros(len(page.listing.entries), dtype=bool)
    mask[rows] = True
    here = start.lon_lat
    name = start.name or t("samverkan.group.you")
    radius_m = start.km * 1000 / start.partners.matcher.detour_factor
    overlay = Overlay(
        circles=[Circle(*here, radius_m, t("samverkan.match.circle", km=start.km))] if here else (),
        sites=[Site(*here, name, "centre")] if here else (),
        emphasis={row: rank for rank, row in enumerate(rows[:TOP], start=1)},
        legend={"circle": t("samverkan.match.circle", km=start.km), "centre": name},
    )
    show_map(page.listing, Found(mask, {}, tuple(rows)), t=t, theme=page.theme, key="samverkan.rum", overlay=overlay)


def _show_places(start: Start, places: pd.DataFrame) -> None:
    page, t = start.page, start.page.t
    rooms = page.catalogue["rooms"].groupby("place_id")["name"].agg(", ".join).to_dict()
    unknown = t("word.no_information")
    st.dataframe(
        pd.DataFrame(
            {
                t("samverkan.match.column_rank"): range(1, len(places) + 1),
                t("column.name"): places["name"],
                t("column.kind"): [page.label("place_kind", kind) for kind in places["kind"]],
                t("column.locality"): places["locality"].fillna(unknown),
                t("samverkan.match.column_km"): places["km"].round(1),
                t("table.rooms"): [rooms.get(key, unknown) for key in places["id"]],
                t("column.capacity"): [unknown if n != n else t.number(n) for n in places["capacity"]],
                t("column.website"): places["website"].fillna(places["source_url"]),
            }
        ),
        hide_index=True,
        alt=t("samverkan.rooms.table_alt"),
        column_config={t("column.website"): st.column_config.LinkColumn()},
    )


def find_supports(start: Start) -> pd.DataFrame:
    """The supports that serve her municipality and field; one that names no field is for all."""
    supports = list_supports(start.page.catalogue["supports"], start.municipality)
    own = set(start.profile.sectors) - {UNSAID}
    # Tuples have no vectorised membership test. Who says no field is shown everything.
    fits = [not own or not sectors or not own.isdisjoint(sectors) for sectors in supports["sectors"]]
    return supports[np.array(fits, dtype=bool)].reset_index(drop=True)


def _show_supports(start: Start) -> None:
    page, t = start.page, start.page.t
    supports = find_supports(start)
    st.header(t("samverkan.rooms.supports"), anchor=False)
    if supports.empty:
        st.info(t("samverkan.rooms.no_supports"))
        return
    where = page.region.municipalities.get(start.municipality, page.region.name(t.lang))
    show_finding(t("samverkan.rooms.supports_finding", n=len(supports), place=plain(where)))
    st.dataframe(
        pd.DataFrame(
            {
                t("column.name"): supports["name"],
                t("column.provider"): supports["provider"],
                t("column.kind"): [page.label("support_kind", kind) for kind in supports["kind"]],
                t("column.target"): supports["target"].fillna(t("word.no_information")),
                t("column.website"): supports["website"].fillna(supports["source_url"]),
            }
        ),
        hide_index=True,
        alt=t("samverkan.rooms.supports"),
        column_config={t("column.website"): st.column_config.LinkColumn()},
    )
    st.caption(t("samverkan.rooms.supports_note"))
