"""The network as a whole: its parts, how dense it was each year, how much of it is known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse.csgraph import connected_components

from kulturkarta.analysis.network.ties import OUTSIDE, Ties, number_by_size, read_span


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
    return number_by_size(labels, ties.degree > 0)


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
        pairs = inner.adjacency.tocoo()
        rows.append(
            {
                "year": year,
                "ties": len(alive.edges),
                "actors": int((alive.degree[actors] > 0).sum()),
                "density": 2 * int((pairs.row < pairs.col).sum()) / (n * (n - 1)) if n > 1 else 0.0,
            }
        )
    return pd.DataFrame(rows)
