"""Communities: parties that hang together more among themselves than with others, in networks of any size."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from kulturkarta.analysis.network.ties import Ties, number_by_size

MIN_COMMUNITY_NODES = 30
"""Fewer tied parties than this have no communities: chance would draw them."""
ONE_BY_ONE_NODES = 2_000
"""Up to so many tied parties networkx moves them one by one, which takes it a second; above it half of them at once."""
_SEED = 20261125
_ROUNDS = 8
_SWEEPS = 40
_MIN_MODULARITY = 0.3
_FEW_MOVES = 0.001


def find_communities(ties: Ties) -> tuple[np.ndarray, float] | None:
    """The community of each party (numbered by size, −1 without ties) and their modularity; None where there are none.

    Louvain (Blondel et al. 2008) from fixed seeds: up to 2,000 tied parties networkx's, the best of eight, above that
    `move_at_once`. None when fewer than 30 parties are tied, or when modularity stays under 0.3.
    """
    tied = ties.degree > 0
    n = int(tied.sum())
    if n < MIN_COMMUNITY_NODES:
        return None
    adjacency = ties.adjacency[tied][:, tied]
    labels = _move_one_by_one(adjacency) if n <= ONE_BY_ONE_NODES else move_at_once(adjacency)
    modularity = measure_modularity(adjacency, labels)
    if modularity < _MIN_MODULARITY:
        return None
    everyone = np.zeros(len(tied), dtype="int64")
    everyone[tied] = labels
    return number_by_size(everyone, tied), modularity


def measure_modularity(adjacency: csr_array, labels: np.ndarray) -> float:
    """Share of ties inside communities, minus what chance would give (Newman 2004): 0 = chance, 1 at the most."""
    degree = np.asarray(adjacency.sum(axis=1), dtype="float64")
    pairs = adjacency.tocoo()
    inside = float(pairs.data[labels[pairs.row] == labels[pairs.col]].sum())
    return inside / degree.sum() - float(((np.bincount(labels, weights=degree) / degree.sum()) ** 2).sum())


def _move_one_by_one(adjacency: csr_array) -> np.ndarray:
    import networkx as nx

    graph = nx.from_scipy_sparse_array(adjacency)
    labels = np.zeros(_count(adjacency), dtype="int64")
    best, most = labels, -1.0
    for turn in range(_ROUNDS):
        labels = np.zeros(_count(adjacency), dtype="int64")
        for number, members in enumerate(nx.community.louvain_communities(graph, seed=_SEED + turn)):
            labels[list(members)] = number
        modularity = measure_modularity(adjacency, labels)
        if modularity > most + 1e-12:
            best, most = labels, modularity
    return best


def move_at_once(adjacency: csr_array) -> np.ndarray:
    """Communities by Louvain in sparse matrices: in each sweep a half of the parties, drawn with a fixed seed, moves to
    the community where each adds most to modularity; then communities become parties, until nothing moves.

    That a half stays keeps neighbours from changing places for ever. A community that has come apart is as many as it
    has pieces, as in Leiden (Traag et al. 2019).
    """
    generator = np.random.default_rng(_SEED)
    labels = np.arange(_count(adjacency))
    graph = csr_array(adjacency, dtype="float64")
    while True:
        moved = _move(graph, generator)
        found, part = np.unique(moved, return_inverse=True)
        labels = part[labels]
        if len(found) == _count(graph):
            return _cut_loose(adjacency, labels)
        member = _mark_members(part, len(found))
        graph = csr_array(member.T @ graph @ member)


def _move(graph: csr_array, generator: np.random.Generator) -> np.ndarray:
    """Labels of the parties of `graph` when no more than a few want to move. Who has looked about, and whose neighbours
    have stayed since, is not asked again."""
    n = _count(graph)
    labels, degree, loops = np.arange(n), np.asarray(graph.sum(axis=1)).ravel(), graph.diagonal()
    restless = np.ones(n, dtype=bool)
    for _ in range(_SWEEPS):
        rows = np.flatnonzero(restless & (generator.random(n) < 0.5))
        wanted = _choose_community(graph, labels, degree, loops, rows)
        moved = rows[wanted != labels[rows]]
        labels[rows] = wanted
        restless[rows] = False
        restless[graph[moved].indices] = True
        if len(moved) <= _FEW_MOVES * n and restless.sum() <= max(_FEW_MOVES * n, len(rows)):
            break
    return labels


def _choose_community(
    graph: csr_array, labels: np.ndarray, degree: np.ndarray, loops: np.ndarray, rows: np.ndarray
) -> np.ndarray:
    """For each of `rows` the community where she adds most to modularity; her own unless another is better."""
    near = csr_array(graph[rows] @ _mark_members(labels, len(labels)))
    owner = np.repeat(np.arange(len(rows)), np.diff(near.indptr))
    party, community = rows[owner], near.indices
    is_own = labels[party] == community
    total = np.bincount(labels, weights=degree, minlength=len(labels)) / degree.sum()
    gain = near.data - degree[party] * total[community]
    gain[is_own] += degree[party[is_own]] ** 2 / degree.sum() - loops[party[is_own]]
    stay = -degree[rows] * (total[labels[rows]] - degree[rows] / degree.sum())
    stay[owner[is_own]] = gain[is_own]
    filled = np.flatnonzero(np.diff(near.indptr))
    most = np.full(len(rows), -np.inf)
    most[filled] = np.maximum.reduceat(gain, near.indptr[filled]) if len(filled) else 0.0
    is_best = np.flatnonzero((gain == most[owner]) & (gain > stay[owner] + 1e-9))
    wanted = labels[rows].copy()
    wanted[owner[is_best[::-1]]] = community[is_best[::-1]]  # of equals the first
    return wanted


def _mark_members(labels: np.ndarray, n: int) -> csr_array:
    return csr_array((np.ones(len(labels)), labels, np.arange(len(labels) + 1)), shape=(len(labels), n))


def _cut_loose(adjacency: csr_array, labels: np.ndarray) -> np.ndarray:
    pairs = adjacency.tocoo()
    same = labels[pairs.row] == labels[pairs.col]
    inner = csr_array((pairs.data[same], (pairs.row[same], pairs.col[same])), shape=(len(labels), len(labels)))
    return connected_components(inner, directed=False)[1]


def _count(graph: csr_array) -> int:
    return graph.indptr.size - 1
