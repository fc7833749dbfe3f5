"""Bygg ett ekosystem: a group around an actor, an idea or a place, seat by seat, with what is missing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import streamlit as st

from kulturkarta.analysis.ecosystem.group import MAX_SIZE, MIN_SIZE, Group, Seat, propose_groups
from kulturkarta.analysis.ecosystem.problem import GroupProblem
from kulturkarta.analysis.matching.profiles import Profile
from kulturkarta.figures.map_layer import Line, Overlay, Site
from kulturkarta.listing import Found
from kulturkarta.partner_words import SAME_SPOT_KM
from kulturkarta.ui.bound import bound_segments, bound_select, bound_slider, bound_text, bound_toggle
from kulturkarta.ui.collab_papers import describe_seat, name_seat, show_papers
from kulturkarta.ui.collab_start import Start
from kulturkarta.ui.frame import show_finding
from kulturkarta.ui.map_view import show_map
from kulturkarta.ui.plain import plain
from kulturkarta.ui.state import read_param, write_param

DEFAULT_SIZE, N_GROUPS = 5, 3
_LOCKED, _EXCLUDED = "las", "utan"
_MAX_IDEA = 200


def show_groups(start: Start) -> None:
    """Controls, the chosen proposal with its seats, map, what is missing, and the workshop sheet."""
    t = start.page.t
    asked, idea, size, function = _ask(start)
    if not asked.knows("place"):
        st.info(t("samverkan.rooms.no_start"))
        return
    rows = start.partners.matcher.profiles.row_of_id
    locked, excluded = ([rows[key] for key in _read_ids(name) if key in rows] for name in (_LOCKED, _EXCLUDED))
    problem = start.partners.pose_group(asked, km=start.km, idea=idea, functions=(function,), excluded=excluded)
    groups = propose_groups(problem, size, locked=locked, n=N_GROUPS)
    _show_changes(start)
    if not groups:
        st.info(t("samverkan.group.none"))
        return
    group = groups[_choose_proposal(start, len(groups))]
    show_finding(describe_group(start, problem, group))
    left, right = st.columns([2, 3], gap="medium")
    with left:
        for number, seat in enumerate(group.seats, start=1):
            _show_seat(start, seat, number)
    with right:
        _draw_map(start, problem, group)
        _show_missing(start, group)
        show_papers(start, problem, group, idea)


def _ask(start: Start) -> tuple[Profile, str, int, str]:
    page, t = start.page, start.page.t
    with st.container(horizontal=True, vertical_alignment="bottom", key="collab.group"):
        idea = bound_text("ide", label=t("samverkan.group.idea"), limit=_MAX_IDEA, width=420)
        size = bound_slider("storlek", MIN_SIZE, MAX_SIZE, DEFAULT_SIZE, label=t("samverkan.group.size"), width=220)
        function = bound_select(
            "plats",
            page.taxonomy["place_function"].codes,
            "motas",
            label=t("samverkan.group.function"),
            words=lambda code: page.label("place_function", code),
            width=220,
        )
        only_place = bound_toggle("baraplats", label=t("samverkan.group.only_place"))
    profile = start.profile
    if only_place:
        here = replace(Profile(), x_m=profile.x_m, y_m=profile.y_m, approximate=profile.approximate)
        return here, idea, size, function
    return profile, idea, size, function


def _choose_proposal(start: Start, n: int) -> int:
    if n == 1:
        return 0
    t = start.page.t
    options = tuple(str(number) for number in range(1, n + 1))
    label = t("samverkan.group.proposal")
    return int(bound_segments("forslag", options, "1", label=label, words=lambda value: f"{label} {value}")) - 1


def describe_group(start: Start, problem: GroupProblem, group: Group) -> str:
    """`5 aktörer från 4 områden. De möts på Bryggeriet; längst väg har Stigtomta hembygdsförening, 18 km.`"""
    t = start.page.t
    sectors = {feature.code for seat in group.seats for feature in seat.brings if feature.kind == "sector"}
    said = t("samverkan.group.finding", n=len(group.seats), sectors=len(sectors))
    proof = t("samverkan.group.exact") if group.is_exact else t("samverkan.group.bound", share=_gap(start, group))
    if group.meeting is None:
        return f"**{said}** {t('samverkan.group.no_place')} {proof}"
    place = plain(problem.places["name"].iloc[group.meeting.place])
    meet = t("samverkan.group.meets", place=place, km=start.words.say_km(group.meeting.farthest_km))
    return f"**{said}** {meet} {proof}"


def _gap(start: Start, group: Group) -> str:
    return start.page.t.percent(group.bound / group.value - 1)


def _show_seat(start: Start, seat: Seat, number: int) -> None:
    t = start.page.t
    with st.container(border=True, key=f"collab.seat.{number}"):
        km = t("samverkan.group.here") if seat.km < SAME_SPOT_KM else ""
        km = t("samverkan.group.km", km=start.words.say_km(seat.km)) if seat.km >= SAME_SPOT_KM else km
        st.markdown(f"**{number}. {plain(name_seat(start, seat))}** · {km}")
        st.markdown("\n".join(f"- {plain(line)}" for line in describe_seat(start, seat)))
        if seat.is_start or seat.row is None:
            return
        actor = str(start.partners.matcher.profiles.frame["id"].iloc[seat.row])
        with st.container(horizontal=True, key=f"collab.seat.{number}.actions"):
            is_locked = actor in _read_ids(_LOCKED)
            lock = t("samverkan.group.unlock" if is_locked else "samverkan.group.lock")
            icon = ":material/lock:" if is_locked else ":material/lock_open:"
            if st.button(lock, key=f"collab.lock.{number}", icon=icon, type="tertiary"):
                _change(_LOCKED, actor, put=not is_locked)
            if st.button(
                t("samverkan.group.exclude"), key=f"collab.out.{number}", icon=":material/close:", type="tertiary"
            ):
                _exclude(actor)
            for row in seat.instead:
                _offer_swap(start, actor, row, number)


def _offer_swap(start: Start, actor: str, row: int, number: int) -> None:
    frame = start.partners.matcher.profiles.frame
    other, name = str(frame["id"].iloc[row]), str(frame["name"].iloc[row])
    label = start.page.t("samverkan.group.swap", name=plain(name))
    if st.button(label, key=f"collab.swap.{number}.{other}", icon=":material/swap_horiz:", type="tertiary"):
        write_param(_LOCKED, ",".join([*(key for key in _read_ids(_LOCKED) if key != actor), other]))
        _exclude(actor)


def _exclude(actor: str) -> None:
    write_param(_LOCKED, ",".join(key for key in _read_ids(_LOCKED) if key != actor))
    _change(_EXCLUDED, actor, put=True)


def _change(name: str, actor: str, *, put: bool) -> None:
    others = [key for key in _read_ids(name) if key != actor]
    write_param(name, ",".join([*others, actor] if put else others))
    st.rerun()


def _read_ids(name: str) -> list[str]:
    return list(dict.fromkeys(filter(None, read_param(name).split(","))))


def _show_changes(start: Start) -> None:
    """Whom the person has let out, and the way to take all changes back."""
    t, names = start.page.t, start.partners.names
    out = [names[key] for key in _read_ids(_EXCLUDED) if key in names]
    if not out and not _read_ids(_LOCKED):
        return
    with st.container(horizontal=True, vertical_alignment="center", key="collab.changes"):
        if out:
            st.caption(t("samverkan.group.excluded", names=t.join(plain(name) for name in out)), width="content")
        if st.button(t("samverkan.group.reset"), key="collab.reset", icon=":material/undo:", type="tertiary"):
            write_param(_LOCKED, "")
            write_param(_EXCLUDED, "")
            st.rerun()


def _draw_map(start: Start, problem: GroupProblem, group: Group) -> None:
    page, t = start.page, start.page.t
    frame = start.partners.matcher.profiles.frame
    members = {seat.row: number for number, seat in enumerate(group.seats, start=1) if seat.row is not None}
    rows = {page.listing.row_of_id[frame["id"].iloc[row]]: number for row, number in members.items()}
    lines, sites = [], []
    mask = np.zeros(len(page.listing.entries), dtype=bool)
    mask[list(rows)] = True
    if group.meeting:
        place = problem.places.iloc[group.meeting.place]
        middle = (float(place["lon"]), float(place["lat"]))
        mask[page.listing.row_of_id[place["id"]]] = True
        rows[page.listing.row_of_id[place["id"]]] = None  # pyright: ignore[reportArgumentType]  # no rank, but shown
        sites = [Site(*middle, str(place["name"]), "centre")]
        ends = [(float(frame["lon"].iloc[row]), float(frame["lat"].iloc[row])) for row in members]
        lines = [Line(end, middle, "", "group") for end in ends]
    overlay = Overlay(
        lines=lines,
        sites=sites,
        emphasis=rows,
        legend={"group": t("samverkan.group.legend_line"), "centre": t("samverkan.group.legend_place")},
    )
    order = tuple(rows)
    show_map(
        page.listing,
        Found(mask, {}, order),
        t=t,
        theme=page.theme,
        key="samverkan.grupp",
        overlay=overlay,
        height=460,
        show_list=False,
    )


def _show_missing(start: Start, group: Group) -> None:
    t = start.page.t
    if group.missing:
        names = [start.words.name_feature(feature.kind, feature.code) for feature in group.missing]
        st.warning(t("samverkan.group.missing", features=t.join(dict.fromkeys(names))), icon=":material/extension:")
    else:
        st.success(t("samverkan.group.nothing_missing"), icon=":material/check:")
