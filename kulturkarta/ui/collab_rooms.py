"""Rum och stöd nära dig: places with the function she needs, and the supports that serve her."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from kulturkarta.analysis.matching.relatedness import UNSAID
from kulturkarta.analysis.matching.score import measure_km_to
from kulturkarta.analysis.support import Seeker
from kulturkarta.figures.map_layer import Circle, Overlay, Site
from kulturkarta.listing import Found
from kulturkarta.partner_words import SAME_SPOT_KM
from kulturkarta.partners import MEET
from kulturkarta.ui.bound import bound_select
from kulturkarta.ui.collab_files import list_notes, offer_rows
from kulturkarta.ui.collab_start import Start
from kulturkarta.ui.frame import show_finding
from kulturkarta.ui.map_view import show_map
from kulturkarta.ui.plain import plain
from kulturkarta.ui.support_view import SupportPage, describe_rows, describe_supports, show_support_table, view_supports
from kulturkarta.ui.tables import offer_figures

TOP = 10
_OF_HER = ("municipality", "sector", "stage", "drive")
# What a support asks -> its name in the address, its vocabulary.
_ASKED = {
    "function": ("stodform", "support_function"),
    "stage": ("skede", "actor_stage"),
    "drive": ("drivkraft", "drive"),
}


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
    found = t("samverkan.rooms.finding", n=len(places), function=what, km=start.km)
    is_here = float(first["km"]) < SAME_SPOT_KM
    near = {"name": plain(first["name"]), "km": start.words.say_km(float(first["km"]))}
    return f"{found} {t('samverkan.rooms.finding_here' if is_here else 'samverkan.rooms.finding_near', **near)}"


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
    rows = pd.DataFrame(
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
    )
    link = st.column_config.LinkColumn(display_text=r"https?://(?:www\.)?([^/]+)")
    st.dataframe(rows, hide_index=True, alt=t("samverkan.rooms.table_alt"), column_config={t("column.website"): link})
    title, notes = t("samverkan.section.rum"), list_notes(page, "places", t("samverkan.rooms.note"))
    with st.container(horizontal=True, key="collab.rooms.files"):
        offer_rows(
            page,
            "places",
            rows,
            lambda: places[["id", "km"]].assign(rank=range(1, len(places) + 1), km=places["km"].round(1)),
            sheet=title,
            title=title,
            notes=notes,
            name="rum",
            key="collab.rooms",
        )


def _show_supports(start: Start) -> None:
    """The supports that rule out nothing of what is known of her, with why each may fit and what is not known."""
    page, t = start.page, start.page.t
    st.header(t("samverkan.rooms.supports"), anchor=False)
    view = view_supports(page, _ask_seeker(start))
    show_finding(describe_eligible(view))
    st.caption(t("samverkan.rooms.supports_note"))
    if view.found.empty:
        return
    show_support_table(view, alt=t("samverkan.rooms.supports"))
    offer_figures(
        t("export.format.excel"),
        lambda: {t("samverkan.rooms.supports"): describe_rows(view)},
        title=t("samverkan.rooms.supports"),
        notes=list_notes(page, "supports", t("stod.unknown_note")),
        name=f"stod-{page.region.key}",
        key="collab.supports.excel",
        t=t,
    )


def describe_eligible(view: SupportPage) -> str:
    """What fits, and what is not known of her, so that more is listed than she will get."""
    t, unknown = view.page.t, [name for name in _OF_HER if not view.seeker.wanted(name)]
    lack = t.join(t(f"stod.{name}") for name in unknown)
    return f"{describe_supports(view)} {t('samverkan.rooms.we_lack', what=lack)}" if lack else describe_supports(view)


def _ask_seeker(start: Start) -> Seeker:
    """Who she is to a support: place and fields as she or the catalogue says, stage and drive until she says other."""
    page, t = start.page, start.page.t
    actors, row = page.catalogue["actors"], start.profile.row
    known = {} if row is None else actors.set_index("id").loc[start.partners.matcher.profiles.frame["id"].iloc[row]]
    chosen: dict[str, str] = {}
    with st.container(horizontal=True, vertical_alignment="bottom", key="collab.supports"):
        for criterion, (param, vocabulary) in _ASKED.items():
            said = known.get(criterion)
            default = said if isinstance(said, str) else ""
            chosen[criterion] = bound_select(
                param,
                ("", *page.taxonomy[vocabulary].codes),
                default,
                label=t(f"samverkan.rooms.ask_{criterion}"),
                words=lambda code, vocabulary=vocabulary, criterion=criterion: (
                    page.label(vocabulary, code) if code else t(f"stod.any_{criterion}")
                ),
                width=240,
            )
    sectors = tuple(code for code in start.profile.sectors if code != UNSAID)
    return Seeker(municipality=start.municipality, sector=sectors, **chosen)
