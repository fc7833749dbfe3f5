from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kulturkarta.analysis.drawn_area import MAX_CORNERS, DrawnArea, find_inside, format_area, parse_area

TRIANGLE = DrawnArea("ring", ((16.0, 59.0), (16.2, 59.0), (16.1, 59.1)))


def inside(area: DrawnArea, *points: tuple[float | None, float | None]) -> list[bool]:
    frame = pd.DataFrame(points, columns=["lon", "lat"], dtype=float)
    return find_inside(frame["lon"], frame["lat"], area).tolist()


@pytest.mark.parametrize(
    "area",
    [
        DrawnArea("circle", ((16.6, 59.05),), 5.0),
        DrawnArea("box", ((16.4, 58.9), (17.0, 59.2))),
        TRIANGLE,
        DrawnArea("ring", ((-0.0001, -1.0), (0.0, 0.0), (170.5, 84.9))),
    ],
)
def test_an_area_comes_back_from_its_address(area: DrawnArea) -> None:
    assert parse_area(format_area(area)) == area


def test_a_ring_is_packed_as_the_docstring_says() -> None:
    # 0.0001 N is 1 -> 2 -> "C"; 0.0016 E is 16 -> 32 -> 0 and more ("g"), 1 ("B").
    # Then one step south: -1 -> 1 -> "B", none east: "A". Then none north: "A", sixteen west: -16 -> 31 -> "f".
    corners = ((0.0016, 0.0001), (0.0016, 0.0), (0.0, 0.0))
    assert format_area(DrawnArea("ring", corners)) == "pCgBBAAf"
    assert parse_area("pCgBBAAf") == DrawnArea("ring", corners)
    assert format_area(None) == ""


@pytest.mark.parametrize(
    "text",
    [
        *("", "c", "c59,16", "c59,16,0", "c59,16,501", "c59,16,nan", "c99,16,5", "r59.2,16,58.9,17", "r59,16,60"),
        *("q1,2,3", "p", "pCgBB", "pCgBBAAg", "pCg!BAAf", "p" + "_" * 40, "c59,16,5" + "0" * 2000, "x" * 3000),
    ],
)
def test_an_address_that_is_no_area_is_none(text: str) -> None:
    assert parse_area(text) is None


def test_a_ring_has_200_corners_at_most() -> None:
    corners = tuple((float(round(np.cos(i), 4)), float(round(np.sin(i), 4))) for i in range(MAX_CORNERS + 1))
    assert parse_area(format_area(DrawnArea("ring", corners))) is None
    assert parse_area(format_area(DrawnArea("ring", corners[1:]))) is not None


def test_a_circle_holds_what_lies_within_its_radius_in_metres() -> None:
    circle = DrawnArea("circle", ((16.6, 59.05),), 2.0)
    # A degree of latitude is 111.4 km here, so 2 km are 0.01795 degrees; one of longitude 57.4 km, 0.03484 degrees.
    assert inside(circle, (16.6, 59.0678), (16.6, 59.0681)) == [True, False]
    assert inside(circle, (16.6346, 59.05), (16.6351, 59.05)) == [True, False]
    assert inside(circle, (16.6, 59.05), (None, None)) == [True, False]


def test_a_box_holds_its_edge() -> None:
    box = DrawnArea("box", ((16.4, 58.9), (17.0, 59.2)))
    assert inside(box, (16.4, 58.9), (17.0, 59.2), (16.3999, 59.0), (16.5, 59.2001)) == [True, True, False, False]


def test_a_ring_holds_what_its_lines_enclose() -> None:
    # Half way up, the triangle reaches from 16.05 to 16.15.
    assert inside(TRIANGLE, (16.1, 59.05), (16.051, 59.05), (16.049, 59.05), (16.1, 59.101)) == [
        True,
        True,
        False,
        False,
    ]


def test_a_ring_that_crosses_itself_holds_both_loops() -> None:
    bow_tie = DrawnArea("ring", ((16.0, 59.0), (16.2, 59.1), (16.2, 59.0), (16.0, 59.1)))
    assert inside(bow_tie, (16.02, 59.05), (16.18, 59.05), (16.1, 59.09)) == [True, True, False]


def test_nothing_near_an_area_is_nothing_inside() -> None:
    assert inside(TRIANGLE, (10.0, 50.0)) == [False]
