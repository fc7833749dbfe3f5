"""The command `site`: best sites on plain tables, to check ours against any other program."""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kulturkarta.commands.output import OK, refuse, warn, write, write_json, write_table
from kulturkarta.errors import Cell, DataProblem, KulturkartaError
from kulturkarta.i18n import Texts

if TYPE_CHECKING:
    import pandas as pd

    from kulturkarta.analysis.siting import Objective, Plan, Progress, SitingProblem, SitingRefused

_OBJECTIVES = ("mclp", "lscp", "pmedian", "pcenter")
_SHOWN_IDS = 5
_CLEAR = "\r\x1b[K"

BOUND_SECONDS = 10.0
"""How long a quick answer may look for a better bound."""


def add_site_arguments(parser: argparse.ArgumentParser, t: Texts) -> None:
    """`site --demand D --candidates S [--costs C] --objective O [--n 4] [--threshold 5000] [--exact]`"""
    parser.add_argument("--demand", type=Path, required=True, help=t("cli.site.demand"))
    parser.add_argument("--candidates", type=Path, required=True, help=t("cli.site.candidates"))
    parser.add_argument("--costs", type=Path, help=t("cli.site.costs"))
    parser.add_argument("--objective", choices=_OBJECTIVES, required=True, help=t("cli.site.objective"))
    parser.add_argument("--n", type=int, help=t("cli.site.n"))
    parser.add_argument("--threshold", type=float, help=t("cli.site.threshold"))
    parser.add_argument("--crs", default="EPSG:3006", help=t("cli.site.crs"))
    add_search_arguments(parser, t)


def add_search_arguments(parser: argparse.ArgumentParser, t: Texts) -> None:
    """`[--exact] [--seconds 600] [--json]`"""
    parser.add_argument("--exact", action="store_true", help=t("cli.site.exact"))
    parser.add_argument("--seconds", type=float, default=600.0, help=t("cli.site.seconds"))
    parser.add_argument("--json", action="store_true", help=t("cli.json"))


def run_site(arguments: argparse.Namespace, t: Texts) -> int:
    """Print the best sites; the exit code. Raises KulturkartaError for arguments without sense."""
    from kulturkarta.analysis.siting import SitingRefused, prove_bound, solve_exact, solve_greedy

    _check_site(arguments)
    try:
        demand, problem, problems = _read_problem(arguments)
        if problem is None:
            return refuse(problems, t, as_json=arguments.json)
        warn(problems, t)
        try:
            if arguments.exact:
                with show_progress(t) as progress:
                    plan = solve_exact(problem, time_limit_s=arguments.seconds, progress=progress)
            else:
                limit_s = min(arguments.seconds, BOUND_SECONDS)
                plan = prove_bound(problem, solve_greedy(problem), time_limit_s=limit_s)
        except SitingRefused as refused:
            raise _explain(refused, arguments, demand["id"]) from refused
    except DataProblem as found:
        return refuse([found], t, as_json=arguments.json)
    unreached = demand["id"].iloc[list(plan.uncoverable)].to_list()
    if arguments.json:
        write_json(_describe_plan(plan, arguments.objective, unreached))
    else:
        _write_plan(plan, arguments.objective, unreached, t)
    return OK


def _check_site(arguments: argparse.Namespace) -> None:
    """Raises KulturkartaError for what no file could mend."""
    from kulturkarta.analysis.siting import NEEDS_THRESHOLD
    from kulturkarta.commands.access_commands import check_metres

    check_search(arguments)
    needs_n = arguments.objective != "lscp"
    if needs_n and (arguments.n is None or arguments.n < 1):
        raise KulturkartaError(f"--objective {arguments.objective} needs --n, the number of sites: 1 or more")
    if not needs_n and arguments.n is not None:
        raise KulturkartaError("--objective lscp finds the number of sites itself: leave out --n")
    if arguments.objective in NEEDS_THRESHOLD and arguments.threshold is None:
        raise KulturkartaError(f"--objective {arguments.objective} needs --threshold")
    if arguments.threshold is not None and not 0 <= arguments.threshold < math.inf:
        raise KulturkartaError(f"--threshold {arguments.threshold:g} must be 0 or more")
    if arguments.costs is None:
        check_metres(arguments.crs)


def check_search(arguments: argparse.Namespace) -> None:
    """Raises KulturkartaError for a time that is none."""
    if not 0 < arguments.seconds < math.inf:
        raise KulturkartaError(f"--seconds {arguments.seconds:g} must be above 0")


def _read_problem(
    arguments: argparse.Namespace,
) -> tuple[pd.DataFrame, SitingProblem | None, list[DataProblem]]:
    """Demand, the question (None: rows were refused) and what was wrong with rows. Raises DataProblem."""
    from kulturkarta.analysis.siting import SitingRefused, check_size, measure_costs, state_problem
    from kulturkarta.settings import read_settings
    from kulturkarta.sources.candidate_sites import read_sites
    from kulturkarta.sources.points import find_point_limits, read_costs, read_points

    limits, has_xy = find_point_limits(read_settings()), arguments.costs is None
    demand, problems = read_points(arguments.demand, "demand", has_coordinates=has_xy, limits=limits)
    sites, more = read_sites(arguments.candidates, has_coordinates=has_xy, limits=limits)
    problems, objective = [*problems, *more], arguments.objective
    try:
        check_size(objective, points=len(demand), sites=len(sites))
        if arguments.costs is not None:
            table, found = read_costs(arguments.costs, demand["id"], sites["id"], limits=limits)
            problems += found
        if any(problem.severity == "error" for problem in problems):
            return demand, None, problems
        if has_xy:
            within = arguments.threshold if objective in ("mclp", "lscp") else None
            costs = measure_costs(demand[["x", "y"]].to_numpy(), sites[["x", "y"]].to_numpy(), within=within)
        else:
            costs = _index_costs(table, demand, sites)  # pyright: ignore[reportPossiblyUnboundVariable]
        problem = state_problem(
            objective,
            demand["demand"].to_numpy(),
            costs=costs,
            ids=sites["id"].to_list(),
            n_sites=arguments.n,
            threshold=arguments.threshold,
        )
    except SitingRefused as refused:
        raise _explain(refused, arguments, demand["id"]) from refused
    return demand, problem, problems


def _index_costs(table: pd.DataFrame, demand: pd.DataFrame, sites: pd.DataFrame) -> Any:
    """The table as CSR, demand x sites; a pair that is not in it cannot be reached."""
    import pandas as pd
    import scipy.sparse as sp

    rows = pd.Index(demand["id"]).get_indexer(pd.Index(table["origin"]))
    columns = pd.Index(sites["id"]).get_indexer(pd.Index(table["destination"]))
    costs = sp.csr_array((table["cost"].to_numpy(), (rows, columns)), shape=(len(demand), len(sites)))
    costs.sort_indices()
    return costs


def _explain(refused: SitingRefused, arguments: argparse.Namespace, demand: pd.Series) -> Exception:
    """What to mend in which file, or, where no file can, what to ask instead."""
    if refused.code in ("out_of_time", "no_other_plan"):
        return KulturkartaError(f"No plan was found in {arguments.seconds:g} seconds. Give it more with --seconds")
    file = arguments.demand if refused.code in ("no_demand", "unreachable") else arguments.candidates
    column = {"no_demand": "demand", "unreachable": "id"}.get(refused.code)
    first = demand.iloc[list(refused.demand[:_SHOWN_IDS])].to_list()
    got = ", ".join([*first, "…"] if len(refused.demand) > _SHOWN_IDS else first)
    return DataProblem(f"siting.{refused.code}", Cell(file.name, column=column), got=got, params=refused.params)


def _describe_plan(plan: Plan, objective: Objective, uncoverable: list[str]) -> dict[str, Any]:
    return {
        "problem": objective,
        "objective": plan.objective,
        "sites": list(plan.sites),
        "gained": list(plan.gained),
        "covered": plan.covered,
        "uncovered": plan.uncovered,
        "uncoverable": uncoverable,
        "bound": plan.bound,
        "gap": plan.gap,
        "exact": plan.exact,
        "seconds": round(plan.seconds, 3),
    }


def _write_plan(plan: Plan, objective: Objective, uncoverable: list[str], t: Texts) -> None:
    rows = [[site, _number(gain, t)] for site, gain in zip(plan.sites, plan.gained, strict=True)]
    write_table([t("cli.site.column.id"), t(f"cli.site.column.gained_{objective}")], rows)
    write(t(f"cli.site.result.{objective}", value=_number(plan.objective, t), bound=_number(plan.bound, t)))
    write(t("cli.site.covered", covered=_number(plan.covered, t), uncovered=_number(plan.uncovered, t)))
    if uncoverable:
        shown = ", ".join(uncoverable[:_SHOWN_IDS]) + (", …" if len(uncoverable) > _SHOWN_IDS else "")
        write(t("cli.site.uncoverable", n=len(uncoverable), ids=shown))
    write_proof(plan, t)


def write_proof(plan: Plan, t: Texts) -> None:
    """One line on how sure it is that no plan is better."""
    # Rounded up: no plan is better than what is said.
    gap = math.ceil(plan.gap * 10_000) / 10_000
    write(t("cli.site.proven") if plan.exact else t("cli.site.gap", gap=t.percent(gap, 2)))


def _number(value: float, t: Texts) -> str:
    return t.number(value, 0 if float(value).is_integer() else 3) if math.isfinite(value) else "–"


@contextmanager
def show_progress(t: Texts) -> Iterator[Progress | None]:
    """A line on the terminal that says how far the search has come; None where nobody looks."""

    def show(incumbent: float, bound: float) -> bool:
        sys.stderr.write(_CLEAR + t("cli.site.progress", value=_number(incumbent, t), bound=_number(bound, t)))
        sys.stderr.flush()
        return True

    if not sys.stderr.isatty():
        yield None
        return
    try:
        yield show
    finally:
        sys.stderr.write(_CLEAR)
