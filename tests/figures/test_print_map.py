"""Maps for paper: every number is worked out by hand on a map of 100 x 100 mm that shows 10 x 10 km."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from defusedxml.ElementTree import fromstring
from shapely import box

from kulturkarta.figures.palette import PALETTES
from kulturkarta.figures.print_legend import choose_scale_km, lay_out_legend
from kulturkarta.figures.print_map import Sheet, Sign, draw_map, fit_extent

SVG = "{http://www.w3.org/2000/svg}"
PAPER = PALETTES["light"]
EXTENT = (0.0, 0.0, 10_000.0, 10_000.0)


def areas(**more: list[Any]) -> gpd.GeoDataFrame:
    columns = {"step": [2.0, float("nan")], "is_hatched": [False, False], "is_chosen": [True, False]} | more
    return gpd.GeoDataFrame(columns, geometry=[box(1000, 1000, 5000, 9000), box(5000, 0, 90_000, 10_000)])


def draw(sheet: Sheet, **more: Any) -> Any:
    options = {"extent": EXTENT, "width_mm": 100.0, "height_mm": 100.0, "margin": 0.0} | more
    return fromstring(draw_map(sheet, **options))


def texts(drawn: Any) -> list[str]:
    return [node.text for node in drawn.iter(f"{SVG}text")]


def test_a_map_shows_its_extent_whole_in_its_own_proportions() -> None:
    assert fit_extent((0, 0, 10, 10), 2.0, margin=0) == (-5, 0, 15, 10)
    assert fit_extent((0, 0, 10, 10), 0.5, margin=0) == (0, -5, 10, 15)
    assert fit_extent((0, 0, 10, 10), 1.0, margin=0.1) == (-1, -1, 11, 11)


def test_areas_are_filled_by_step_cut_at_the_frame_and_the_chosen_lies_on_top() -> None:
    beyond, chosen = draw(Sheet(areas())).findall(f".//{SVG}path")
    assert chosen.get("fill") == PAPER.scale[2] and beyond.get("fill") == PAPER.land
    assert chosen.get("stroke") == PAPER.text and beyond.get("stroke") == PAPER.border
    # 1 km from the west edge is 10 mm, 9 km from the south edge 10 mm from the top
    assert {"10.00 10.00", "50.00 90.00"} <= set(chosen.get("d").strip("MZ").split("L"))
    # one millimetre beyond the edge, where it is not seen, and not 80 km away
    assert "101.00 0.00" in beyond.get("d")


def test_an_area_with_too_little_data_is_hatched_with_lines_inside_it() -> None:
    drawn = draw(Sheet(areas(is_hatched=[True, False])))
    lines = [node for node in drawn.iter(f"{SVG}line") if node.get("stroke") == PAPER.border]
    # 4 km wide and 8 km high: lines begin over 12 km, one every 1.6 mm (160 m) = 75, the first touches a corner only
    assert len(lines) == 74
    assert all(10 <= float(node.get(x)) <= 50 for node in lines for x in ("x1", "x2"))


def test_marks_have_the_shape_of_their_table_and_those_outside_the_frame_are_left_out() -> None:
    marks = pd.DataFrame(
        {
            "x_m": [2000.0, 3000.0, 4000.0, 10_001.0],
            "y_m": [5000.0] * 4,
            "table": ["places", "actors", "supports", "places"],
            "is_vague": [True, False, False, False],
        }
    )
    drawn = draw(Sheet(areas(), marks=marks))
    (place,) = drawn.findall(f".//{SVG}circle")
    assert (place.get("cx"), place.get("cy"), place.get("fill"), place.get("stroke")) == (
        "20.00", "50.00", PAPER.panel, PAPER.meeting,
    )  # fmt: skip
    assert [node.get("fill") for node in drawn.iter(f"{SVG}polygon")] == [PAPER.collaboration]
    assert [node.get("fill") for node in drawn.iter(f"{SVG}rect")].count(PAPER.support) == 1


def test_sites_are_numbered_from_one_and_the_first_is_drawn_last() -> None:
    sites = pd.DataFrame({"x_m": [2000.0, 2100.0], "y_m": [5000.0, 5000.0]})
    assert texts(draw(Sheet(areas(), sites=sites)))[:2] == ["2", "1"]


def test_circles_lines_and_dots_are_as_large_on_paper_as_on_the_ground() -> None:
    circles = pd.DataFrame({"x_m": [5000.0], "y_m": [5000.0], "radius_m": [2500.0]})
    lines = pd.DataFrame({"from_x_m": [0.0], "from_y_m": [0.0], "to_x_m": [1000.0], "to_y_m": [10_000.0]})
    dots = pd.DataFrame({"x_m": [5000.0], "y_m": [5000.0], "radius_mm": [0.7], "step": [4]})
    drawn = draw(Sheet(areas(), circles=circles, lines=lines, dots=dots))
    rings = drawn.findall(f".//{SVG}circle")
    assert [node.get("r") for node in rings] == ["25.00", "25.00", "0.70"]
    assert rings[2].get("fill") == PAPER.scale[4]
    (line,) = [node for node in drawn.iter(f"{SVG}line") if node.get("stroke") == PAPER.collaboration]
    assert [line.get(key) for key in ("x1", "y1", "x2", "y2")] == ["0.00", "100.00", "10.00", "0.00"]


def test_a_name_gives_way_to_sites_and_to_the_names_before_it() -> None:
    spots = {"x_m": [5000.0, 5000.0, 5000.0, 5000.0, 5000.0, 5000.0], "y_m": [5000.0] * 6}
    names = pd.DataFrame({**spots, "name": list("ABCDEF"), "is_strong": False})
    # over, under and on both sides of the point: four find room, the others are not drawn
    assert [name for name in texts(draw(Sheet(areas(), names=names)))[::2] if len(name) == 1] == ["A", "B", "C", "D"]
    under = pd.DataFrame({"x_m": [5000.0], "y_m": [5220.0]})
    drawn = draw(Sheet(areas(), names=names[:1], sites=under))
    (name, _) = [node for node in drawn.iter(f"{SVG}text") if node.text == "A"]
    assert name.get("y") == "54.20"


def test_words_are_text_whatever_they_hold() -> None:
    hostile = '<script>alert("x")</script>&amp;\x07'
    names = pd.DataFrame({"x_m": [5000.0], "y_m": [5000.0], "name": [hostile], "is_strong": [True]})
    drawn = draw(Sheet(areas(), names=names), legend=[Sign("site", hostile)], source=hostile)
    assert texts(drawn).count(hostile.replace("\x07", "")) == 4  # the halo, the name, the legend and the source
    assert not list(drawn.iter(f"{SVG}script"))


def test_a_legend_fills_rows_and_every_look_is_drawn() -> None:
    looks = ["step", "hatched", "circle", "line", "dot", "site", "places", "actors", "supports"]
    signs = [Sign(look, "tio tecken") for look in looks]  # pyright: ignore[reportArgumentType]
    # 6.5 mm of sign and 10 letters of 2.75 x 0.52 mm are 20.8 mm, and 4 mm between: four go into 100 mm
    assert [len(row) for row in lay_out_legend(signs, 100.0)] == [4, 4, 1]
    drawn = draw(Sheet(areas()), legend=signs)
    assert texts(drawn).count("tio tecken") == 9
    assert drawn.get("height") == "119.8mm"  # 100 and 5.4 for the scale and three rows of 4.8


@pytest.mark.parametrize(("kilometres", "bar"), [(57, 10), (19, 2), (20, 5), (4, 1), (900, 200), (0.5, 0.1)])
def test_the_scale_is_the_roundest_length_within_a_quarter_of_the_map(kilometres: float, bar: float) -> None:
    assert choose_scale_km(kilometres) == pytest.approx(bar)


def test_the_scale_bar_is_as_long_as_it_says() -> None:
    drawn = draw(Sheet(areas()))
    assert texts(drawn) == ["2 km"]
    bar = next(node for node in drawn.iter(f"{SVG}line") if node.get("y1") == node.get("y2"))
    assert float(bar.get("x2")) - float(bar.get("x1")) == pytest.approx(20)
