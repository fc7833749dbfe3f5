"""Hitta samarbete: partners ranked, each with its reasons, on the map and as a table."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import streamlit as st

from kulturkarta.analysis.matching.weights import COMPONENTS, GROUPS, PRESETS
from kulturkarta.figures.map_layer import Circle, Overlay, Site
from kulturkarta.listing import Found
from kulturkarta.partners import Matches
from kulturkarta.ui.bound import bound_select, bound_steps, bound_toggle
from kulturkarta.ui.collab_files import list_notes, offer_rows
from kulturkarta.ui.collab_start import Start
from kulturkarta.ui.frame import show_finding
from kulturkarta.ui.map_view import show_map
from kulturkarta.ui.plain import plain

TOP = 10
_TIMES = ("0", "0.5", "1", "1.5", "2")
_PRESETS = tuple(PRESETS)
_BY_HAND = "egen"
# What a list rests on when something is unknown.
_BASIS = ("offers", "sectors", "roles", "place")


def show_matches(start: Start) -> None:
    """Controls, finding, list and map in step, table and downloads."""
    weights, digital = _ask_weights(start)
    digital = digital or not start.profile.knows("place")  # nowhere is near: everyone is compared
    matches = start.partners.match(start.profile, km=start.km, digital=digital, weights=weights)
    show_finding(describe_matches(start, matches, digital=digital))
    _say_what_is_unknown(start, matches, weights, digital=digital)
    if len(matches.rows):
        _draw_map(start, matches)
        _list_partners(start, matches)
        _show_table(start, matches)
    st.caption(start.page.t("samverkan.match.method"))


def _ask_weights(start: Start) -> tuple[Mapping[str, float], bool]:
    t = start.page.t
    with st.container(horizontal=True, vertical_alignment="bottom", key="collab.weights"):
        preset = bound_select(
            "vikt",
            (*_PRESETS, _BY_HAND),
            _PRESETS[0],
            label=t("samverkan.match.preset"),
            words=lambda name: t(f"samverkan.preset.{name}"),
            width=300,
        )
        digital = bound_toggle("digitalt", label=t("samverkan.match.digital"))
    if preset != _BY_HAND:
        return PRESETS[preset], digital
    weights: dict[str, float] = {}
    with st.container(horizontal=True, key="collab.sliders"):
        for group in GROUPS:
            times = bound_steps(
                f"v_{group}",
                _TIMES,
                "1",
                label=t(f"samverkan.weight.{group}"),
                words=lambda value: t.number(float(value)),
                width=200,
            )
            weights[group] = float(times)
    return weights, digital


def describe_matches(start: Start, matches: Matches, *, digital: bool) -> str:
    """`34 aktörer finns inom 30 km. Bäst kompletterar Stigtomta hembygdsförening: De söker det du erbjuder: lokal.`"""
    t = start.page.t
    if not len(matches.rows):
        return t("samverkan.match.nobody", km=start.km)
    best = int(matches.rows[0])
    reasons = start.partners.explain(matches, best)
    said = t(
        "samverkan.match.finding_digital" if digital else "samverkan.match.finding", n=len(matches.rows), km=start.km
    )
    top = t(
        "samverkan.match.best",
        name=plain(start.partners.matcher.profiles.frame["name"].iloc[best]),
        reason=plain(start.words.describe(reasons[0])) if reasons else "",
    )
    return f"**{said}** {top}"


def _say_what_is_unknown(start: Start, matches: Matches, weights: Mapping[str, float], *, digital: bool) -> None:
    """What the list could not rest on, and the one field that would change it most."""
    t = start.page.t
    lines = []
    if matches.fallback:
        fields = t.join(t(f"samverkan.field.{field}") for field in matches.fallback)
        basis = t.join(t(f"samverkan.basis.{field}") for field in _BASIS if start.profile.knows(field))
        lines.append(t(f"samverkan.match.fallback{'' if basis else '_none'}", fields=fields, basis=basis))
    question = start.partners.find_best_question(start.profile, km=start.km, digital=digital, weights=weights)
    if question and question.turnover > 0:
        how = t(
            "samverkan.match.question", field=t(f"samverkan.field.{question.field}"), share=t.percent(question.turnover)
        )
        lines.append(how)
    if start.is_newcomer:
        lines.append(t("samverkan.match.newcomer"))
    if matches.n_unplaced:
        lines.append(t("samverkan.match.unplaced", n=matches.n_unplaced))
    if lines:
        st.info(" ".join(lines), icon=":material/help:")


def _list_partners(start: Start, matches: Matches) -> None:
    t, frame = start.page.t, start.partners.matcher.profiles.frame
    columns = [column for _ in range(0, TOP, 2) for column in st.columns(2)]  # in pairs: narrow screens keep the order
    for rank, row in enumerate(matches.rows[:TOP].tolist(), start=1):
        values = frame.iloc[row]
        with columns[rank - 1], st.container(border=True, key=f"collab.partner.{rank}"):
            points = t("samverkan.match.points", points=t.number(float(matches.scores["score"].iloc[row]), 1))
            st.markdown(f"**{rank}. {plain(values['name'])}** · {points}")
            st.markdown("\n".join(f"- {plain(start.words.describe(r))}" for r in start.partners.explain(matches, row)))
            _offer_contact(start, str(values["id"]), str(values["name"]), values["website"])


def _offer_contact(start: Start, actor_id: str, name: str, website: object) -> None:
    """The actor's own website; else the region's form, else the operator, who passes the question on."""
    page, t = start.page, start.page.t
    if isinstance(website, str):
        st.link_button(t("samverkan.match.website"), website, icon=":material/open_in_new:")
        return
    address = page.region.find_contact(
        actor_id,
        email=page.settings.contact_email,
        subject=t("samverkan.match.subject", name=name),
        body=t("samverkan.match.body", name=name, id=actor_id, who=start.name or "…"),
    )
    if not address:
        st.caption(t("samverkan.match.no_contact"))
        return
    label = t("samverkan.match.form" if page.region.correction_url else "samverkan.match.contact")
    st.link_button(label, address, icon=":material/contact_mail:")


def _draw_map(start: Start, matches: Matches) -> None:
    page, t = start.page, start.page.t
    listing = page.listing
    ids = start.partners.matcher.profiles.frame["id"].iloc[matches.rows]
    rows = [listing.row_of_id[key] for key in ids]
    mask = np.zeros(len(listing.entries), dtype=bool)
    mask[rows] = True
    here = start.lon_lat
    radius_m = start.km * 1000 / start.partners.matcher.detour_factor
    name = start.name or t("samverkan.group.you")
    overlay = Overlay(
        circles=[Circle(*here, radius_m, t("samverkan.match.circle", km=start.km))] if here else (),
        sites=[Site(*here, name, "centre")] if here else (),
        emphasis={row: rank for rank, row in enumerate(rows[:TOP], start=1)},
        legend={"circle": t("samverkan.match.circle", km=start.km), "centre": name},
    )
    show_map(listing, Found(mask, {}, tuple(rows)), t=t, theme=page.theme, key="samverkan", overlay=overlay)


def list_rows(start: Start, matches: Matches) -> pd.DataFrame:
    """Every partner within reach with its points, in words."""
    t, frame = start.page.t, start.partners.matcher.profiles.frame.iloc[matches.rows]
    scores = matches.scores.iloc[matches.rows]
    unknown, names = t("word.no_information"), start.page.region.municipalities
    return pd.DataFrame(
        {
            t("samverkan.match.column_rank"): range(1, len(frame) + 1),
            t("column.name"): frame["name"].to_numpy(),
            t("column.municipality_code"): frame["municipality_code"].map(names).fillna(unknown),
            t("samverkan.match.column_km"): scores["km"].round(1).to_numpy(),
            t("samverkan.match.column_score"): scores["score"].round(2).to_numpy(),
            **{t(f"samverkan.component.{name}"): scores[name].round(2).to_numpy() for name in COMPONENTS},
        }
    )


def _show_table(start: Start, matches: Matches) -> None:
    page, t = start.page, start.page.t
    rows = list_rows(start, matches)
    with st.expander(t("samverkan.match.table", n=len(rows)), key="collab.table"):
        st.dataframe(rows, hide_index=True, alt=t("samverkan.match.table_alt"))
    title = t("samverkan.match.title", name=start.name or t("samverkan.group.you"))
    notes = list_notes(page, "actors", t("samverkan.match.method"))
    with st.container(horizontal=True, key="collab.match.files"):
        offer_rows(
            page,
            "actors",
            rows,
            lambda: _list_ranked(start, matches),
            sheet=t("samverkan.section.hitta"),
            title=title,
            notes=notes,
            name="samverkan",
            key="collab.match",
        )


def _list_ranked(start: Start, matches: Matches) -> pd.DataFrame:
    """id, rank, km, score of every partner within reach; the first ten with their reasons."""
    scores = matches.scores.iloc[matches.rows]
    explained = [
        tuple(start.words.describe(reason) for reason in start.partners.explain(matches, int(row)))
        for row in matches.rows[:TOP]
    ]
    return pd.DataFrame(
        {
            "id": start.partners.matcher.profiles.frame["id"].iloc[matches.rows].to_numpy(),
            "rank": range(1, len(scores) + 1),
            "km": scores["km"].round(1).to_numpy(),
            "score": scores["score"].round(2).to_numpy(),
            "reasons": [*explained, *[()] * (len(scores) - len(explained))],
        }
    )
