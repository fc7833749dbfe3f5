"""The command `check-roads`: what a road network holds, and what is wrong in it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from kulturkarta.commands.output import OK, REFUSED, refuse, write, write_json, write_table
from kulturkarta.errors import DataProblem
from kulturkarta.i18n import Texts


def add_check_roads_arguments(parser: argparse.ArgumentParser, t: Texts) -> None:
    """`check-roads roads.gpkg [--json]`"""
    parser.add_argument("path", type=Path, help=t("cli.check-roads.path"))
    parser.add_argument("--json", action="store_true", help=t("cli.json"))


def run_check_roads(arguments: argparse.Namespace, t: Texts) -> int:
    """Print every problem and what is left of the network for each mode; 1 when rows or the file were refused."""
    from kulturkarta.settings import read_settings
    from kulturkarta.sources.points import find_point_limits
    from kulturkarta.sources.roads import read_roads

    try:
        found = read_roads(arguments.path, limits=find_point_limits(read_settings()))
    except DataProblem as problem:
        return refuse([problem], t, as_json=arguments.json)
    errors = sum(problem.severity == "error" for problem in found.problems)
    modes = _describe_modes(found.roads)
    if arguments.json:
        problems = [problem.as_dict(t) for problem in found.problems]
        write_json({"edges": len(found.roads.edges), "errors": errors, "modes": modes, "problems": problems})
        return REFUSED if errors else OK
    write(*(f"{t(f'cli.check.{problem.severity}')}: {problem.message(t)}" for problem in found.problems))
    header = [t(f"cli.check-roads.column.{name}") for name in ("mode", "nodes", "km", "share", "kmh")]
    rows = [
        [
            t(f"cli.gaps.mode_{mode}"),
            t.number(row["nodes"]),
            t.number(row["km"], 1),
            t.percent(row["share_kept"]),
            t.number(row["kmh"], 0),
        ]
        for mode, row in modes.items()
    ]
    write_table(header, rows)
    write(f"{t('cli.check.errors', n=errors)}.")
    return REFUSED if errors else OK


def _describe_modes(roads: Any) -> dict[str, dict[str, float]]:
    """Per mode that has roads: nodes, km of roads in the part that hangs together, its share of all, mean speed."""
    from kulturkarta.analysis.roads import build_network
    from kulturkarta.roads import MODES

    described = {}
    for mode in MODES:
        edges = roads.edges[roads.edges[mode]]
        if edges.empty:
            continue
        network = build_network(roads, mode)
        km = float(edges["length_m"].sum()) / 1000 * network.share_kept
        described[mode] = {
            "nodes": len(network.nodes_m), "km": km, "share_kept": network.share_kept, "kmh": network.kmh,
        }  # fmt: skip
    return described
