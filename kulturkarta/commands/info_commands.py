"""The command `info`: how many rows a region's catalogue has, of what and where. Heavy imports stay inside."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from kulturkarta.commands.output import OK, find_region_folder, write, write_json
from kulturkarta.i18n import Texts

if TYPE_CHECKING:
    from kulturkarta.catalogue import Catalogue


def add_info_arguments(parser: argparse.ArgumentParser, t: Texts) -> None:
    """`info [--region R] [--json]`"""
    parser.add_argument("--region", help=t("cli.info.region"))
    parser.add_argument("--json", action="store_true", help=t("cli.json"))


def run_info(arguments: argparse.Namespace, t: Texts) -> int:
    """Write what a region's catalogue holds."""
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
