"""Which places are meant and where they may lie."""

from __future__ import annotations

import numpy as np
import pytest

from kulturkarta.analysis.gaps.chosen import choose_places, locate_places
from tests.analysis.gaps.small_region import LAND, localities, place, places


def test_places_are_chosen_by_kind_or_by_function_and_closed_ones_never() -> None:
    table = places(
        place("a", 601),
        place("b", 602, kind="bibliotek", functions=("ova",)),
        place("c", 603, kind="bibliotek", functions=("visa",)),
        place("d", 604, closed="2020"),
    )
    assert choose_places(table, kinds=["replokal"])["id"].tolist() == ["a"]
    assert choose_places(table, functions=["ova"])["id"].tolist() == ["b"]
    assert choose_places(table, kinds=["replokal"], functions=["visa"])["id"].tolist() == ["a", "c"]
    assert choose_places(table)["id"].tolist() == ["a", "b", "c"]


def test_a_place_is_as_uncertain_as_its_position() -> None:
    table = places(
        place("exakt", 601),
        place("adress", 601, position="address"),
        place("ort", 605, position="locality", locality="åkers STYCKEBRUK"),
        place("by", 605, position="locality", locality="Olistad"),
        place("okänd", 605, position=None, locality="Åkers Styckebruk"),
    )
    towns = localities(("Åkers Styckebruk", 605, 6594, "0480"))
    found = locate_places(table, towns, LAND, unlisted_radius_m=1000)
    assert found["radius_m"].tolist() == pytest.approx([0, 0, 1285, 1000, 1285], abs=1)
    assert found["is_located"].tolist() == [True] * 5
    assert found["x_m"].tolist() == pytest.approx([601_000, 601_000, 605_000, 605_000, 605_000], abs=0.1)


def test_a_place_known_by_its_municipality_is_somewhere_in_the_circle_around_it() -> None:
    table = places(
        place("utan punkt", None, position="municipality"),
        place("mitt i", 603, position="municipality"),
        place("ingenstans", None, position="none", municipality_code=None),
    )
    found = locate_places(table, localities(), LAND, unlisted_radius_m=1000)
    assert found["is_located"].tolist() == [False] * 3
    # the circle around a square of 10 km: middle (605, 6515), radius half a diagonal
    assert found["x_m"].tolist()[:2] == pytest.approx([605_000] * 2, abs=1)
    assert found["radius_m"].tolist()[:2] == pytest.approx([5000 * np.sqrt(2)] * 2, abs=1)
    assert np.isnan(found["radius_m"].tolist()[2])


def test_a_locality_of_the_same_name_elsewhere_says_nothing() -> None:
    table = places(place("by", 605, position="locality", locality="Byn"))
    towns = localities(("Byn", 612, 6594, "0481"))
    assert locate_places(table, towns, LAND, unlisted_radius_m=700)["radius_m"].tolist() == [700]
