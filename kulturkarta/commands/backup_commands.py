"""The commands `backup-answers` and `restore-answers`: the store as one file, and back."""

from __future__ import annotations

import argparse
from pathlib import Path

from kulturkarta.commands.output import OK, write
from kulturkarta.i18n import Texts


def add_backup_arguments(parser: argparse.ArgumentParser, t: Texts) -> None:
    """`backup-answers FILE`"""
    parser.add_argument("path", type=Path, metavar="FILE", help=t("cli.backup-answers.path"))


def run_backup(arguments: argparse.Namespace, t: Texts) -> int:
    """Copy the store to a new file, also while the app runs; the exit code."""
    from kulturkarta.settings import read_settings
    from kulturkarta.store.backup import save_backup

    n = save_backup(read_settings().store, arguments.path)
    write(t("cli.backup-answers.done", n=n, path=arguments.path))
    return OK


def add_restore_arguments(parser: argparse.ArgumentParser, t: Texts) -> None:
    """`restore-answers FILE [--replace]`"""
    parser.add_argument("path", type=Path, metavar="FILE", help=t("cli.restore-answers.path"))
    parser.add_argument("--replace", action="store_true", help=t("cli.restore-answers.replace"))


def run_restore(arguments: argparse.Namespace, t: Texts) -> int:
    """Put a copy in the store's place, also while the app runs; the exit code."""
    from kulturkarta.settings import read_settings
    from kulturkarta.store.backup import restore_backup

    n = restore_backup(arguments.path, read_settings().store, is_replacing=arguments.replace)
    write(t("cli.restore-answers.done", n=n))
    return OK
