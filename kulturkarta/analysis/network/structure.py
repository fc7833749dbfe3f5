"""The network as a whole: its parts, its communities, how dense it was each year, how much of it is known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse.csgraph import connected_components

from kulturkarta.analysis.network.ties import OUTSIDE, Ties, read_span

MIN_COMMUNITY_NODES = 30
"""Fewer tied parties than this have no communities: chance would draw them."""
MAX_COMMUNITY_NODES = 20_000
_SEED = 20261125
_ROUNDS = 8
_MIN_MODULARITY = 0.3


@dataclass(frozen=True)
class Completeness:
    """How much of the network is known. `share_tied`: actors with at least one known tie; the others are unknown, not
    isolated. `share_dated`, `share_inside`: ties with a year, ties of which both ends are in the catalogue."""

    actors: int
    tied: int
    ties: int
    dated: int
    inside: int
    newest: int | None

    @property
    def share_tied(self) -> float:
        return self.tied / self.actors if self.actors else float("nan")

    @property
    def share_dated(self) -> float:
        return self.dated / self.ties if self.ties else float("nan")

    @property
    def share_inside(self) -> float:
        return self.inside / self.ties if self.ties else float("nan")


def describe_completeness(ties: Ties) -> Completeness:
    edges, nodes = ties.edges, ties.nodes
    outside = nodes["table"].eq(OUTSIDE).to_numpy()
    actors = nodes["table"].eq("actors").to_numpy()
    first, _ = read_span(edges)
    return Completeness(
        actors=int(actors.sum()),
        tied=int((actors & (ties.degree > 0)).sum()),
        ties=len(edges),
        dated=int((~np.isnan(first)).sum()),
        inside=int((~outside[edges["u"]] & ~outside[edges["v"]]).sum()),
        newest=None if np.isnan(first).all() else int(np.nanmax(first)),
    )


def find_parts(ties: Ties) -> np.ndarray:
    """The part of each party, numbered by size from 0; −1 for one without any known tie."""
    _, labels = connected_components(ties.adjacency, directed=False)
    return _number_by_size(labels, ties.degree > 0)


def find_communities(ties: Ties) -> tuple[np.ndarray, float] | None:
    """The community of each party (numbered by size, −1 without ties) and their modularity; None where there are none.

    Louvain (Blondel et al. 2008) on the largest part, the best of eight fixed seeds; further parts are communities of
    their own. None when fewer than 30 or more than 20,000 parties are tied, or when modularity stays under 0.3.
    """
    tied = ties.degree > 0
    if not MIN_COMMUNITY_NODES <= int(tied.sum()) <= MAX_COMMUNITY_NODES:
        return None
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(np.flatnonzero(tied).tolist())
    graph.add_edges_from(_list_pairs(ties))
    best: list[set[int]] = max(
        (nx.community.louvain_communities(graph, seed=_SEED + i) for i in range(_ROUNDS)),
        key=lambda found: nx.community.modularity(graph, found),
    )
    modularity = float(nx.community.modularity(graph, best))
    if modularity < _MIN_MODULARITY:
        return None
    labels = np.zeros(len(ties.nodes), dtype="int64")
    for number, members in enumerate(best):
        labels[list(members)] = number
    return _number_by_size(labels, tied), modularity


def measure_density(ties: Ties) -> pd.DataFrame:
    """Per year: ties that were alive, actors with one, and density: pairs of actors tied of all pairs, 0-1.

    Ties without a year are in no year. A tie whose end nobody stated goes on to the last year that any tie names.
    """
    first, last = read_span(ties.edges)
    if np.isnan(first).all():
        return pd.DataFrame({"year": [], "ties": [], "actors": [], "density": []}).astype({"year": "int64"})
    actors = ties.nodes["table"].eq("actors").to_numpy()
    n = int(actors.sum())
    ends = last[np.isfinite(last)]
    rows = []
    for year in range(int(np.nanmin(first)), int(max(np.nanmax(first), ends.max(initial=0))) + 1):
        alive = ties.keep((first <= year) & (last >= year))
        inner = alive.keep(actors[alive.edges["u"]] & actors[alive.edges["v"]])
        pairs = len(_list_pairs(inner))
        rows.append(
            {
                "year": year,
                "ties": len(alive.edges),
                "actors": int((alive.degree[actors] > 0).sum()),
                "density": 2 * pairs / (n * (n - 1)) if n > 1 else 0.0,
            }
        )
    return pd.DataFrame(rows)


def _list_pairs(ties: Ties) -> list[tuple[int, int]]:
    pairs = ties.adjacency.tocoo()
    once = pairs.row < pairs.col
    return list(zip(pairs.row[once].tolist(), pairs.col[once].tolist(), strict=True))


def _number_by_size(labels: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Labels renumbered so that 0 is the largest among those that count; −1 for the others."""
    found = np.full(len(labels), -1, dtype="int64")
    if not counts.any():
        return found
    values, first, sizes = np.unique(labels[counts], return_index=True, return_counts=True)
    order = np.lexsort([first, -sizes])
    rank = pd.Series(np.arange(len(order)), index=values[order])
    found[counts] = rank.reindex(labels[counts]).to_numpy()
    return found
