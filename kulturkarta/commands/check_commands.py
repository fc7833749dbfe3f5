"""The command `check`: what is wrong with a file or a folder, and how to mend it. Heavy imports stay inside."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kulturkarta.commands.output import OK, REFUSED, find_region_folder, write, write_json
from kulturkarta.errors import DataProblem, KulturkartaError
from kulturkarta.i18n import Texts

if TYPE_CHECKING:
    from kulturkarta.raw import RawTable
    from kulturkarta.settings import Settings


def add_check_arguments(parser: argparse.ArgumentParser, t: Texts) -> None:
    """`check PATH [--table T] [--region R] [--json]`"""
    parser.add_argument("path", type=Path, help=t("cli.check.path"))
    parser.add_argument("--table", help=t("cli.check.table"))
    parser.add_argument("--region", help=t("cli.check.region"))
    parser.add_argument("--json", action="store_true", help=t("cli.json"))


def run_check(arguments: argparse.Namespace, t: Texts) -> int:
    """Write what is wrong with a file or a region's folder, and how many rows are kept; 1 when rows were refused."""
    from kulturkarta.settings import read_settings

    settings = read_settings()
    path: Path = arguments.path
    if path.is_dir() or path.name == "datapackage.json":
        rows, problems = _check_folder(path if path.is_dir() else path.parent, settings)
    elif path.is_file():
        from kulturkarta.sources.labels import find_table

        table = arguments.table or find_table(path) or path.stem
        rows, problems = _check_file(path, table, region=arguments.region, settings=settings)
    else:
        raise KulturkartaError(f"{path} is neither a file nor a folder")
    errors = sum(problem.severity == "error" for problem in problems)
    warnings = len(problems) - errors
    if arguments.json:
        found = [problem.as_dict(t) for problem in problems]
        write_json({"path": str(path), "rows": rows, "errors": errors, "warnings": warnings, "problems": found})
    else:
        write(*(f"{t(f'cli.check.{problem.severity}')}: {problem.message(t)}" for problem in problems))
        write(*(t("cli.check.rows", table=table, n=n) for table, n in rows.items()))
        write(f"{t('cli.check.errors', n=errors)}, {t('cli.check.warnings', n=warnings)}.")
    return REFUSED if errors else OK


def _check_folder(folder: Path, settings: Settings) -> tuple[dict[str, int], Sequence[DataProblem]]:
    from kulturkarta.sources.package import read_catalogue

    catalogue = read_catalogue(folder, settings=settings)
    return {name: len(frame) for name, frame in catalogue.tables.items()}, catalogue.problems


def _check_file(
    path: Path, table: str, *, region: str | None, settings: Settings
) -> tuple[dict[str, int], Sequence[DataProblem]]:
    """Rows kept and problems of one file as the table `table`; with a region also against its other tables."""
    from kulturkarta.schema import TABLES
    from kulturkarta.sources.registry import read_file

    if table not in TABLES:
        raise KulturkartaError(f"{table!r} is no table. Say which with --table, one of: {', '.join(TABLES)}")
    try:
        raw = read_file(path, table=table, settings=settings)
    except DataProblem as problem:
        return {table: 0}, [problem]
    if region:
        return _check_in_region(raw, find_region_folder(region, settings), settings)
    return _check_alone(raw, settings)


def _check_alone(raw: RawTable, settings: Settings) -> tuple[dict[str, int], Sequence[DataProblem]]:
    from kulturkarta.raw import name_as_written
    from kulturkarta.schema import TABLES
    from kulturkarta.sources.package import read_finder
    from kulturkarta.taxonomy import read_taxonomy
    from kulturkarta.validation import add_municipality, validate_table

    finder = read_finder(settings)
    taxonomy = read_taxonomy(settings.data_dir / "taxonomy")
    table = TABLES[raw.name]
    frame, problems = validate_table(raw, table, taxonomy=taxonomy, municipalities=finder.names)
    if table.has_position:
        frame, found = add_municipality(frame, raw, finder=finder)
        problems = problems + found
    return {raw.name: len(frame)}, [*raw.problems, *name_as_written(problems, [raw])]


def _check_in_region(raw: RawTable, folder: Path, settings: Settings) -> tuple[dict[str, int], Sequence[DataProblem]]:
    from kulturkarta.catalogue import load_catalogue
    from kulturkarta.sources.package import read_finder, read_package
    from kulturkarta.taxonomy import read_taxonomy

    region, others = read_package(folder, settings=settings)
    raw_tables = [raw, *(other for other in others if other.name != raw.name)]
    taxonomy = read_taxonomy(settings.data_dir / "taxonomy")
    catalogue = load_catalogue(region, raw_tables, taxonomy=taxonomy, finder=read_finder(settings))
    return {raw.name: len(catalogue[raw.name])}, [p for p in catalogue.problems if p.where.file == raw.file]
