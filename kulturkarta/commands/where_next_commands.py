"""The command `where-next`: the localities or houses of a region where the next meeting places help most."""

from __future__ import annotations

import argparse
import math
from typing import TYPE_CHECKING, Any

from kulturkarta.commands.output import OK, find_region_folder, write, write_json, write_table
from kulturkarta.commands.siting_commands import (
    BOUND_SECONDS,
    add_search_arguments,
    check_search,
    show_progress,
    write_proof,
)
from kulturkarta.errors import KulturkartaError
from kulturkarta.i18n import Texts

if TYPE_CHECKING:
    from kulturkarta.analysis.siting import NextPlaces, SitingRefused

_AIMS = ("coverage", "distance")


def add_where_next_arguments(parser: argparse.ArgumentParser, t: Texts) -> None:
    """`where-next --region R --kind K --km 10 --n 3 [--objective A] [--exact] [--exclude ID…] [--force ID…]`"""
    parser.add_argument("--region", help=t("cli.where-next.region"))
    parser.add_argument("--kind", nargs="+", action="extend", required=True, metavar="K", help=t("cli.where-next.kind"))
    parser.add_argument("--km", type=float, required=True, help=t("cli.where-next.km"))
    parser.add_argument("--n", type=int, required=True, help=t("cli.where-next.n"))
    parser.add_argument("--objective", choices=_AIMS, default="coverage", help=t("cli.where-next.objective"))
    for name in ("exclude", "force"):
        text = t(f"cli.where-next.{name}")
        parser.add_argument(f"--{name}", nargs="+", action="extend", default=[], metavar="ID", help=text)
    add_search_arguments(parser, t)


def run_where_next(arguments: argparse.Namespace, t: Texts) -> int:
    """Print where the next places help most; the exit code. Raises KulturkartaError for arguments without sense."""
    from kulturkarta.analysis.siting import SitingRefused

    check_search(arguments)
    if not 0 < arguments.km < math.inf:
        raise KulturkartaError(f"--km {arguments.km:g} must be above 0")
    if arguments.n < 1:
        raise KulturkartaError(f"--n {arguments.n} must be 1 or more")
    try:
        found = _find(arguments, t)
    except SitingRefused as refused:
        raise KulturkartaError(_explain(refused, arguments)) from refused
    if arguments.json:
        write_json(describe_next(found, arguments.objective))
    else:
        _write_next(found, arguments, t)
    return OK


def _find(arguments: argparse.Namespace, t: Texts) -> NextPlaces:
    from kulturkarta.analysis.gaps.chosen import choose_places, locate_places
    from kulturkarta.analysis.siting import WIDENABLE_KINDS, find_next, list_candidates
    from kulturkarta.people import read_people
    from kulturkarta.settings import read_settings
    from kulturkarta.sources.package import read_catalogue
    from kulturkarta.taxonomy import read_taxonomy

    settings = read_settings()
    kinds = read_taxonomy(settings.data_dir / "taxonomy")["place_kind"].codes
    if unknown := [kind for kind in arguments.kind if kind not in kinds]:
        raise KulturkartaError(f"{', '.join(unknown)}: no such place_kind. Use one of: {', '.join(kinds)}")
    catalogue = read_catalogue(find_region_folder(arguments.region or settings.region, settings), settings=settings)
    people = read_people(catalogue.region, settings)
    radius_m = settings.unlisted_radius_km * 1000
    widenable = [kind for kind in WIDENABLE_KINDS if kind not in arguments.kind]
    there, houses = (
        locate_places(
            choose_places(catalogue["places"], kinds=chosen), people.localities, people.land, unlisted_radius_m=radius_m
        )
        for chosen in (arguments.kind, widenable)
    )
    with show_progress(t) as progress:
        return find_next(
            people.demand,
            there,
            list_candidates(people.localities, houses, codes=list(catalogue.region.municipalities)),
            aim=arguments.objective,
            n_sites=arguments.n,
            threshold_km=arguments.km,
            detour_factor=settings.detour_factor,
            is_exact=arguments.exact,
            time_limit_s=arguments.seconds if arguments.exact else min(arguments.seconds, BOUND_SECONDS),
            forced=arguments.force,
            excluded=arguments.exclude,
            progress=progress,
        )


def _explain(refused: SitingRefused, arguments: argparse.Namespace) -> str:
    said = dict(refused.params)
    texts = {
        "unknown_site": f"{said.get('site')!r} is no candidate. Run without --force and --exclude to see their ids",
        "forced_excluded": f"{said.get('site')!r} cannot be both forced and excluded",
        "too_many_forced": f"--force names {said.get('forced')} sites, but --n is {said.get('n')}",
        "too_many_sites": f"--n {said.get('n')}: there are only {said.get('candidates')} candidates",
        "no_candidates": "There is no candidate: no locality and no house that could serve for more",
        "no_demand": "Nobody lives in this region, so no place helps anyone",
        "too_large": f"{said.get('n')} pairs of home and candidate are too many for --objective distance",
    }
    return texts.get(refused.code, f"No plan was found in {arguments.seconds:g} seconds. Give it more with --seconds")


def describe_next(found: NextPlaces, aim: str) -> dict[str, Any]:
    """What `where-next --json` prints. `objective`, `bound`: people within (coverage) or mean km (distance)."""
    columns = ["id", "name", "kind", "municipality_code", "lon", "lat", "gained"]
    return {
        "aim": aim,
        "sites": found.sites[columns].to_dict(orient="records"),
        "population": found.population,
        "within_before": found.within_before,
        "within_after": found.within_after,
        "mean_km_before": found.mean_km_before,
        "mean_km_after": found.mean_km_after,
        "objective": found.plan.objective,
        "bound": found.plan.bound,
        "gap": found.plan.gap,
        "exact": found.plan.exact,
    }


def _write_next(found: NextPlaces, arguments: argparse.Namespace, t: Texts) -> None:
    people = [t.number(round(value)) for value in (found.within_before, found.within_after, found.population)]
    before, after, population = people
    km = t.number(arguments.km)
    if not len(found.sites):
        write(t("cli.where-next.nothing", km=km))
        return
    write(t("cli.where-next.sentence", n=len(found.sites), km=km, before=before, after=after, population=population))
    header = [t(f"cli.where-next.column.{name}") for name in ("name", "gained", "id")]
    rows = [[row["name"], t.number(round(row["gained"])), row["id"]] for row in found.sites.to_dict(orient="records")]
    write_table(header, rows)
    if math.isfinite(found.mean_km_before):
        write(
            t(
                "cli.where-next.mean",
                before=t.number(found.mean_km_before, 1),
                after=t.number(found.mean_km_after, 1),
            )
        )
    write_proof(found.plan, t)
