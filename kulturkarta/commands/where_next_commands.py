"""The command `where-next`: the localities or houses of a region where the next meeting places help most."""

from __future__ import annotations

import argparse
import math
from typing import TYPE_CHECKING, Any

from kulturkarta.commands.gap_commands import add_question_arguments, read_question
from kulturkarta.commands.output import OK, write, write_json, write_table
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
    from kulturkarta.analysis.siting import Alternatives, NextPlaces, SitingRefused
    from kulturkarta.questions import Question

_AIMS = ("coverage", "distance")


def add_where_next_arguments(parser: argparse.ArgumentParser, t: Texts) -> None:
    """`where-next --region R --kind K --km 10 --n 3 [--objective A] [--exact] [--alternatives] [--exclude ID…]
    [--force ID…]`"""
    add_question_arguments(parser, t)
    parser.add_argument("--n", type=int, required=True, help=t("cli.where-next.n"))
    parser.add_argument("--objective", choices=_AIMS, default="coverage", help=t("cli.where-next.objective"))
    for name in ("exclude", "force"):
        text = t(f"cli.where-next.{name}")
        parser.add_argument(f"--{name}", nargs="+", action="extend", default=[], metavar="ID", help=text)
    parser.add_argument("--alternatives", action="store_true", help=t("cli.where-next.alternatives"))
    add_search_arguments(parser, t)


def run_where_next(arguments: argparse.Namespace, t: Texts) -> int:
    """Print where the next places help most; the exit code. Raises KulturkartaError for arguments without sense."""
    from kulturkarta.analysis.siting import SitingRefused
    from kulturkarta.questions import NextQuestion
    from kulturkarta.travel import describe_ways

    check_search(arguments)
    if arguments.n < 1:
        raise KulturkartaError(f"--n {arguments.n} must be 1 or more")
    reach, question = read_question(arguments)
    answer = reach.ask(question)
    asked = NextQuestion(
        arguments.n, arguments.objective, forced=tuple(arguments.force), excluded=tuple(arguments.exclude)
    )
    try:
        with show_progress(t) as progress:
            found = reach.find_next(
                answer,
                asked,
                is_exact=arguments.exact,
                time_limit_s=arguments.seconds if arguments.exact else min(arguments.seconds, BOUND_SECONDS),
                progress=progress,
            )
            others = None
            if arguments.alternatives:
                others = reach.list_alternatives(answer, asked, found.plan, time_limit_s=arguments.seconds)
    except SitingRefused as refused:
        raise KulturkartaError(_explain(refused, arguments)) from refused
    candidates = reach.list_candidates(question)
    names = dict(zip(candidates["id"], candidates["name"], strict=True))
    if arguments.json:
        limits = {"threshold_km": answer.gaps.threshold_km, "threshold_minutes": answer.gaps.threshold_minutes}
        write_json({**describe_next(found, arguments.objective), **limits, "distance": answer.gaps.distance,
                    **({} if others is None else {"alternatives": _describe_alternatives(others, names)})})  # fmt: skip
    else:
        if answer.places.empty:
            write(t("cli.gaps.none_known"))
        _write_next(found, question, t)
        if others is not None:
            _write_alternatives(others, names, t)
        write(describe_ways(question, detour_factor=answer.gaps.detour_factor, settings=reach.settings, t=t))
    return OK


def _explain(refused: SitingRefused, arguments: argparse.Namespace) -> str:
    said = dict(refused.params)
    if refused.code == "no_candidates" and arguments.exclude:
        return "--exclude leaves no candidate: name fewer"
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


def _describe_alternatives(others: Alternatives, names: dict[str, str]) -> dict[str, Any]:
    """The plans almost as good as the best, that one first, and in what share of them each site is."""
    return {
        "complete": others.is_complete,
        "plans": [{"sites": list(plan.sites), "objective": plan.objective} for plan in others.plans],
        "sites": [{"id": site, "name": names[site], "share": share} for site, share in others.share.items()],
    }


def _write_alternatives(others: Alternatives, names: dict[str, str], t: Texts) -> None:
    key = "alternatives_finding" if others.is_complete else "alternatives_more"
    always = t.join(names[site] for site, share in others.share.items() if share == 1) or "–"
    write(t(f"luckor.where.{key}", n=len(others.plans), always=always))
    header = [t("cli.where-next.column.name"), t("luckor.where.column_share"), t("cli.where-next.column.id")]
    write_table(header, [[names[site], t.percent(share), site] for site, share in others.share.items()])


def _write_next(found: NextPlaces, question: Question, t: Texts) -> None:
    from kulturkarta.questions import name_limit

    people = [t.number(round(value)) for value in (found.within_before, found.within_after, found.population)]
    before, after, population = people
    limit = name_limit(question, t)
    if not len(found.sites):
        write(t("cli.where-next.nothing", limit=limit))
        return
    write(
        t("cli.where-next.sentence", n=len(found.sites), limit=limit, before=before, after=after, population=population)
    )
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
