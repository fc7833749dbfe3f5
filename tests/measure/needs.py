"""`measure needs`: intervals and tests against statsmodels and scipy, coverage, suppression, and the page with 10,000
answers to 40 questions. `--tables N` and `--no-page` make it shorter."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

import numpy as np
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.nonparametric import rank_compare_2indep
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from kulturkarta.analysis.needs.compare import compare_many, compare_two, correct_holm
from kulturkarta.analysis.needs.estimates import find_difference, find_mean_interval, find_wilson
from tests.analysis.needs.test_suppression import count_leaks
from tests.measure.needs_page import measure_page

FIVE = np.arange(1.0, 6.0)
SHAPES = {
    "symmetric": (0.1, 0.2, 0.4, 0.2, 0.1),
    "skewed": (0.05, 0.1, 0.15, 0.3, 0.4),
    "polarised": (0.45, 0.05, 0.0, 0.05, 0.45),
    "ceiling": (0.0, 0.01, 0.04, 0.15, 0.8),
}
RUNS = 2_000


def main(arguments: Sequence[str]) -> int:
    """Print the tables; 1 when something differs by 1e-9, or anything leaks."""
    parser = argparse.ArgumentParser(prog="measure needs", description=__doc__)
    parser.add_argument("--tables", type=int, default=10_000, metavar="N")
    parser.add_argument("--no-page", action="store_true")
    asked = parser.parse_args(arguments)
    differences = compare_with_peers()
    print("| ours against theirs, same input | inputs | largest difference |\n|---|---|---|")
    for name, (n, difference) in differences.items():
        print(f"| {name} | {n} | {difference:.1e} |")
    _print_coverage()
    leaks = _count_all(asked.tables)
    if not asked.no_page:
        print(measure_page(), flush=True)
    return int(any(difference >= 1e-9 for _, difference in differences.values()) or leaks > 0)


def compare_with_peers() -> dict[str, tuple[int, float]]:
    """Per estimate or test: how many inputs, and the largest difference from the other program."""
    rng = np.random.default_rng(1)
    n = rng.integers(5, 400, 500)
    yes = rng.integers(0, n + 1)
    ours = np.column_stack(find_wilson(yes, n, confidence=0.95))
    theirs = np.array([proportion_confint(k, m, method="wilson") for k, m in zip(yes, n, strict=True)])
    counts = np.column_stack([n - yes, yes])
    _, low, high = find_mean_interval(counts, np.array([0.0, 1.0]), confidence=0.95)
    beta = stats.beta(yes + 0.5, n - yes + 0.5)
    pairs = [(rng.integers(1, 6, a).astype(float), rng.integers(1, 6, b).astype(float))
             for a, b in rng.integers(10, 80, (200, 2))]  # fmt: skip
    tests = np.array([compare_two(x, y) for x, y in pairs])
    peers = [rank_compare_2indep(y, x, use_t=True) for x, y in pairs]
    effects = np.array([(peer.prob1, peer.test_prob_superior().pvalue) for peer in peers])
    many = [compare_many([x, y, np.append(x, y)]) - stats.kruskal(x, y, np.append(x, y)).pvalue for x, y in pairs]
    p = rng.random((200, 8)) ** 3
    holm = [np.abs(correct_holm(row) - multipletests(row, method="holm")[1]).max() for row in p]
    return {
        "Wilson's interval, statsmodels": (500, _most(ours - theirs)),
        "interval of the mean on two steps, scipy's Beta": (
            500,
            _most(np.column_stack([low - beta.ppf(0.025), high - beta.ppf(0.975)])),
        ),
        "difference of shares, statsmodels (Newcombe)": (200, _compare_newcombe(n[:400], yes[:400])),
        "Brunner-Munzel effect and p, statsmodels": (200, _most(tests - effects)),
        "Kruskal-Wallis p, scipy": (200, _most(np.array(many))),
        "Holm's p, statsmodels": (200, float(max(holm))),
    }


def _compare_newcombe(n: np.ndarray, yes: np.ndarray) -> float:
    half = len(n) // 2
    estimates = [
        (yes[part] / n[part], *find_wilson(yes[part], n[part], confidence=0.95))
        for part in (slice(0, half), slice(half, None))
    ]
    ours = np.column_stack(find_difference(estimates[0], estimates[1])[1:])
    theirs = [
        confint_proportions_2indep(yes[half + k], n[half + k], yes[k], n[k], method="newcomb", compare="diff")
        for k in range(half)
    ]
    return _most(ours - np.array(theirs))


def _most(differences: np.ndarray) -> float:
    return float(np.abs(differences).max())


def _print_coverage() -> None:
    """How often intervals of 95 % hold the truth, for few answers."""
    names = " / ".join(SHAPES)
    print(f"\n| n | mean, ours ({names}) | mean, t interval | share 0.1 / 0.3 / 0.5, Wilson |\n|---|---|---|---|")
    for n in (5, 10, 30):
        rng = np.random.default_rng(n)
        ours, theirs = zip(*(_cover_mean(np.array(shape), n, rng) for shape in SHAPES.values()), strict=True)
        wilson = [_cover_share(p, n) for p in (0.1, 0.3, 0.5)]
        print(f"| {n} | {_percents(ours)} | {_percents(theirs)} | {_percents(wilson)} |")


def _cover_mean(shape: np.ndarray, n: int, rng: np.random.Generator) -> tuple[float, float]:
    truth = float(shape @ FIVE)
    counts = rng.multinomial(n, shape, RUNS)
    mean, low, high = find_mean_interval(counts, FIVE, confidence=0.95)
    deviation = np.sqrt((counts * (FIVE - mean[:, None]) ** 2).sum(axis=1) / (n - 1) / n)
    half = stats.t.ppf(0.975, n - 1) * deviation
    # Where all gave the same answer the page widens the interval to hold it, see describe_counts.
    held = (np.minimum(low, mean) <= truth) & (truth <= np.maximum(high, mean))
    return float(held.mean()), float((np.abs(mean - truth) <= half).mean())


def _cover_share(p: float, n: int) -> float:
    """Exact: the chance of every count times whether its interval holds p."""
    yes = np.arange(n + 1)
    low, high = find_wilson(yes, np.full(n + 1, n), confidence=0.95)
    return float(stats.binom.pmf(yes, n, p) @ ((low <= p) & (p <= high)))


def _percents(values: Sequence[float]) -> str:
    return " / ".join(f"{100 * value:.0f}" for value in values)


def _count_all(tables: int) -> int:
    rng = np.random.default_rng(2026)
    total = np.zeros(3, dtype=int)
    for _ in range(tables):  # one attacker per table
        total += np.array(count_leaks(rng))
    cells, sets, views = (int(value) for value in total)
    print("\n| random tables | views seen in random order | cells under 5 recovered | sets under 5 recovered |")
    print(f"|---|---|---|---|\n| {tables} | {views} | {cells} | {sets} |\n", flush=True)
    return cells + sets
