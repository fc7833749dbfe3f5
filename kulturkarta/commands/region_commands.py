"""The commands `new-region`, `build-region` and `settings`: what an operator sets up. Heavy imports stay inside."""

from __future__ import annotations

import argparse

from kulturkarta.commands.output import OK, find_region_folder, write
from kulturkarta.errors import KulturkartaError
from kulturkarta.i18n import Texts


def add_new_region_arguments(parser: argparse.ArgumentParser, t: Texts) -> None:
    """`new-region CODE`"""
    parser.add_argument("county_code", metavar="CODE", help=t("cli.new-region.code"))


def run_new_region(arguments: argparse.Namespace, t: Texts) -> int:
    """Write the folder of a new region, to be filled."""
    from kulturkarta.settings import read_settings
    from kulturkarta.sources.new_region import create_region

    folder = create_region(arguments.county_code, read_settings().data_dir)
    write(t("cli.new-region.done", folder=str(folder)))
    return OK


def add_build_region_arguments(parser: argparse.ArgumentParser, t: Texts) -> None:
    """`build-region REGION`"""
    parser.add_argument("region", metavar="REGION", help=t("cli.build-region.region"))


def run_build_region(arguments: argparse.Namespace, t: Texts) -> int:
    """Write the tables of a region anew from its facts. Raises KulturkartaError when it has none."""
    from kulturkarta.settings import read_settings
    from kulturkarta.sources.facts import build_region

    settings = read_settings()
    folder = find_region_folder(arguments.region, settings)
    if not (folder / "facts").is_dir():
        raise KulturkartaError(f"{folder / 'facts'} is missing: there are no facts to build {arguments.region} from")
    counts = build_region(folder / "facts", folder, settings.data_dir / "reference")
    write(*(t("cli.check.rows", table=table, n=n) for table, n in counts.items()))
    return OK


def add_no_arguments(parser: argparse.ArgumentParser, t: Texts) -> None:
    """For a command that takes none."""


def run_settings(arguments: argparse.Namespace, t: Texts) -> int:
    """Write every setting with its value and what it is for."""
    from kulturkarta.settings import Settings, read_settings

    values = read_settings()
    for name, field in Settings.model_fields.items():
        write(f"KULTURKARTA_{name.upper()} = {getattr(values, name)}", f"    {field.description}")
    return OK
