"""Ways by road: a network of nodes and edges, and the shortest or quickest ways on it.

Dijkstra's algorithm of scipy, on the largest part of the network in which every node is reached from every other. A
home or place joins the network at its nearest node, by a straight line times the detour factor at the network's mean
speed; beyond `snap_km` it is not joined and nothing reaches it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.sparse import block_array, coo_array, csr_array, vstack
from scipy.sparse.csgraph import connected_components, dijkstra
from scipy.spatial import KDTree

from kulturkarta.analysis.distances import Points
from kulturkarta.roads import Mode, Roads

Unit = Literal["km", "minutes"]

SPEEDS_KMH = {"bicycle": 16.0, "foot": 5.0}
"""Of those who have no speed limit: the bicycle's is that of Pipos (Tillväxtverket)."""

_METRES, _MINUTES = 1000.0, 60.0
_HAIR = 1 + 1e-9  # searches go this much further: sums along a way are rounded
_BLOCK_CELLS = 12_000_000


@dataclass(frozen=True, eq=False)
class RoadNetwork:
    """What one `mode` can use. `nodes_m`: x, y of every node (EPSG:3006); `km` and `minutes`: costs of the edges,
    from-node x to-node. `share_kept`: how much of the roads' length hangs together and is used."""

    mode: Mode
    nodes_m: np.ndarray
    km: csr_array
    minutes: csr_array
    share_kept: float

    @property
    def kmh(self) -> float:
        """The mean speed on the network."""
        minutes = float(self.minutes.sum())
        return float(self.km.sum()) / minutes * _MINUTES if minutes else 1.0


def build_network(roads: Roads, mode: Mode) -> RoadNetwork:
    """The network that `mode` uses. One-way edges bind cars and bicycles, not walkers; of parallel edges the best
    counts. Raises ValueError when there is no road for the mode.
    """
    nodes_m, edges = roads.nodes_m, roads.edges
    used = edges[edges[mode].to_numpy(dtype=bool) & edges["from_node"].ne(edges["to_node"]).to_numpy()]
    if not len(used):
        raise ValueError(f"no road for {mode}")
    km = used["length_m"].to_numpy(dtype="float64") / _METRES
    minutes = used["minutes"].to_numpy(dtype="float64") if mode == "car" else km / SPEEDS_KMH[mode] * _MINUTES
    back = ~used["is_oneway"].to_numpy(dtype=bool) | (mode == "foot")
    start, end = used["from_node"].to_numpy(), used["to_node"].to_numpy()
    rows, columns = np.concatenate([start, end[back]]), np.concatenate([end, start[back]])
    graphs = [_join(rows, columns, np.concatenate([cost, cost[back]]), n=len(nodes_m)) for cost in (km, minutes)]
    _, part = connected_components(graphs[0], directed=True, connection="strong")
    kept = np.flatnonzero(part == np.bincount(part[start]).argmax())
    is_kept = np.isin(start, kept) & np.isin(end, kept)
    return RoadNetwork(
        mode=mode,
        nodes_m=nodes_m[kept],
        km=graphs[0][kept][:, kept],
        minutes=graphs[1][kept][:, kept],
        share_kept=float(km[is_kept].sum() / km.sum()) if km.any() else 1.0,
    )


def _join(rows: np.ndarray, columns: np.ndarray, costs: np.ndarray, *, n: int) -> csr_array:
    """A graph of n nodes; of parallel edges the least costly. A stored cost of 0 is an edge."""
    order = np.lexsort([costs, columns, rows])
    first = np.ones(len(order), dtype=bool)
    first[1:] = (np.diff(rows[order]) != 0) | (np.diff(columns[order]) != 0)
    kept = order[first]
    return csr_array(coo_array((costs[kept], (rows[kept], columns[kept])), shape=(n, n)))


@dataclass(frozen=True, eq=False)
class RoadWays:
    """Ways on `network` in `unit`: what `analysis.ways.Ways` asks. Homes go to places: one-way roads tell that from the
    way back."""

    network: RoadNetwork
    unit: Unit
    snap_km: float
    detour_factor: float

    @property
    def name(self) -> str:
        return f"road:{self.network.mode}"

    @property
    def _graph(self) -> csr_array:
        """Costs from the place's side: every edge turned around."""
        return csr_array((self.network.km if self.unit == "km" else self.network.minutes).T)

    def measure_nearest(self, homes: Points, places: Points) -> np.ndarray:
        nodes, offsets = self._snap(places)
        reached = np.isfinite(offsets)
        if not reached.any():
            return np.full(len(homes), np.inf)
        graph = self._graph
        extended = _add_places(graph, nodes[reached], offsets[reached])
        n = len(self.network.nodes_m)
        sources = n + np.arange(reached.sum())
        costs = dijkstra(extended, indices=sources, min_only=True)
        home_nodes, home_offsets = self._snap(homes)
        return np.asarray(costs)[home_nodes] + home_offsets

    def measure_interval(self, homes: Points, places: Points, *, radius_m: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        low, high = np.full(len(homes), np.inf), np.full(len(homes), np.inf)
        for radius in np.unique(radius_m):
            nearest = self.measure_nearest(homes, places[radius_m == radius])
            doubt = self._off_road(np.array(radius))
            low = np.minimum(low, np.maximum(nearest - doubt, 0.0))
            high = np.minimum(high, nearest + doubt)
        return low, high

    def iterate_pairs(self, homes: Points, places: Points, *, within: float) -> Iterator[tuple[slice, csr_array]]:
        for part, costs in self._iterate_costs(homes, places, within=within * _HAIR):
            rows, columns = np.nonzero(costs <= within * _HAIR)
            shape = (part.stop - part.start, len(homes))
            yield part, csr_array(coo_array((costs[rows, columns], (rows, columns)), shape=shape))

    def measure_costs(self, homes: Points, places: Points, *, within: float | None) -> np.ndarray | csr_array:
        if within is None:
            blocks = [costs for _, costs in self._iterate_costs(homes, places, within=np.inf)]
            return np.vstack(blocks).T if blocks else np.zeros((len(homes), 0))
        pairs = [block for _, block in self.iterate_pairs(homes, places, within=within)]
        costs = csr_array(vstack(pairs).T) if pairs else csr_array((len(homes), 0), dtype="float64")
        costs.sort_indices()
        return costs

    def _iterate_costs(self, homes: Points, places: Points, *, within: float) -> Iterator[tuple[slice, np.ndarray]]:
        """Blocks of places with their dense costs to every home, inf beyond `within`."""
        graph, (nodes, offsets), (home_nodes, home_offsets) = self._graph, self._snap(places), self._snap(homes)
        n = len(self.network.nodes_m)
        size = max(_BLOCK_CELLS // n, 1)
        for start in range(0, len(places), size):
            part = slice(start, min(start + size, len(places)))
            reached = np.flatnonzero(np.isfinite(offsets[part]))
            costs = np.full((part.stop - part.start, len(homes)), np.inf)
            if len(reached):
                extended = _add_places(graph, nodes[part][reached], offsets[part][reached])
                found = dijkstra(extended, indices=n + np.arange(len(reached)), limit=within)
                costs[reached] = np.asarray(found)[:, home_nodes] + home_offsets
            yield part, costs

    def _snap(self, points: Points) -> tuple[np.ndarray, np.ndarray]:
        """The node nearest to each point and what it costs to come there: inf beyond `snap_km`."""
        if not len(points):
            return np.zeros(0, dtype=np.int64), np.zeros(0)
        metres, nodes = KDTree(self.network.nodes_m).query(points)
        return np.asarray(nodes), np.where(metres <= self.snap_km * _METRES, self._off_road(metres), np.inf)

    def _off_road(self, metres: np.ndarray) -> np.ndarray:
        km = metres * self.detour_factor / _METRES
        return km if self.unit == "km" else km / self.network.kmh * _MINUTES


def _add_places(graph: csr_array, nodes: np.ndarray, offsets: np.ndarray) -> csr_array:
    """`graph` with a node more per place, which leads to the place's own at the cost of coming there."""
    n, k = len(graph.indptr) - 1, len(nodes)
    doors = csr_array(coo_array((offsets, (np.arange(k), nodes)), shape=(k, n)))
    return csr_array(block_array([[graph, csr_array((n, k))], [doors, csr_array((k, k))]], format="csr"))
