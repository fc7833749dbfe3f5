"""The tables of a brief: the municipality beside those like it, and its localities."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from kulturkarta.analysis.gaps.reach import BANDS
from kulturkarta.analysis.gaps.similar import measure_land_km2, similar_municipalities
from kulturkarta.analysis.gaps.too_little import Reason
from kulturkarta.i18n import Texts
from kulturkarta.reports.brief_facts import Brief, cut, find_row, format_number, format_share, format_span

_SIMILAR = 5
_MOST_LOCALITIES = 10
_OF_PEOPLE = ("share_without", "share_without_low", "share_without_high", "mean_km")


def compare_municipalities(brief: Brief) -> dict[str, Any]:
    """This municipality, the five most like it, and the region."""
    t, gaps, people = brief.t, brief.answer.gaps, brief.reach.people
    names = brief.reach.catalogue.region.municipalities
    population = pd.Series({code: people.totals[code] for code in names})
    similar = similar_municipalities(brief.code, population, measure_land_km2(people.land), wanted=_SIMILAR)
    chosen = [find_row(gaps, code) for code in (brief.code, *similar["code"])]
    region = pd.Series({**gaps.region.to_dict(), "name": brief.reach.catalogue.region.name(t.lang)})
    return {
        "heading": t("brief.compared"),
        "header": [
            t("luckor.municipality"),
            t("luckor.column_people"),
            t("luckor.column_places"),
            t("luckor.column_per_10000"),
            t("luckor.column_without", limit=brief.limit),
            t("luckor.column_interval"),
            t("luckor.column_mean"),
        ],
        "rows": [_compare_row(brief, row) for row in (*chosen, region)],
        "strong": [0, len(chosen)],
        "note": t("brief.compared_note", name=brief.name, n=len(similar)),
    }


def _compare_row(brief: Brief, row: pd.Series) -> list[str]:
    t = brief.t
    return [
        row["name"],
        t.number(round(row["population"])),
        t.number(int(row["places"])),
        format_number(t, row["per_10000"], 2),
        *_say_without(t, row, brief.answer.too_little.get(str(row.get("code")))),
    ]


def _say_without(t: Texts, row: pd.Series, reason: Reason | None) -> tuple[str, str, str]:
    """The share without, where it may lie, and the mean way: no share where too little is known (the `reason`), and
    one from none up where no place is."""
    low = 0.0 if reason == "none_here" else row["share_without_low"]
    return (
        t("luckor.too_little") if reason else format_share(t, row["share_without"]),
        format_span(t, pd.Series({**row.to_dict(), "share_without_low": low})),
        format_number(t, row["mean_km"]),
    )


def list_bands(brief: Brief) -> dict[str, Any]:
    """How far people have to the nearest place, in the bands of the Nordic study, here and in the region."""
    t, gaps = brief.t, brief.answer.gaps
    region = brief.reach.catalogue.region.name(t.lang)
    return {
        "heading": t("luckor.chart"),
        "header": [t("luckor.municipality"), *(t(f"luckor.{band}") for band in BANDS)],
        "rows": [
            [name, *(t("luckor.too_little") if is_blank else format_share(t, row[band]) for band in BANDS)]
            for name, row, is_blank in (
                (brief.name, brief.row, brief.is_blank),
                (region, gaps.region, not brief.answer.coverage["n"].to_dict()["region"]),
            )
        ],
        "note": t("brief.bands_note"),
    }


def list_localities(brief: Brief) -> dict[str, Any]:
    """The largest localities, the others together, and those who live outside all of them."""
    t, rows = brief.t, brief.answer.gaps.localities
    rows = rows[rows["municipality_code"].eq(brief.code)].sort_values("population", ascending=False)
    parts = [(cut(row["locality"]), row) for _, row in rows.head(_MOST_LOCALITIES).iterrows()]  # ten rows of words
    if len(rest := rows.iloc[_MOST_LOCALITIES:]):
        parts.append((t("brief.other_localities", n=len(rest)), add_up(rest)))
    outside = take_away(brief.row, add_up(rows))
    if outside["population"] >= 0.5:
        parts.append((t("brief.outside"), outside))
    return {
        "heading": t("luckor.localities", name=brief.name),
        "header": [
            t("column.locality"),
            t("luckor.column_people"),
            t("luckor.column_places"),
            t("luckor.column_without", limit=brief.limit),
            t("luckor.column_interval"),
            t("luckor.column_mean"),
        ],
        "rows": [
            [
                name,
                t.number(round(row["population"])),
                t.number(int(row["places"])),
                *_say_without(t, row, "none_here" if brief.is_blank else None),
            ]
            for name, row in parts
        ],
        "note": t("brief.localities_note"),
    }


def add_up(rows: pd.DataFrame) -> pd.Series:
    """The measures of areas taken together: shares and means weigh as their people do."""
    people = rows["population"]
    total = float(people.sum())
    of_people = {name: float((rows[name] * people).sum()) / total if total else math.nan for name in _OF_PEOPLE}
    return pd.Series({"population": total, "places": float(rows["places"].sum()), **of_people})


def take_away(whole: pd.Series, part: pd.Series) -> pd.Series:
    """What is left of an area when `part` of it is taken away."""
    people = float(whole["population"] - part["population"])
    inside = {name: part[name] * part["population"] if part["population"] else 0.0 for name in _OF_PEOPLE}
    left = {
        name: max((whole[name] * whole["population"] - inside[name]) / people, 0.0) if people > 0 else math.nan
        for name in _OF_PEOPLE
    }
    return pd.Series({"population": people, "places": float(whole["places"] - part["places"]), **left})
