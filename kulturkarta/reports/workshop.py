"""The workshop sheet: a proposed group, where it meets, an agenda for three workshops, and the way to evaluate them.

The three steps follow CUPIDO/KRAFT: know each other's resources, develop a product together, try it and decide.
"""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from kulturkarta.analysis.ecosystem.group import Group, Seat
from kulturkarta.analysis.ecosystem.problem import GroupProblem
from kulturkarta.figures.print_map import Sheet, Sign, draw_map
from kulturkarta.partner_words import PartnerWords
from kulturkarta.partners import Partners
from kulturkarta.reports.paper import Paper, print_pdf

_WORKSHOPS, _POINTS = (1, 2, 3), (1, 2, 3, 4)


def write_workshop(
    partners: Partners,
    problem: GroupProblem,
    group: Group,
    *,
    idea: str,
    words: PartnerWords,
    land: gpd.GeoDataFrame,
    address: str,
    day: date,
) -> bytes:
    """The sheet as PDF (PDF/UA-1), two A4 pages. `address`: where the workshops are evaluated, printed and as a QR
    code. `day`: of the first workshop. `land`: municipality polygons (EPSG:3006). Raises KulturkartaError when it
    cannot be printed."""
    t, region = words.t, partners.catalogue.region
    title = t("samverkan.workshop.title")
    provenance = partners.catalogue.provenance["actors"]
    paper = Paper(title=title, region=region, sources=[provenance.source or region.name(t.lang)])
    data = {
        "kicker": t("samverkan.workshop.kicker", region=region.name(t.lang)),
        "title": title,
        "finding": f"{_describe(problem, group, idea, words)} {t('samverkan.workshop.day', day=t.day(day))}",
        "group": {
            "heading": t("samverkan.workshop.group"),
            "header": [t("samverkan.match.column_rank"), t("column.name"), *_headers(words)],
            "rows": [_list_seat(partners, seat, number, words) for number, seat in enumerate(group.seats, start=1)],
        },
        "missing": _describe_missing(group, words),
        "map_alt": t("samverkan.workshop.map_alt"),
        "agenda": [_list_workshop(step, words) for step in _WORKSHOPS],
        "evaluate": {
            "heading": t("samverkan.workshop.evaluate"),
            "text": t("samverkan.workshop.evaluate_text"),
            "address": address,
            "alt": t("samverkan.workshop.qr_alt"),
        },
        "note": t("samverkan.workshop.note"),
    }
    pictures = {"map": _draw(partners, problem, group, land, words), "qr": draw_qr(address)}
    return print_pdf("workshop.typ", paper, t, data, pictures)


def _headers(words: PartnerWords) -> list[str]:
    return [words.t("samverkan.group.column_why"), words.t("samverkan.group.column_km")]


def _list_seat(partners: Partners, seat: Seat, number: int, words: PartnerWords) -> list[str]:
    t, frame = words.t, partners.matcher.profiles.frame
    name = t("samverkan.group.you") if seat.row is None else str(frame["name"].iloc[seat.row])
    brings = dict.fromkeys(words.name_feature(feature.kind, feature.code) for feature in seat.brings)
    km = "–" if seat.km != seat.km else words.say_km(seat.km)
    return [str(number), name, ", ".join(brings) or t("word.no_information"), km]


def _describe(problem: GroupProblem, group: Group, idea: str, words: PartnerWords) -> str:
    t = words.t
    sectors = {feature.code for seat in group.seats for feature in seat.brings if feature.kind == "sector"}
    lines = [t("samverkan.group.finding", n=len(group.seats), sectors=len(sectors))]
    if group.meeting:
        place = str(problem.places["name"].iloc[group.meeting.place])
        lines.append(t("samverkan.group.meets", place=place, km=words.say_km(group.meeting.farthest_km)))
    if idea:
        lines.append(t("samverkan.workshop.idea", idea=idea))
    return " ".join(lines)


def _describe_missing(group: Group, words: PartnerWords) -> str:
    if not group.missing:
        return words.t("samverkan.group.nothing_missing")
    names = dict.fromkeys(words.name_feature(feature.kind, feature.code) for feature in group.missing)
    return words.t("samverkan.group.missing", features=words.t.join(names))


def _list_workshop(step: int, words: PartnerWords) -> dict[str, Any]:
    t = words.t
    points = [t(f"samverkan.workshop.step_{step}.point_{point}") for point in _POINTS]
    return {
        "heading": t(f"samverkan.workshop.step_{step}.title"),
        "aim": t(f"samverkan.workshop.step_{step}.aim"),
        "points": points,
    }


def _draw(partners: Partners, problem: GroupProblem, group: Group, land: gpd.GeoDataFrame, words: PartnerWords) -> str:
    """Members numbered, lines to the meeting place, municipality borders."""
    points = partners.matcher.profiles.points_m
    members = np.array(
        [
            (problem.start.x_m, problem.start.y_m) if seat.row is None else tuple(points[seat.row])
            for seat in group.seats
        ]
    )
    sites = pd.DataFrame(members, columns=["x_m", "y_m"])
    lines = marks = None
    extent_points = members
    if group.meeting:
        place = problem.places.iloc[group.meeting.place]
        middle = (float(place["x_m"]), float(place["y_m"]))
        lines = pd.DataFrame(members, columns=["from_x_m", "from_y_m"]).assign(to_x_m=middle[0], to_y_m=middle[1])
        marks = pd.DataFrame({"x_m": [middle[0]], "y_m": [middle[1]], "table": "places", "is_vague": False})
        extent_points = np.vstack([members, middle])
    west, south = extent_points.min(axis=0) - 4000
    east, north = extent_points.max(axis=0) + 4000
    empty = Sheet(areas=gpd.GeoDataFrame(land.assign(step=np.nan, is_hatched=False, is_chosen=False)))
    sheet = Sheet(
        areas=empty.areas,
        lines=empty.lines if lines is None else lines,
        marks=empty.marks if marks is None else marks,
        sites=sites,
    )
    t = words.t
    legend = [
        Sign("site", t("samverkan.workshop.legend_member")),
        Sign("places", t("samverkan.group.legend_place")),
        Sign("line", t("samverkan.group.legend_line")),
    ]
    extent = (float(west), float(south), float(east), float(north))
    return draw_map(sheet, extent=extent, width_mm=174, height_mm=88, legend=legend)


def draw_qr(address: str) -> str:
    """The QR code of an address as SVG."""
    import segno

    stream = BytesIO()
    segno.make(address, error="m").save(stream, kind="svg", border=2, xmldecl=False, scale=4)
    return stream.getvalue().decode("utf-8")
