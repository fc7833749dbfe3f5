"""Proven best coverings: MCLP and LSCP as small integer programs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from kulturkarta.analysis.siting.greedy import fill_up, list_needs
from kulturkarta.analysis.siting.lagrange import CoverOffers, Prices, find_prices
from kulturkarta.analysis.siting.plan import Plan
from kulturkarta.analysis.siting.problem import SitingProblem, Sparse
from kulturkarta.analysis.siting.solver import Model, OutOfTime, Solution, Watch, solve_model

_HALF = 0.5
_MOST_PAIRS = 30_000_000.0
_MOST_DENSE = 4_000
_ROUNDING = 1e-6
_HARDLY = 0.05


@dataclass(frozen=True)
class Search:
    """The best columns found (None: none) and the bound proven, both as a plan of the problem would count them."""

    columns: list[int] | None
    bound: float


def search_mclp(problem: SitingProblem, watch: Watch, start: Plan | None) -> Search:
    """maximise sum w_i x_i, x_i <= sum of the y_j that cover i, sum y = n (Church & ReVelle 1974).

    Demand points with the same candidate set are one row; x may be fractional, it is 0 or 1 at the optimum anyway.
    Prices first drop the sites that no plan better than `start` needs.
    """
    open_demand = np.where(problem.existing <= problem.threshold, 0.0, problem.weights)
    already = float(problem.weights[problem.existing <= problem.threshold].sum())
    cover, weights = merge_rows(problem.coverage(problem.threshold), open_demand)
    watch.bound = already + float(weights.sum())
    if not len(weights):
        return Search(fill_up(problem, problem.forced.tolist()), already)
    known, reduced, columns = -np.inf, problem, np.arange(problem.shape[1])
    try:
        if start is not None:
            known, watch.bound = start.objective, start.bound
            found = price_cover(problem, cover, weights, known - already, watch, give_up=True)
            columns, watch.bound = found.columns, min(watch.bound, already + float(weights.sum()) - found.bound)
            reduced = problem.select(columns)
            cover, weights = merge_rows(cover[:, columns], weights)
        if watch.bound <= known or not len(weights):
            return Search(None, max(known, watch.bound))
        model, scale = state_mclp(reduced, cover, weights)

        def hear(bound: float) -> None:
            watch.bound = max(known, min(watch.bound, already - bound * scale))

        solution = solve_model(model, watch, on_bound=hear)
    except OutOfTime:
        return Search(None, watch.bound)
    if solution.is_infeasible:  # sets are barred, and no plan better than the start is left
        return Search(None, known if start is not None else watch.bound)
    hear(solution.value if solution.is_optimal else solution.bound)
    chosen = read_sites(solution, len(columns))
    return Search(None if chosen is None else columns[chosen].tolist(), watch.bound)


def price_cover(
    problem: SitingProblem, cover: Sparse, weights: np.ndarray, known: float, watch: Watch, *, give_up: bool
) -> Prices:
    """Prices for the demand that stays uncovered, against a plan that newly covers `known` of it.

    Where the best sites hardly overlap, as in a country with few new places, the whole weights are prices that nearly
    prove the greedy plan: no plan covers more than its sites do one by one. Else the search starts half way.
    """
    alone = np.sort(cover.T @ weights)[::-1][: problem.n_sites].sum()
    return find_prices(
        CoverOffers(cover, weights),
        weights if alone - known < _HARDLY * known else weights / 2,
        sites=cover.shape[1],
        n_sites=problem.n_sites,
        forced=problem.forced,
        best=float(weights.sum()) - known,
        watch=watch,
        give_up=give_up,
    )


def state_mclp(problem: SitingProblem, cover: Sparse, weights: np.ndarray) -> tuple[Model, float]:
    """(the model, people per unit of its objective): columns are the sites, then one x per row of `cover`."""
    rows, sites = cover.shape
    scale = float(weights.max())
    linked = sp.hstack([-cover, sp.eye_array(rows, format="csr")], format="csr")
    model = Model(
        cost=np.concatenate([np.zeros(sites), -weights / scale]),
        rows=sp.vstack([linked, side_rows(problem, rows)], format="csr"),
        low=np.concatenate([np.full(rows, -np.inf), [problem.n_sites], np.full(len(problem.barred), -np.inf)]),
        high=np.concatenate([np.zeros(rows), [problem.n_sites], _barred_limits(problem)]),
        floor=np.concatenate([_floor(problem), np.zeros(rows)]),
        ceiling=np.ones(sites + rows),
        integral=np.concatenate([np.ones(sites), np.zeros(rows)]),
    )
    return model, scale


def search_lscp(problem: SitingProblem, watch: Watch, start: Plan | None) -> Search:
    """minimise sum y so that every demand point that can be covered is (Toregas et al. 1971)."""
    cover, _ = merge_rows(problem.coverage(problem.threshold), list_needs(problem))
    watch.bound = start.bound if start is not None else float(len(problem.forced))

    def hear(bound: float) -> None:
        # A number of sites is whole: more than 36.2 is at least 37.
        watch.bound = max(watch.bound, float(np.ceil(bound - _ROUNDING)))

    try:
        solution = solve_model(state_cover(problem, cover), watch, on_bound=hear)
    except OutOfTime:
        return Search(None, watch.bound)
    hear(solution.bound if not solution.is_optimal else round(solution.value))
    if solution.is_infeasible:
        return Search(None, np.inf)
    return Search(read_sites(solution, problem.shape[1]), watch.bound)


def find_cover(problem: SitingProblem, radius: float, watch: Watch) -> tuple[list[int] | None, bool]:
    """(n sites that cover everything within `radius` or None, whether that is proven)."""
    model = state_cover_within(problem, radius)
    if model is None:
        return None, True
    solution = solve_model(model, watch)
    columns = read_sites(solution, problem.shape[1])
    return columns and fill_up(problem, columns), columns is not None or solution.is_infeasible


def state_cover_within(problem: SitingProblem, radius: float) -> Model | None:
    """The question whether n sites cover everything within `radius`; None when even all sites do not."""
    cover = problem.coverage(radius)[problem.existing > radius]
    if (np.diff(cover.indptr) == 0).any():
        return None
    cover, _ = merge_rows(cover, np.ones(cover.shape[0]))
    return state_cover(problem, cover, at_most=problem.n_sites)


def state_cover(problem: SitingProblem, cover: Sparse, *, at_most: int | None = None) -> Model:
    """The fewest sites that cover every row of `cover`, or whether `at_most` so many do."""
    cover, useful = reduce_cover(problem, cover)
    rows, sites = cover.shape
    barred = len(problem.barred)
    most = sites if at_most is None else at_most
    # A plan of fewer can be filled up, unless that could complete a barred set.
    fewest = most if problem.barred and at_most is not None else 0
    return Model(
        cost=np.ones(sites) if at_most is None else np.zeros(sites),
        rows=sp.vstack([cover, side_rows(problem, 0)], format="csr"),
        low=np.concatenate([np.ones(rows), [fewest], np.full(barred, -np.inf)]),
        high=np.concatenate([np.full(rows, np.inf), [most], _barred_limits(problem)]),
        floor=_floor(problem),
        ceiling=useful,
        integral=np.ones(sites),
    )


def reduce_cover(problem: SitingProblem, cover: Sparse) -> tuple[Sparse, np.ndarray]:
    """(rows that matter, 1.0 per site that a best plan may need, else 0.0).

    Who covers a row covers every row that contains it; a site whose rows another site covers too is not needed. Each
    may make more of the other. Forced sites stay, and all do while sets are barred.
    """
    useful = np.ones(cover.shape[1])
    before = (-1, -1)
    while before != (cover.shape[0], int(useful.sum())):
        before = (cover.shape[0], int(useful.sum()))
        cover = drop_implied_rows(cover)
        if problem.barred:
            break
        superfluous = find_contained(cover.T.tocsr())
        superfluous[problem.forced] = False
        useful[superfluous] = 0.0
        cover = cover @ sp.diags_array(useful, format="csr")
        cover.eliminate_zeros()
    return cover, useful


def merge_rows(cover: Sparse, weights: np.ndarray) -> tuple[Sparse, np.ndarray]:
    """(one row per distinct set of sites that covers demand, the demand of each); uncovered and weightless rows go."""
    used = (weights > 0) & (np.diff(cover.indptr) > 0)
    cover, weights = cover[used], weights[used]
    first, group = _find_equal(cover)
    return cover[first], np.bincount(group, weights=weights, minlength=len(first))


def merge_columns(cover: Sparse) -> np.ndarray:
    """The first of every distinct column."""
    by_site = cover.T.tocsr()
    by_site.sort_indices()
    return _find_equal(by_site)[0]


def _find_equal(sets: Sparse) -> tuple[np.ndarray, np.ndarray]:
    """(the first of every distinct row, which of them each row equals)."""
    # Two independent random sums tell sets of columns apart; equal sets have exactly equal sums, added in one order.
    keys = sets @ np.random.default_rng(0).random((sets.shape[1], 2))
    _, first, group = np.unique(keys.view([("a", float), ("b", float)]).ravel(), return_index=True, return_inverse=True)
    return first, group


def drop_implied_rows(cover: Sparse) -> Sparse:
    """`cover` without rows whose sites include all sites of another row: who covers the other covers them too."""
    return cover[~find_contained(cover, by_larger=False)]


def find_contained(sets: Sparse, *, by_larger: bool = True) -> np.ndarray:
    """Which rows of `sets` lie whole in another row, or (`by_larger=False`) hold another row whole.

    Of equal rows the first is not counted; an empty row lies in every other and holds none. Only pairs of rows that
    share something are looked at; with too many of them nothing is found.
    """
    sizes = np.diff(sets.indptr)
    found = (sizes == 0) if by_larger else np.zeros(len(sizes), dtype=bool)
    pairs = float((np.bincount(sets.indices, minlength=sets.shape[1]).astype(float) ** 2).sum())
    if len(sizes) <= _MOST_DENSE and pairs > len(sizes) ** 2:  # nearly all share something
        dense = sets.toarray().astype(np.float32)
        shared = sp.coo_array(dense @ dense.T)
    elif pairs <= _MOST_PAIRS:
        shared = (sets @ sets.T).tocoo()
    else:
        return found
    small, large = sizes[shared.row], sizes[shared.col]
    inside = (shared.data >= small) & ((small < large) | ((small == large) & (shared.row > shared.col)))
    # Of two equal sets the later one is the one too many, whichever way they are looked at.
    if by_larger:
        found[shared.row[inside]] = True
    else:
        is_equal = small[inside] == large[inside]
        found[np.where(is_equal, shared.row[inside], shared.col[inside])] = True
    return found


def side_rows(problem: SitingProblem, others: int) -> Sparse:
    """The rows sum y and, per barred set, the sum of its y; `others` columns follow the sites."""
    groups = [range(problem.shape[1]), *problem.barred]
    columns = np.concatenate([np.asarray(group, dtype=np.int64) for group in groups])
    rows = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    return sp.csr_array((np.ones(len(columns)), (rows, columns)), shape=(len(groups), problem.shape[1] + others))


def read_sites(solution: Solution, sites: int) -> list[int] | None:
    """The columns that the solution opens."""
    return None if solution.x is None else np.flatnonzero(solution.x[:sites] > _HALF).tolist()


def _barred_limits(problem: SitingProblem) -> np.ndarray:
    return np.array([len(group) - 1 for group in problem.barred], dtype=np.float64)


def _floor(problem: SitingProblem) -> np.ndarray:
    floor = np.zeros(problem.shape[1])
    floor[problem.forced] = 1.0
    return floor
