"""The map of Luckor: municipalities filled by a measure, people as dots by distance, places as marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import streamlit as st

from kulturkarta.analysis.gaps.change import CHANGE_STEPS
from kulturkarta.analysis.gaps.paint import MEASURES, STEPS, WITHOUT, Painted, paint_areas
from kulturkarta.clock import read_today
from kulturkarta.figures.map_layer import Circle, Overlay, Site
from kulturkarta.listing import Found
from kulturkarta.map_words import describe_sources
from kulturkarta.publications import data_address
from kulturkarta.questions import write_question
from kulturkarta.travel import describe_ways
from kulturkarta.ui.bound import bound_select, bound_toggle
from kulturkarta.ui.gap_question import GapPage
from kulturkarta.ui.gap_words import say_gap, value_text
from kulturkarta.ui.map_view import HEIGHT_PX, show_map

MAP_KEY = "luckor"
_HALF_PX = 460


@dataclass(frozen=True)
class MapParts:
    """What the map shows beside the measure: `sites`, and what they are in the `legend`."""

    measure: str = WITHOUT
    sites: Sequence[Site] = ()
    legend: Mapping[str, str] = field(default_factory=dict)
    shows_change: bool = False
    """Whom a change helps and costs, in place of measure and distance."""
    has_catchments: bool = False
    pick: bool = False
    actions: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    key: str = MAP_KEY
    is_half: bool = False
    """One of two maps side by side: lower, and without a list."""
    finding: str = ""
    """What a picture of the map says it shows, when it is not the gap itself."""


def choose_measure(view: GapPage) -> str:
    """Which measure the municipalities are filled with."""
    t = view.page.t
    return bound_select(
        "matt",
        tuple(MEASURES),
        WITHOUT,
        label=t("luckor.map_measure"),
        words=lambda name: name_measure(view, name),
        width=380,
    )


def name_measure(view: GapPage, measure: str) -> str:
    """`Andel utan plats inom 10 km`"""
    return view.page.t(f"luckor.measure.{measure}", limit=view.limit)


def choose_catchments(view: GapPage) -> bool:
    """Whether the map shows how far each place reaches: circles, where ways are straight."""
    return view.is_straight and bound_toggle("ringar", label=view.page.t("luckor.catchments", km=view.km_text))


def show_gap_map(view: GapPage, parts: MapParts) -> None:
    """The map with its list; the same figures stand in the tables below."""
    page, t = view.page, view.page.t
    overlay = _draw_change(view, parts) if parts.shows_change else _draw_measure(view, parts)
    mask = page.listing.entries["id"].isin(view.answer.places["id"]).to_numpy(dtype=bool)
    show_map(
        page.listing,
        Found(mask, {}, None),
        t=t,
        theme=page.theme,
        key=parts.key,
        overlay=overlay,
        pick=parts.pick,
        actions=parts.actions,
        tools=["toolbar"],
        given={"toolbar": _tell_toolbar(view, parts)},
        height=_HALF_PX if parts.is_half else HEIGHT_PX,
        show_list=not parts.is_half,
        owns_address=parts.key == MAP_KEY,
    )
    st.caption(" ".join(_list_notes(view, parts)))


def _list_notes(view: GapPage, parts: MapParts) -> tuple[str, str]:
    """What the dots are and which distance it is."""
    return view.page.t("luckor.what_if.dots_note" if parts.shows_change else "luckor.dots_note"), describe_way(view)


def _tell_toolbar(view: GapPage, parts: MapParts) -> dict[str, Any]:
    """What `layer/toolbar.js` is given: a picture of the map says what it shows, how it was counted and from what."""
    page, t = view.page, view.page.t
    sources = describe_sources(page.catalogue, t=t, today=read_today(), tables=["places"])
    people = t(f"luckor.demand_{view.reach.people.source}")
    return {
        "parts": ["take"],
        "texts": t.section("tools"),
        "title": f"{t('luckor.title', region=page.region.name(t.lang))}: {view.what}",
        "finding": parts.finding or " ".join(say_gap(view)),
        "notes": [*_list_notes(view, parts), people, *sources],
        "file": f"kulturkarta-luckor-{page.region.key}",
    }


def _list_catchments(view: GapPage) -> list[Circle]:
    """How far each place reaches: the threshold as a straight line."""
    places = view.answer.places
    located = places[places["is_located"].to_numpy(dtype=bool)]
    radius_m = view.question.km * 1000 / view.gaps.detour_factor
    names = located["name"].fillna("")
    return [
        Circle(lon, lat, radius_m, name) for lon, lat, name in zip(located["lon"], located["lat"], names, strict=True)
    ]


def _draw_measure(view: GapPage, parts: MapParts) -> Overlay:
    """Municipalities filled by the measure, people as dots by how far they have."""
    t, places = view.page.t, view.answer.places
    painted = paint_areas(view.gaps, view.answer.too_little, parts.measure)
    return Overlay(
        areas=painted.fills,
        dots=data_address("gap-dots", write_question(view.question)) if len(places) else "",
        title=name_measure(view, parts.measure),
        steps=_describe_steps(view, parts.measure, painted),
        hatched=t("luckor.too_little"),
        sites=parts.sites,
        circles=_list_catchments(view) if parts.has_catchments else (),
        legend={"circle": t("luckor.catchment", km=view.km_text), **parts.legend},
    )


def _draw_change(view: GapPage, parts: MapParts) -> Overlay:
    """The people to whom something happens as dots, from those who gain to those who lose."""
    t = view.page.t
    return Overlay(
        areas={},
        dots=data_address("gap-change", write_question(view.question)) if view.question.change else "",
        title=t("luckor.what_if.map_title"),
        steps=[t(f"luckor.what_if.{change or 'same'}") for change in CHANGE_STEPS],
        hatched="",
        sites=parts.sites,
        circles=_list_catchments(view) if parts.has_catchments else (),
        legend={"circle": t("luckor.catchment", km=view.km_text), **parts.legend},
    )


def list_sites(sites: pd.DataFrame) -> list[Site]:
    """Sites as the map takes them, in their order."""
    return [Site(*site) for site in zip(sites["lon"], sites["lat"], sites["name"], strict=True)]


def describe_way(view: GapPage) -> str:
    """Which distance it is: the straight line times how much, or the road network."""
    page = view.page
    return describe_ways(view.question, detour_factor=view.gaps.detour_factor, settings=page.settings, t=page.t)


def _describe_steps(view: GapPage, measure: str, painted: Painted) -> list[str]:
    """The legend: what each step stands for, "–" for one that no municipality is in."""
    t = view.page.t
    if measure == WITHOUT:
        return [t(f"luckor.scale_{step}") for step in range(STEPS)]
    column = MEASURES[measure].column
    words = ["–"] * STEPS
    for step, low, high in painted.spans:
        first, last = value_text(t, column, low), value_text(t, column, high)
        words[step] = first if first == last else f"{first}–{last}"
    return words
