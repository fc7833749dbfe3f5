"""Who carries the network: cut vertices with what their loss splits, and betweenness."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from kulturkarta.analysis.network.ties import Ties

EXACT_NODES = 2_000
"""Up to so many parties betweenness is exact; above it is estimated from `PIVOTS` parties."""
PIVOTS = 64
_MAX_BROKERS = 25
_SEED = 20261125


@dataclass(frozen=True)
class Brokers:
    """`frame`: one row per broker, weightiest first: node, id, name, degree, betweenness (0-1, share of the shortest
    ways between others that pass by), splits (into how many parts its part of the network would fall), alone (how many
    would be left without any known tie), cut_off (how many would be apart from the largest part).
    `is_exact`: betweenness was counted for every pair, not estimated. `n_cut`: how many cut vertices there are."""

    frame: pd.DataFrame
    is_exact: bool
    n_cut: int


def build_graph(adjacency: csr_array) -> Any:
    """The graph as rustworkx knows it: one node a row, one edge a known pair."""
    import rustworkx

    graph = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(adjacency.indptr.size - 1))
    upper = adjacency.tocoo()
    once = upper.row < upper.col
    graph.add_edges_from_no_data(list(zip(upper.row[once].tolist(), upper.col[once].tolist(), strict=True)))
    return graph


def find_cut_vertices(ties: Ties) -> list[int]:
    """Nodes whose loss splits the part of the network they stand in, in order."""
    import rustworkx

    return sorted(rustworkx.articulation_points(build_graph(ties.adjacency)))


def measure_betweenness(ties: Ties) -> tuple[np.ndarray, bool]:
    """Betweenness of every node, normalised to 0-1, and whether it is exact.

    Above `EXACT_NODES` nodes it is estimated from the shortest ways out of `PIVOTS` nodes drawn with a fixed seed
    (Brandes & Pich 2007): right on average, and good enough to tell the great brokers from the rest.
    """
    n = len(ties.nodes)
    if n <= EXACT_NODES:
        import rustworkx

        found = rustworkx.graph_betweenness_centrality(build_graph(ties.adjacency), normalized=True)
        return np.array([found[node] for node in range(n)]), True
    tied = np.flatnonzero(ties.degree)
    pivots = np.random.default_rng(_SEED).choice(tied, size=min(PIVOTS, len(tied)), replace=False)
    total = np.zeros(n)
    for pivot in pivots:  # one breadth-first search each
        total += _add_dependencies(ties.adjacency, int(pivot))
    return total * n / len(pivots) / ((n - 1) * (n - 2)), False


def _add_dependencies(adjacency: csr_array, source: int) -> np.ndarray:
    """What Brandes' algorithm adds to each node's betweenness for the ways out of `source`, one level at a time."""
    n = adjacency.indptr.size - 1
    paths, level = np.zeros(n), np.full(n, -1)
    paths[source], level[source] = 1.0, 0
    levels = [np.array([source])]
    while len(levels[-1]):
        near, weights = _step(adjacency, levels[-1], paths)
        new = level[near] < 0
        level[near[new]] = len(levels)
        reached = level[near] == len(levels)
        paths += np.bincount(near[reached], weights=weights[reached], minlength=n)
        levels.append(np.unique(near[new]))
    dependency = np.zeros(n)
    for depth in range(len(levels) - 2, 0, -1):
        rows = levels[depth]
        near, share = _step(adjacency, rows, (1 + dependency) / np.where(paths > 0, paths, 1))
        before = level[near] == depth - 1
        dependency += np.bincount(near[before], weights=(share * paths[near])[before], minlength=n)
    dependency[source] = 0.0
    return dependency


def _step(adjacency: csr_array, rows: np.ndarray, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The neighbours of `rows`, each with the value of the row it is reached from."""
    starts, ends = adjacency.indptr[rows], adjacency.indptr[rows + 1]
    lengths = ends - starts
    owner = np.repeat(rows, lengths)
    offset = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    near = adjacency.indices[np.repeat(starts, lengths) + offset]
    return near, values[owner]


def find_brokers(ties: Ties) -> Brokers:
    """The cut vertices whose loss would cut off most, at most 25, with what would be left."""
    cut = np.array(find_cut_vertices(ties), dtype="int64")
    betweenness, is_exact = measure_betweenness(ties)
    chosen = cut[np.argsort(-betweenness[cut], kind="stable")][: 4 * _MAX_BROKERS] if len(cut) else cut
    _, part = connected_components(ties.adjacency, directed=False)
    rows = [_split(ties, part, int(node), float(betweenness[node])) for node in chosen]
    columns = ["node", "id", "name", "degree", "betweenness", "splits", "alone", "cut_off"]
    frame = pd.DataFrame(rows, columns=columns)
    frame = frame.sort_values(["cut_off", "betweenness", "id"], ascending=[False, False, True], ignore_index=True)
    return Brokers(frame.head(_MAX_BROKERS), is_exact, len(cut))


def _split(ties: Ties, parts: np.ndarray, node: int, betweenness: float) -> tuple[object, ...]:
    """What falls apart when `node` is gone: only its own part of the network is looked at."""
    adjacency = ties.adjacency
    part = np.flatnonzero(parts == parts[node])
    rest = part[part != node]
    n_parts, pieces = connected_components(adjacency[rest][:, rest], directed=False)
    sizes = np.bincount(pieces, minlength=n_parts)
    return (
        node,
        ties.nodes["id"].iloc[node],
        ties.nodes["name"].iloc[node],
        int(ties.degree[node]),
        betweenness,
        n_parts,
        int((sizes == 1).sum()),
        int(sizes.sum() - sizes.max()),
    )
