"""The command `access`: catchment scores of plain tables, to check ours against any other program."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from kulturkarta.commands.output import OK, refuse, warn, write_json, write_table
from kulturkarta.errors import DataProblem, KulturkartaError
from kulturkarta.i18n import Texts

if TYPE_CHECKING:
    import pandas as pd

_METHODS = ("2sfca", "e2sfca", "nearest", "cumulative")


def add_access_arguments(parser: argparse.ArgumentParser, t: Texts) -> None:
    """`access --demand D --supply S [--costs C] --method M --threshold 10000 [--weights 10000:1,20000:0.68]`"""
    parser.add_argument("--demand", type=Path, required=True, help=t("cli.access.demand"))
    parser.add_argument("--supply", type=Path, required=True, help=t("cli.access.supply"))
    parser.add_argument("--costs", type=Path, help=t("cli.access.costs"))
    parser.add_argument("--method", choices=_METHODS, required=True, help=t("cli.access.method"))
    parser.add_argument("--threshold", type=float, help=t("cli.access.threshold"))
    parser.add_argument("--weights", help=t("cli.access.weights"))
    parser.add_argument("--balanced", action="store_true", help=t("cli.access.balanced"))
    parser.add_argument("--crs", default="EPSG:3006", help=t("cli.access.crs"))
    parser.add_argument("--json", action="store_true", help=t("cli.json"))


def run_access(arguments: argparse.Namespace, t: Texts) -> int:
    """Print the score of every demand point; the exit code. Raises KulturkartaError for arguments without sense."""
    from kulturkarta.analysis.access import score_access

    weights = _parse_weights(arguments.weights)
    if arguments.costs is None:
        check_metres(arguments.crs)
    try:
        demand, supply, costs, problems = _read_instrument(arguments)
    except DataProblem as problem:
        return refuse([problem], t, as_json=arguments.json)
    if any(problem.severity == "error" for problem in problems):
        return refuse(problems, t, as_json=arguments.json)
    warn(problems, t)
    try:
        scores = score_access(
            demand,
            supply,
            costs=costs,
            method=arguments.method,
            threshold=arguments.threshold,
            weights=weights,
            balanced=arguments.balanced,
        )
    except ValueError as error:
        raise KulturkartaError(str(error)) from error
    if arguments.json:
        write_json({"method": arguments.method, "scores": scores.to_dict()})
    else:
        shown = [[str(key), f"{value:.9g}"] for key, value in scores.items()]
        write_table([t("cli.access.column.id"), t("cli.access.column.score")], shown)
    return OK


def _read_instrument(
    arguments: argparse.Namespace,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame | None, list[DataProblem]]:
    from kulturkarta.settings import read_settings
    from kulturkarta.sources.points import find_point_limits, read_costs, read_points

    limits = find_point_limits(read_settings())
    has_coordinates = arguments.costs is None
    demand, problems = read_points(arguments.demand, "demand", has_coordinates=has_coordinates, limits=limits)
    supply, more = read_points(arguments.supply, "supply", has_coordinates=has_coordinates, limits=limits)
    if arguments.costs is None:
        return demand, supply, None, [*problems, *more]
    costs, found = read_costs(arguments.costs, demand["id"], supply["id"], limits=limits)
    return demand, supply, costs, [*problems, *more, *found]


def _parse_weights(text: str | None) -> list[tuple[float, float]] | None:
    """`10000:1,20000:0.68` as steps. Raises KulturkartaError for anything else."""
    if text is None:
        return None
    try:
        pairs = [part.split(":") for part in text.split(",")]
        return [(float(cost), float(weight)) for cost, weight in pairs]
    except ValueError:
        raise KulturkartaError(f"--weights {text!r} must look like 10000:1,20000:0.68,30000:0.22") from None


def check_metres(crs: str) -> None:
    """Pass when distances in `crs` are metres. Raises KulturkartaError: in degrees they would be nothing at all."""
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        found = CRS.from_user_input(crs)
    except CRSError:
        raise KulturkartaError(f"--crs {crs!r} is no coordinate system. Use for example EPSG:3006") from None
    if not found.is_projected or any(axis.unit_name != "metre" for axis in found.axis_info):
        raise KulturkartaError(f"--crs {crs} does not count in metres. Use for example EPSG:3006")
