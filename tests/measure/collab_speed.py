"""What `measure samverkan` prints of networks and groups: equal to networkx's, how near the best, how fast."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median
from typing import Any

import numpy as np
import pandas as pd

from kulturkarta.analysis.ecosystem.group import propose_groups
from kulturkarta.analysis.ecosystem.problem import pose_problem
from kulturkarta.analysis.ecosystem.search import find_group
from kulturkarta.analysis.matching.score import Matcher, rank_partners, score_all
from kulturkarta.analysis.network.borders import list_municipalities, measure_borders
from kulturkarta.analysis.network.brokers import find_brokers, find_cut_vertices, measure_betweenness
from kulturkarta.analysis.network.communities import find_communities, measure_modularity, move_at_once
from kulturkarta.analysis.network.structure import find_parts, measure_density
from tests.measure.collab_worlds import draw_big_ties, draw_profiles

TOP = 10


def _time(work: Callable[[], object]) -> tuple[float, object]:
    began = time.perf_counter()
    value = work()
    return time.perf_counter() - began, value


def measure_speed() -> list[str]:
    """One actor's partners and group among 100,000, and every measure of a network of 500,000 ties."""
    matcher, places = draw_profiles(100_000)
    rows = np.random.default_rng(1).integers(0, len(matcher.profiles), 31)
    matched = [_time(lambda row=row: find_top(matcher, int(row)))[0] for row in rows]
    grouped = [_time(lambda row=row: _group(matcher, places, int(row)))[0] for row in rows[:7]]
    ties = draw_big_ties(100_000, 500_000, size=200)
    measures: dict[str, Callable[[], object]] = {
        "degree and adjacency (scipy)": lambda: ties.degree,
        "parts (scipy)": lambda: find_parts(ties),
        "cut vertices (rustworkx)": lambda: find_cut_vertices(ties),
        "brokers with what they hold together, betweenness from 64 pivots": lambda: find_brokers(ties),
        "communities (Louvain on scipy's sparse matrices)": lambda: find_communities(ties),
        "density, 36 years": lambda: measure_density(ties),
        "E-I index against 1,000 permutations": lambda: measure_borders(ties, list_municipalities(ties)),
    }
    lines = ["", "## Speed at 100,000 actors", "", "| what | seconds | processor seconds |", "|---|---|---|"]
    lines += [f"| partners of one actor within 30 km, median of {len(matched)} | {median(matched):.3f} | |"]
    lines += [f"| a group of five within 30 km, median of {len(grouped)} | {median(grouped):.3f} | |"]
    for name, work in measures.items():
        began = time.process_time()
        seconds, _ = _time(work)
        lines.append(f"| network of 500,000 ties: {name} | {seconds:.2f} | {time.process_time() - began:.2f} |")
    return lines


def measure_equality() -> list[str]:
    """Which measures are networkx's on the same graph of 600 parties, to the last digits."""
    import networkx as nx

    ties = draw_big_ties(600, 900, size=20)
    graph = nx.Graph()
    graph.add_nodes_from((node, {"town": code}) for node, code in enumerate(list_municipalities(ties)))
    graph.add_edges_from(zip(ties.edges["u"], ties.edges["v"], strict=True))
    theirs = nx.betweenness_centrality(graph)
    parts, found = find_parts(ties), find_communities(ties)
    sizes = sorted((len(part) for part in nx.connected_components(graph) if len(part) > 1), reverse=True)
    mixing = nx.attribute_mixing_matrix(graph, "town")
    density = float(measure_density(ties.keep(ties.edges["since"].le(2000)))["density"].iloc[-1])
    old = graph.edge_subgraph(zip(*(ties.edges.loc[ties.edges["since"].le(2000), end] for end in "uv"), strict=True))
    equal = {
        "degree": ties.degree.tolist() == [graph.degree(node) for node in range(600)],
        "parts and their sizes": np.bincount(parts[parts >= 0]).tolist() == sizes,
        "cut vertices": find_cut_vertices(ties) == sorted(nx.articulation_points(graph)),
        "what a broker's loss cuts off": all(_is_cut_off(graph, row) for row in find_brokers(ties).frame.itertuples()),
        "betweenness": bool(np.allclose(measure_betweenness(ties)[0], [theirs[node] for node in range(600)])),
        "density in a year": bool(np.isclose(density, old.number_of_edges() / (600 * 599 / 2))),
        "E-I index": bool(np.isclose(measure_borders(ties, list_municipalities(ties)).index, 1 - 2 * np.trace(mixing))),
        "modularity of the communities": found is not None and bool(np.isclose(found[1], _modularity(graph, found[0]))),
    }
    lines = ["", "## Measures against networkx on 600 parties and 900 ties", "", "| measure | equal |", "|---|---|"]
    return lines + [f"| {name} | {'yes' if same else 'NO'} |" for name, same in equal.items()]


def _is_cut_off(graph: Any, row: Any) -> bool:
    import networkx as nx

    rest = graph.subgraph(nx.node_connected_component(graph, row.node) - {row.node})
    sizes = sorted(map(len, nx.connected_components(rest)))
    return (row.splits, row.cut_off) == (len(sizes), sum(sizes[:-1]))


def _modularity(graph: Any, labels: np.ndarray) -> float:
    """networkx's, of the same communities; who has no tie is in none of them."""
    import networkx as nx

    groups = [set(np.flatnonzero(labels == label).tolist()) for label in range(labels.max() + 1)]
    return nx.community.modularity(graph.subgraph(set().union(*groups)), groups)


def measure_communities() -> list[str]:
    """Communities of large networks against networkx's Louvain, where that can be waited for."""
    import networkx as nx

    lines = ["", "## Communities above 2,000 parties, against networkx's Louvain", ""]
    lines += ["| parties | ties | planted groups of | modularity: ours | networkx | seconds: ours | networkx |"]
    lines += ["|---|---|---|---|---|---|---|"]
    for size in (50, 200):
        ties = draw_big_ties(5_000, 20_000, size=size)
        tied = ties.adjacency[ties.degree > 0][:, ties.degree > 0]
        ours_s, labels = _time(lambda tied=tied: move_at_once(tied))
        graph = nx.from_scipy_sparse_array(tied)
        theirs_s, groups = _time(lambda graph=graph: nx.community.louvain_communities(graph, seed=1))
        ours, theirs = measure_modularity(tied, np.asarray(labels)), nx.community.modularity(graph, groups)
        lines.append(f"| 5,000 | 20,000 | {size} | {ours:.4f} | {theirs:.4f} | {ours_s:.2f} | {theirs_s:.2f} |")
    return lines


def find_top(matcher: Matcher, row: int) -> np.ndarray:
    profile = matcher.profiles.read(row)
    return rank_partners(score_all(matcher, profile), matcher.profiles, profile, km=30, digital=False)[:TOP]


def _group(matcher: Matcher, places: pd.DataFrame, row: int) -> object:
    problem = pose_problem(matcher.profiles, matcher.profiles.read(row), places, km=30, detour_factor=1.3)
    return propose_groups(problem, 5)


def measure_groups() -> list[str]:
    ratios, bounds = [], []
    for seed in range(20):
        matcher, places = draw_profiles(60, seed=seed, side_km=40)
        problem = pose_problem(matcher.profiles, matcher.profiles.read(0), places, km=30, detour_factor=1.3)
        best, found = find_group(problem, 4, exact=True), find_group(problem, 4, exact=False)
        if best and found:
            ratios.append(found.value / best.value)
            bounds.append(found.bound / best.value)
    lines = ["", "## Groups of five among at most 60 candidates: greedy with exchanges against every group", ""]
    lines += ["| cases | mean | worst | found the best | bound over the best, mean |", "|---|---|---|---|---|"]
    share = float(np.mean(np.array(ratios) > 1 - 1e-9))
    cells = f"{np.mean(ratios):.2%} | {min(ratios):.2%} | {share:.0%} | {np.mean(bounds):.3f}"
    return [*lines, f"| {len(ratios)} | {cells} |"]
