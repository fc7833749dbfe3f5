"""Groups and waves compared, against scipy and statsmodels on the same answers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.nonparametric import rank_compare_2indep

from kulturkarta.analysis.needs.compare import compare_groups, compare_many, compare_two, compare_waves, correct_holm
from kulturkarta.analysis.needs.describe import Protected, describe_items
from kulturkarta.analysis.needs.wave import arrange_wave
from tests.analysis.needs.small_wave import scale_wave

RNG = np.random.default_rng(5)
FIRST, SECOND = RNG.integers(1, 6, 40).astype(float), RNG.integers(2, 6, 25).astype(float)


def test_brunner_and_munzels_test_equals_that_of_statsmodels() -> None:
    effect, p = compare_two(FIRST, SECOND)
    theirs = rank_compare_2indep(SECOND, FIRST, use_t=True)
    assert effect == pytest.approx(theirs.prob1, abs=1e-9)
    assert p == pytest.approx(theirs.test_prob_superior().pvalue, abs=1e-9)


def test_the_effect_of_two_and_two_answers_is_counted_by_hand() -> None:
    # Pairs (1,2) (1,3) (2,3) are below, (2,2) is even: 3.5 of 4.
    assert compare_two(np.array([1.0, 2.0]), np.array([2.0, 3.0]))[0] == 3.5 / 4


def test_with_few_answers_the_p_is_that_of_all_permutations() -> None:
    # Of the 70 ways to choose four of eight, two are as far apart as 1 1 2 2 against 4 4 5 5.
    _, p = compare_two(np.array([1.0, 1, 2, 2]), np.array([4.0, 4, 5, 5]))
    assert p == pytest.approx(2 / 70)


def test_six_of_forty_dealt_by_lot_have_the_p_of_scipys_permutations() -> None:
    first, second = FIRST, np.array([5.0, 5, 4, 5, 3, 5])
    ranked = stats.rankdata(np.concatenate([first, second]))
    theirs = stats.permutation_test(
        (ranked[:40], ranked[40:]), lambda x, y, axis: np.mean(y, axis) - np.mean(x, axis), vectorized=True,
        n_resamples=20_000, permutation_type="independent", rng=np.random.default_rng(1),
    )  # fmt: skip
    assert compare_two(first, second)[1] == pytest.approx(theirs.pvalue, abs=0.01)


def test_groups_that_all_answered_the_same_have_no_p() -> None:
    same = np.full(12, 3.0)
    assert compare_two(same, same)[0] == 0.5
    assert np.isnan(compare_two(same, same)[1])
    assert np.isnan(compare_many([same, same]))


def test_groups_without_overlap_differ_for_certain() -> None:
    assert compare_two(np.full(12, 1.0), np.full(12, 5.0)) == (1.0, 0.0)


def test_kruskal_and_holm_equal_scipy_and_statsmodels() -> None:
    assert compare_many([FIRST, SECOND]) == pytest.approx(stats.kruskal(FIRST, SECOND).pvalue, abs=1e-9)
    p = np.array([0.01, 0.04, 0.03, 0.2, 0.5])
    assert np.abs(correct_holm(p) - multipletests(p, method="holm")[1]).max() < 1e-9
    # 3 x 0.01; 2 x 0.03; 0.04 is not below the one before it.
    assert correct_holm(np.array([0.01, 0.04, 0.03, np.nan])).tolist() == pytest.approx(
        [0.03, 0.06, 0.06, np.nan], nan_ok=True
    )


def test_groups_that_are_not_shown_are_not_tested() -> None:
    scores = [(k % 5 + 1,) for k in range(24)]
    answers = scale_wave(
        scores, municipalities=["0482"] * 10 + ["0461"] * 11 + ["0488"] * 3, questions=("Jag behöver",)
    )
    found = compare_groups(Protected(arrange_wave(answers, "w"), None), "w/0", "municipality")
    assert found.groups["group"].tolist() == ["0461"]


def describe(scores: list[float], name: str) -> pd.DataFrame:
    answers = scale_wave(
        [(s,) for s in scores], municipalities=["0482"] * len(scores), questions=("Jag behöver",), name=name
    )
    return describe_items(Protected(arrange_wave(answers, name), None), None)


def test_two_waves_are_compared_on_the_questions_they_share_and_small_changes_are_unclear() -> None:
    before = describe([1.0] * 20 + [5.0] * 10, "a")
    more, same = describe([1.0] * 4 + [5.0] * 26, "b"), describe([1.0] * 18 + [5.0] * 12, "c")
    keys = ["theme", "question", "low", "high"]
    change = compare_waves(before, more, keys=keys).iloc[0]
    assert (change["share_change"], change["share_change_call"]) == (pytest.approx(26 / 30 - 10 / 30), "up")
    assert compare_waves(before, same, keys=keys)["share_change_call"].tolist() == ["unclear"]
    assert len(compare_waves(before, more.assign(question="Annat"), keys=keys)) == 0
