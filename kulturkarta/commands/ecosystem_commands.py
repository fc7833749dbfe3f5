"""The command `ecosystem`: a group of actors that complement each other and can meet in one place."""

from __future__ import annotations

import argparse
import math
from typing import TYPE_CHECKING, Any

from kulturkarta.commands.match_commands import check_km, choose_words, find_actor, read_partners
from kulturkarta.commands.output import OK, write, write_json
from kulturkarta.errors import KulturkartaError
from kulturkarta.i18n import Texts

if TYPE_CHECKING:
    from kulturkarta.analysis.ecosystem.group import Group
    from kulturkarta.analysis.ecosystem.problem import GroupProblem
    from kulturkarta.analysis.matching.profiles import Profile
    from kulturkarta.partner_words import PartnerWords
    from kulturkarta.partners import Partners


def add_ecosystem_arguments(parser: argparse.ArgumentParser, t: Texts) -> None:
    """`ecosystem --region R (--actor ID | --municipality CODE) [--idea WORDS] --size 5 --km 30 [--lock ID…]`"""
    parser.add_argument("--region", help=t("cli.match.region"))
    start = parser.add_mutually_exclusive_group(required=True)
    start.add_argument("--actor", metavar="ID", help=t("cli.match.actor"))
    start.add_argument("--municipality", metavar="CODE", help=t("cli.ecosystem.municipality"))
    parser.add_argument("--idea", default="", metavar="WORDS", help=t("cli.ecosystem.idea"))
    parser.add_argument("--size", type=int, default=5, help=t("cli.ecosystem.size"))
    parser.add_argument("--km", type=float, default=30.0, help=t("cli.ecosystem.km"))
    parser.add_argument("--n", type=int, default=3, help=t("cli.ecosystem.n"))
    for name in ("lock", "exclude"):
        text = t(f"cli.ecosystem.{name}")
        parser.add_argument(f"--{name}", nargs="+", action="extend", default=[], metavar="ID", help=text)
    parser.add_argument("--json", action="store_true", help=t("cli.json"))


def run_ecosystem(arguments: argparse.Namespace, t: Texts) -> int:
    """Print the groups; the exit code. Raises KulturkartaError for what no actor, municipality or number is."""
    from kulturkarta.analysis.ecosystem.group import MAX_SIZE, MIN_SIZE, propose_groups

    check_km(arguments.km)
    if not MIN_SIZE <= arguments.size <= MAX_SIZE:
        raise KulturkartaError(f"--size {arguments.size} must be {MIN_SIZE} to {MAX_SIZE}")
    arguments.catalogue = None
    partners = read_partners(arguments)
    rows = {name: [_find_row(partners, key) for key in getattr(arguments, name)] for name in ("lock", "exclude")}
    problem = partners.pose_group(
        _find_start(arguments, partners), km=arguments.km, idea=arguments.idea, excluded=rows["exclude"]
    )
    groups = propose_groups(problem, arguments.size, locked=rows["lock"], n=max(arguments.n, 1))
    words = choose_words(partners, t)
    if arguments.json:
        asked = {name: getattr(arguments, name) for name in ("actor", "municipality", "idea", "size", "km")}
        found = [describe_group(partners, problem, group) for group in groups]
        write_json({**asked, "candidates": len(problem.rows), "groups": found})
    else:
        _write_groups(partners, problem, groups, words)
    return OK


def _find_start(arguments: argparse.Namespace, partners: Partners) -> Profile:
    if arguments.actor:
        start = find_actor(partners, arguments.actor)
        if not start.knows("place"):
            raise KulturkartaError(f"Nobody knows where {arguments.actor} is, so nothing is near. Use --municipality")
        return start
    known = partners.catalogue.region.municipalities
    if arguments.municipality not in known:
        raise KulturkartaError(f"{arguments.municipality!r} is no municipality here. Use one of: {', '.join(known)}")
    return partners.describe_newcomer({"municipality_code": arguments.municipality})


def _find_row(partners: Partners, actor_id: str) -> int:
    row = find_actor(partners, actor_id).row
    assert row is not None  # noqa: S101  # an actor of the catalogue has one
    return row


def describe_group(partners: Partners, problem: GroupProblem, group: Group) -> dict[str, Any]:
    """One group as `ecosystem --json` prints it. `bound`: no group is worth more than this."""
    frame = partners.matcher.profiles.frame

    def name(row: int) -> dict[str, str]:
        return {"id": frame["id"].iloc[row], "name": frame["name"].iloc[row]}

    members = [
        {
            **(name(seat.row) if seat.row is not None else {"id": None, "name": None}),
            "is_start": seat.is_start,
            "brings": [{"kind": feature.kind, "code": feature.code} for feature in seat.brings],
            "alone": [{"kind": feature.kind, "code": feature.code} for feature in seat.alone],
            "km": seat.km,
            "instead": [name(row) for row in seat.instead],
        }
        for seat in group.seats
    ]
    meeting = None
    if group.meeting:
        place = problem.places.iloc[group.meeting.place]
        meeting = {
            "id": place["id"],
            "name": place["name"],
            "farthest_km": group.meeting.farthest_km,
            "mean_km": group.meeting.mean_km,
        }
    return {
        "members": members,
        "meeting_place": meeting,
        "missing": [{"kind": feature.kind, "code": feature.code} for feature in group.missing],
        "value": group.value,
        "bound": group.bound,
        "exact": group.is_exact,
    }


def _write_groups(partners: Partners, problem: GroupProblem, groups: list[Group], words: PartnerWords) -> None:
    t, frame = words.t, partners.matcher.profiles.frame
    if not groups:
        write(t("samverkan.group.none"))
    for number, group in enumerate(groups, start=1):
        meeting = problem.places["name"].iloc[group.meeting.place] if group.meeting else ""
        write(t("cli.ecosystem.group", number=number, place=meeting or t("word.no_information")))
        for seat in group.seats:
            brings = t.join(words.name_feature(feature.kind, feature.code) for feature in seat.alone or seat.brings)
            who = frame["name"].iloc[seat.row] if seat.row is not None else t("samverkan.group.you")
            km = "–" if math.isnan(seat.km) else words.say_km(seat.km)
            write(f"   {t('cli.ecosystem.member', name=who, brings=brings or '–', km=km)}")
        if group.missing:
            missing = t.join(words.name_feature(feature.kind, feature.code) for feature in group.missing)
            write(f"   {t('samverkan.group.missing', features=missing)}")
