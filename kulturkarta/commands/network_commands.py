"""The command `network`: what the known ties say, and how much of them is known."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from kulturkarta.commands.match_commands import check_km, read_partners
from kulturkarta.commands.output import OK, write, write_json
from kulturkarta.errors import KulturkartaError
from kulturkarta.i18n import Texts

if TYPE_CHECKING:
    from kulturkarta.analysis.network.borders import BorderIndex
    from kulturkarta.analysis.network.missing import MissingTies
    from kulturkarta.analysis.network.report import NetworkReport
    from kulturkarta.partners import Partners


def add_network_arguments(parser: argparse.ArgumentParser, t: Texts) -> None:
    """`network --region R [--kind K…] [--from Y --to Y] [--municipality CODE] [--sector S] [--km 20] [--json]`"""
    parser.add_argument("--region", help=t("cli.match.region"))
    parser.add_argument("--kind", nargs="+", action="extend", default=[], metavar="K", help=t("cli.network.kind"))
    parser.add_argument("--from", dest="since", type=int, metavar="YEAR", help=t("cli.network.from"))
    parser.add_argument("--to", dest="until", type=int, metavar="YEAR", help=t("cli.network.to"))
    parser.add_argument("--municipality", metavar="CODE", help=t("cli.network.municipality"))
    parser.add_argument("--sector", metavar="S", help=t("cli.network.sector"))
    parser.add_argument("--km", type=float, default=20.0, help=t("cli.network.km"))
    parser.add_argument("--n", type=int, default=20, help=t("cli.network.n"))
    parser.add_argument("--json", action="store_true", help=t("cli.json"))


def run_network(arguments: argparse.Namespace, t: Texts) -> int:
    """Print the measures; the exit code. Raises KulturkartaError for words that nothing is called."""
    from kulturkarta.analysis.network.missing import find_missing_ties
    from kulturkarta.analysis.network.ties import filter_ties

    check_km(arguments.km)
    arguments.catalogue = None
    partners = read_partners(arguments)
    _check(arguments, partners)
    years = None
    if arguments.since is not None or arguments.until is not None:
        years = (arguments.since or 0, arguments.until or 9999)
        if years[0] > years[1]:
            raise KulturkartaError(f"--from {years[0]} is later than --to {years[1]}")
    ties = filter_ties(
        partners.ties,
        kinds=arguments.kind,
        years=years,
        municipalities=[arguments.municipality] if arguments.municipality else [],
        sectors=[arguments.sector] if arguments.sector else [],
    )
    report = partners.measure_network(ties)
    missing = find_missing_ties(partners.matcher, km=arguments.km, n=arguments.n)
    answer = describe_network(partners, report, missing)
    if arguments.json:
        write_json(answer)
    else:
        _write_network(answer, t)
    return OK


def _check(arguments: argparse.Namespace, partners: Partners) -> None:
    known = {
        "kind": sorted(set(partners.ties.edges["kind"].dropna())),
        "municipality": list(partners.catalogue.region.municipalities),
        "sector": list(partners.vocabulary.sectors),
    }
    for name, words in known.items():
        asked = getattr(arguments, name)
        for word in asked if isinstance(asked, list) else [asked]:
            if word and word not in words:
                raise KulturkartaError(f"--{name} {word!r}: use one of {', '.join(words)}")


def describe_network(partners: Partners, report: NetworkReport, missing: MissingTies) -> dict[str, Any]:
    """What `network --json` prints. An actor without a known tie is unknown, not isolated."""
    frame, nodes, whole = partners.matcher.profiles.frame, report.ties.nodes, report.completeness
    crossing = report.crossings
    pairs = [
        {
            "a": frame["id"].iloc[int(a)],
            "b": frame["id"].iloc[int(b)],
            "names": [frame["name"].iloc[int(a)], frame["name"].iloc[int(b)]],
            "score": score,
            "km": km,
        }
        for a, b, score, km in missing.pairs[["a", "b", "score", "km"]].itertuples(index=False)
    ]
    parts = report.parts[report.parts >= 0]
    return {
        "actors": whole.actors,
        "actors_with_known_tie": whole.tied,
        "share_with_known_tie": whole.share_tied,
        "ties": whole.ties,
        "share_dated": whole.share_dated,
        "share_with_both_ends_in_catalogue": whole.share_inside,
        "newest_year": whole.newest,
        "parts": [int((parts == part).sum()) for part in sorted(set(parts.tolist()))],
        "brokers": report.brokers.frame.drop(columns="node").to_dict(orient="records"),
        "cut_vertices": report.brokers.n_cut,
        "betweenness_exact": report.brokers.is_exact,
        "ei_municipality": _describe_index(report.by_municipality),
        "ei_sector": _describe_index(report.by_sector),
        "municipalities": crossing.to_dict(orient="records"),
        "municipalities_without_cross_border_tie": crossing.loc[crossing["across"].eq(0), "municipality_code"].tolist(),
        "communities": None if report.communities is None else int(report.communities.max()) + 1,
        "modularity": report.modularity,
        "density": report.density.to_dict(orient="records"),
        "without_known_tie": nodes["id"].iloc[report.untied].tolist(),
        "missing_ties": pairs,
        "near_pairs_without_tie": missing.n_near,
    }


def _describe_index(index: BorderIndex) -> dict[str, Any]:
    return {name: getattr(index, name) for name in index.__dataclass_fields__}


def _write_network(answer: dict[str, Any], t: Texts) -> None:
    write(
        t(
            "cli.network.known",
            ties=answer["ties"],
            tied=answer["actors_with_known_tie"],
            actors=answer["actors"],
        )
    )
    for broker in answer["brokers"][:5]:
        write(t("samverkan.network.broker", name=broker["name"], n=broker["cut_off"]))
    for name in ("municipality", "sector"):
        write(t(f"samverkan.network.ei_{name}_{answer[f'ei_{name}']['verdict']}"))
    for pair in answer["missing_ties"][:10]:
        write(t("cli.network.missing", a=pair["names"][0], b=pair["names"][1], km=t.number(round(pair["km"]))))
