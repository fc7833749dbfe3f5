"""Proven best p-centre: the smallest radius within which n sites cover everything, from few of the demand points."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from time import monotonic

import numpy as np

from kulturkarta.analysis.siting.centres import list_worst, move_to_middles, spread
from kulturkarta.analysis.siting.covering import Search, merge_columns, read_sites, state_cover
from kulturkarta.analysis.siting.greedy import fill_up
from kulturkarta.analysis.siting.plan import Plan, check_reach, serve
from kulturkarta.analysis.siting.problem import SitingProblem, SitingRefused
from kulturkarta.analysis.siting.solver import OutOfTime, Watch, solve_model

_CLOSE = 1e-3
_SAME = 1e-12
_FIRST_ROWS = 4
_SLICE_S = 5.0
_SHARE_OF_TIME = 0.2


@dataclass
class _State:
    """The search so far. `rows`: the demand points that are looked at; `within`: their costs, all sites."""

    problem: SitingProblem
    watch: Watch
    rows: np.ndarray
    within: SitingProblem
    columns: list[int] | None
    best: float
    bound: float

    def offer(self, columns: list[int]) -> np.ndarray:
        """What each demand point pays with `columns`, which are taken when they are allowed and better."""
        served = serve(self.problem, columns)
        if served.max() < self.best and self.problem.allows(columns):
            self.best, self.columns = float(served.max()), columns
            self.watch.incumbent = self.best
        return served

    def add(self, rows: np.ndarray) -> None:
        self.rows = np.union1d(self.rows, rows)
        within = self.problem.take(self.rows)
        self.within = replace(within, costs=within.dense_costs())

    def raise_bound(self, bound: float) -> None:
        self.bound = self.watch.bound = max(self.bound, bound)


def search_pcenter(problem: SitingProblem, watch: Watch, start: Plan | None) -> Search:
    """minimise the largest cost with n sites.

    Bisection of the radius, each step one set covering (Minieka 1970) of a few demand points: what cannot cover them
    covers no more. Where they can be covered, those of the others that the plan leaves outside join them (Chen &
    Handler 1987; Contardo, Iori & Kramer 2019). Raises SitingRefused "unreachable" or "unreachable_together".
    """
    lowest = float(check_reach(problem).max())
    known = None if start is None else [problem.ids.index(site) for site in start.sites]
    none = np.zeros(0, dtype=np.int64)
    state = _State(problem, watch, none, problem, known, np.inf if start is None else start.objective, lowest)
    rows, columns = spread(problem, n_rows=_FIRST_ROWS * problem.n_sites)
    state.add(rows)
    if len(columns) >= problem.n_sites:
        state.offer(columns[: problem.n_sites])
    watch.bound = lowest
    with suppress(OutOfTime):
        _bisect(state)
    if state.columns is None and np.isinf(state.bound) and not problem.barred:
        raise SitingRefused("unreachable_together", params={"n": problem.n_sites})
    return Search(state.columns, state.bound)


def _bisect(state: _State) -> None:
    """Close in on the best radius; below one that takes too long to settle there may be others that are soon proven."""
    if np.isinf(state.best) and not _try(state, float(np.finfo(float).max), limit_s=state.watch.left_s):
        return
    ceiling = state.best
    while state.bound < state.best * (1 - _SAME):
        is_last = state.best - state.bound <= _CLOSE * state.best
        radius = state.best * (1 - _SAME) if is_last else (state.bound + ceiling) / 2
        found = _try(state, radius, limit_s=max(_SLICE_S, _SHARE_OF_TIME * state.watch.left_s))
        if found is None and not is_last and ceiling - state.bound > _CLOSE * state.best:
            ceiling = radius
        elif found or ceiling - state.bound <= _CLOSE * state.best:
            ceiling = state.best


def _try(state: _State, radius: float, *, limit_s: float) -> bool | None:
    """Whether n sites cover everything within `radius`; None when that is not settled in `limit_s` seconds."""
    problem, started = state.problem, monotonic()
    while True:
        state.watch.check()
        left_s = min(limit_s - (monotonic() - started), state.watch.left_s)
        if left_s <= 0:
            return None
        columns, is_proven = _cover_rows(
            state.within, radius, replace(state.watch, time_limit_s=left_s, started=monotonic())
        )
        if columns is None:
            if is_proven:
                state.raise_bound(np.inf if np.isinf(state.best) and radius > 1e300 else radius)
            return False if is_proven else None
        served = state.offer(columns)
        if served.max() <= radius:
            return True
        moved = move_to_middles(np.asarray(state.within.costs), columns, forced=problem.forced)
        served_then = state.offer(moved)
        if served_then.max() <= radius and problem.allows(moved):
            return True
        state.add(
            np.union1d(
                list_worst(problem, columns, served, above=radius),
                list_worst(problem, moved, served_then, above=radius),
            )
        )


def _cover_rows(within: SitingProblem, radius: float, watch: Watch) -> tuple[list[int] | None, bool]:
    """(n sites that cover the few demand points or None, whether that is proven)."""
    needs = within.existing > radius
    cover = within.coverage(radius)[needs]
    if (np.diff(cover.indptr) == 0).any():
        return None, True
    # Sites that cover the same are one, unless a barred set tells them apart.
    columns = np.arange(within.shape[1]) if within.barred else np.union1d(merge_columns(cover), within.forced)
    model = state_cover(within.select(columns), cover[:, columns], at_most=within.n_sites)
    try:
        solution = solve_model(model, watch)
    except OutOfTime:
        if watch.cancelled:
            raise
        return None, False
    opened = read_sites(solution, len(columns))
    chosen = None if opened is None else fill_up(within, columns[opened].tolist())
    return chosen, chosen is not None or solution.is_infeasible
