"""The command `brief`: two pages about one municipality's gap, as PDF."""

from __future__ import annotations

import argparse
from pathlib import Path

from kulturkarta.commands.gap_commands import add_question_arguments, read_question
from kulturkarta.commands.output import OK, write
from kulturkarta.errors import KulturkartaError
from kulturkarta.i18n import Texts


def add_brief_arguments(parser: argparse.ArgumentParser, t: Texts) -> None:
    """`brief --region R --municipality CODE and the rest of a question, --out brief.pdf`"""
    add_question_arguments(parser, t)
    parser.add_argument("--municipality", required=True, metavar="CODE", help=t("cli.brief.municipality"))
    parser.add_argument("--out", required=True, type=Path, help=t("cli.brief.out"))


def run_brief(arguments: argparse.Namespace, t: Texts) -> int:
    """Write the brief; the exit code. Raises KulturkartaError for a word nobody knows or a file that cannot be
    written."""
    from kulturkarta.reports.brief import write_brief
    from kulturkarta.taxonomy import read_taxonomy

    reach, question = read_question(arguments)
    taxonomy = read_taxonomy(reach.settings.data_dir / "taxonomy")
    pdf = write_brief(
        reach,
        question,
        arguments.municipality,
        t=t,
        label=lambda vocabulary, code: taxonomy[vocabulary].label(code, t.lang),
    )
    try:
        arguments.out.write_bytes(pdf)
    except OSError as error:
        raise KulturkartaError(f"{arguments.out} cannot be written: {error.strerror}") from error
    write(t("cli.brief.done", out=str(arguments.out), kb=round(len(pdf) / 1000)))
    return OK
