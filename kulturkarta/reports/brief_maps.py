"""The two maps of a brief: the municipality with its people and places, and the region it lies in."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

from kulturkarta.analysis.gaps.paint import STEPS, paint_areas
from kulturkarta.analysis.siting import NextPlaces
from kulturkarta.figures.print_map import Extent, Sheet, Sign, draw_map
from kulturkarta.i18n import Texts
from kulturkarta.people import People
from kulturkarta.questions import STRAIGHT, name_limit
from kulturkarta.reach import Answer

_WITHIN_STEP, _BEYOND_STEP = 1, 4  # of the scale: pale for who is within reach, dark for who is not
_NAMED_PEOPLE = 150


def draw_municipality(answer: Answer, people: People, code: str, found: NextPlaces | None, *, t: Texts) -> str:
    """The people of municipality `code`, who of them is within reach, the places and the best next sites, as SVG."""
    towns = people.localities[people.localities["municipality_code"].eq(code)].sort_values(
        "population", ascending=False
    )
    located = answer.places[answer.places["is_located"]]
    is_straight = answer.question.mode == STRAIGHT
    sheet = Sheet(
        areas=_list_areas(people.land, code),
        # By road nobody can go in a ring.
        circles=located[: len(located) if is_straight else 0].assign(
            radius_m=answer.question.km * 1000 / answer.gaps.detour_factor
        ),
        dots=_list_dots(answer, people.demand, code),
        names=towns.loc[towns["population"] >= _NAMED_PEOPLE, ["x_m", "y_m", "name"]].assign(is_strong=False),
        marks=_list_marks(answer.places),
        sites=pd.DataFrame({"x_m": [], "y_m": []}) if found is None else found.sites[["x_m", "y_m"]],
    )
    limit = name_limit(answer.question, t)
    people_signs = [
        Sign("dot", t("brief.legend_within", limit=limit), step=_WITHIN_STEP),
        Sign("dot", t("brief.legend_beyond", limit=limit), step=_BEYOND_STEP),
    ]
    place_signs = [
        Sign("places", t("brief.legend_place")),
        Sign("places", t("brief.legend_vague"), is_vague=True),
        *([Sign("circle", t("brief.legend_circle", km=t.number(answer.question.km)))] if is_straight else []),
    ]
    if answer.places.empty:
        people_signs, place_signs = [Sign("dot", t("brief.legend_people"), step=_WITHIN_STEP)], []
    return draw_map(
        sheet,
        extent=_find_extent(people.land, [code]),
        width_mm=112,
        height_mm=108,
        margin=0.06,
        legend=[*people_signs, *place_signs, Sign("site", t("luckor.where.mark"))],
    )


def draw_region(answer: Answer, people: People, code: str, names: dict[str, str], *, t: Texts) -> str:
    """Municipalities of the region filled by the share without, with `code` marked out, as SVG."""
    areas = _list_areas(people.land, code)
    painted = paint_areas(answer.gaps, answer.too_little).fills
    fill = [painted.get(area) for area in people.land["code"]]
    areas["step"] = [float(step) if isinstance(step, int) else np.nan for step in fill]
    areas["is_hatched"] = [step == "hatched" for step in fill]
    inside = people.land[people.land["code"].isin(list(names))]
    middles = inside.geometry.representative_point()
    labels = pd.DataFrame(
        {
            "x_m": middles.x.to_numpy(),
            "y_m": middles.y.to_numpy(),
            "name": inside["code"].map(names).to_numpy(),
            "is_strong": inside["code"].eq(code).to_numpy(),
        }
    ).sort_values("is_strong", ascending=False)
    return draw_map(
        Sheet(areas=areas, names=labels),
        extent=_find_extent(people.land, list(names)),
        width_mm=56,
        height_mm=74,
        legend=[
            *(Sign("step", t(f"luckor.scale_{step}"), step=step) for step in range(STEPS)),
            Sign("hatched", t("luckor.too_little")),
        ],
    )


def _list_areas(land: gpd.GeoDataFrame, code: str) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(land.assign(step=np.nan, is_hatched=False, is_chosen=land["code"].eq(code)))


def _find_extent(land: gpd.GeoDataFrame, codes: list[str]) -> Extent:
    west, south, east, north = land[land["code"].isin(codes)].total_bounds
    return float(west), float(south), float(east), float(north)


def _list_dots(answer: Answer, demand: pd.DataFrame, code: str) -> pd.DataFrame:
    """A dot per demand point of the municipality, as large as its people, the largest first so that none is hidden."""
    points = demand.merge(answer.gaps.points[["id", "is_within"]], on="id")
    points = points[points["municipality_code"].eq(code) & points["people"].gt(0)]
    points = points.sort_values("people", ascending=False)
    return points.assign(
        radius_mm=np.clip(0.15 + 0.045 * np.sqrt(points["people"]), 0.25, 1.7),
        step=np.where(points["is_within"] | answer.places.empty, _WITHIN_STEP, _BEYOND_STEP),
    )


def _list_marks(places: pd.DataFrame) -> pd.DataFrame:
    shown = places[places["is_located"]]
    return shown[["x_m", "y_m"]].assign(table="places", is_vague=shown["radius_m"].gt(0))
