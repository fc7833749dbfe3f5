"""The command `needs`: what was answered about needs, per question and group. Heavy imports stay in the functions."""

from __future__ import annotations

import argparse
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kulturkarta.commands.output import OK, find_region_folder, refuse, write, write_json, write_table
from kulturkarta.errors import DataProblem, KulturkartaError
from kulturkarta.i18n import Texts

if TYPE_CHECKING:
    import pandas as pd

    from kulturkarta.answers import Answers
    from kulturkarta.needs import Needs
    from kulturkarta.settings import Settings

_BY = ("municipality", "sector", "actor_type", "drive", "wave")
_ESTIMATES = ("share_agree", "mean")
_ENDS = ("_low", "_high")


def add_needs_arguments(parser: argparse.ArgumentParser, t: Texts) -> None:
    """`needs --region R [--answers FILE | --demo] --by municipality|sector|actor_type|drive|wave [--json]`"""
    parser.add_argument("--region", help=t("cli.needs.region"))
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--answers", type=Path, metavar="FILE", help=t("cli.needs.answers"))
    source.add_argument("--demo", action="store_true", help=t("cli.needs.demo"))
    parser.add_argument("--by", choices=_BY, default="wave", help=t("cli.needs.by"))
    parser.add_argument("--json", action="store_true", help=t("cli.json"))


def run_needs(arguments: argparse.Namespace, t: Texts) -> int:
    """Print what was answered; the exit code. A file with rows that cannot be read is refused whole."""
    from kulturkarta.needs import Needs, get_needs
    from kulturkarta.settings import read_settings
    from kulturkarta.sources.package import read_catalogue

    settings = read_settings()
    catalogue = read_catalogue(find_region_folder(arguments.region or settings.region, settings), settings=settings)
    if arguments.answers:
        answers, problems = _read_answers(arguments.answers, settings)
        if answers is None:
            return refuse(problems, t, as_json=arguments.json)
        needs = Needs(answers, catalogue["actors"])
    else:
        needs = get_needs(catalogue, is_demo=arguments.demo)
    found = describe_needs(needs, arguments.by, region=catalogue.region.key)
    if arguments.json:
        write_json(found)
    else:
        _write_needs(found, t)
    return OK


def _read_answers(path: Path, settings: Settings) -> tuple[Answers | None, list[DataProblem]]:
    """The file at `path`, laid out as the table need_responses; None with what is wrong in it."""
    from kulturkarta.analysis.needs.catalogue_answers import take_catalogue_answers
    from kulturkarta.schema import TABLES
    from kulturkarta.sources.package import read_finder
    from kulturkarta.sources.registry import read_file
    from kulturkarta.taxonomy import read_taxonomy
    from kulturkarta.validation import validate_table

    if not path.is_file():
        raise KulturkartaError(f"{path} is not a file")
    try:
        raw = read_file(path, table="need_responses", settings=settings)
    except DataProblem as problem:
        return None, [problem]
    taxonomy = read_taxonomy(settings.data_dir / "taxonomy")
    frame, found = validate_table(
        raw, TABLES["need_responses"], taxonomy=taxonomy, municipalities=read_finder(settings).names
    )
    problems = [*raw.problems, *found]
    if any(problem.severity == "error" for problem in problems):
        return None, problems
    return take_catalogue_answers(frame), problems


def describe_needs(needs: Needs, by: str, *, region: str) -> dict[str, Any]:
    """What `needs --json` prints. Shares are 0-1; figures of a group that is not shown are null."""
    from kulturkarta.analysis.needs.describe import CONFIDENCE
    from kulturkarta.analysis.needs.suppression import SMALLEST_GROUP

    division = None if by == "wave" else by
    waves: list[dict[str, Any]] = []
    for row in needs.waves.to_dict(orient="records"):
        name = str(row["wave"])
        weighting = needs.weighting(name)
        waves.append(
            {
                "wave": name,
                "title": row["title"],
                "origin": row["origin"],
                "is_synthetic": row["origin"] == "demo",
                "n": needs.wave(name).wave.n if needs.wave(name).wave.n >= SMALLEST_GROUP else None,
                "n_effective": None if weighting is None else weighting.n_effective,
                "items": _list_items(needs, name, division),
                "choices": _list_choices(needs.choices(name, division)),
                "changes": _list_changes(needs.changes(name)),
            }
        )
    return {
        "region": region,
        "by": by,
        "n_actors": needs.n_actors,
        "smallest_group": SMALLEST_GROUP,
        "confidence": CONFIDENCE,
        "waves": waves,
    }


def _list_items(needs: Needs, name: str, division: str | None) -> list[dict[str, Any]]:
    from kulturkarta.analysis.needs.describe import CLASS_COLUMNS

    weighted = needs.weighted(name).set_index("item")
    items: list[dict[str, Any]] = []
    for item, rows in needs.items(name, division).groupby("item", sort=False):
        first = rows.iloc[0]
        groups = [
            {
                "group": row["group"],
                "is_shown": bool(row["is_shown"]),
                "n": row["n"],
                "shares": [row[column] / row["n"] if row["is_shown"] else None for column in CLASS_COLUMNS],
                **{f"{name}{end}": row[f"{name}{end}"] for name in _ESTIMATES for end in ("", *_ENDS)},
            }
            for row in rows.to_dict(orient="records")
        ]
        known = item in weighted.index
        items.append(
            {
                "item": item,
                "theme": _known(first["theme"]),
                "role": first["role"],
                "question": first["question"],
                "scale": [first["low"], first["high"]],
                "n_hidden_groups": sum(not group["is_shown"] for group in groups),
                "weighted": dict(weighted.loc[item]) if known else None,
                "groups": groups,
            }
        )
    return items


def _list_choices(choices: pd.DataFrame) -> list[dict[str, Any]]:
    columns = ["option", "group", "is_shown", "n", "count", "share", "share_low", "share_high"]
    return [
        {"item": item, "question": rows["question"].iloc[0], "options": rows[columns].to_dict(orient="records")}
        for item, rows in choices.groupby("item", sort=False)
    ]


def _list_changes(changes: pd.DataFrame) -> list[dict[str, Any]]:
    names = [f"{figure}_change{end}" for figure in ("share", "mean") for end in ("", *_ENDS, "_call")]
    return [dict(zip(["question", *names], row, strict=True)) for row in changes[["question", *names]].to_numpy(object)]


def _known(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _write_needs(found: dict[str, Any], t: Texts) -> None:
    if not found["waves"]:
        write(t("cli.needs.no_answers"))
    header = [t(f"cli.needs.column.{name}") for name in ("group", "n", "agree", "interval", "mean", "mean_interval")]
    for wave in found["waves"]:
        origin = t(f"behov.origin.{wave['origin']}")
        write("", f"{wave['title']} · {origin} · n = {_number(wave['n'], t, 0)}")
        for item in wave["items"]:
            write("", item["question"])
            write_table(header, [_describe_group(group, t) for group in item["groups"]])
    if found["waves"]:
        write("", t("cli.needs.hidden", n=found["smallest_group"]))


def _describe_group(group: dict[str, Any], t: Texts) -> list[str]:
    name = {"*": t("cli.needs.whole"), "+": t("cli.needs.rest"), "": t("cli.needs.unknown")}
    label = name.get(group["group"]) or str(group["group"])
    if not group["is_shown"]:
        return [label, "–", "–", "–", "–", "–"]
    share = [t.percent(group[f"share_agree{end}"]) for end in ("", *_ENDS)]
    mean = [_number(group[f"mean{end}"], t, 2) for end in ("", *_ENDS)]
    return [label, _number(group["n"], t, 0), share[0], f"{share[1]}–{share[2]}", mean[0], f"{mean[1]}–{mean[2]}"]


def _number(value: float | None, t: Texts, decimals: int) -> str:
    return "–" if value is None or math.isnan(value) else t.number(value, decimals)
