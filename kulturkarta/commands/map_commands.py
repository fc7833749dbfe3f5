"""The command `map`: a map in one HTML file, opened without a server. Heavy imports stay inside the functions."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kulturkarta.clock import read_today
from kulturkarta.commands.output import OK, find_region_folder, write
from kulturkarta.errors import KulturkartaError
from kulturkarta.i18n import Texts

if TYPE_CHECKING:
    from kulturkarta.analysis.filters import Filters
    from kulturkarta.listing import Listing


def add_map_arguments(parser: argparse.ArgumentParser, t: Texts) -> None:
    """`map --region R --out karta.html [--filter kommun=0482 slag=bibliotek,museum q=jazz yta=c59.05,16.6,5]
    [--view kommuner --measure per_10000]`"""
    parser.add_argument("--region", help=t("cli.map.region"))
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help=t("cli.map.out"))
    parser.add_argument(
        "--filter", nargs="+", action="extend", default=[], metavar="NAME=VALUES", help=t("cli.map.filter")
    )
    parser.add_argument("--view", choices=("poster", "kommuner", "tathet"), default="poster", help=t("cli.map.view"))
    parser.add_argument("--measure", default="", help=t("cli.map.measure"))


def run_map(arguments: argparse.Namespace, t: Texts) -> int:
    """Write the file and say how large it became. Raises KulturkartaError for a filter or measure nobody knows."""
    from kulturkarta.catalogues import get_catalogue
    from kulturkarta.listing import get_listing
    from kulturkarta.settings import read_settings
    from kulturkarta.static_map import Opening, make_static_map

    settings = read_settings()
    catalogue = get_catalogue(find_region_folder(arguments.region or settings.region, settings).name)
    listing = get_listing(catalogue)
    filters = read_filters(arguments.filter, listing)
    if arguments.measure and arguments.measure not in listing.measures:
        known = ", ".join(listing.measures)
        raise KulturkartaError(f"--measure {arguments.measure}: no such measure. Use one of: {known}")
    opening = Opening(arguments.view, arguments.measure)
    html = make_static_map(catalogue, filters, t=t, today=read_today(), opening=opening).encode("utf-8")
    try:
        arguments.out.write_bytes(html)
    except OSError as error:
        raise KulturkartaError(f"{arguments.out} cannot be written: {error.strerror}") from error
    n = listing.find(filters).n
    write(t("cli.map.done", file=str(arguments.out), n=n, kb=round(len(html) / 1000)))
    return OK


def read_filters(texts: Sequence[str], listing: Listing) -> Filters:
    """`kommun=0482` and the like, named as in the address of the page, as filters.

    Raises KulturkartaError for a name or value that no entry has, and for an area that is none.
    """
    from kulturkarta.analysis.filter_address import AREA_PARAM, FILTER_PARAMS, parse_filters

    params: dict[str, str] = {}
    for text in texts:
        name, _, value = text.partition("=")
        if name not in FILTER_PARAMS or not value:
            raise KulturkartaError(f"--filter {text!r}: write NAME=VALUES with one of {', '.join(FILTER_PARAMS)}")
        params[name] = value
    filters = parse_filters(params)
    for facet in listing.facet_index.facets:
        for value in filters.values(facet.facet):
            if value not in facet.values:
                known = ", ".join(facet.values[:40])
                raise KulturkartaError(f"--filter {facet.facet.name}={value}: no such value. Use one of: {known}")
    if AREA_PARAM in params and filters.area is None:
        raise KulturkartaError(
            f"--filter {AREA_PARAM}={params[AREA_PARAM]}: no area. Write c<lat>,<lon>,<km> or copy it from a link"
        )
    return filters
