"""What if: places added and closed in up to three scenarios, who gains and who loses, and the scenarios compared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import streamlit as st

from kulturkarta.figures.map_layer import Site
from kulturkarta.i18n import sort_key
from kulturkarta.questions import MAX_CHANGES, Change
from kulturkarta.ui.bound import bound_segments
from kulturkarta.ui.gap_map import MAP_KEY, MapParts, show_gap_map
from kulturkarta.ui.gap_question import GapPage
from kulturkarta.ui.gap_scenario import (
    PARAM,
    SCENARIOS,
    Scenario,
    adopt_scenario,
    ask,
    list_sheets,
    name_scenario,
    show_municipalities,
    show_scenarios,
)
from kulturkarta.ui.gap_words import share_text
from kulturkarta.ui.map_view import take_pick
from kulturkarta.ui.plain import plain
from kulturkarta.ui.state import adopt_choice

_CLOSE = "close"


def show_what_if(view: GapPage) -> dict[str, pd.DataFrame]:
    """The scenario worked on with its map, who gains and loses by it, and all scenarios in one table; their sheets."""
    t = view.page.t
    scenarios = {number: adopt_scenario(view, number) for number in SCENARIOS}
    number = adopt_choice(PARAM, SCENARIOS, SCENARIOS[0])
    scenarios[number] = scenario = _take_pick(view, scenarios[number])
    bound_segments(
        PARAM,
        SCENARIOS,
        SCENARIOS[0],
        label=t("luckor.what_if.scenario"),
        words=lambda n: name_scenario(view, scenarios[n]),
    )
    _show_controls(view, scenario)
    after = ask(view, scenario)
    finding = _describe(view, after)
    st.markdown(plain(finding))
    show_gap_map(
        after,
        MapParts(
            sites=_list_sites(view, scenario),
            legend={style: t(f"luckor.what_if.{style}") for style in ("scenario_add", "scenario_close")},
            shows_change=True,
            pick=True,
            actions={"places": [(_CLOSE, t("luckor.what_if.close"))]},
            finding=finding,
        ),
    )
    if scenario.change:
        _show_changes(view, scenario)
        show_municipalities(view, after)
    if any(each.change for each in scenarios.values()):
        show_scenarios(view, scenarios)
    return list_sheets(view, scenarios)


def _take_pick(view: GapPage, scenario: Scenario) -> Scenario:
    """The scenario with what a person just pointed out on the map: a new place, or one to close on its card."""
    picked = take_pick(MAP_KEY, view.page.listing)
    if picked is None or len(scenario.change) >= MAX_CHANGES:
        return scenario
    if picked.row is None and picked.lon is not None and picked.lat is not None:
        return scenario.add(picked.lon, picked.lat)
    if picked.row is not None and picked.action == _CLOSE:
        return scenario.close(str(view.page.listing.entries["id"].iloc[picked.row]))
    return scenario


def _list_sites(view: GapPage, scenario: Scenario) -> list[Site]:
    """Where the scenario opens and closes places; one without a position is in no map."""
    added = [Site(lon, lat, _name_point(view, lon, lat), "scenario_add") for lon, lat in scenario.change.added]
    places = view.answer.places
    closed = places[places["id"].isin(scenario.change.closed) & places["lon"].notna()]
    columns = (closed["lon"], closed["lat"], closed["name"])
    return added + [Site(lon, lat, name, "scenario_close") for lon, lat, name in zip(*columns, strict=True)]


def _show_controls(view: GapPage, scenario: Scenario) -> None:
    """Add a place in a locality, or close one: what a click on the map does, for those without a mouse."""
    t = view.page.t
    towns = _list_towns(view)
    open_places = view.answer.places[~view.answer.places["id"].isin(scenario.change.closed)]
    places = dict(zip(open_places["id"], open_places["name"], strict=True))
    is_full = len(scenario.change) >= MAX_CHANGES
    with st.container(horizontal=True, vertical_alignment="bottom", key="what_if"):
        town = st.selectbox(
            t("luckor.what_if.where"),
            sorted(towns, key=sort_key),
            index=None,
            placeholder=t("luckor.what_if.choose_locality"),
            key="what_if.town",
            width=320,
        )
        if st.button(
            t("luckor.what_if.add"), icon=":material/add_location:", disabled=town is None or is_full, key="what_if.add"
        ):
            scenario.add(*towns[str(town)])
            st.rerun()
        place = st.selectbox(
            t("luckor.what_if.which"),
            sorted(places, key=lambda key: sort_key(places[key])),
            index=None,
            placeholder=t("luckor.what_if.choose_place"),
            format_func=lambda key: places[key],
            key="what_if.place",
            width=320,
        )
        if st.button(
            t("luckor.what_if.close"), icon=":material/close:", disabled=place is None or is_full, key="what_if.close"
        ):
            scenario.close(str(place))
            st.rerun()
    if is_full:
        st.caption(t("luckor.what_if.full", n=MAX_CHANGES))


def _list_towns(view: GapPage) -> dict[str, tuple[float, float]]:
    """`Malmköping (Flen)` -> lon, lat: the localities of the region, or of the chosen municipality."""
    names = view.page.region.municipalities
    codes = [view.municipality] if view.municipality else list(names)
    localities = view.reach.people.localities
    here = localities[localities["municipality_code"].isin(codes)]
    columns = (here[name].to_list() for name in ("name", "municipality_code", "lon", "lat"))
    return {f"{name} ({names[code]})": (lon, lat) for name, code, lon, lat in zip(*columns, strict=True)}


def _name_point(view: GapPage, lon: float, lat: float) -> str:
    """`nära Malmköping`: the locality nearest to a point."""
    towns = view.reach.people.localities
    shrunk = [0.52, 1.0]  # a degree of longitude against one of latitude at 59° N
    away = (towns[["lon", "lat"]].sub([lon, lat]) * shrunk).pow(2).sum(axis=1).to_numpy()
    return view.page.t("luckor.what_if.near", name=towns["name"].iloc[int(away.argmin())])


def _describe(view: GapPage, after: GapPage) -> str:
    """How many gain and lose."""
    t = view.page.t
    if not after.question.change:
        return t("luckor.what_if.start")
    changed = view.reach.compare(view.answer, after.answer).region
    return t(
        "luckor.what_if.finding",
        gains=t.number(round(changed["gains"])),
        loses=t.number(round(changed["loses"])),
        nearer=t.number(round(changed["nearer"])),
        farther=t.number(round(changed["farther"])),
        before=share_text(t, changed["share_without_before"]),
        after=share_text(t, changed["share_without_after"]),
        limit=view.limit,
    )


def _show_changes(view: GapPage, scenario: Scenario) -> None:
    """What the scenario changes, each with a button that takes it back."""
    t, change = view.page.t, scenario.change
    places = view.answer.places.set_index("id")["name"]
    rows: list[tuple[str, Change]] = [
        (
            t("luckor.what_if.new", number=number, name=_name_point(view, *point)),
            replace(change, added=tuple(other for other in change.added if other != point)),
        )
        for number, point in enumerate(change.added, start=1)
    ]
    rows += [
        (
            t("luckor.what_if.closed", name=places[place]),
            replace(change, closed=tuple(other for other in change.closed if other != place)),
        )
        for place in change.closed
    ]
    with st.container(horizontal=True, key="what_if.changes"):
        for number, (label, without) in enumerate(rows):
            st.button(
                plain(label),
                key=f"what_if.undo.{number}",
                icon=":material/undo:",
                type="tertiary",
                help=t("luckor.what_if.undo"),
                on_click=_keeper(scenario, without),
            )


def _keeper(scenario: Scenario, change: Change) -> Callable[[], None]:
    def keep() -> None:
        scenario.keep(change)

    return keep
