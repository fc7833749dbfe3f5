"""Prints how good and how fast Samverkan is: ranking against simpler ways, network, speed, groups, fairness.

Everything is drawn with fixed seeds; times are medians in one run and depend on the machine.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from statistics import median

import numpy as np
import pandas as pd

from kulturkarta import catalogues
from kulturkarta.analysis.ecosystem.group import propose_groups
from kulturkarta.analysis.ecosystem.problem import pose_problem
from kulturkarta.analysis.ecosystem.search import find_group
from kulturkarta.analysis.matching.profiles import Profiles
from kulturkarta.analysis.matching.relatedness import learn_relatedness
from kulturkarta.analysis.matching.score import Matcher, measure_km, rank_partners, score_all
from kulturkarta.analysis.network.brokers import find_cut_vertices, measure_betweenness
from kulturkarta.analysis.network.structure import find_parts
from kulturkarta.partners import get_partners
from tests.measure.collab_worlds import draw_big_ties, draw_profiles, draw_world, read_tables

WORLDS = 6
TOP = 10
Ranker = Callable[[Matcher, int, np.random.Generator], np.ndarray]


def _rank_by_points(matcher: Matcher, row: int, _: np.random.Generator) -> np.ndarray:
    profile = matcher.profiles.read(row)
    scores = score_all(matcher, profile)
    return rank_partners(scores, matcher.profiles, profile, km=np.inf, digital=True)


def _rank_by_distance(matcher: Matcher, row: int, generator: np.random.Generator) -> np.ndarray:
    km = measure_km(matcher.profiles.read(row), matcher.profiles, detour_factor=1.0)
    return _others(np.lexsort([generator.random(len(km)), np.nan_to_num(km, nan=1e9)]), row)


def _rank_by_sector(matcher: Matcher, row: int, generator: np.random.Generator) -> np.ndarray:
    sectors = matcher.profiles.sectors
    same = (sectors & sectors[row]).any(axis=1)
    km = np.nan_to_num(measure_km(matcher.profiles.read(row), matcher.profiles, detour_factor=1.0), nan=1e9)
    return _others(np.lexsort([generator.random(len(km)), km, ~same]), row)


def _rank_by_lot(matcher: Matcher, row: int, generator: np.random.Generator) -> np.ndarray:
    return _others(generator.permutation(len(matcher.profiles)), row)


def _others(order: np.ndarray, row: int) -> np.ndarray:
    return order[order != row]


RANKERS: dict[str, Ranker] = {
    "points": _rank_by_points,
    "nearest first": _rank_by_distance,
    "same sector first, then nearest": _rank_by_sector,
    "by lot": _rank_by_lot,
}


def _find_rank(order: np.ndarray, partner: int) -> int:
    return int(np.flatnonzero(order == partner)[0]) + 1


def _describe(ranks: list[int]) -> tuple[float, float]:
    """MRR and NDCG@10 of one true partner each."""
    at = np.array(ranks, dtype="float64")
    return float((1 / at).mean()), float(np.where(at <= TOP, 1 / np.log2(at + 1), 0.0).mean())


def measure_planted() -> list[str]:
    lines = [
        "## Planted partners",
        "",
        f"{WORLDS} worlds of 400 actors, seeds 0-{WORLDS - 1}; gravity in distance (1 + km/8)^-2,",
    ]
    lines += ["half of the profiles thin, a fifth of the partners by lot. MRR / NDCG@10.", ""]
    lines += ["| way | all | rich profiles | thin profiles |", "|---|---|---|---|"]
    worlds = [draw_world(seed) for seed in range(WORLDS)]
    for name, rank in RANKERS.items():
        found: dict[str, list[int]] = {"all": [], "rich": [], "thin": []}
        for seed, world in enumerate(worlds):
            generator = np.random.default_rng(seed)
            for row, partner in world.held_out:
                at = _find_rank(rank(world.matcher, row, generator), partner)
                found["all"].append(at)
                found["rich" if world.is_rich[row] else "thin"].append(at)
        cells = [" / ".join(f"{value:.3f}" for value in _describe(ranks)) for ranks in found.values()]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return lines


def measure_real_ties() -> list[str]:
    partners = get_partners(catalogues.get_catalogue("sormland"))
    matcher, ties = partners.matcher, partners.ties
    table, _ = read_tables()
    rows = {node: matcher.profiles.row_of_id.get(key) for node, key in enumerate(ties.nodes["id"])}
    pairs = [(i, rows[u], rows[v]) for i, (u, v) in enumerate(zip(ties.edges["u"], ties.edges["v"], strict=True))]
    pairs = [(i, a, b) for i, a, b in pairs if a is not None and b is not None]
    found: dict[str, list[int]] = {name: [] for name in RANKERS}
    generator = np.random.default_rng(0)
    for i, a, b in pairs:
        kept = ties.keep((ties.edges.index != i) & ~_same_pair(ties.edges, i))
        relatedness = learn_relatedness(kept, table, partners.vocabulary.sectors)
        without = replace(matcher, ties=kept, relatedness=relatedness)
        for row, partner in ((a, b), (b, a)):
            for name, rank in RANKERS.items():
                found[name].append(_find_rank(rank(without, row, generator), partner))
    lines = ["", "## Leave one out on the catalogue's own ties", ""]
    lines += [
        f"{len(pairs)} ties between two actors, each taken away with what it taught; {len(matcher.profiles)} actors.",
        "",
    ]
    lines += ["| way | MRR | NDCG@10 |", "|---|---|---|"]
    return lines + [f"| {name} | {_describe(r)[0]:.3f} | {_describe(r)[1]:.3f} |" for name, r in found.items()]


def _same_pair(edges: pd.DataFrame, i: int) -> np.ndarray:
    u, v = edges["u"].iloc[i], edges["v"].iloc[i]
    return ((edges["u"].eq(u) & edges["v"].eq(v)) | (edges["u"].eq(v) & edges["v"].eq(u))).to_numpy()


def _time(work: Callable[[], object]) -> tuple[float, object]:
    began = time.perf_counter()
    value = work()
    return time.perf_counter() - began, value


def measure_speed() -> list[str]:
    matcher, places = draw_profiles(100_000)
    profiles = matcher.profiles
    rows = np.random.default_rng(1).integers(0, len(profiles), 31)
    matched = [_time(lambda row=row: _match(matcher, int(row)))[0] for row in rows]
    grouped = [_time(lambda row=row: _group(matcher, profiles, places, int(row)))[0] for row in rows[:7]]
    ties = draw_big_ties(100_000, 500_000)
    times = {
        "degree and adjacency": _time(lambda: ties.degree)[0],
        "parts": _time(lambda: find_parts(ties))[0],
        "cut vertices (rustworkx)": _time(lambda: find_cut_vertices(ties))[0],
        "betweenness from 64 pivots": _time(lambda: measure_betweenness(ties))[0],
    }
    lines = ["", "## Speed at 100,000 actors", "", "| what | seconds |", "|---|---|"]
    lines += [f"| partners of one actor within 30 km, median of {len(matched)} | {median(matched):.3f} |"]
    lines += [f"| a group of five within 30 km, median of {len(grouped)} | {median(grouped):.3f} |"]
    return lines + [f"| network of 500,000 ties: {name} | {seconds:.2f} |" for name, seconds in times.items()]


def measure_equality() -> list[str]:
    """Which measures are networkx's on the same graph of 600 parties, to the last digits."""
    import networkx as nx

    ties = draw_big_ties(600, 900)
    graph = nx.Graph()
    graph.add_nodes_from(range(600))
    graph.add_edges_from(zip(ties.edges["u"], ties.edges["v"], strict=True))
    theirs = nx.betweenness_centrality(graph)
    parts = find_parts(ties)
    sizes = sorted((len(part) for part in nx.connected_components(graph) if len(part) > 1), reverse=True)
    equal = {
        "degree": ties.degree.tolist() == [graph.degree(node) for node in range(600)],
        "parts and their sizes": np.bincount(parts[parts >= 0]).tolist() == sizes,
        "cut vertices": find_cut_vertices(ties) == sorted(nx.articulation_points(graph)),
        "betweenness": bool(np.allclose(measure_betweenness(ties)[0], [theirs[node] for node in range(600)])),
    }
    lines = ["", "## Measures against networkx on 600 parties and 900 ties", "", "| measure | equal |", "|---|---|"]
    return lines + [f"| {name} | {'yes' if same else 'NO'} |" for name, same in equal.items()]


def _match(matcher: Matcher, row: int) -> np.ndarray:
    profile = matcher.profiles.read(row)
    return rank_partners(score_all(matcher, profile), matcher.profiles, profile, km=30, digital=False)[:TOP]


def _group(matcher: Matcher, profiles: Profiles, places: pd.DataFrame, row: int) -> object:
    problem = pose_problem(profiles, profiles.read(row), places, km=30, detour_factor=1.3)
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


def measure_fairness() -> list[str]:
    real = get_partners(catalogues.get_catalogue("sormland")).matcher
    lines = ["", "## Fairness: who is recommended (ten best within 30 km, from every actor)", ""]
    header = ("where", "best-described tenth: without correction", "with", "smallest 3 municipalities: of actors")
    lines += [f"| {' | '.join((*header, 'without', 'with'))} |"]
    lines += ["|---|---|---|---|---|---|"]
    worlds = {"Sörmland": real, "planted world, rich and thin": draw_world(0).matcher}
    for name, matcher in worlds.items():
        before, after = (_count_recommended(replace(matcher, is_fair=fair)) for fair in (False, True))
        profiles = matcher.profiles
        length = profiles.n_offers + profiles.n_seeks
        top = np.argsort(-length, kind="stable")[: len(profiles) // 10]
        codes = profiles.frame["municipality_code"]
        smallest = codes.value_counts().index[-3:]
        small = codes.isin(smallest).to_numpy()
        cells = [f"{n[top].sum() / n.sum():.1%}" for n in (before, after)] + [f"{small.mean():.1%}"]
        cells += [f"{n[small].sum() / n.sum():.1%}" for n in (before, after)]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return lines


def _count_recommended(matcher: Matcher) -> np.ndarray:
    times = np.zeros(len(matcher.profiles))
    for row in range(len(times)):
        times[_match(matcher, row)] += 1
    return times


def main(arguments: Sequence[str]) -> int:
    """Print the figures of Samverkan; 0 when all could be measured. `arguments` are not used."""
    for part in (measure_planted, measure_real_ties, measure_groups, measure_fairness, measure_equality, measure_speed):
        print("\n".join(part()), flush=True)
    return 0
