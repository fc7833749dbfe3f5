"""The command line: the same checks and counts as the pages, for people, scripts and cron.

Every command is one entry in COMMANDS, and lives in `commands/`. Heavy imports stay inside the functions there, so that
`--help` answers at once.
Exit codes: 0 all is well (warnings at most), 1 rows or files were refused, 2 the operator must mend something.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kulturkarta.commands import (
    access_commands,
    answer_commands,
    backup_commands,
    brief_commands,
    check_commands,
    ecosystem_commands,
    gap_commands,
    info_commands,
    map_commands,
    match_commands,
    needs_commands,
    network_commands,
    population_commands,
    region_commands,
    road_commands,
    siting_commands,
    support_commands,
    where_next_commands,
)
from kulturkarta.commands.output import FAILED
from kulturkarta.errors import KulturkartaError
from kulturkarta.i18n import DEFAULT_LANGUAGE, Texts, languages


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


class _PlainHelp(argparse.HelpFormatter):
    """Help in which a percent sign is a percent sign: argparse would read "99 % av" as a place for a value."""

    def _expand_help(self, action: argparse.Action) -> str:
        return action.help or ""


def _build_parser(t: Texts) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kulturkarta", description=t("cli.help"), formatter_class=_PlainHelp)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for target in (parser, *(_add_command(commands, name, t) for name in COMMANDS)):
        target.add_argument("--lang", choices=languages(), default=argparse.SUPPRESS, help=t("cli.lang"))
    return parser


def _add_command(commands: Any, name: str, t: Texts) -> argparse.ArgumentParser:
    text = t(f"cli.{name}.help")
    parser: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text, formatter_class=_PlainHelp)
    COMMANDS[name].add_arguments(parser, t)
    return parser


COMMANDS: Mapping[str, Command] = {
    "check": Command(check_commands.add_check_arguments, check_commands.run_check),
    "info": Command(info_commands.add_info_arguments, info_commands.run_info),
    "new-region": Command(region_commands.add_new_region_arguments, region_commands.run_new_region),
    "build-region": Command(region_commands.add_build_region_arguments, region_commands.run_build_region),
    "settings": Command(region_commands.add_no_arguments, region_commands.run_settings),
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
    "backup-answers": Command(backup_commands.add_backup_arguments, backup_commands.run_backup),
    "restore-answers": Command(backup_commands.add_restore_arguments, backup_commands.run_restore),
    "support": Command(support_commands.add_support_arguments, support_commands.run_support),
}
