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
    from kulturkarta.questions import Change, Question
    from kulturkarta.reach import Answer, Reach
    from kulturkarta.settings import Settings

_MODES = ("straight", "car", "bicycle", "foot")
_LOW_HIGH = ("_low", "_high")
_TOLD = ("places", "mean_km", "median_km", "score_per_10000", "gini", "actors", "actors_per_place")


def add_gaps_arguments(parser: argparse.ArgumentParser, t: Texts) -> None:
    """`gaps` and a question, `[--municipality CODE] [--add LON,LAT…] [--close ID…] [--json]`"""
    add_question_arguments(parser, t)
    parser.add_argument("--municipality", metavar="CODE", help=t("cli.gaps.municipality"))
    parser.add_argument("--add", nargs="+", action="extend", default=[], metavar="LON,LAT", help=t("cli.gaps.add"))
    parser.add_argument("--close", nargs="+", action="extend", default=[], metavar="ID", help=t("cli.gaps.close"))
    parser.add_argument("--json", action="store_true", help=t("cli.json"))


def add_question_arguments(parser: argparse.ArgumentParser, t: Texts) -> None:
    """`--region R (--kind K… | --function F…) (--km 10 | --minutes 15) [--mode car] [--detour 1.3] [--decay slow]
    [--age age_0_19]`"""
    parser.add_argument("--region", help=t("cli.gaps.region"))
    chosen = parser.add_mutually_exclusive_group(required=True)
    chosen.add_argument("--kind", nargs="+", action="extend", default=[], metavar="K", help=t("cli.gaps.kind"))
    chosen.add_argument("--function", nargs="+", action="extend", default=[], metavar="F", help=t("cli.gaps.function"))
    limit = parser.add_mutually_exclusive_group(required=True)
    limit.add_argument("--km", type=float, help=t("cli.gaps.km"))
    limit.add_argument("--minutes", type=float, help=t("cli.gaps.minutes"))
    parser.add_argument("--mode", choices=_MODES, default=_MODES[0], help=t("cli.gaps.mode"))
    parser.add_argument("--detour", type=float, help=t("cli.gaps.detour"))
    parser.add_argument("--decay", choices=("none", "slow", "fast"), default="slow", help=t("cli.gaps.decay"))
    parser.add_argument("--age", choices=("age_0_19", "age_20_64", "age_65_plus"), default="", help=t("cli.gaps.age"))


def run_gaps(arguments: argparse.Namespace, t: Texts) -> int:
    """Print who has no such place within reach; the exit code. Raises KulturkartaError for a word nobody knows."""
    from dataclasses import replace

    reach, question = read_question(arguments)
    change = _read_change(arguments)
    if unknown := set(change.closed) - set(reach.catalogue["places"]["id"]):
        raise KulturkartaError(f"--close {', '.join(sorted(unknown))}: no such place in {reach.catalogue.region.key}")
    answer = find_gaps(reach, replace(question, change=change), municipality=arguments.municipality)
    if arguments.json:
        write_json(answer)
    else:
        _write_gaps(answer, question, t)
    return OK


def read_question(arguments: argparse.Namespace) -> tuple[Reach, Question]:
    """What the arguments ask, and of whom. Raises KulturkartaError for a word nobody knows."""
    from kulturkarta.people import read_people
    from kulturkarta.questions import Question
    from kulturkarta.reach import Reach
    from kulturkarta.settings import read_settings
    from kulturkarta.sources.package import read_catalogue

    settings = read_settings()
    _check_words("place_kind", arguments.kind, settings)
    _check_words("place_function", arguments.function, settings)
    for name in ("km", "minutes"):
        value = getattr(arguments, name)
        if value is not None and not 0 < value < math.inf:
            raise KulturkartaError(f"--{name} {value:g} must be above 0")
    if arguments.minutes is not None and arguments.mode == _MODES[0]:
        raise KulturkartaError(f"--minutes needs a way to travel: --mode {', '.join(_MODES[1:])}")
    if arguments.detour is not None and not 1 <= arguments.detour < math.inf:
        raise KulturkartaError(f"--detour {arguments.detour:g} must be 1 or more")
    catalogue = read_catalogue(find_region_folder(arguments.region or settings.region, settings), settings=settings)
    code = getattr(arguments, "municipality", None)
    if code and code not in catalogue.region.municipalities:
        known = ", ".join(catalogue.region.municipalities)
        raise KulturkartaError(f"{code!r} is no municipality of {catalogue.region.key}. Use one of: {known}")
    reach = Reach(catalogue, read_people(catalogue.region, settings), settings, this_year=read_today().year)
    if arguments.age and arguments.age not in reach.ages:
        known = ", ".join(reach.ages) or "none, import a file that has them with import-population"
        raise KulturkartaError(f"--age {arguments.age}: age groups known in {catalogue.region.key}: {known}")
    kinds, functions = tuple(arguments.kind), tuple(arguments.function)
    way = {name: getattr(arguments, name) for name in ("detour", "decay", "age", "mode", "minutes")}
    return reach, Question(kinds, functions, Question.km if arguments.km is None else arguments.km, **way)


def _read_change(arguments: argparse.Namespace) -> Change:
    from kulturkarta.questions import Change, read_change

    try:
        added = read_change("~".join("n" + point.replace(",", "_") for point in arguments.add)).added
    except LookupError as error:
        said = " ".join(arguments.add)
        raise KulturkartaError(f"--add {said}: write lon,lat in degrees, as in 16.59,59.06") from error
    return Change(added, tuple(arguments.close))


def _check_words(vocabulary: str, words: Sequence[str], settings: Settings) -> None:
    from kulturkarta.taxonomy import read_taxonomy

    codes = read_taxonomy(settings.data_dir / "taxonomy")[vocabulary].codes
    if unknown := [word for word in words if word not in codes]:
        raise KulturkartaError(f"{', '.join(unknown)}: no such {vocabulary}. Use one of: {', '.join(codes)}")


def find_gaps(reach: Reach, question: Question, *, municipality: str | None = None) -> dict[str, Any]:
    """What `gaps --json` prints: of the region, or of one `municipality`. Shares are of people, 0-1.

    Shares are NaN where no place is known anywhere.
    With a change (what if) the figures are those after it, and `change` says whom it helps and whom it costs.
    """
    from dataclasses import replace

    from kulturkarta.questions import Change
    from kulturkarta.reach import hide_unknown

    answer = reach.ask(question)
    wishes = reach.count_wishes()
    told = _describe_gaps(hide_unknown(answer), reach, municipality)
    told["wishes"] = wishes[told["area"]]
    told["municipalities"] = [{**row, "wishes": wishes[row["code"]]} for row in told["municipalities"]]
    if question.change:
        told["change"] = _describe_change(reach, reach.ask(replace(question, change=Change())), answer)
    if municipality:
        told |= _describe_similar(reach, municipality)
    return told


def _describe_gaps(answer: Answer, reach: Reach, municipality: str | None) -> dict[str, Any]:
    from kulturkarta.schema import WHOLE_REGION

    result, question, edge = answer.gaps, answer.question, reach.find_edge(answer)
    municipalities, localities = result.municipalities, result.localities
    whole = {str(name): value for name, value in result.region.items()}
    if municipality:
        municipalities = municipalities[municipalities["code"].eq(municipality)]
        localities = localities[localities["municipality_code"].eq(municipality)]
        whole = {str(name): value for name, value in municipalities.iloc[0].items()}
    area = municipality or WHOLE_REGION
    coverage_of = {str(code): row for code, row in answer.coverage.to_dict(orient="index").items()}
    shares = {
        f"{name}{end}": whole[f"{name}{end}"] for name in ("share_within", "share_without") for end in ("", *_LOW_HIGH)
    }
    return {
        "area": area,
        "kinds": list(question.kinds),
        "functions": list(question.functions),
        "population": whole["population"],
        "within": float(whole["population"]) * float(whole["share_within"]),
        **shares,
        **{name: whole[name] for name in _TOLD},
        "too_little": answer.too_little.get(area),
        "coverage": coverage_of[area],
        "municipalities": [
            {**row, "too_little": answer.too_little.get(row["code"]), "coverage": coverage_of[row["code"]]}
            for row in municipalities.to_dict(orient="records")
        ],
        "localities": localities.to_dict(orient="records"),
        "threshold_km": None if result.threshold_minutes else result.threshold_km,
        "threshold_minutes": result.threshold_minutes,
        "distance": result.distance,
        "detour_factor": result.detour_factor,
        "decay": question.decay,
        "decay_steps": [list(step) for step in result.steps],
        "age": question.age,
        "demand": reach.people.source,
        "edge_open": result.edge_open,
        "edge": {
            "people": edge.people,
            "without": edge.without,
            "localities": edge.localities.to_dict(orient="records"),
        },
    }


def _describe_change(reach: Reach, before: Answer, after: Answer) -> dict[str, Any]:
    """Whom a change helps and whom it costs, in people: of the region and per municipality."""
    changed = reach.compare(before, after)
    rows = changed.municipalities.reset_index().to_dict(orient="records")
    return {**{str(name): value for name, value in changed.region.items()}, "municipalities": rows}


def _describe_similar(reach: Reach, municipality: str) -> dict[str, Any]:
    """The municipalities most like this one, and the kinds of place that most of them have and it has not."""
    from kulturkarta.kind_matrix import build_kind_matrix
    from kulturkarta.taxonomy import read_taxonomy

    kinds = read_taxonomy(reach.settings.data_dir / "taxonomy")["place_kind"].codes
    matrix = build_kind_matrix(reach, kinds)
    missing = matrix.rows[matrix.rows["municipality_code"].eq(municipality) & matrix.rows["is_missing"]]
    return {
        "similar": matrix.similar[municipality].to_dict(orient="records"),
        "missing_kinds": missing[["kind", "similar_with"]].to_dict(orient="records"),
    }


def _write_gaps(answer: dict[str, Any], question: Question, t: Texts) -> None:
    from kulturkarta.questions import name_limit
    from kulturkarta.settings import read_settings
    from kulturkarta.travel import describe_ways

    if math.isnan(answer["share_without"]):
        write(t("cli.gaps.none_known"))
    else:
        share, low, high = (t.percent(answer[f"share_without{end}"]) for end in ("", *_LOW_HIGH))
        limit = name_limit(question, t)
        write(t("cli.gaps.sentence", share=share, limit=limit, population=round(answer["population"])))
        write(t("cli.gaps.interval", low=low, high=high))
    if blank := [row["name"] for row in answer["municipalities"] if row["too_little"] == "none_here"]:
        write(t("luckor.too_little_in", names=t.join(blank)))
    header = [t(f"cli.gaps.column.{name}") for name in ("name", "population", "places", "share_without", "mean_km")]
    rows = [
        [row["name"], t.number(round(row["population"])), t.number(row["places"]), *_format(row, t)]
        for row in answer["municipalities"]
    ]
    write_table(header, rows)
    ways = describe_ways(question, detour_factor=answer["detour_factor"], settings=read_settings(), t=t)
    write(ways, t(f"cli.gaps.demand.{answer['demand']}"))
    if answer["edge_open"]:
        write(t("cli.gaps.edge_open"))
    if change := answer.get("change"):
        write(t("cli.gaps.change", **{name: t.number(round(change[name])) for name in ("gains", "loses")}))


def _format(row: dict[str, Any], t: Texts) -> list[str]:
    share, km = row["share_without"], row["mean_km"]
    said = t("luckor.too_little") if row["too_little"] else t.percent(share)
    return ["–" if math.isnan(share) else said, "–" if math.isnan(km) else t.number(km, 1)]
