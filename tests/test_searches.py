"""A search in the background: it tells how it stands, ends when told to, and leaves nothing half found."""

from __future__ import annotations

from threading import Event
from time import monotonic, sleep

import numpy as np
import pytest

from kulturkarta import searches
from kulturkarta.analysis.siting import Plan, Progress, SitingRefused, measure_costs, solve_exact, state_problem
from kulturkarta.searches import Search, Standing


def wait(search: Search[str], seconds: float = 5.0) -> Standing[str]:
    end = monotonic() + seconds
    while search.look().is_running and monotonic() < end:
        sleep(0.01)
    return search.look()


def test_it_says_how_it_stands_and_then_what_it_found() -> None:
    go_on = Event()

    def find(progress: Progress) -> str:
        assert progress(90.0, 100.0)
        go_on.wait(5)
        return "plan"

    search = Search(find)
    while search.look().incumbent != 90.0:
        sleep(0.01)
    assert search.look().is_running and search.look().bound == 100.0 and search.look().found is None
    go_on.set()
    assert wait(search).found == "plan"


def test_a_cancelled_search_ends_and_has_found_nothing() -> None:
    def find(progress: Progress) -> str:
        while progress(1.0, 2.0):
            sleep(0.01)
        return "the best so far"

    search = Search(find)
    search.cancel()
    standing = wait(search)
    assert (standing.is_running, standing.found) == (False, None)


def test_a_search_that_nobody_looks_at_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searches, "UNWATCHED_S", 0.05)
    ended = Event()

    def find(progress: Progress) -> str:
        while progress(1.0, 2.0):
            sleep(0.01)
        ended.set()
        return "plan"

    search = Search(find)
    assert ended.wait(5)
    assert search.look().found is None


def test_a_question_without_an_answer_is_found_nothing() -> None:
    def find(progress: Progress) -> str:
        raise SitingRefused("no_candidates")

    assert wait(Search(find)).found is None


def test_an_exact_search_over_a_county_can_be_cancelled_within_two_seconds() -> None:
    # 3 000 homes and 300 sites: the mean way to the nearest of ten takes HiGHS far longer than this.
    rng = np.random.default_rng(4)
    homes, sites = rng.uniform(0, 100, (3000, 2)), rng.uniform(0, 100, (300, 2))
    problem = state_problem(
        "pmedian",
        rng.integers(1, 50, 3000).astype(float),
        costs=measure_costs(homes, sites, within=None),
        ids=[f"s{k}" for k in range(300)],
        n_sites=10,
        threshold=None,
    )
    search: Search[Plan] = Search(lambda progress: solve_exact(problem, time_limit_s=60, progress=progress))
    sleep(1.0)
    assert search.look().is_running
    search.cancel()
    began = monotonic()
    while search.look().is_running and monotonic() - began < 10:
        sleep(0.02)
    assert monotonic() - began < 2
    assert search.look().found is None
