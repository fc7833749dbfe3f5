"""Weights that give the answers the make-up of the actors, by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kulturkarta.analysis.needs.weights import measure_kish, rake, weigh_answers


def codes(**counts: int) -> np.ndarray:
    return np.repeat(np.array(list(counts), dtype=object), list(counts.values()))


def test_kish_of_one_one_and_two_is_two_and_two_thirds() -> None:
    assert measure_kish(np.array([1.0, 1, 2])) == pytest.approx(16 / 6)


def test_weights_reach_the_shares_of_the_actors() -> None:
    # 40 of 60 answers are from Flen, half of the actors: each counts 60 x 0.5 / 40 = 0.75, the others 1.5.
    found = weigh_answers([codes(flen=40, gnesta=20)], [codes(flen=50, gnesta=50)], names=["municipality"])
    assert found is not None
    assert sorted(set(found.weights.round(9))) == [0.75, 1.5]
    assert found.n_effective == pytest.approx(60**2 / (40 * 0.75**2 + 20 * 1.5**2))
    assert found.margins["share_weighted"].tolist() == pytest.approx([0.5, 0.5])


def test_two_margins_are_met_at_once() -> None:
    rng = np.random.default_rng(2)
    own = [rng.choice(["a", "b", "c"], 400, p=[0.6, 0.3, 0.1]), rng.choice(["x", "y"], 400)]
    targets = [pd.Series({"a": 0.3, "b": 0.4, "c": 0.3}), pd.Series({"x": 0.7, "y": 0.3})]
    weights = rake(own, targets)
    for dimension, target in zip(own, targets, strict=True):
        for code, share in target.items():
            assert weights[dimension == code].sum() / 400 == pytest.approx(share, abs=1e-6)


def test_forty_nine_answers_are_not_weighted_and_fifty_are() -> None:
    actors = [codes(flen=5, gnesta=5)]
    assert weigh_answers([codes(flen=29, gnesta=20)], actors, names=["m"]) is None
    assert weigh_answers([codes(flen=30, gnesta=20)], actors, names=["m"]) is not None
    assert weigh_answers([codes(flen=30, gnesta=20)], [codes()], names=["m"]) is None


def test_weights_stay_within_three_tenths_and_three_before_they_are_evened_out() -> None:
    found = weigh_answers([codes(flen=95, gnesta=5)], [codes(flen=10, gnesta=90)], names=["m"])
    assert found is not None
    assert found.weights.max() / found.weights.min() == pytest.approx(3 / 0.3)


def test_groups_with_few_answers_or_no_actors_count_together_and_the_unknown_keep_their_share() -> None:
    own = np.concatenate([codes(flen=40, gnesta=3, oslo=7), np.full(10, "", dtype=object)])
    found = weigh_answers([own], [codes(flen=20, gnesta=20)], names=["m"])
    assert found is not None
    shares = found.margins.set_index("group")["share_actors"].to_dict()
    assert shares == pytest.approx({"flen": 0.5 * 50 / 60, "+": 0.5 * 50 / 60, "": 10 / 60})
