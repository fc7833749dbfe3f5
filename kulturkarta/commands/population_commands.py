"""The command `import-population`: squares or points with people for one region."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kulturkarta.clock import read_today
from kulturkarta.commands.output import OK, find_region_folder, refuse, warn, write, write_json, write_table
from kulturkarta.errors import Cell, DataProblem
from kulturkarta.i18n import Texts

if TYPE_CHECKING:
    import pandas as pd

    from kulturkarta.settings import Settings


def add_import_arguments(parser: argparse.ArgumentParser, t: Texts) -> None:
    """`import-population FILE --region R [--json]`"""
    parser.add_argument("path", type=Path, metavar="FILE", help=t("cli.import-population.path"))
    parser.add_argument("--region", required=True, help=t("cli.gaps.region"))
    parser.add_argument("--json", action="store_true", help=t("cli.json"))


def run_import(arguments: argparse.Namespace, t: Texts) -> int:
    """Store the people of a region from a file; the exit code. With a problem in any row, nothing is stored."""
    from kulturkarta.regions import read_region
    from kulturkarta.settings import read_settings
    from kulturkarta.sources.points import find_point_limits
    from kulturkarta.sources.population import read_population, save_population

    settings = read_settings()
    region = read_region(find_region_folder(arguments.region, settings))
    try:
        found = read_population(arguments.path, limits=find_point_limits(settings))
    except DataProblem as problem:
        return refuse([problem], t, as_json=arguments.json)
    if any(problem.severity == "error" for problem in found.problems):
        return refuse(found.problems, t, as_json=arguments.json)
    frame, rows, problems = _sort_people(found.frame, list(region.municipalities), settings, file=found.file)
    if not len(frame):
        problem = DataProblem("population.nobody", Cell(found.file), params={"region": region.name(t.lang)})
        return refuse([problem], t, as_json=arguments.json)
    today = read_today().isoformat()
    save_population(frame, region.folder, file=found.file, is_grid=found.is_grid, imported=today)
    warn([*found.problems, *problems], t)
    if arguments.json:
        outside = len(found.frame) - len(frame)
        write_json({"region": region.key, "points": len(frame), "outside": outside, "municipalities": rows})
    else:
        write(t("cli.import-population.done", n=len(frame), folder=str(region.folder)))
        header = [t(f"cli.import-population.column.{name}") for name in ("code", "people", "total", "scale")]
        shown = [
            [row["code"], t.number(round(row["people"])), t.number(row["total"]), t.number(row["scale"], 3)]
            for row in rows
        ]
        write_table(header, shown)
    return OK


def _sort_people(
    points: pd.DataFrame, codes: list[str], settings: Settings, *, file: str
) -> tuple[pd.DataFrame, list[dict[str, Any]], list[DataProblem]]:
    """The points in `codes` with their municipality, how each compares with its total, and who is far from it."""
    from kulturkarta.analysis.demand import locate_people
    from kulturkarta.sources.population import read_land, read_totals

    reference_dir = settings.data_dir / "reference"
    totals = read_totals(reference_dir)
    code = locate_people(points, read_land(reference_dir), margin_m=settings.border_margin_m)
    frame = points.assign(municipality_code=code)[code.isin(codes)]
    people = frame.groupby("municipality_code")["people"].sum().reindex(codes, fill_value=0.0)
    rows: list[dict[str, Any]] = []
    problems: list[DataProblem] = []
    for name in codes:
        total, found = totals.get(name, 0.0), float(people[name])
        is_near = total > 0 and abs(found / total - 1) <= settings.population_tolerance
        rows.append(
            {"code": name, "people": found, "total": total, "scale": total / found if is_near and found else 1.0}
        )
        if not is_near:
            params = {"code": name, "people": round(found), "total": round(total)}
            problems.append(DataProblem("population.far_from_total", Cell(file), params=params, severity="warning"))
    return frame, rows, problems
