"""The command line: the same checks and counts as the pages, for people, scripts and cron.

Every command is one entry in COMMANDS. Heavy imports stay inside the functions, so that `--help` answers at once.
Exit codes: 0 all is well (warnings at most), 1 rows or files were refused, 2 the operator must mend something.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kulturkarta.commands import (
    access_commands,
    answer_commands,
    brief_commands,
    ecosystem_commands,
    gap_commands,
    map_commands,
    match_commands,
    needs_commands,
    network_commands,
    population_commands,
    road_commands,
    siting_commands,
    support_commands,
    where_next_commands,
)
from kulturkarta.commands.output import FAILED, OK, REFUSED, find_region_folder, write, write_json
from kulturkarta.errors import DataProblem, KulturkartaError
from kulturkarta.i18n import DEFAULT_LANGUAGE, Texts, languages

if TYPE_CHECKING:
    from kulturkarta.catalogue import Catalogue
    from kulturkarta.raw import RawTable
    from kulturkarta.settings import Settings


@dataclass(frozen=True)
class Command:
    """One command: its arguments and what it does. Its help is the text `cli.<name>.help`."""

    add_arguments: Callable[[argparse.ArgumentParser, Texts], None]
    run: Callable[[argparse.Namespace, Texts], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; its exit code. Problems go to standard output, what an operator must mend to standard error."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A Windows console in cp1252 lacks some characters: show "?" rather than stop half way.
            stream.reconfigure(errors="replace")  # pyright: ignore[reportAttributeAccessIssue]
    t = Texts(_find_language(argv))
    arguments = _build_parser(t).parse_args(argv)
    try:
        return COMMANDS[arguments.command].run(arguments, t)
    except KulturkartaError as error:
        sys.stderr.write(f"{error}\n")
        return FAILED


def _find_language(argv: Sequence[str] | None) -> str:
    """The language asked for, known before the parser is built because its help is in that language."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--lang", choices=languages(), default=DEFAULT_LANGUAGE)
    return parser.parse_known_args(argv)[0].lang


def _build_parser(t: Texts) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kulturkarta", description=t("cli.help"))
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for target in (parser, *(_add_command(commands, name, t) for name in COMMANDS)):
        target.add_argument("--lang", choices=languages(), default=argparse.SUPPRESS, help=t("cli.lang"))
    return parser


def _add_command(commands: Any, name: str, t: Texts) -> argparse.ArgumentParser:
    text = t(f"cli.{name}.help")
    parser: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text)
    COMMANDS[name].add_arguments(parser, t)
    return parser


# check ---------------------------------------------------------------------------------------------------------------


def _check_arguments(parser: argparse.ArgumentParser, t: Texts) -> None:
    parser.add_argument("path", type=Path, help=t("cli.check.path"))
    parser.add_argument("--table", help=t("cli.check.table"))
    parser.add_argument("--region", help=t("cli.check.region"))
    parser.add_argument("--json", action="store_true", help=t("cli.json"))


def _check(arguments: argparse.Namespace, t: Texts) -> int:
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


# info ----------------------------------------------------------------------------------------------------------------


def _info_arguments(parser: argparse.ArgumentParser, t: Texts) -> None:
    parser.add_argument("--region", help=t("cli.info.region"))
    parser.add_argument("--json", action="store_true", help=t("cli.json"))


def _info(arguments: argparse.Namespace, t: Texts) -> int:
    from kulturkarta.settings import read_settings
    from kulturkarta.sources.package import read_catalogue

    settings = read_settings()
    catalogue = read_catalogue(find_region_folder(arguments.region or settings.region, settings), settings=settings)
    counts = count_catalogue(catalogue)
    if arguments.json:
        write_json(counts)
        return OK
    write(f"{catalogue.region.name(t.lang)} · {catalogue.revision}")
    for table, found in counts["tables"].items():
        write(f"{t(f'table.{table}')}: {t.number(found['rows'])}")
        for title, group in (("municipality", found["municipalities"]), ("kind", found["kinds"])):
            if group:
                shown = ", ".join(f"{code or t('cli.info.unknown')} {t.number(n)}" for code, n in group.items())
                write(f"  {t(f'cli.info.{title}')}: {shown}")
    problems = counts["problems"]
    write(f"{t('cli.check.errors', n=problems['errors'])}, {t('cli.check.warnings', n=problems['warnings'])}.")
    return OK


def count_catalogue(catalogue: Catalogue) -> dict[str, Any]:
    """Rows per table, municipality and kind ("" = unknown), problems by severity and the revision."""
    errors = sum(problem.severity == "error" for problem in catalogue.problems)
    return {
        "region": catalogue.region.key,
        "revision": catalogue.revision,
        "problems": {"errors": errors, "warnings": len(catalogue.problems) - errors},
        "tables": {
            name: {
                "rows": len(frame),
                "municipalities": _count(frame, ["municipality_code"]),
                "kinds": _count(frame, ["kind", "actor_type", "theme", "indicator"]),
            }
            for name, frame in catalogue.tables.items()
        },
    }


def _count(frame: Any, columns: Iterable[str]) -> dict[str, int]:
    """Rows per value of the first of `columns` that the table has."""
    column = next((column for column in columns if column in frame.columns), None)
    if column is None:
        return {}
    return {str(value): int(n) for value, n in frame[column].fillna("").value_counts().sort_index().items()}


# regions and settings ------------------------------------------------------------------------------------------------


def _new_region_arguments(parser: argparse.ArgumentParser, t: Texts) -> None:
    parser.add_argument("county_code", metavar="CODE", help=t("cli.new-region.code"))


def _new_region(arguments: argparse.Namespace, t: Texts) -> int:
    from kulturkarta.settings import read_settings
    from kulturkarta.sources.new_region import create_region

    folder = create_region(arguments.county_code, read_settings().data_dir)
    write(t("cli.new-region.done", folder=str(folder)))
    return OK


def _build_region_arguments(parser: argparse.ArgumentParser, t: Texts) -> None:
    parser.add_argument("region", metavar="REGION", help=t("cli.build-region.region"))


def _build_region(arguments: argparse.Namespace, t: Texts) -> int:
    from kulturkarta.settings import read_settings
    from kulturkarta.sources.facts import build_region

    settings = read_settings()
    folder = find_region_folder(arguments.region, settings)
    if not (folder / "facts").is_dir():
        raise KulturkartaError(f"{folder / 'facts'} is missing: there are no facts to build {arguments.region} from")
    counts = build_region(folder / "facts", folder, settings.data_dir / "reference")
    write(*(t("cli.check.rows", table=table, n=n) for table, n in counts.items()))
    return OK


def _no_arguments(parser: argparse.ArgumentParser, t: Texts) -> None:
    """For a command that takes none."""


def _settings(arguments: argparse.Namespace, t: Texts) -> int:
    from kulturkarta.settings import Settings, read_settings

    values = read_settings()
    for name, field in Settings.model_fields.items():
        write(f"KULTURKARTA_{name.upper()} = {getattr(values, name)}", f"    {field.description}")
    return OK


COMMANDS: Mapping[str, Command] = {
    "check": Command(_check_arguments, _check),
    "info": Command(_info_arguments, _info),
    "new-region": Command(_new_region_arguments, _new_region),
    "build-region": Command(_build_region_arguments, _build_region),
    "settings": Command(_no_arguments, _settings),
    "gaps": Command(gap_commands.add_gaps_arguments, gap_commands.run_gaps),
    "brief": Command(brief_commands.add_brief_arguments, brief_commands.run_brief),
    "access": Command(access_commands.add_access_arguments, access_commands.run_access),
    "where-next": Command(where_next_commands.add_where_next_arguments, where_next_commands.run_where_next),
    "site": Command(siting_commands.add_site_arguments, siting_commands.run_site),
    "match": Command(match_commands.add_match_arguments, match_commands.run_match),
    "needs": Command(needs_commands.add_needs_arguments, needs_commands.run_needs),
    "ecosystem": Command(ecosystem_commands.add_ecosystem_arguments, ecosystem_commands.run_ecosystem),
    "network": Command(network_commands.add_network_arguments, network_commands.run_network),
    "map": Command(map_commands.add_map_arguments, map_commands.run_map),
    "check-roads": Command(road_commands.add_check_roads_arguments, road_commands.run_check_roads),
    "import-population": Command(population_commands.add_import_arguments, population_commands.run_import),
    "import-answers": Command(answer_commands.add_import_arguments, answer_commands.run_import),
    "undo-import": Command(answer_commands.add_undo_arguments, answer_commands.run_undo),
    "support": Command(support_commands.add_support_arguments, support_commands.run_support),
}
