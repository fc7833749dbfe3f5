"""Access scores worked by hand, and against PySAL access 1.1.10 on the same input."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kulturkarta.analysis import distances
from kulturkarta.analysis.access import list_steps, read_cost_matrix, score_access, weigh_costs


def frame(value: str, *rows: tuple[str, float, float, float]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=["id", "x", "y", value]).astype({"id": "str"})


# On a line, metres: two people at 0, one at 10; 6 seats at 5, 1 seat at 14. Reach 6.
DEMAND = frame("demand", ("a", 0, 0, 2), ("b", 10, 0, 1))
SUPPLY = frame("supply", ("p", 5, 0, 6), ("q", 14, 0, 1))


def test_two_steps_share_each_place_among_those_who_reach_it() -> None:
    # p: 6 / 3 = 2 each; q: 1 / 1 = 1 for b.
    assert score_access(DEMAND, SUPPLY, method="2sfca", threshold=6).to_dict() == {"a": 2.0, "b": 3.0}


def test_the_threshold_itself_is_within_reach_and_anything_beyond_is_not() -> None:
    assert score_access(DEMAND, SUPPLY, method="2sfca", threshold=5).to_dict() == {"a": 2.0, "b": 3.0}
    assert score_access(DEMAND, SUPPLY, method="2sfca", threshold=4.999).to_dict() == {"a": 0.0, "b": 1.0}


def test_steps_make_the_distant_count_less() -> None:
    # w: a-p 0.5, b-p 0.5, b-q 1. p: 6 / (2 x 0.5 + 1 x 0.5) = 4; q: 1. a: 4 x 0.5 = 2; b: 2 + 1 = 3.
    scores = score_access(DEMAND, SUPPLY, method="e2sfca", weights=[(4, 1.0), (6, 0.5)])
    assert scores.to_dict() == {"a": 2.0, "b": 3.0}
    # Reach 15: a-p 1 and a-q 0.22 (14 of 15), b-p and b-q 1.
    # p: 6 / 3 = 2; q: 1 / (2 x 0.22 + 1). a: 2 + 0.22 / 1.44; b: 2 + 1 / 1.44.
    scores = score_access(DEMAND, SUPPLY, method="e2sfca", threshold=15)
    assert scores.to_dict() == pytest.approx({"a": 2 + 0.22 / 1.44, "b": 2 + 1 / 1.44}, rel=1e-12)


def test_weights_decide_the_reach_when_they_are_given() -> None:
    wide = score_access(DEMAND, SUPPLY, method="e2sfca", threshold=1, weights=[(4, 1.0), (6, 0.5)])
    assert wide.to_dict() == {"a": 2.0, "b": 3.0}


def test_balanced_catchments_count_each_person_once() -> None:
    # b is half at p and half at q. p: 6 / (2 + 0.5) = 2.4; q: 1 / 0.5 = 2. a: 2.4; b: (2.4 + 2) / 2 = 2.2.
    scores = score_access(DEMAND, SUPPLY, method="2sfca", threshold=6, balanced=True)
    assert scores.to_dict() == pytest.approx({"a": 2.4, "b": 2.2}, rel=1e-12)


def test_cumulative_counts_all_supply_within_reach() -> None:
    assert score_access(DEMAND, SUPPLY, method="cumulative", threshold=6).to_dict() == {"a": 6.0, "b": 7.0}


def test_nearest_is_the_cost_however_far_and_a_place_of_nothing_is_no_place() -> None:
    assert score_access(DEMAND, SUPPLY, method="nearest").to_dict() == {"a": 5.0, "b": 4.0}
    closed = SUPPLY.assign(supply=[6, 0])
    assert score_access(DEMAND, closed, method="nearest").to_dict() == {"a": 5.0, "b": 5.0}
    assert score_access(DEMAND, SUPPLY.iloc[:0], method="nearest").isna().tolist() == [True, True]


def test_whoever_reaches_nothing_scores_0_and_is_not_left_out() -> None:
    far = pd.concat([DEMAND, frame("demand", ("far", 9999, 0, 5))], ignore_index=True)
    assert score_access(far, SUPPLY, method="2sfca", threshold=6).to_dict() == {"a": 2.0, "b": 3.0, "far": 0.0}


def test_supply_that_nobody_reaches_is_shared_among_nobody() -> None:
    alone = pd.concat([SUPPLY, frame("supply", ("r", 9999, 0, 50))], ignore_index=True)
    empty = pd.concat([DEMAND, frame("demand", ("nobody", 9999, 0, 0))], ignore_index=True)
    scores = score_access(empty, alone, method="2sfca", threshold=6)
    assert scores.to_dict() == {"a": 2.0, "b": 3.0, "nobody": 0.0}


def test_costs_take_the_place_of_coordinates() -> None:
    costs = pd.DataFrame(
        {"origin": ["a", "b", "b", "ghost"], "destination": ["p", "p", "q", "q"], "cost": [0, 6, 1, 1]}
    )
    nowhere = DEMAND.drop(columns=["x", "y"]), SUPPLY.drop(columns=["x", "y"])
    assert score_access(*nowhere, costs=costs, method="2sfca", threshold=6).to_dict() == {"a": 2.0, "b": 3.0}
    assert score_access(*nowhere, costs=costs, method="nearest").to_dict() == {"a": 0.0, "b": 1.0}
    # a cost of 0 is within reach, a cost that is not listed is not
    assert score_access(*nowhere, costs=costs, method="cumulative", threshold=0).to_dict() == {"a": 6.0, "b": 0.0}


def test_a_pair_listed_twice_is_refused() -> None:
    costs = pd.DataFrame({"origin": ["a", "a"], "destination": ["p", "p"], "cost": [1, 2]})
    with pytest.raises(ValueError, match="twice"):
        read_cost_matrix(costs, DEMAND["id"], SUPPLY["id"])


def test_a_step_ends_with_its_own_cost() -> None:
    steps = [(20.0, 0.68), (10.0, 1.0)]
    assert weigh_costs(np.array([0, 10, 10.1, 20, 20.1]), steps).tolist() == [1.0, 1.0, 0.68, 0.68, 0.0]


def test_without_weights_the_steps_follow_from_the_method() -> None:
    assert list_steps("2sfca", threshold=30, weights=None) == [(30.0, 1.0)]
    assert list_steps("e2sfca", threshold=30, weights=None) == [(10.0, 1.0), (20.0, 0.68), (30.0, 0.22)]


@pytest.mark.parametrize("steps", [[], [(10, -1)], [(-1, 1)], [(float("nan"), 1)], [(10, 0)]])
def test_steps_that_make_no_sense_are_refused(steps: list[tuple[float, float]]) -> None:
    with pytest.raises(ValueError, match="steps"):
        list_steps("2sfca", threshold=None, weights=steps)


def test_input_that_makes_no_sense_is_refused() -> None:
    with pytest.raises(ValueError, match="threshold"):
        score_access(DEMAND, SUPPLY, method="2sfca")
    with pytest.raises(ValueError, match="none of"):
        score_access(DEMAND, SUPPLY, method="raam", threshold=5)  # pyright: ignore[reportArgumentType]
    with pytest.raises(ValueError, match="finite"):
        score_access(DEMAND.assign(demand=[1, -1]), SUPPLY, method="2sfca", threshold=5)


@pytest.mark.parametrize("balanced", [False, True])
def test_what_people_get_adds_up_to_what_there_is_in_blocks_of_any_size(
    balanced: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(1)
    demand = pd.DataFrame(rng.uniform(0, 50, (80, 2)), columns=["x", "y"]).assign(
        id=[f"d{k}" for k in range(80)], demand=rng.integers(1, 500, 80)
    )
    supply = pd.DataFrame(rng.uniform(0, 50, (12, 2)), columns=["x", "y"]).assign(
        id=[f"s{k}" for k in range(12)], supply=rng.integers(1, 9, 12)
    )
    whole = score_access(demand, supply, method="e2sfca", threshold=30, balanced=balanced)
    assert float(whole.to_numpy() @ demand["demand"].to_numpy()) == pytest.approx(supply["supply"].sum(), rel=1e-12)
    monkeypatch.setattr(distances, "BLOCK_PAIRS", 100)
    parts = score_access(demand, supply, method="e2sfca", threshold=30, balanced=balanced)
    assert parts.to_numpy() == pytest.approx(whole.to_numpy(), rel=1e-12)


# Five points, three places. The values are those of PySAL access 1.1.10.post3 on these frames with Euclidean costs:
# two_stage_fca(max_cost=1500), enhanced_two_stage_fca(weight_fn=step_fn({500: 1, 1000: .68, 1500: .22})) and
# two_stage_fca(max_cost=3000, weight_fn=step_fn({1000: 1, 2000: .5, 3000: .1})). e reaches nothing: NaN or 0 there.
PEER_DEMAND = frame(
    "demand", ("a", 0, 0, 120), ("b", 900, 400, 45), ("c", 2000, 100, 300), ("d", 2600, 2100, 8), ("e", 5000, 5000, 70)
)
PEER_SUPPLY = frame("supply", ("p", 300, 100, 2), ("q", 2100, 900, 5), ("r", 2500, 2000, 1))


def test_two_steps_agree_with_access_of_pysal() -> None:
    scores = score_access(PEER_DEMAND, PEER_SUPPLY, method="2sfca", threshold=1500)
    expected = [0.012121212121212121, 0.026285518070220622, 0.014164305949008499, 0.1391643059490085, 0.0]
    assert scores.tolist() == pytest.approx(expected, rel=1e-12)


def test_enhanced_two_steps_agree_with_access_of_pysal() -> None:
    scores = score_access(PEER_DEMAND, PEER_SUPPLY, method="e2sfca", threshold=1500)
    expected = [0.013280212483399735, 0.014131165837130626, 0.015765556895112675, 0.1301006213484188, 0.0]
    assert scores.tolist() == pytest.approx(expected, rel=1e-12)


def test_own_weights_agree_with_access_of_pysal() -> None:
    weights = [(1000, 1), (2000, 0.5), (3000, 0.1)]
    scores = score_access(PEER_DEMAND, PEER_SUPPLY, method="2sfca", weights=weights)
    expected = [0.007826311223652436, 0.014350115336821392, 0.021022574995987107, 0.013539370526076582, 0.0]
    assert scores.tolist() == pytest.approx(expected, rel=1e-12)
