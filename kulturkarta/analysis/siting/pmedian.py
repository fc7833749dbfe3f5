"""Proven best p-median: Benders cuts on a small master, over the few sites that can be in a best plan."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field

import numpy as np
import scipy.sparse as sp
from scipy.optimize import linprog

from kulturkarta.analysis.plane import PlaneCosts
from kulturkarta.analysis.siting.country import bound_country, choose_country
from kulturkarta.analysis.siting.covering import Search, drop_implied_rows, find_cover, merge_rows
from kulturkarta.analysis.siting.cuts import Cuts, add_violated
from kulturkarta.analysis.siting.greedy import fill_costs
from kulturkarta.analysis.siting.lagrange import CostOffers, find_prices
from kulturkarta.analysis.siting.plan import check_reach, serve
from kulturkarta.analysis.siting.problem import SitingProblem, SitingRefused, Sparse
from kulturkarta.analysis.siting.solver import Model, OutOfTime, Watch, solve_model
from kulturkarta.analysis.siting.swap import choose_by_cost, find_good_swap, improve_by_swaps, value_swaps

_CLOSE = 1e-9
_TINY = 1e-9
_LP_CLOSE = 1e-5
_SLACK = 1e-7
_INFEASIBLE = 2
_FIRST_VALUE = 1000.0


@dataclass
class _State:
    """The search so far. Weights sum to 1 and costs are in `unit`s, of which the first plan has 1000: the solver's
    tolerances are absolute, and a thousandth of a millionth is then what they leave open."""

    problem: SitingProblem
    watch: Watch
    weights: np.ndarray
    costs: np.ndarray
    unit: float
    columns: np.ndarray
    best_columns: list[int]
    best: float
    reach: Sparse
    bound: float = 0.0
    cuts: Cuts = field(default_factory=Cuts)

    @property
    def is_closed(self) -> bool:
        return self.bound >= self.best * (1 - _CLOSE)

    @property
    def near(self) -> np.ndarray:
        """The costs of the columns still in play."""
        return self.costs[:, self.columns]

    def offer(self, columns: list[int]) -> None:
        """Take `columns` as the best plan when they are allowed and better."""
        value = float(self.weights @ self.costs[:, columns].min(axis=1))
        is_plan = value < self.best and self.problem.allows(columns)
        if is_plan and np.isfinite(serve(self.problem, columns)).all():
            self.best, self.best_columns = value, columns
            self.watch.incumbent = value * self.unit

    def raise_bound(self, bound: float) -> None:
        self.bound = min(max(self.bound, bound), self.best)
        self.watch.bound = self.bound * self.unit
        self.watch.check()


def search_pmedian(problem: SitingProblem, watch: Watch) -> Search:
    """minimise the demand-weighted mean cost with n sites.

    Prices give a bound and drop most sites (`find_prices`); they are also the first Benders cuts. The linear master
    over the rest gathers more cuts and drops more sites by reduced cost; the integer master ends it
    (Duran-Mateluna, Ales & Elloumi, EJOR 2023). Raises SitingRefused "unreachable" or
    "unreachable_together". Of a country whose pairs nobody holds: a good plan and a bound (`country`).
    """
    if isinstance(problem.costs, PlaneCosts):
        return _search_country(problem, watch)
    state = _start(problem.take(problem.weights > 0), watch)
    with suppress(OutOfTime):
        _price(state)
        if not state.is_closed:
            _solve_relaxed(state)
        while not state.is_closed:
            _solve_integer(state)
    return Search(state.best_columns, state.bound * state.unit)


def price_pmedian(problem: SitingProblem, columns: list[int], watch: Watch) -> float:
    """A bound on the mean cost that takes prices alone: within a percent or so of the best, in a second."""
    if isinstance(problem.costs, PlaneCosts):
        return bound_country(problem, columns, watch)
    state = _start(problem.take(problem.weights > 0), watch)
    with suppress(OutOfTime):
        _price(state)
    return state.bound * state.unit


def _search_country(problem: SitingProblem, watch: Watch) -> Search:
    columns = choose_country(problem)
    if not problem.allows(columns):
        raise SitingRefused("out_of_time")
    weights, served = problem.weights, serve(problem, columns)
    watch.incumbent = float(weights @ served / weights.sum())
    return Search(columns, bound_country(problem, columns, watch))


def _start(problem: SitingProblem, watch: Watch) -> _State:
    check_reach(problem)
    weights, costs, served = fill_costs(problem)
    columns = choose_by_cost(weights, costs, served, n_sites=problem.n_sites, forced=problem.forced)
    columns = improve_by_swaps(weights, costs, columns, keep=len(problem.forced))
    columns = _mend_start(problem, weights, costs, columns, watch)
    weights = weights / weights.sum()
    value = float(weights @ costs[:, columns].min(axis=1))
    unit = value / _FIRST_VALUE or 1.0
    watch.incumbent = value
    return _State(
        problem=problem,
        watch=watch,
        weights=weights,
        costs=costs / unit,
        unit=unit,
        columns=np.arange(problem.shape[1]),
        best_columns=columns,
        best=value / unit,
        reach=_list_reach(problem),
    )


def _mend_start(
    problem: SitingProblem, weights: np.ndarray, costs: np.ndarray, columns: list[int], watch: Watch
) -> list[int]:
    """`columns`, or a neighbour or any plan that is not barred and reaches all demand."""

    def is_good(columns: list[int]) -> bool:
        return problem.allows(columns) and bool(np.isfinite(serve(problem, columns)).all())

    if is_good(columns):
        return columns
    swapped = find_good_swap(problem, value_swaps(weights, costs, columns), columns, is_good=is_good)
    if swapped is not None:
        return swapped
    found, is_proven = find_cover(problem, float(np.finfo(float).max), watch)
    if found is None and not is_proven:
        raise SitingRefused("out_of_time")
    if found is None and problem.barred:
        raise SitingRefused("no_other_plan")
    if found is None:
        raise SitingRefused("unreachable_together", params={"n": problem.n_sites})
    return found


def _list_reach(problem: SitingProblem) -> Sparse:
    """Rows of sites of which a plan needs one: those of demand points that not every site reaches."""
    cover, _ = merge_rows(problem.coverage(np.finfo(float).max), np.isinf(problem.existing).astype(float))
    return drop_implied_rows(cover[np.diff(cover.indptr) < problem.shape[1]])


def _price(state: _State) -> None:
    problem, weighted = state.problem, state.weights[:, None] * state.costs
    nearest = np.sort(state.costs[:, state.best_columns], axis=1)[:, :2]
    # What a point would pay for its second nearest site is as far as its price can go; half way is a good start.
    second = np.minimum(nearest[:, -1], 3.0 * nearest[:, 0] + state.best)
    found = find_prices(
        CostOffers(weighted),
        state.weights * (nearest[:, 0] + second) / 2,
        sites=len(state.columns),
        n_sites=problem.n_sites,
        forced=problem.forced,
        best=state.best,
        watch=state.watch,
    )
    keep = len(problem.forced)
    order = [*problem.forced.tolist(), *(c for c in found.opened.tolist() if c not in set(problem.forced.tolist()))]
    state.offer(improve_by_swaps(state.weights, state.costs, order, keep=keep))
    state.columns = found.columns
    state.cuts.add(np.arange(len(state.weights)), found.prices / state.weights)
    state.raise_bound(found.bound)


def _solve_relaxed(state: _State) -> None:
    """Gather cuts until the linear master is solved, dropping sites by their reduced cost."""
    before = -1.0
    while True:
        model, n = _state_master(state), len(state.columns)
        equal = model.low == model.high
        rows = sp.vstack([model.rows[~equal & np.isfinite(model.high)], -model.rows[~equal & np.isfinite(model.low)]])
        limits = [model.high[~equal & np.isfinite(model.high)], -model.low[~equal & np.isfinite(model.low)]]
        result = linprog(
            model.cost,
            A_ub=rows,
            b_ub=np.concatenate(limits),
            A_eq=model.rows[equal],
            b_eq=model.low[equal],
            bounds=np.column_stack([model.floor, model.ceiling]),
            options={"time_limit": max(state.watch.left_s, 0.05)},
        )
        if result.status == _INFEASIBLE:
            return state.raise_bound(state.best)
        state.watch.check()
        if result.status != 0:
            return None
        opened, paid = result.x[:n], result.x[n:]
        state.raise_bound(float(result.fun))
        if result.fun > before + _CLOSE * abs(before):  # otherwise a cut could come and go forever
            slack = (state.cuts.rows(state.near) @ result.x) - np.concatenate(state.cuts.radius)
            state.cuts.keep(slack < _SLACK)
            before = float(result.fun)
        upper = add_violated(state.cuts, state.weights, state.near, opened=opened, paid=paid)
        _offer_rounded(state, opened)
        reduced = result.lower.marginals[:n]
        may_help = (
            (result.fun + reduced <= state.best) | (opened > _TINY) | np.isin(state.columns, state.problem.forced)
        )
        state.columns = state.columns[may_help]
        if upper is None or upper - result.fun <= _LP_CLOSE * upper:
            return None


def _offer_rounded(state: _State, opened: np.ndarray) -> None:
    """Open the sites with the largest shares, forced ones first, and improve them by swaps."""
    forced = np.isin(state.columns, state.problem.forced)
    order = np.argsort(-(opened + forced), kind="stable")[: state.problem.n_sites]
    columns = [*state.problem.forced.tolist(), *(int(c) for c in state.columns[order[forced[order] == 0]])]
    swapped = improve_by_swaps(state.weights, state.costs[:, state.columns], _places(state, columns), keep=forced.sum())
    state.offer(state.columns[swapped].tolist())


def _places(state: _State, columns: list[int]) -> list[int]:
    """Where `columns` stand among the columns still in play."""
    return np.searchsorted(state.columns, columns).tolist()


def _solve_integer(state: _State) -> None:
    solution = solve_model(_state_master(state), state.watch, on_bound=state.raise_bound)
    if solution.is_infeasible:
        return state.raise_bound(state.best)
    state.raise_bound(solution.bound)
    if solution.x is None:
        raise OutOfTime
    n = len(state.columns)
    opened = np.round(solution.x[:n])
    state.offer(state.columns[opened > 0].tolist())
    upper = add_violated(state.cuts, state.weights, state.near, opened=opened, paid=solution.x[n:])
    if upper is None and solution.is_optimal:
        state.raise_bound(state.best)
    return None


def _state_master(state: _State) -> Model:
    """Sites still in play, then what each demand point pays."""
    n, points, reaches = len(state.columns), len(state.weights), int(state.reach.shape[0])
    place = {int(column): at for at, column in enumerate(state.columns)}
    barred = [[place[c] for c in group] for group in state.problem.barred if all(c in place for c in group)]
    side = sp.lil_array((1 + len(barred), n + points))
    for row, group in enumerate([list(range(n)), *barred]):
        side[row, group] = 1.0
    reach = sp.hstack([state.reach[:, state.columns], sp.csr_array((reaches, points))], format="csr")
    n_sites, limits = float(state.problem.n_sites), [len(group) - 1.0 for group in barred]
    floor = np.isin(state.columns, state.problem.forced).astype(float)
    return Model(
        cost=np.concatenate([np.zeros(n), state.weights]),
        rows=sp.csr_array(sp.vstack([state.cuts.rows(state.near), side, reach])),
        low=np.concatenate([*state.cuts.radius, [n_sites], np.full(len(barred), -np.inf), np.ones(reaches)]),
        high=np.concatenate([np.full(len(state.cuts), np.inf), [n_sites], limits, np.full(reaches, np.inf)]),
        floor=np.concatenate([floor, np.zeros(points)]),
        ceiling=np.concatenate([np.ones(n), np.full(points, np.inf)]),
        integral=np.concatenate([np.ones(n), np.zeros(points)]),
    )
