"""People on hand-made squares: where they stand and that none is lost."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from pyproj import Transformer

from kulturkarta.analysis.demand import (
    draw_sunflower,
    estimate_radius_m,
    locate_people,
    place_people,
    resolve_localities,
    round_to_total,
    spread_population,
)

TO_DEGREES = Transformer.from_crs("EPSG:3006", "EPSG:4326", always_xy=True).transform

# Two squares of 10 km side by side: 0480 from easting 600 km, 0481 from 610 km; northing 6510 to 6520 km.
LAND = gpd.GeoDataFrame(
    {"code": ["0480", "0481"]},
    geometry=[shapely.box(600_000, 6_510_000, 610_000, 6_520_000), shapely.box(610_000, 6_510_000, 620_000, 6_520_000)],
    crs="EPSG:3006",
)


def localities(*rows: tuple[str, float, float, float | None, str, str]) -> pd.DataFrame:
    """name, km east, km north, people, code, candidates."""
    frame = pd.DataFrame(list(rows), columns=["name", "e", "n", "population", "municipality_code", "candidates"])
    lon, lat = TO_DEGREES(frame["e"].to_numpy(dtype=float) * 1000, frame["n"].to_numpy(dtype=float) * 1000)
    frame = frame.assign(lon=lon, lat=lat, population=frame["population"].astype("float64"))
    return frame.rename(columns={"candidates": "municipality_candidates"}).drop(columns=["e", "n"])


def test_a_town_of_6594_people_is_a_disc_of_1285_metres() -> None:
    assert estimate_radius_m(np.array([6594.0, np.nan, 0.0])) == pytest.approx([1285, 0, 0], abs=1)


def test_people_are_the_localities_and_the_rest_on_land_outside_them() -> None:
    towns = resolve_localities(localities(("Staden", 605, 6515, 630, "0480", "")), LAND)
    demand = spread_population(towns, LAND, {"0480": 1000})
    assert demand.groupby("kind")["people"].sum().to_dict() == pytest.approx({"locality": 630, "rural": 370}, abs=0.01)
    # 100 squares; the disc of 520 m around the corner of four squares reaches no centre, 707 m away
    rural = demand[demand["kind"] == "rural"]
    assert len(rural) == 100
    assert (rural["x_m"] % 1000).unique().tolist() == [500.0]
    assert rural["people"].to_numpy() == pytest.approx(3.7, abs=0.001)
    town = demand[demand["kind"] == "locality"]
    assert town["locality"].unique().tolist() == ["Staden"]
    # 0.85 km2 in quarters of a square kilometre
    assert len(town) == 3
    assert np.hypot(town["x_m"] - 605_000, town["y_m"] - 6_515_000).max() < 520


def test_the_lattice_leaves_out_every_locality_also_the_neighbours() -> None:
    # A neighbour's town on the border, radius 1285 m: of our squares, those with centres (609.5, 6514.5) and
    # (609.5, 6515.5), 707 m away, lie in it, and no other: the next are 1581 m away.
    towns = resolve_localities(localities(("Gränsby", 610, 6515, 6594, "0481", "")), LAND)
    demand = spread_population(towns, LAND, {"0480": 98})
    assert len(demand) == 98
    assert demand["people"].unique().tolist() == [1.0]


def test_every_municipality_has_exactly_its_people_whatever_the_order_of_summing() -> None:
    towns = localities(("A", 603, 6513, 3333, "0480", ""), ("B", 607, 6517, 777, "0480", ""))
    demand = spread_population(resolve_localities(towns, LAND), LAND, {"0480": 58_311, "0481": 7})
    sums = demand.groupby("municipality_code")["people"].sum().to_dict()
    assert sums == {"0480": 58_311.0, "0481": 7.0}
    shuffled = demand.sample(frac=1, random_state=3)
    assert shuffled["people"].sum() == 58_318.0
    assert demand["id"].is_unique


def test_localities_with_more_people_than_the_municipality_are_scaled_down_and_say_so() -> None:
    towns = localities(("A", 602, 6512, 1500, "0480", ""), ("B", 608, 6518, 500, "0480", ""))
    demand = spread_population(resolve_localities(towns, LAND), LAND, {"0480": 1000})
    by_name = demand.groupby("locality")["people"].sum().to_dict()
    assert by_name == pytest.approx({"A": 750, "B": 250, "": 0}, abs=0.01)
    assert demand.loc[demand["kind"] == "locality", "scale"].unique().tolist() == [0.5]


def test_a_quarter_that_a_town_counts_already_adds_no_people() -> None:
    # Radii 1285 m and 520 m: 1.5 km apart their discs touch, 3 km apart they don't.
    towns = localities(
        ("Staden", 605, 6515, 6594, "0480", ""),
        ("Stadsdelen", 606.5, 6515, 630, "0480", ""),
        ("Byn", 605, 6518, 630, "0480", ""),
    )
    resolved = resolve_localities(towns, LAND)
    assert resolved["part_of"].tolist() == [-1, 0, -1]
    demand = spread_population(resolved, LAND, {"0480": 10_000})
    assert sorted(demand["locality"].unique()) == ["", "Byn", "Staden"]


def test_towns_that_touch_across_a_border_are_both_kept() -> None:
    towns = localities(("Väst", 609.5, 6515, 6594, "0480", ""), ("Öst", 610.5, 6515, 630, "0481", ""))
    assert resolve_localities(towns, LAND)["part_of"].tolist() == [-1, -1]


def test_a_part_of_a_part_does_not_swallow_the_next() -> None:
    # B touches A, C touches only B. B is a part of A, so C stands on its own.
    towns = localities(
        ("A", 602, 6515, 6594, "0480", ""), ("B", 603.7, 6515, 640, "0480", ""), ("C", 604.6, 6515, 630, "0480", "")
    )
    assert resolve_localities(towns, LAND)["part_of"].tolist() == [-1, 0, -1]


def test_two_equal_localities_in_one_spot_are_one() -> None:
    towns = localities(("A", 602, 6515, 630, "0480", ""), ("A igen", 602, 6515, 630, "0480", ""))
    assert resolve_localities(towns, LAND)["part_of"].tolist() == [-1, 0]


def test_an_undecided_locality_goes_to_the_candidate_it_lies_in() -> None:
    towns = localities(("Byn", 610.2, 6515, 600, "", "0480;0481"), ("Utan", 605, 6512, None, "0480", ""))
    resolved = resolve_localities(towns, LAND)
    assert resolved["municipality_code"].tolist() == ["0481", "0480"]
    # unknown population: no disc, no people
    assert resolved["radius_m"].tolist()[1] == 0


def test_no_localities_at_all_spreads_everybody_over_the_land() -> None:
    demand = spread_population(resolve_localities(localities(), LAND), LAND, {"0481": 250})
    assert (len(demand), demand["people"].unique().tolist()) == (100, [2.5])


def test_a_municipality_without_a_square_outside_its_town_has_all_people_in_town() -> None:
    tiny = gpd.GeoDataFrame(
        {"code": ["0480"]}, geometry=[shapely.box(600_100, 6_510_100, 600_400, 6_510_400)], crs="EPSG:3006"
    )
    towns = resolve_localities(localities(("A", 600.2, 6510.2, 500, "0480", "")), tiny)
    demand = spread_population(towns, tiny, {"0480": 750})
    assert (demand["people"].sum(), demand["scale"].unique().tolist()) == (750.0, [1.5])
    empty = spread_population(towns.iloc[:0], tiny, {"0480": 750})
    assert empty["people"].tolist() == [750.0]
    assert shapely.contains_xy(tiny.geometry[0], empty["x_m"][0], empty["y_m"][0])


def test_people_of_a_town_stay_on_land() -> None:
    towns = resolve_localities(localities(("Hamnen", 600.1, 6515, 6594, "0480", "")), LAND)
    town = spread_population(towns, LAND, {"0480": 6594})
    town = town[town["kind"] == "locality"]
    assert town["x_m"].min() > 600_000
    assert town["people"].sum() == pytest.approx(6594, abs=0.1)


def test_degrees_and_metres_of_a_point_are_the_same_spot() -> None:
    demand = spread_population(resolve_localities(localities(), LAND), LAND, {"0480": 100})
    lon, lat = TO_DEGREES(demand["x_m"].to_numpy(), demand["y_m"].to_numpy())
    assert demand["lon"].to_numpy() == pytest.approx(lon)
    assert demand["lat"].to_numpy() == pytest.approx(lat)


def test_sunflower_points_have_no_middle_of_gravity_but_the_centre() -> None:
    points = draw_sunflower(5000)
    assert len(points) == 314
    assert np.hypot(*points.T).max() < 5000
    assert np.abs(points.mean(axis=0)).max() < 100
    assert draw_sunflower(100).tolist() == [[0.0, 0.0]]


def test_rounding_gives_what_is_left_to_the_largest_remainders() -> None:
    # In 1024ths: 341.33 each, one left over.
    assert (round_to_total(np.ones(3), 1) * 1024).tolist() == [342, 341, 341]
    assert round_to_total(np.zeros(2), 3).tolist() == [1.5, 1.5]
    assert round_to_total(np.zeros(0), 0).tolist() == []


def grid(*rows: tuple[float, float, float, str]) -> pd.DataFrame:
    """km east, km north, people, municipality."""
    frame = pd.DataFrame(list(rows), columns=["x_m", "y_m", "people", "municipality_code"])
    return frame.assign(x_m=frame["x_m"] * 1000, y_m=frame["y_m"] * 1000)


def test_squares_are_scaled_to_the_total_when_near_it_and_left_alone_when_not() -> None:
    points = grid((605, 6515, 60, "0480"), (606, 6515, 40, "0480"), (615, 6515, 50, "0481"), (616, 6515, 50, "9999"))
    towns = resolve_localities(localities(("Staden", 605, 6515, 630, "0480", "")), LAND)
    demand = place_people(points.assign(age_0_19=10.0), towns, {"0480": 110, "0481": 100}, tolerance=0.1)
    assert demand.groupby("municipality_code")["people"].sum().to_dict() == {"0480": 110.0, "0481": 50.0, "9999": 50.0}
    assert demand["scale"].tolist() == pytest.approx([1.1, 1.1, 1.0, 1.0])
    assert demand["people"].tolist() == pytest.approx([66, 44, 50, 50], abs=0.001)
    assert demand["age_0_19"].tolist() == pytest.approx([11, 11, 10, 10])
    assert demand["locality"].tolist() == ["Staden", "", "", ""]
    assert set(demand["kind"]) == {"grid"}


def test_a_difference_of_exactly_the_tolerance_is_scaled() -> None:
    towns = resolve_localities(localities(), LAND)
    for people, expected in ((125, 100.0), (126, 126.0)):
        demand = place_people(grid((605, 6515, people, "0480")), towns, {"0480": 100}, tolerance=0.25)
        assert demand["people"].tolist() == [expected]


def test_a_square_off_the_coast_belongs_to_the_nearest_land_within_the_margin() -> None:
    points = grid((605, 6515, 1, ""), (598, 6515, 1, ""), (596, 6515, 1, ""), (610.1, 6515, 1, ""))
    assert locate_people(points, LAND, margin_m=3000).tolist() == ["0480", "0480", "", "0481"]
