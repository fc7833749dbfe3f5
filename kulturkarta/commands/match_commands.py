"""The command `match`: who complements an actor, or somebody who is not in the catalogue, and why."""

from __future__ import annotations

import argparse
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kulturkarta.commands.output import OK, find_region_folder, refuse, write, write_json
from kulturkarta.errors import DataProblem, KulturkartaError
from kulturkarta.i18n import Texts

if TYPE_CHECKING:
    from kulturkarta.analysis.matching.profiles import Profile
    from kulturkarta.analysis.matching.question import Question
    from kulturkarta.partner_words import PartnerWords
    from kulturkarta.partners import Matches, Partners


def add_match_arguments(parser: argparse.ArgumentParser, t: Texts) -> None:
    """`match (--region R | --catalogue DIR) (--actor ID | --profile FILE) --km 30 [--digital] [--weights P]`"""
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--region", help=t("cli.match.region"))
    where.add_argument("--catalogue", type=Path, metavar="DIR", help=t("cli.match.catalogue"))
    who = parser.add_mutually_exclusive_group(required=True)
    who.add_argument("--actor", metavar="ID", help=t("cli.match.actor"))
    who.add_argument("--profile", type=Path, metavar="FILE", help=t("cli.match.profile"))
    parser.add_argument("--km", type=float, default=30.0, help=t("cli.match.km"))
    parser.add_argument("--digital", action="store_true", help=t("cli.match.digital"))
    parser.add_argument("--weights", default="balanced", metavar="NAME", help=t("cli.match.weights"))
    parser.add_argument("--n", type=int, default=20, help=t("cli.match.n"))
    parser.add_argument("--json", action="store_true", help=t("cli.json"))


def run_match(arguments: argparse.Namespace, t: Texts) -> int:
    """Print the partners; the exit code. Raises KulturkartaError for what no actor or number is."""
    from kulturkarta.analysis.matching.weights import PRESETS

    check_km(arguments.km)
    if arguments.n < 1:
        raise KulturkartaError(f"--n {arguments.n} must be 1 or more")
    if arguments.weights not in PRESETS:
        raise KulturkartaError(f"--weights {arguments.weights!r}: use one of {', '.join(PRESETS)}")
    partners = read_partners(arguments)
    try:
        profile = _read_profile(arguments, partners)
    except DataProblem as problem:
        return refuse([problem], t, as_json=arguments.json)
    weights = PRESETS[arguments.weights]
    matches = partners.match(profile, km=arguments.km, digital=arguments.digital, weights=weights)
    question = partners.find_best_question(profile, km=arguments.km, digital=arguments.digital, weights=weights)
    words = choose_words(partners, t)
    answer = describe_matches(partners, matches, question, words, n=arguments.n)
    if arguments.json:
        asked = {name: getattr(arguments, name) for name in ("actor", "km", "digital", "weights")}
        write_json({**asked, **answer})
    else:
        _write_matches(answer, arguments.km, t)
    return OK


def check_km(km: float) -> None:
    if not 0 < km < math.inf:
        raise KulturkartaError(f"--km {km:g} must be above 0")


def read_partners(arguments: argparse.Namespace) -> Partners:
    """The partners of the region or folder that the arguments name; a region's are built once in a process."""
    from kulturkarta import catalogues
    from kulturkarta.partners import Partners, get_partners
    from kulturkarta.settings import read_settings
    from kulturkarta.sources.package import read_catalogue
    from kulturkarta.taxonomy import read_taxonomy

    settings = read_settings()
    if arguments.catalogue:
        catalogue = read_catalogue(arguments.catalogue, settings=settings)
        return Partners(catalogue, read_taxonomy(settings.data_dir / "taxonomy"), settings)
    folder = find_region_folder(arguments.region or settings.region, settings)
    return get_partners(catalogues.get_catalogue(folder.name))


def find_actor(partners: Partners, actor_id: str) -> Profile:
    """The profile of an actor of the catalogue. Raises KulturkartaError with ids that are like it."""
    profile = partners.find_profile(actor_id)
    if profile is not None:
        return profile
    from difflib import get_close_matches

    like = get_close_matches(actor_id, list(partners.names), n=3, cutoff=0.3)
    mend = f"Is it one of these: {', '.join(like)}?" if like else "The ids stand in the region's table of actors"
    raise KulturkartaError(f"{actor_id!r} is no open actor of the catalogue. {mend}")


def choose_words(partners: Partners, t: Texts) -> PartnerWords:
    from kulturkarta.partner_words import PartnerWords
    from kulturkarta.settings import read_settings
    from kulturkarta.taxonomy import read_taxonomy

    return PartnerWords(t, read_taxonomy(read_settings().data_dir / "taxonomy"), partners.vocabulary.offering)


def _read_profile(arguments: argparse.Namespace, partners: Partners) -> Profile:
    from kulturkarta.settings import read_settings
    from kulturkarta.sources.profile_file import read_profile
    from kulturkarta.taxonomy import read_taxonomy

    if arguments.actor:
        return find_actor(partners, arguments.actor)
    taxonomy = read_taxonomy(read_settings().data_dir / "taxonomy")
    return partners.describe_newcomer(read_profile(arguments.profile, taxonomy))


def describe_matches(
    partners: Partners, matches: Matches, question: Question | None, words: PartnerWords, *, n: int
) -> dict[str, Any]:
    """What `match --json` prints: each partner with rank, score, its components and the reasons in words."""
    frame = partners.matcher.profiles.frame
    scores = matches.scores
    components = [name for name in scores if name not in ("score", "km")]
    found = [
        {
            "rank": rank,
            "id": frame["id"].iloc[row],
            "name": frame["name"].iloc[row],
            "municipality_code": frame["municipality_code"].iloc[row],
            "website": frame["website"].iloc[row],
            "score": round(float(scores["score"].iloc[row]), 4),
            "km": round(float(scores["km"].iloc[row]), 1),
            "components": {name: round(float(scores[name].iloc[row]), 4) for name in components},
            "reasons": [
                {"code": reason.code, "points": round(reason.points, 4), "text": words.describe(reason)}
                for reason in partners.explain(matches, row)
            ],
        }
        for rank, row in enumerate(matches.rows[:n].tolist(), start=1)
    ]
    asked = None if question is None else {"field": question.field, "turnover": round(question.turnover, 4)}
    return {
        "n_within": len(matches.rows),
        "n_without_place": matches.n_unplaced,
        "unknown": list(matches.fallback),
        "question": asked,
        "matches": found,
    }


def _write_matches(answer: dict[str, Any], km: float, t: Texts) -> None:
    if not answer["matches"]:
        write(t("cli.match.nobody", km=km))
    for found in answer["matches"]:
        write(t("cli.match.row", rank=found["rank"], name=found["name"], score=t.number(found["score"], 1)))
        write(*(f"   {reason['text']}" for reason in found["reasons"]))
    if answer["unknown"]:
        write(t("cli.match.unknown", fields=t.join(t(f"samverkan.field.{field}") for field in answer["unknown"])))
    if answer["question"]:
        write(t("cli.match.question", field=t(f"samverkan.field.{answer['question']['field']}")))
