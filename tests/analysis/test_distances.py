"""Distances on points whose distances one can read off, and against scipy's own tree."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial import KDTree

from kulturkarta.analysis import distances
from kulturkarta.analysis.distances import (
    find_pairs,
    iterate_pairs,
    measure_nearest_interval_m,
    measure_nearest_m,
)


def points(*pairs: tuple[float, float]) -> np.ndarray:
    return np.array(pairs, dtype="float64").reshape(-1, 2)


def test_pairs_are_those_at_most_the_reach_apart() -> None:
    found = find_pairs(points((0, 0), (3, 4), (3, 4.001)), points((0, 0)), max_m=5)
    assert found.shape == (1, 3)
    assert dict(zip(found.indices.tolist(), found.data.tolist(), strict=True)) == {0: 0.0, 1: 5.0}


def test_a_distance_of_zero_is_a_pair_and_not_a_hole() -> None:
    found = find_pairs(points((7, 7)), points((7, 7), (100, 100)), max_m=10)
    assert (found.nnz, found.data.tolist(), found.indptr.tolist()) == (1, [0.0], [0, 1, 1])


def test_a_reach_of_zero_finds_what_lies_in_the_same_spot() -> None:
    found = find_pairs(points((7, 7), (7, 8)), points((7, 7)), max_m=0)
    assert found.indices.tolist() == [0]


def test_nothing_on_either_side_gives_a_matrix_of_the_right_shape() -> None:
    assert find_pairs(points(), points((1, 1)), max_m=5).shape == (1, 0)
    assert find_pairs(points((1, 1)), points(), max_m=5).shape == (0, 1)


def test_degrees_missing_and_reach_without_end_are_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        find_pairs(points((np.nan, 0)), points((0, 0)), max_m=5)
    with pytest.raises(ValueError, match="finite"):
        find_pairs(points((0, 0)), points((0, 0)), max_m=np.inf)


@pytest.mark.parametrize("max_m", [0.5, 700.0, 5_000.0, 200_000.0])
@pytest.mark.parametrize("block", [1, 50, 4_000_000])
def test_the_pairs_are_those_of_scipys_tree_in_any_block_size(
    max_m: float, block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(distances, "BLOCK_PAIRS", block)
    rng = np.random.default_rng(4)
    corner = np.array([600_000.0, 6_500_000.0])
    origins = corner + rng.integers(0, 20_000, (300, 2))
    # some on top of an origin, some in between, some far outside in every direction
    far = np.array([[9e4, 0], [-9e4, 0], [0, 9e4], [0, -9e4], [9e4, 9e4], [-9e4, 9e4], [3e4, -1], [-3e4, 1]])
    destinations = np.vstack([origins[:20], corner + rng.uniform(0, 20_000, (40, 2)), origins[:8] + far])
    found = find_pairs(origins, destinations, max_m=max_m).tocoo()
    tree = KDTree(destinations).sparse_distance_matrix(KDTree(origins), max_m, output_type="ndarray")
    expected = {(int(i), int(j)): v for i, j, v in tree}
    ours = dict(zip(zip(found.row.tolist(), found.col.tolist(), strict=True), found.data.tolist(), strict=True))
    assert ours.keys() == expected.keys()
    assert ours == pytest.approx(expected, rel=1e-12)


def test_blocks_name_each_destination_once_and_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(distances, "BLOCK_PAIRS", 3)
    origins = points((0, 0), (0, 1))
    parts = [part for part, _ in iterate_pairs(origins, points((0, 0), (0, 1), (0, 2)), max_m=10)]
    assert [row for part in parts for row in range(part.start, part.stop)] == [0, 1, 2]
    assert len(parts) > 1


def test_the_nearest_is_measured_in_metres_and_is_infinite_where_there_is_none() -> None:
    assert measure_nearest_m(points((0, 0), (0, 9)), points((3, 4), (0, 10))).tolist() == [5.0, 1.0]
    assert measure_nearest_m(points((0, 0)), points()).tolist() == [np.inf]


def test_a_place_somewhere_in_a_disc_is_between_its_near_and_its_far_side() -> None:
    low, high = measure_nearest_interval_m(points((0, 0)), points((3000, 0)), radius_m=np.array([1000.0]))
    assert (low.tolist(), high.tolist()) == ([2000.0], [4000.0])


def test_inside_the_disc_the_nearest_may_be_no_way_at_all() -> None:
    low, high = measure_nearest_interval_m(points((0, 0)), points((300, 0)), radius_m=np.array([1000.0]))
    assert (low.tolist(), high.tolist()) == ([0.0], [1300.0])


def test_an_exact_place_further_off_can_cap_the_far_side() -> None:
    # disc: 2000-4000 m; exact: 3500 m. The nearest is between 2000 and 3500 m.
    low, high = measure_nearest_interval_m(
        points((0, 0)), points((3000, 0), (0, 3500)), radius_m=np.array([1000.0, 0.0])
    )
    assert (low.tolist(), high.tolist()) == ([2000.0], [3500.0])
