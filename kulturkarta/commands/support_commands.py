"""The command `support`: which support fits whom, and why."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from kulturkarta.commands.output import OK, find_region_folder, write, write_json, write_table
from kulturkarta.errors import KulturkartaError
from kulturkarta.i18n import Texts

if TYPE_CHECKING:
    from kulturkarta.analysis.support import Seeker
    from kulturkarta.catalogue import Catalogue
    from kulturkarta.taxonomy import Taxonomy

_VOCABULARY = {"sector": "sector", "stage": "actor_stage", "drive": "drive", "function": "support_function"}
_COLUMNS = ("id", "name", "provider", "functions", "target", "service_area", "how_to_apply", "deadline", "website")


def add_support_arguments(parser: argparse.ArgumentParser, t: Texts) -> None:
    """`support [--region R] [--for sector=dans,stage=ny,drive=passion,municipality=0428,function=pengar] [--json]`"""
    parser.add_argument("--region", help=t("cli.gaps.region"))
    parser.add_argument("--for", dest="seeker", default="", metavar="WHO", help=t("cli.support.for"))
    parser.add_argument("--json", action="store_true", help=t("cli.json"))


def run_support(arguments: argparse.Namespace, t: Texts) -> int:
    """Print the supports that may fit; the exit code. Raises KulturkartaError for a word nobody knows."""
    from kulturkarta.settings import read_settings
    from kulturkarta.sources.package import read_catalogue
    from kulturkarta.taxonomy import read_taxonomy

    settings = read_settings()
    catalogue = read_catalogue(find_region_folder(arguments.region or settings.region, settings), settings=settings)
    seeker = read_seeker(arguments.seeker, catalogue, read_taxonomy(settings.data_dir / "taxonomy"))
    answer = list_fitting(catalogue, seeker)
    if arguments.json:
        write_json(answer)
        return OK
    write(t("stod.fits", n=len(answer["supports"]), total=answer["total"]))
    header = [t("column.name"), t("stod.column_why"), t("stod.column_unknown")]
    rows = [[row["name"][:60], ", ".join(row["fits"]), ", ".join(row["unknown"])] for row in answer["supports"]]
    write_table(header, rows)
    return OK


def read_seeker(text: str, catalogue: Catalogue, taxonomy: Taxonomy) -> Seeker:
    """Who is meant by `sector=dans,stage=ny`: codes, or the only code that begins so."""
    from kulturkarta.analysis.support import CRITERIA, Seeker

    given: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, word = part.partition("=")
        if name not in CRITERIA:
            raise KulturkartaError(f"--for {part}: write {', '.join(f'{known}=…' for known in CRITERIA)}")
        codes = taxonomy[_VOCABULARY[name]].codes if name in _VOCABULARY else tuple(catalogue.region.municipalities)
        likely = [code for code in codes if code == word] or [code for code in codes if word and code.startswith(word)]
        if len(likely) != 1:
            raise KulturkartaError(f"--for {part}: no such {name}. Use one of: {', '.join(codes)}")
        given[name] = likely[0]
    return Seeker(**given)


def list_fitting(catalogue: Catalogue, seeker: Seeker) -> dict[str, Any]:
    """What `support --json` prints: who asked, and each support that rules nothing out, with why."""
    from kulturkarta.analysis.support import UNKNOWN, YES, Seeker, find_supports

    supports = catalogue["supports"]
    found = find_supports(supports, seeker)
    return {
        "region": catalogue.region.key,
        "for": {name: getattr(seeker, name) for name in seeker.asked},
        "total": len(find_supports(supports, Seeker())),
        "supports": [
            {
                **{name: list(row[name]) if isinstance(row[name], tuple) else row[name] for name in _COLUMNS},
                "fits": [name for name in seeker.asked if row[name] == YES],
                "unknown": [name for name in seeker.asked if row[name] == UNKNOWN],
            }
            for row in found.to_dict("records")
        ],
    }
