"""What is asked: where demand is, which sites could serve it at what cost, and what counts as best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Literal, cast

import numpy as np
import scipy.sparse as sp
from scipy.spatial.distance import cdist

from kulturkarta.analysis.distances import find_pairs
from kulturkarta.analysis.plane import PlaneCosts

Objective = Literal["mclp", "lscp", "pmedian", "pcenter"]
"""Maximal covering (Church & ReVelle 1974), location set covering (Toregas et al. 1971), p-median and p-centre
(Hakimi 1964)."""

OBJECTIVES: tuple[Objective, ...] = ("mclp", "lscp", "pmedian", "pcenter")
LARGEST_WINS: frozenset[str] = frozenset({"mclp"})
NEEDS_THRESHOLD: frozenset[str] = frozenset({"mclp", "lscp"})
NEEDS_DEMAND: frozenset[str] = frozenset({"mclp", "pmedian"})

Sparse = Any
"""A csr_array; scipy has no types of its own, and those guessed for it are wrong."""

Costs = np.ndarray | Sparse | PlaneCosts


MAX_CELLS = 60_000_000
"""Most demand points x sites whose costs are held at once: about 2 GB while they are solved. Straight distances of more
pairs are measured when needed (PlaneCosts); only a table of costs can be too large (pmedian)."""


class SitingRefused(ValueError):  # noqa: N818  # says what happened, as DataProblem does
    """A question without an answer. `code` says why, `params` with what numbers, `demand` at which demand points.

    no_candidates · no_demand · too_many_sites (n, candidates) · too_many_forced (n, forced) · unknown_site (site) ·
    forced_excluded (site) · unreachable (n; `demand`: no site reaches them) · unreachable_together (n: so many sites
    were not found to reach all demand) · out_of_time · no_other_plan ·
    too_large (n, limit: pairs of demand point and site).
    """

    def __init__(self, code: str, *, params: Mapping[str, Any] | None = None, demand: Sequence[int] = ()) -> None:
        super().__init__(code, dict(params or {}))
        self.code = code
        self.params: Mapping[str, Any] = MappingProxyType(dict(params or {}))
        self.demand = tuple(demand)


@dataclass(frozen=True, eq=False)
class SitingProblem:
    """A question that `state_problem` has checked. Rows are demand points, columns the sites that may be chosen.

    `costs`: dense with inf for "cannot be reached", CSR whose stored entries (zeros too) are the pairs that can, or
    straight distances that nobody holds (pmedian and pcenter alone).
    `existing`: cost from each demand point to the nearest place there already is (inf: none). `forced`: columns that
    every plan contains. `barred`: sets of columns that no plan may contain whole. Excluded sites are no columns.
    """

    objective: Objective
    weights: np.ndarray
    costs: Costs
    ids: tuple[str, ...]
    n_sites: int
    threshold: float
    existing: np.ndarray
    forced: np.ndarray
    barred: tuple[tuple[int, ...], ...] = ()

    @property
    def shape(self) -> tuple[int, int]:
        """(demand points, sites)."""
        return self.costs.shape[0], self.costs.shape[1]

    def coverage(self, within: float) -> Sparse:
        """1.0 where a site reaches a demand point at a cost of at most `within`, as CSR with sorted indices."""
        if isinstance(self.costs, np.ndarray):
            cover = sp.csr_array((self.costs <= within).astype(np.float64))
        else:
            cover = cast("Sparse", self.costs).copy()
            near = cover.data <= within
            counts = np.concatenate(([0], np.cumsum(near)))[cover.indptr]
            cover = sp.csr_array((np.ones(int(near.sum())), cover.indices[near], counts), shape=cover.shape)
        cover.sort_indices()
        return cover

    def dense_costs(self, columns: Sequence[int] | np.ndarray | None = None) -> np.ndarray:
        """The costs (of `columns`) as a dense array, inf where a site cannot be reached."""
        costs = self.costs if columns is None else self.costs[:, np.asarray(columns, dtype=np.int64)]
        if isinstance(costs, np.ndarray):
            return costs
        if isinstance(costs, PlaneCosts):
            return costs.to_dense()
        dense = np.full(costs.shape, np.inf)
        rows = np.repeat(np.arange(costs.shape[0]), np.diff(costs.indptr))
        dense[rows, costs.indices] = costs.data
        return dense

    def take(self, rows: np.ndarray) -> SitingProblem:
        """The same question of these demand points alone (positions, or yes or no for each): no plan serves them worse
        than it serves all."""
        return replace(self, weights=self.weights[rows], costs=self.costs[rows], existing=self.existing[rows])

    def select(self, columns: np.ndarray) -> SitingProblem:
        """The same question with only these columns, in order; a barred set that lost a site bars nothing more."""
        place = {int(column): at for at, column in enumerate(columns)}
        return replace(
            self,
            costs=self.costs[:, columns],
            ids=tuple(self.ids[int(column)] for column in columns),
            forced=np.flatnonzero(np.isin(columns, self.forced)),
            barred=tuple(tuple(place[c] for c in group) for group in self.barred if all(c in place for c in group)),
        )

    def bar(self, columns: Sequence[int]) -> SitingProblem:
        """The same question, but no plan may contain all of `columns`."""
        return replace(self, barred=(*self.barred, tuple(columns)))

    def allows(self, columns: Sequence[int]) -> bool:
        """Whether a plan of exactly `columns` contains no barred set whole."""
        chosen = set(columns)
        return not any(chosen.issuperset(barred) for barred in self.barred)


def state_problem(
    objective: Objective,
    weights: np.ndarray,
    *,
    costs: Costs,
    ids: Sequence[str],
    n_sites: int | None,
    threshold: float | None,
    existing: np.ndarray | None = None,
    forced: Sequence[str] = (),
    excluded: Sequence[str] = (),
) -> SitingProblem:
    """The question, checked: `weights` per demand point, `costs` demand x sites, `ids` per site.

    `n_sites` counts new sites, the forced among them (lscp finds it: None); `threshold` (in the unit of `costs`, at
    most, inclusive) defines "covered" (mclp and lscp need one; with None the others count all that can be reached).
    lscp and pcenter are unweighted: a point with weight 0 must be served as well; leave it out if it must not. Raises
    SitingRefused for a question without an answer and ValueError for input no caller should send.
    """
    weights = np.asarray(weights, dtype=np.float64)
    existing = np.full(len(weights), np.inf) if existing is None else np.asarray(existing, dtype=np.float64)
    costs = _check_costs(costs, rows=len(weights), columns=len(ids))
    if objective not in OBJECTIVES or existing.shape != weights.shape or len(set(ids)) != len(ids):
        raise ValueError("unknown objective, or existing, weights and ids that do not fit together")
    if not np.isfinite(weights).all() or (weights < 0).any() or np.isnan(existing).any():
        raise ValueError("weights must be finite and not negative, existing must not be NaN")
    if objective in NEEDS_THRESHOLD and threshold is None:
        raise ValueError(f"{objective} needs a threshold")
    if len(weights) == 0 or (objective in NEEDS_DEMAND and not weights.any()):
        raise SitingRefused("no_demand")
    if not isinstance(costs, PlaneCosts):
        check_size(objective, points=len(weights), sites=len(ids))
    elif objective in NEEDS_THRESHOLD:
        raise ValueError("coverage is solved on the pairs within the threshold")
    forced_columns, kept = _choose_columns(ids, forced=forced, excluded=excluded)
    limit = len(kept) if objective == "lscp" else _check_n(n_sites, len(kept), len(forced_columns))
    return SitingProblem(
        objective=objective,
        weights=weights,
        costs=costs if len(kept) == len(ids) else costs[:, kept],
        ids=tuple(ids[int(column)] for column in kept),
        n_sites=limit,
        threshold=np.inf if threshold is None else float(threshold),
        existing=existing,
        forced=np.flatnonzero(np.isin(kept, forced_columns)),
    )


def check_size(objective: Objective, *, points: int, sites: int) -> None:
    """Pass when a table of costs fits in memory or is not needed whole. Raises SitingRefused("too_large")."""
    if objective == "pmedian" and points * sites > MAX_CELLS:
        raise SitingRefused("too_large", params={"n": points * sites, "limit": MAX_CELLS})


def _check_costs(costs: Costs, *, rows: int, columns: int) -> Costs:
    if isinstance(costs, PlaneCosts):
        if costs.shape != (rows, columns) or not np.isfinite(costs.homes).all() or not np.isfinite(costs.spots).all():
            raise ValueError("points must be finite, one per demand point and site")
        return costs
    checked = np.asarray(costs, dtype=np.float64) if isinstance(costs, np.ndarray) else sp.csr_array(costs, dtype=float)
    if not isinstance(checked, np.ndarray) and not checked.has_canonical_format:
        raise ValueError("a CSR of costs must name each pair once, in order")
    values = checked if isinstance(checked, np.ndarray) else checked.data
    if checked.shape != (rows, columns) or np.isnan(values).any() or (values < 0).any():
        raise ValueError("costs must be demand x sites, not NaN and not negative")
    return checked


def _choose_columns(
    ids: Sequence[str], *, forced: Sequence[str], excluded: Sequence[str]
) -> tuple[list[int], np.ndarray]:
    """(columns of the forced sites, columns that are left when the excluded are gone)."""
    column_of = {site: column for column, site in enumerate(ids)}
    for site in (*forced, *excluded):
        if site not in column_of:
            raise SitingRefused("unknown_site", params={"site": site})
    for site in forced:
        if site in set(excluded):
            raise SitingRefused("forced_excluded", params={"site": site})
    kept = np.array([column for column, site in enumerate(ids) if site not in set(excluded)], dtype=np.int64)
    if not len(kept):
        raise SitingRefused("no_candidates")
    return sorted({column_of[site] for site in forced}), kept


def _check_n(n_sites: int | None, candidates: int, forced: int) -> int:
    if n_sites is None or n_sites < 1:
        raise ValueError("n_sites must be 1 or more")
    if n_sites > candidates:
        raise SitingRefused("too_many_sites", params={"n": n_sites, "candidates": candidates})
    if forced > n_sites:
        raise SitingRefused("too_many_forced", params={"n": n_sites, "forced": forced})
    return n_sites


def measure_costs(demand_xy: np.ndarray, site_xy: np.ndarray, *, within: float | None) -> Costs:
    """Straight distances between two sets of points (n x 2, metres or any plane unit): dense, or CSR up to `within`.

    Without `within` and with more than MAX_CELLS pairs they are measured when needed.

    (0, 0) and (3, 4) are 5.0 apart; a pair at exactly `within` counts and so does one at 0.
    """
    if within is None:
        is_small = len(demand_xy) * len(site_xy) <= MAX_CELLS
        return cdist(demand_xy, site_xy) if is_small else PlaneCosts(demand_xy, site_xy)
    costs = find_pairs(demand_xy, site_xy, max_m=within).T.tocsr()
    costs.sort_indices()
    return costs
