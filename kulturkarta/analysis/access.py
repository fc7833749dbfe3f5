"""How much supply a person can reach: floating catchments and their simpler relatives.

Formulas: 2SFCA Luo & Wang 2003 (doi:10.1068/b29120), R_j = S_j / sum_i P_i w_ij and A_i = sum_j R_j w_ij; E2SFCA Luo &
Qi 2009 (doi:10.1016/j.healthplace.2009.06.002), w in steps; balanced form (BFCA) Paez, Higgins & Vivona 2019
(doi:10.1371/journal.pone.0218773), where each person's demand is shared out over the supply she can reach.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal, get_args

import numpy as np
import pandas as pd
from scipy.sparse import coo_array, csr_array

from kulturkarta.analysis.distances import iterate_pairs, measure_nearest_m

Method = Literal["2sfca", "e2sfca", "nearest", "cumulative"]
METHODS: tuple[Method, ...] = get_args(Method)

Steps = Sequence[tuple[float, float]]
"""(cost up to and including, weight), in any order; beyond the last the weight is 0."""

Blocks = Callable[[], Iterable[tuple[slice, csr_array]]]
"""Asked as often as needed for the costs: (which supply, rows of costs to every demand)."""

_E2SFCA_WEIGHTS = (1.0, 0.68, 0.22)
_TOLERANCE = 1e-9


def list_steps(method: Method, *, threshold: float | None, weights: Steps | None) -> Steps:
    """The steps that `method` weighs costs by: `weights` when given, which then decide the reach alone.

    Without: 1 up to `threshold` for 2sfca and cumulative; for e2sfca 1, 0.68 and 0.22 in thirds of it, the slow decay
    of Luo & Qi. Raises ValueError when neither says how far.
    """
    steps = weights
    if steps is None:
        if threshold is None:
            raise ValueError(f"{method} needs a threshold or weights")
        decay = _E2SFCA_WEIGHTS if method == "e2sfca" else (1.0,)
        steps = [(threshold * (k + 1) / len(decay), weight) for k, weight in enumerate(decay)]
    array = np.array(sorted(steps), dtype="float64")
    if not len(array) or not np.isfinite(array).all() or (array < 0).any() or not array[:, 1].any():
        raise ValueError("steps need finite costs and weights of 0 or more, one of them above 0")
    return [(float(cost), float(weight)) for cost, weight in array]


def weigh_costs(costs: np.ndarray, steps: Steps) -> np.ndarray:
    """The weight of each cost: that of the first step it does not exceed, 0 beyond the last.

    Steps (10, 1), (20, 0.68): 10 weighs 1, 10.1 weighs 0.68, 20.1 weighs 0.
    """
    limits, weights = np.array(sorted(steps), dtype="float64").T
    return np.append(weights, 0.0)[np.searchsorted(limits, costs, side="left")]


def score_access(
    demand: pd.DataFrame,
    supply: pd.DataFrame,
    *,
    costs: pd.DataFrame | None = None,
    method: Method,
    threshold: float | None = None,
    weights: Steps | None = None,
    balanced: bool = False,
) -> pd.Series:
    """The score of every demand point by its id, in the order of `demand`; index name `id`.

    `demand`: id, demand, and x, y in metres; `supply`: id, supply and x, y. With `costs` (origin = demand id,
    destination = supply id, cost; what is not listed is out of reach) coordinates are not used.
    2sfca and e2sfca: supply per unit of demand. cumulative: supply. Out of reach is 0. nearest: the cost to the
    nearest supply above 0, however far, and NaN where there is none. `balanced` is BFCA, for 2sfca and e2sfca.
    Supply that nobody with demand can reach is shared among nobody. Raises ValueError for arguments that make no sense.

    Two people at A, one at B; a place of 6 seats within reach of both, one of 1 within reach of B: R = 6/3 = 2 and
    1/1 = 1, so A scores 2 and B 3, and 2 x 2 + 1 x 3 = 7 seats.
    """
    if method not in METHODS:
        raise ValueError(f"{method!r} is none of {', '.join(METHODS)}")
    people, amounts = demand["demand"].to_numpy(dtype="float64"), supply["supply"].to_numpy(dtype="float64")
    if not (np.isfinite(people).all() and np.isfinite(amounts).all() and (people >= 0).all() and (amounts >= 0).all()):
        raise ValueError("demand and supply must be finite numbers of 0 or more")
    if method == "nearest":
        scores = _score_nearest(demand, supply[supply["supply"] > 0], costs)
    else:
        steps = list_steps(method, threshold=threshold, weights=weights)
        blocks = _list_blocks(demand, supply, costs, max_cost=steps[-1][0])
        if method == "cumulative":
            scores = np.zeros(len(demand))
            for part, block in blocks():
                scores += _weigh(block, steps).T @ amounts[part]
        else:
            scores = score_catchments(people, amounts, blocks, steps=steps, balanced=balanced)
    return pd.Series(scores, index=pd.Index(demand["id"], name="id"), name="score")


def score_catchments(
    people: np.ndarray, amounts: np.ndarray, blocks: Blocks, *, steps: Steps, balanced: bool = False
) -> np.ndarray:
    """E2SFCA (2SFCA with one step) of each demand point: supply per unit of demand, 0 out of reach.

    `people` per demand point, `amounts` per supply, `blocks` their costs. Raises ArithmeticError should the invariant
    sum of people x score = supply within anybody's reach not hold to 1e-9, which no input may bring about.
    """
    scores, shared = np.zeros(len(people)), 0.0
    totals = (
        sum((_weigh(block, steps).sum(axis=0) for _, block in blocks()), np.zeros(len(people))) if balanced else 1.0
    )
    of_people = np.divide(1.0, totals, out=np.zeros(len(people)), where=np.asarray(totals) > 0)
    for part, block in blocks():
        weighed = _weigh(block, steps)
        wanted = weighed @ (people * of_people)
        ratio = np.divide(amounts[part], wanted, out=np.zeros(len(wanted)), where=wanted > 0)
        # Balanced, a person takes of each place only the share of herself that goes there.
        scores += (weighed.T @ ratio) * of_people
        shared += amounts[part][wanted > 0].sum()
    given = float(people @ scores)
    if abs(given - shared) > _TOLERANCE * max(shared, 1.0):
        raise ArithmeticError(f"{given} was shared out of {shared}")
    return scores


def _weigh(block: csr_array, steps: Steps) -> csr_array:
    return csr_array((weigh_costs(block.data, steps), block.indices, block.indptr), shape=block.shape)


def _list_blocks(demand: pd.DataFrame, supply: pd.DataFrame, costs: pd.DataFrame | None, *, max_cost: float) -> Blocks:
    if costs is not None:
        matrix = read_cost_matrix(costs, demand["id"], supply["id"])
        return lambda: [(slice(0, len(supply)), matrix)]
    origins, destinations = _coordinates(demand), _coordinates(supply)

    def iterate() -> Iterator[tuple[slice, csr_array]]:
        return iterate_pairs(origins, destinations, max_m=max_cost)

    return iterate


def _coordinates(frame: pd.DataFrame) -> np.ndarray:
    return frame[["x", "y"]].to_numpy(dtype="float64")


def read_cost_matrix(costs: pd.DataFrame, origins: pd.Series, destinations: pd.Series) -> csr_array:
    """The table of costs as a matrix (destinations, origins); a listed cost of 0 is stored, an unlisted one is not.

    Rows that name neither an origin nor a destination of ours are passed over. Raises ValueError for a pair listed
    twice: which one would be true?
    """
    rows = pd.Index(destinations).get_indexer(pd.Index(costs["destination"]))
    columns = pd.Index(origins).get_indexer(pd.Index(costs["origin"]))
    known = (rows >= 0) & (columns >= 0)
    rows, columns = rows[known], columns[known]
    if pd.DataFrame({"row": rows, "column": columns}).duplicated().any():
        raise ValueError("a pair is listed twice in the costs")
    values = costs["cost"].to_numpy(dtype="float64")[known]
    return csr_array(coo_array((values, (rows, columns)), shape=(len(destinations), len(origins))))


def _score_nearest(demand: pd.DataFrame, supply: pd.DataFrame, costs: pd.DataFrame | None) -> np.ndarray:
    if costs is None:
        nearest = measure_nearest_m(_coordinates(demand), _coordinates(supply))
        return np.where(np.isfinite(nearest), nearest, np.nan)
    listed = costs[costs["destination"].isin(supply["id"])]
    return listed.groupby("origin")["cost"].min().reindex(demand["id"]).to_numpy(dtype="float64")
