"""Ways by road, on a network one can draw by hand, and against networkx on one that is drawn by lot.

a --1 km-- b --1 km-- c        d stands alone, 50 km off, joined to e
           |                   the quick road a-c is 3 km and takes 1 minute; the others take 1 minute a km
         2 km (one way b to f)
           |
           f --1 km-- c
"""

from __future__ import annotations

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from kulturkarta.analysis.gaps.measure import measure_gaps
from kulturkarta.analysis.roads import RoadWays, build_network
from kulturkarta.analysis.siting.where_next import WhereNext, find_next
from kulturkarta.analysis.ways import StraightWays, Travel, travel_straight
from kulturkarta.roads import Mode, Roads

A, B, C, D, E, F = range(6)
NODES = np.array([[0, 0], [1000, 0], [2000, 0], [50_000, 0], [50_100, 0], [1000, -2000]], dtype=float)
ROWS = [
    (A, B, 1000.0, 1.0, False, True, True, True),
    (B, C, 1000.0, 1.0, False, True, True, True),
    (A, C, 3000.0, 1.0, False, True, False, False),
    (D, E, 100.0, 0.1, False, True, True, True),
    (B, F, 2000.0, 2.0, True, True, True, True),
    (F, C, 1000.0, 1.0, False, True, True, True),
    (A, B, 9000.0, 9.0, False, True, True, True),  # beside the short one: never used
]
EDGES = pd.DataFrame(
    ROWS, columns=["from_node", "to_node", "length_m", "minutes", "is_oneway", "car", "bicycle", "foot"]
)
ROADS = Roads(NODES, EDGES)


def ways(mode: Mode = "car", unit: str = "km", *, snap_km: float = 1.0, factor: float = 1.0) -> RoadWays:
    return RoadWays(build_network(ROADS, mode), unit, snap_km, factor)  # pyright: ignore[reportArgumentType]


def test_the_largest_part_that_hangs_together_is_the_network() -> None:
    network = build_network(ROADS, "car")
    assert sorted(map(tuple, network.nodes_m)) == sorted(map(tuple, NODES[[A, B, C, F]]))
    # 17 100 m of road in all, 100 of them elsewhere
    assert network.share_kept == pytest.approx(17_000 / 17_100)
    with pytest.raises(ValueError, match="no road for foot"):
        build_network(Roads(NODES, EDGES.assign(foot=False)), "foot")


def test_the_shortest_way_is_not_the_quickest() -> None:
    assert ways().measure_nearest(NODES[[A]], NODES[[C]]) == pytest.approx([2.0])
    assert ways(unit="minutes").measure_nearest(NODES[[A]], NODES[[C]]) == pytest.approx([1.0])
    # 2 km at 16 and at 5 km/h; the quick road is for cars only
    assert ways("bicycle", "minutes").measure_nearest(NODES[[A]], NODES[[C]]) == pytest.approx([2 / 16 * 60])
    assert ways("foot", "minutes").measure_nearest(NODES[[A]], NODES[[C]]) == pytest.approx([2 / 5 * 60])


def test_one_way_roads_bind_from_home_to_place_and_not_walkers() -> None:
    assert ways().measure_nearest(NODES[[B]], NODES[[F]]) == pytest.approx([2.0])
    assert ways().measure_nearest(NODES[[F]], NODES[[B]]) == pytest.approx([2.0])  # by c: 1 + 1
    assert ways().measure_nearest(NODES[[F]], NODES[[A]]) == pytest.approx([3.0])
    alone = Roads(NODES, EDGES[EDGES["from_node"].ne(F)])
    assert np.isinf(RoadWays(build_network(alone, "car"), "km", 1, 1).measure_nearest(NODES[[A]], NODES[[F]])).all()
    assert RoadWays(build_network(alone, "foot"), "km", 1, 1).measure_nearest(NODES[[F]], NODES[[B]]).tolist() == [2]


def test_a_home_joins_at_its_nearest_node_times_the_detour_and_not_from_farther_than_the_limit() -> None:
    homes = np.array([[0.0, 500.0], [0.0, 1000.0], [0.0, 1000.1]])
    found = ways(factor=1.3).measure_nearest(homes, NODES[[B]])
    assert found[:2] == pytest.approx([1.65, 2.3]) and np.isinf(found[2])
    # at the mean speed of the network: km and minutes of all edges, both ways where they go both ways
    network = build_network(ROADS, "car")
    both = 2 * (1 + 1 + 3 + 1) + 2, 2 * (1 + 1 + 1 + 1) + 2
    assert network.kmh == pytest.approx(both[0] / both[1] * 60)
    found = ways(unit="minutes").measure_nearest(homes[:1], NODES[[A]])
    assert found == pytest.approx([0.5 * both[1] / both[0]])


def test_each_place_has_its_own_way_to_the_road_and_the_nearest_wins() -> None:
    places = np.array([[0.0, 900.0], [2000.0, 100.0], [0.0, 5000.0]])
    assert ways().measure_nearest(NODES[[A, B]], places) == pytest.approx([0.9, 1.1])
    assert np.isinf(ways().measure_nearest(NODES[[A]], places[2:])).all()
    assert np.isinf(ways().measure_nearest(NODES[[A]], places[:0])).all()


def test_a_place_somewhere_in_a_disc_is_nearer_or_farther_by_its_radius() -> None:
    low, high = ways(factor=1.3).measure_interval(NODES[[A]], NODES[[B, C]], radius_m=np.array([0.0, 1500.0]))
    # b is 1 km away for sure; c 2 km, give or take 1.95
    assert (low.tolist(), high.tolist()) == (pytest.approx([0.05]), pytest.approx([1.0]))


def test_pairs_are_those_within_the_limit_and_zero_is_one_of_them() -> None:
    ((part, block),) = list(ways().iterate_pairs(NODES[[A, B, C]], NODES[[B, F]], within=2.0))
    assert part == slice(0, 2)
    assert block.toarray() == pytest.approx(np.array([[1, 0, 1], [0, 2, 1]]), abs=1e-8)
    assert block.nnz == 5  # the home at the place itself is stored
    costs = ways().measure_costs(NODES[[A, B, C]], NODES[[B, F]], within=None)
    assert np.asarray(costs) == pytest.approx(np.array([[1, 3], [0, 2], [1, 1]]), abs=1e-8)


def test_costs_are_those_of_networkx_on_a_network_drawn_by_lot() -> None:
    rng = np.random.default_rng(5)
    nodes = rng.uniform(0, 20_000, (150, 2))
    pairs = [(i, (i + 1) % 150) for i in range(150)] + [tuple(rng.choice(150, 2, replace=False)) for _ in range(250)]
    edges = pd.DataFrame(pairs, columns=["from_node", "to_node"]).astype("int64")
    edges["length_m"] = rng.uniform(50, 3000, len(edges))
    edges["minutes"] = edges["length_m"] / 1000 / rng.choice([0.5, 0.83, 1.5], len(edges))
    edges["is_oneway"] = rng.random(len(edges)) < 0.2
    network = build_network(Roads(nodes, edges.assign(car=True, bicycle=True, foot=True)), "car")
    graph = nx.DiGraph()
    for row in edges.itertuples():
        for u, v in [(row.from_node, row.to_node)] + ([] if row.is_oneway else [(row.to_node, row.from_node)]):
            graph.add_edge(u, v, minutes=min(row.minutes, graph.get_edge_data(u, v, {"minutes": np.inf})["minutes"]))
    assert len(network.nodes_m) == 150  # the ring hangs together, though some of it is one way
    homes, places = nodes[:60], nodes[60:75]
    found = RoadWays(network, "minutes", 1.0, 1.3)
    expected = np.array(
        [[nx.dijkstra_path_length(graph, i, j, weight="minutes") for j in range(60, 75)] for i in range(60)]
    )
    assert np.asarray(found.measure_costs(homes, places, within=None)) == pytest.approx(expected, rel=1e-9, abs=1e-6)
    assert found.measure_nearest(homes, places) == pytest.approx(expected.min(axis=1), rel=1e-9, abs=1e-6)
    limit = float(np.median(expected))
    near = found.measure_costs(homes, places, within=limit)
    assert near.nnz == (expected <= limit).sum()  # pyright: ignore[reportAttributeAccessIssue]


def demand() -> pd.DataFrame:
    """100 people at a, 300 at b, 50 people 5 km from any road."""
    where = {"x_m": [0.0, 1000.0, 0.0], "y_m": [0.0, 0.0, 5000.0]}
    frame = pd.DataFrame({"id": ["a", "b", "off"], "people": [100.0, 300.0, 50.0], **where})
    return frame.assign(municipality_code="0480", locality="", kind="grid")


def places(node: int) -> pd.DataFrame:
    row = {"x_m": NODES[node, 0], "y_m": NODES[node, 1], "radius_m": 0.0, "is_located": True}
    return pd.DataFrame([{**row, "municipality_code": "0480", "locality": "", "kind": "replokal"}])


def test_gaps_by_road_count_minutes_against_the_limit_and_kilometres_in_the_means() -> None:
    travel = Travel(ways(), ways(unit="minutes"), threshold=1.0)
    found = measure_gaps(
        demand(), places(C), municipalities={"0480": "Nyköping"}, threshold_km=9, detour_factor=1.0, travel=travel
    )
    # a takes the quick road: 1 minute; b 1 minute; who has no road has no way
    assert found.region["share_within"] == pytest.approx(400 / 450)
    assert (found.distance, found.threshold_minutes) == ("road:car", 1.0)
    # of those with a way: (100 x 2 + 300 x 1) / 400
    assert found.region["mean_km"] == pytest.approx(1.25)
    # nobody is farther than the limit, so all of the one place is shared by 400 people
    assert (found.points["score_per_10000"] * demand()["people"]).sum() == pytest.approx(10_000)


def test_the_next_place_by_road_is_another_than_by_straight_lines() -> None:
    # From f it is 1 km to c by road but 2.2 km straight: the straight line prefers b.
    people = demand().iloc[:2].assign(x_m=[1000.0, 2000.0], y_m=[-2000.0, 0.0], people=[100.0, 100.0])
    spots = pd.DataFrame({"id": ["b", "c"], "name": ["B", "C"], "kind": "locality", "municipality_code": "0480",
                          "x_m": [1000.0, 2000.0], "y_m": 0.0})  # fmt: skip
    asked = {"is_exact": True, "time_limit_s": 10.0}
    straight = travel_straight(1.9, 1.0)
    nothing, by_road_travel = places(A).iloc[:0], Travel(ways(), ways(), 1.9)
    by_road = find_next(WhereNext(people, nothing, spots, "coverage", 1, by_road_travel), **asked)
    assert by_road.sites["id"].tolist() == ["c"] and by_road.within_after == 200
    assert find_next(WhereNext(people, nothing, spots, "coverage", 1, straight), **asked).within_after == 100
    far = pd.concat([people, demand().iloc[2:]])
    by_distance = find_next(WhereNext(far, nothing, spots, "distance", 1, by_road_travel), **asked)
    assert by_distance.sites["id"].tolist() == ["c"] and by_distance.mean_km_after == pytest.approx(0.5)


def test_straight_ways_are_kilometres_with_the_detour_in_them() -> None:
    straight = StraightWays(1.3)
    homes, spots = np.array([[0.0, 0.0]]), np.array([[3000.0, 4000.0], [0.0, 10_000.0]])
    assert straight.measure_nearest(homes, spots) == pytest.approx([6.5])
    assert np.asarray(straight.measure_costs(homes, spots, within=None)) == pytest.approx(np.array([[6.5, 13.0]]))
    assert straight.measure_costs(homes, spots, within=6.5).nnz == 1  # pyright: ignore[reportAttributeAccessIssue]
    low, high = straight.measure_interval(homes, spots[:1], radius_m=np.array([1000.0]))
    assert (low.tolist(), high.tolist()) == (pytest.approx([5.2]), pytest.approx([7.8]))
