"""Communities, one by one in small networks and half at a time in large ones: cliques in a ring, known by hand."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from kulturkarta.analysis.network.communities import ONE_BY_ONE_NODES, find_communities
from kulturkarta.analysis.network.ties import Ties


def ring_of_cliques(n_cliques: int, size: int, *, alone: int = 0) -> Ties:
    """Cliques of `size`, each tied to the next by one tie, and `alone` parties without any."""
    pairs = [
        (first + a, first + b) for first in range(0, n_cliques * size, size) for a, b in combinations(range(size), 2)
    ]
    pairs += [(k * size, ((k + 1) % n_cliques) * size + 1) for k in range(n_cliques)]
    edges = pd.DataFrame(pairs, columns=["u", "v"])
    return Ties(pd.DataFrame({"id": [f"x{i}" for i in range(n_cliques * size + alone)]}), edges)


@pytest.mark.parametrize(("n_cliques", "size"), [(8, 5), (60, 40)])
def test_each_clique_of_a_ring_is_a_community(n_cliques: int, size: int) -> None:
    assert (n_cliques * size > ONE_BY_ONE_NODES) == (n_cliques == 60)
    found = find_communities(ring_of_cliques(n_cliques, size, alone=3))
    assert found is not None
    labels, modularity = found
    assert [len(set(labels[k * size : (k + 1) * size])) for k in range(n_cliques)] == [1] * n_cliques
    assert sorted(np.bincount(labels[labels >= 0])) == [size] * n_cliques
    assert labels[-3:].tolist() == [-1, -1, -1]
    # Inside a clique: size·(size − 1)/2 ties of one more; each community has an equal share of all ends.
    inside = size * (size - 1) / 2
    assert modularity == pytest.approx(inside / (inside + 1) - 1 / n_cliques)


def test_large_networks_have_the_same_communities_each_time() -> None:
    first, second = (find_communities(ring_of_cliques(300, 8)) for _ in range(2))
    assert first is not None
    assert second is not None
    assert first[0].tolist() == second[0].tolist()
