"""The command `gaps`: who has no such place within reach. Heavy imports stay inside the functions."""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kulturkarta.clock import read_today
from kulturkarta.commands.output import OK, find_region_folder, write, write_json, write_table
from kulturkarta.errors import KulturkartaError
from kulturkarta.i18n import Texts

if TYPE_CHECKING:
    import pandas as pd

    from kulturkarta.analysis.gaps.measure import GapResult
    from kulturkarta.catalogue import Catalogue
    from kulturkarta.people import People
    from kulturkarta.settings import Settings

_LOW_HIGH = ("_low", "_high")


def add_gaps_arguments(parser: argparse.ArgumentParser, t: Texts) -> None:
    """`gaps --region R (--kind K… | --function F…) --km 10 [--municipality CODE] [--json]`"""
    add_question_arguments(parser, t)
    parser.add_argument("--municipality", metavar="CODE", help=t("cli.gaps.municipality"))
    parser.add_argument("--json", action="store_true", help=t("cli.json"))


def add_question_arguments(parser: argparse.ArgumentParser, t: Texts) -> None:
    """`--region R (--kind K… | --function F…) --km 10`"""
    parser.add_argument("--region", help=t("cli.gaps.region"))
    chosen = parser.add_mutually_exclusive_group(required=True)
    chosen.add_argument("--kind", nargs="+", action="extend", default=[], metavar="K", help=t("cli.gaps.kind"))
    chosen.add_argument("--function", nargs="+", action="extend", default=[], metavar="F", help=t("cli.gaps.function"))
    parser.add_argument("--km", type=float, required=True, help=t("cli.gaps.km"))


def run_gaps(arguments: argparse.Namespace, t: Texts) -> int:
    """Print who has no such place within reach; the exit code. Raises KulturkartaError for a word nobody knows."""
    catalogue, people, settings = read_question(arguments)
    answer = find_gaps(
        catalogue,
        people,
        settings,
        kinds=arguments.kind,
        functions=arguments.function,
        threshold_km=arguments.km,
        this_year=read_today().year,
        municipality=arguments.municipality,
    )
    if arguments.json:
        write_json(answer)
    else:
        _write_gaps(answer, t)
    return OK


def read_question(arguments: argparse.Namespace) -> tuple[Catalogue, People, Settings]:
    """What the arguments of a question ask about. Raises KulturkartaError for a word nobody knows."""
    from kulturkarta.people import read_people
    from kulturkarta.settings import read_settings
    from kulturkarta.sources.package import read_catalogue

    settings = read_settings()
    _check_words("place_kind", arguments.kind, settings)
    _check_words("place_function", arguments.function, settings)
    if not 0 < arguments.km < float("inf"):
        raise KulturkartaError(f"--km {arguments.km:g} must be above 0")
    catalogue = read_catalogue(find_region_folder(arguments.region or settings.region, settings), settings=settings)
    code = arguments.municipality
    if code and code not in catalogue.region.municipalities:
        known = ", ".join(catalogue.region.municipalities)
        raise KulturkartaError(f"{code!r} is no municipality of {catalogue.region.key}. Use one of: {known}")
    return catalogue, read_people(catalogue.region, settings), settings


def _check_words(vocabulary: str, words: Sequence[str], settings: Settings) -> None:
    from kulturkarta.taxonomy import read_taxonomy

    codes = read_taxonomy(settings.data_dir / "taxonomy")[vocabulary].codes
    if unknown := [word for word in words if word not in codes]:
        raise KulturkartaError(f"{', '.join(unknown)}: no such {vocabulary}. Use one of: {', '.join(codes)}")


def find_gaps(
    catalogue: Catalogue,
    people: People,
    settings: Settings,
    *,
    kinds: Sequence[str],
    functions: Sequence[str],
    threshold_km: float,
    this_year: int,
    municipality: str | None = None,
) -> dict[str, Any]:
    """What `gaps --json` prints: of the region, or of one `municipality`. Shares are of people, 0-1."""
    from kulturkarta.reach import Question, Reach

    reach = Reach(catalogue, people, settings, this_year=this_year)
    answer = reach.ask(Question(tuple(kinds), tuple(functions), threshold_km))
    return _describe_gaps(answer.gaps, answer.coverage, people, kinds, functions, municipality)


def _describe_gaps(
    result: GapResult,
    coverage: pd.DataFrame,
    people: People,
    kinds: Sequence[str],
    functions: Sequence[str],
    municipality: str | None,
) -> dict[str, Any]:
    from kulturkarta.schema import WHOLE_REGION

    municipalities, localities = result.municipalities, result.localities
    whole = {str(name): value for name, value in result.region.items()}
    if municipality:
        municipalities = municipalities[municipalities["code"].eq(municipality)]
        localities = localities[localities["municipality_code"].eq(municipality)]
        whole = {str(name): value for name, value in municipalities.iloc[0].items()}
    area = municipality or WHOLE_REGION
    coverage_of = {str(code): row for code, row in coverage.to_dict(orient="index").items()}
    shares = {
        f"{name}{end}": whole[f"{name}{end}"] for name in ("share_within", "share_without") for end in ("", *_LOW_HIGH)
    }
    return {
        "area": area,
        "kinds": list(kinds),
        "functions": list(functions),
        "population": whole["population"],
        "within": float(whole["population"]) * float(whole["share_within"]),
        **shares,
        "places": whole["places"],
        "mean_km": whole["mean_km"],
        "median_km": whole["median_km"],
        "coverage": coverage_of[area],
        "municipalities": [
            {**row, "coverage": coverage_of[row["code"]]} for row in municipalities.to_dict(orient="records")
        ],
        "localities": localities.to_dict(orient="records"),
        "threshold_km": result.threshold_km,
        "distance": f"straight×{result.detour_factor:g}",
        "detour_factor": result.detour_factor,
        "decay_km": [list(step) for step in result.steps_km],
        "demand": people.source,
        "edge_open": result.edge_open,
    }


def _write_gaps(answer: dict[str, Any], t: Texts) -> None:
    percent = t.percent(answer["share_without"])
    km = t.number(answer["threshold_km"])
    write(t("cli.gaps.sentence", share=percent, km=km, population=round(answer["population"])))
    write(
        t("cli.gaps.interval", low=t.percent(answer["share_without_low"]), high=t.percent(answer["share_without_high"]))
    )
    header = [t(f"cli.gaps.column.{name}") for name in ("name", "population", "places", "share_without", "mean_km")]
    rows = [
        [row["name"], t.number(round(row["population"])), t.number(row["places"]), *_format(row, t)]
        for row in answer["municipalities"]
    ]
    write_table(header, rows)
    write(t("cli.gaps.distance", factor=answer["detour_factor"]), t(f"cli.gaps.demand.{answer['demand']}"))
    if answer["edge_open"]:
        write(t("cli.gaps.edge_open"))


def _format(row: dict[str, Any], t: Texts) -> list[str]:
    share, km = row["share_without"], row["mean_km"]
    return ["–" if math.isnan(share) else t.percent(share), "–" if math.isnan(km) else t.number(km, 1)]
