"""What a card says of an entry's surroundings: rooms, collaborations, nearest places. Words and row numbers only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from kulturkarta.errors import Translate
from kulturkarta.figures.cards import CardWords, describe_value, is_known
from kulturkarta.schema import TABLES

_SAME_SPOT_KM = 0.05  # two approximate positions this close are one: the middle of the same locality


class Near(NamedTuple):
    """An entry nearby: its row, name, and how far away."""

    row: int
    name: str
    km: float
    approximate: bool


def describe_groups(
    *,
    rooms: Sequence[Mapping[str, Any]],
    ties: Sequence[Mapping[str, Any]],
    nearest: Sequence[Near],
    rows: Mapping[str, int],
    words: CardWords,
) -> list[dict[str, Any]]:
    """Groups of items for `layer/card.js`, empty ones left out.

    `rooms` are rows of that table, `ties` those of `analysis.ties`. `rows` gives the entry row of an id: who has one
    is linked to her card, others are named.
    """
    t = words.t
    groups = [
        _group(t("card.rooms"), [_describe_room(room, words) for room in rooms]),
        _group(t("card.ties"), [_describe_tie(tie, rows, words) for tie in ties]),
        _group(
            t("card.nearest"),
            [{"text": near.name, "about": _distance(near, t), "row": near.row} for near in nearest],
            note=t("card.nearest_note") if any(not _is_same_spot(near) for near in nearest) else "",
        ),
    ]
    return [group for group in groups if group["items"]]


def _group(title: str, items: list[dict[str, Any]], *, note: str = "") -> dict[str, Any]:
    return {"title": title, "note": note, "items": items}


def _describe_room(room: Mapping[str, Any], words: CardWords) -> dict[str, Any]:
    table, t = TABLES["rooms"], words.t
    about = [
        describe_value(room[name], table[name].vocabulary, words)
        for name in ("functions", "equipment", "suitability")
        if is_known(room[name])
    ]
    if is_known(room["capacity"]):
        about.insert(0, t("card.room_capacity", n=int(room["capacity"])))
    if is_known(room["area_m2"]):
        about.append(t("card.room_area", m2=describe_value(room["area_m2"], "", words)))
    return {"text": room["name"], "about": " · ".join(about), "row": None}


def _describe_tie(tie: Mapping[str, Any], rows: Mapping[str, int], words: CardWords) -> dict[str, Any]:
    since, until = (str(tie[name])[:4] if is_known(tie[name]) else "" for name in ("since", "until"))
    years = since if since == until else words.t("card.tie_since", year=since) if not until else f"{since}–{until}"
    about = [str(part) for part in (tie["kind"] if is_known(tie["kind"]) else "", years) if part]
    row = rows.get(tie["other_id"]) if is_known(tie["other_id"]) else None
    return {"text": tie["other_name"], "about": " · ".join(about), "row": row}


def _is_same_spot(near: Near) -> bool:
    return near.approximate and near.km < _SAME_SPOT_KM


def _distance(near: Near, t: Translate) -> str:
    """`1,2 km`; from 10 km on whole ones. From or to an approximate position it is approximate, or not known at all."""
    if _is_same_spot(near):
        return t("card.distance_unknown")
    shown = t("word.number", value=round(near.km, 1) if near.km < 10 else round(near.km))
    return t("card.distance_rough" if near.approximate else "card.distance", km=shown)
