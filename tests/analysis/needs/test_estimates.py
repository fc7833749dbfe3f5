"""Intervals of few answers, against published examples, scipy and statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from kulturkarta.analysis.needs.estimates import call_change, find_difference, find_mean_interval, find_wilson

FIVE = np.arange(1.0, 6.0)


def test_wilsons_interval_of_one_in_five_is_that_of_the_formula() -> None:
    # z = 1.959964: centre (0.2 + 0.384146) / 1.768292 = 0.330345, half 1.959964 x sqrt(0.032 + 0.0384146)/1.768292
    low, high = find_wilson(np.array([1]), np.array([5]), confidence=0.95)
    assert (round(low[0], 4), round(high[0], 4)) == (0.0362, 0.6245)


def test_wilsons_interval_equals_that_of_statsmodels_for_every_share_of_thirty() -> None:
    yes = np.arange(31)
    low, high = find_wilson(yes, np.full(31, 30), confidence=0.95)
    theirs = np.array([proportion_confint(k, 30, alpha=0.05, method="wilson") for k in yes])
    assert np.abs(np.column_stack([low, high]) - theirs).max() < 1e-9


def test_nobody_has_no_share_and_no_mean() -> None:
    assert np.isnan(find_wilson(np.array([0]), np.array([0]), confidence=0.95)).all()
    assert np.isnan(np.array(find_mean_interval(np.zeros((1, 5)), FIVE, confidence=0.95))).all()


@pytest.mark.parametrize("counts", [(5, 0), (0, 5), (3, 2), (1, 9), (100, 3), (200, 0), (1, 199), (4000, 6000)])
def test_on_two_steps_the_interval_of_the_mean_is_jeffreys_interval_of_a_share(counts: tuple[int, int]) -> None:
    mean, low, high = find_mean_interval(np.array([counts]), np.array([0.0, 1.0]), confidence=0.95)
    beta = stats.beta(counts[1] + 0.5, counts[0] + 0.5)
    assert mean[0] == counts[1] / sum(counts)
    assert low[0] == pytest.approx(beta.ppf(0.025), abs=1e-9)
    assert high[0] == pytest.approx(beta.ppf(0.975), abs=1e-9)


@pytest.mark.parametrize("counts", [(1, 0, 2, 1, 1), (0, 0, 0, 0, 5), (10, 20, 30, 30, 10), (150, 0, 0, 0, 60)])
def test_on_five_steps_the_interval_is_that_of_many_draws(counts: tuple[int, ...]) -> None:
    draws = np.random.default_rng(1).dirichlet(np.array(counts) + 0.2, 400_000) @ FIVE
    _, low, high = find_mean_interval(np.array([counts]), FIVE, confidence=0.95)
    assert low[0] == pytest.approx(np.quantile(draws, 0.025), abs=0.01)
    assert high[0] == pytest.approx(np.quantile(draws, 0.975), abs=0.01)


def test_the_interval_of_many_answers_goes_on_from_that_of_few_without_a_step() -> None:
    # 200 answers are computed exactly, 201 as a Beta: the width may differ by no more than one answer makes it.
    _, low, high = find_mean_interval(np.array([[20, 40, 60, 50, 30], [20, 40, 61, 50, 30]]), FIVE, confidence=0.95)
    assert np.abs(np.diff(high - low))[0] < 0.02 * (high - low)[0]


def test_the_difference_of_two_shares_is_newcombes() -> None:
    first, second = (find_wilson(np.array([k]), np.array([n]), confidence=0.95) for k, n in ((9, 40), (22, 50)))
    found = find_difference((np.array([9 / 40]), *first), (np.array([22 / 50]), *second))
    low, high = confint_proportions_2indep(22, 50, 9, 40, method="newcomb", compare="diff", alpha=0.05)
    assert found[0][0] == pytest.approx(0.44 - 0.225)
    assert (found[1][0], found[2][0]) == (pytest.approx(low, abs=1e-9), pytest.approx(high, abs=1e-9))


def test_a_change_whose_interval_includes_nought_is_unclear() -> None:
    calls = call_change(np.array([0.1, -0.3, -0.1, np.nan]), np.array([0.3, -0.1, 0.2, 0.1]))
    assert calls.tolist() == ["up", "down", "unclear", ""]
