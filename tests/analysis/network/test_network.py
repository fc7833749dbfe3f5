"""Measures of a network that can be drawn on a napkin, and the same as networkx's on one that cannot."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from kulturkarta.analysis.network import brokers as brokers_module
from kulturkarta.analysis.network.borders import count_crossings, list_municipalities, measure_borders
from kulturkarta.analysis.network.brokers import find_brokers, find_cut_vertices, measure_betweenness
from kulturkarta.analysis.network.communities import find_communities
from kulturkarta.analysis.network.missing import find_missing_ties
from kulturkarta.analysis.network.structure import (
    describe_completeness,
    find_parts,
    measure_density,
)
from kulturkarta.analysis.network.ties import Ties, filter_ties
from tests.analysis.matching.small_catalogue import actor, matcher, table, ties_of

# Two triangles, A-B-C and D-E-F, joined by C-D; G hangs on D; H has no known tie.
NAMES = "ABCDEFGH"
ACTORS = table([actor(name, municipality_code="0480" if name in "ABC" else "0481") for name in NAMES])
PAIRS = (("a", "b"), ("b", "c"), ("a", "c"), ("d", "e"), ("e", "f"), ("d", "f"), ("c", "d"), ("d", "g"))
TIES = ties_of(ACTORS, *PAIRS)


def drawn_by_lot(n: int, m: int) -> tuple[Ties, nx.Graph]:
    """A network of `n` actors and about `m` ties, and the same as networkx knows it."""
    generator = np.random.default_rng(5)
    pairs = [(f"x{a}", f"x{b}") for a, b in generator.integers(0, n, (m, 2)) if a != b]
    ties = ties_of(table([actor(f"X{i}") for i in range(n)]), *pairs)
    graph = nx.Graph()
    graph.add_nodes_from(range(n))
    graph.add_edges_from((ties.row_of_id[a], ties.row_of_id[b]) for a, b in pairs)
    return ties, graph


def test_the_loss_of_a_broker_is_said_in_what_it_would_split() -> None:
    found = find_brokers(TIES).frame
    assert found["id"].tolist() == ["d", "c"]
    # Without D: A-B-C, E-F and G alone, so three of six stand apart from the largest; without C: A-B and D-E-F-G.
    assert found[["splits", "alone", "cut_off", "degree"]].to_numpy().tolist() == [[3, 1, 3, 4], [2, 0, 2, 3]]


def test_all_measures_equal_those_of_networkx() -> None:
    ties, graph = drawn_by_lot(200, 230)
    betweenness, is_exact = measure_betweenness(ties)
    assert is_exact
    theirs = nx.betweenness_centrality(graph)
    assert betweenness == pytest.approx([theirs[i] for i in range(200)])
    assert find_cut_vertices(ties) == sorted(nx.articulation_points(graph))
    assert ties.degree.tolist() == [graph.degree(i) for i in range(200)]
    sizes = sorted((len(part) for part in nx.connected_components(graph) if len(part) > 1), reverse=True)
    parts = find_parts(ties)
    assert np.bincount(parts[parts >= 0]).tolist() == sizes
    density = measure_density(ties_of(ACTORS, *PAIRS, since="2020", until="2020"))
    whole = nx.Graph(list(PAIRS))
    whole.add_nodes_from("abcdefgh")
    assert density["density"].tolist() == pytest.approx([nx.density(whole)])


def test_betweenness_from_every_pivot_is_the_exact_one(monkeypatch: pytest.MonkeyPatch) -> None:
    ties, graph = drawn_by_lot(60, 120)
    monkeypatch.setattr(brokers_module, "EXACT_NODES", 10)
    found, is_exact = measure_betweenness(ties)
    assert not is_exact
    tied = np.count_nonzero(ties.degree)
    # All tied parties are pivots (there are fewer than 64); those without a tie add nothing to anyone.
    exact = nx.betweenness_centrality(graph)
    assert found * tied / 60 == pytest.approx([exact[i] for i in range(60)])


def test_the_border_index_is_external_minus_internal_and_knows_what_it_does_not_know() -> None:
    found = measure_borders(TIES, list_municipalities(TIES))
    # One of eight ties crosses: (1 − 7) / 8.
    assert (found.external, found.internal, found.unknown, found.index) == (1, 7, 0, -0.75)
    assert found.low < found.expected < found.high
    assert found.verdict == "less"
    half = measure_borders(TIES, [None if name in "AB" else "x" for name in NAMES])
    assert (half.internal, half.external, half.unknown) == (5, 0, 3)


def test_without_ties_there_is_no_index_and_no_error() -> None:
    nothing = ties_of(ACTORS)
    assert measure_borders(nothing, list_municipalities(nothing)).verdict == "unknown"
    assert find_brokers(nothing).frame.empty
    assert measure_density(nothing).empty
    assert (find_parts(nothing) == -1).all()


def test_crossings_are_counted_per_municipality_and_the_unknown_apart() -> None:
    ties = ties_of(ACTORS, ("a", "b"), ("c", "d"), ("e", ":Kommunen"))
    found = count_crossings(ties, ["0480", "0481"]).set_index("municipality_code")
    assert found.loc["0480"].tolist() == [3, 3, 1, 1, 0]
    assert found.loc["0481"].tolist() == [5, 2, 0, 1, 1]


def test_an_actor_without_a_known_tie_is_counted_as_unknown() -> None:
    ties = ties_of(ACTORS, ("a", "b"), ("a", ":Kommunen"), since="2019", until="2020")
    found = describe_completeness(ties)
    assert (found.actors, found.tied, found.ties, found.dated, found.inside, found.newest) == (8, 2, 2, 2, 1, 2019)
    assert found.share_tied == 0.25


def test_filters_keep_ties_by_kind_year_and_either_end() -> None:
    old = ties_of(ACTORS, ("a", "b"), since="2001", until="2003")
    open_ended = ties_of(ACTORS, ("a", "b"), since="2001")
    undated = ties_of(ACTORS, ("a", "b"))
    assert [len(filter_ties(ties, years=(2003, 2010)).edges) for ties in (old, open_ended, undated)] == [1, 1, 0]
    assert [len(filter_ties(ties, years=(2004, 2010)).edges) for ties in (old, open_ended)] == [0, 1]
    assert len(filter_ties(TIES, municipalities=["0480"]).edges) == 4
    assert len(filter_ties(TIES, kinds=["konsert"]).edges) == 8
    assert len(filter_ties(TIES, kinds=["utställning"]).edges) == 0


def test_density_counts_each_year_a_tie_lives() -> None:
    found = measure_density(ties_of(ACTORS, ("a", "b"), ("b", "c"), since="2019", until="2020"))
    assert found["year"].tolist() == [2019, 2020]
    assert found["ties"].tolist() == [2, 2]
    assert found["density"].tolist() == pytest.approx([2 / 28] * 2)


def test_few_parties_have_no_communities_and_two_clear_groups_are_two() -> None:
    assert find_communities(TIES) is None
    clique = [(i, j) for i in range(16) for j in range(i)]
    pairs = [("x0", "x16"), *((f"x{i + k}", f"x{j + k}") for i, j in clique for k in (0, 16))]
    ties = ties_of(table([actor(f"X{i}") for i in range(33)]), *pairs)
    found = find_communities(ties)
    assert found is not None
    labels, modularity = found
    assert labels.tolist() == [0] * 16 + [1] * 16 + [-1]
    assert 0.45 < modularity < 0.5


def test_a_missing_tie_is_near_complementary_and_not_known() -> None:
    rows = [
        actor("Anna", east_km=600, offers=("konsert",), seeks=("scenografi",)),
        actor("Bo", east_km=602, offers=("scen",)),
        actor("Cia", east_km=603, offers=("scenografi",)),
        actor("Far", east_km=680, offers=("scen",), seeks=("konsert",)),
    ]
    found = find_missing_ties(matcher(table(rows), ("anna", "bo")), km=20, n=10)
    # Anna and Bo know each other, and Far is far: Anna-Cia before Bo-Cia, for Anna's wish is met.
    assert found.pairs[["a", "b"]].to_numpy().tolist() == [[0, 2], [1, 2]]
    assert found.n_near == 2


def test_nobody_stands_in_more_than_two_missing_ties() -> None:
    found = find_missing_ties(matcher(table([actor(f"X{i}") for i in range(6)])), km=5, n=50)
    assert found.n_near == 15
    assert np.bincount(found.pairs[["a", "b"]].to_numpy().ravel()).max() == 2
