"""The commands `import-answers` and `undo-import`: answers to a form into the store, and out of it again."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kulturkarta.clock import read_today
from kulturkarta.commands.output import OK, REFUSED, find_region_folder, refuse, warn, write, write_json, write_table
from kulturkarta.errors import DataProblem, KulturkartaError
from kulturkarta.i18n import Texts

if TYPE_CHECKING:
    from kulturkarta.settings import Settings
    from kulturkarta.sources.forms.form import Form


def add_import_arguments(parser: argparse.ArgumentParser, t: Texts) -> None:
    """`import-answers FILE --region R [--map M] [--wave N --consent T --purpose P] [--dry-run] [--write-map M]`"""
    parser.add_argument("path", type=Path, metavar="FILE", help=t("cli.import-answers.path"))
    parser.add_argument("--region", required=True, help=t("cli.gaps.region"))
    parser.add_argument("--map", type=Path, metavar="TOML", help=t("cli.import-answers.map"))
    parser.add_argument("--write-map", type=Path, metavar="TOML", help=t("cli.import-answers.write_map"))
    parser.add_argument("--wave", metavar="NAME", default="", help=t("cli.import-answers.wave"))
    parser.add_argument("--consent", metavar="TEXT", default="", help=t("cli.import-answers.consent"))
    parser.add_argument(
        "--purpose", choices=("needs", "evaluation"), default="needs", help=t("cli.import-answers.purpose")
    )
    parser.add_argument("--dry-run", action="store_true", help=t("cli.import-answers.dry_run"))
    parser.add_argument("--json", action="store_true", help=t("cli.json"))


def run_import(arguments: argparse.Namespace, t: Texts) -> int:
    """Read answers, show what they are and store them; the exit code. With an error anywhere, nothing is stored."""
    from kulturkarta.settings import read_settings
    from kulturkarta.sources.forms.mapping import write_mapping
    from kulturkarta.survey import get_store

    settings = read_settings()
    region = find_region_folder(arguments.region, settings).name
    try:
        form = _read(arguments, settings)
        if arguments.write_map:
            _save_text(arguments.write_map, write_mapping(form.mapping))
        if form.reading.is_refused:
            return refuse(form.reading.problems, t, as_json=arguments.json)
        if not arguments.dry_run:
            answers, mapping = form.reading.answers, write_mapping(form.mapping)
            get_store().save_wave(answers, region=region, mapping=mapping, file=arguments.path.name)
    except DataProblem as problem:
        return refuse([problem], t, as_json=arguments.json)
    if arguments.json:
        write_json({**describe_form(form), "stored": not arguments.dry_run} | _problems(form, t))
        return OK
    warn(form.reading.problems, t)
    _write_form(form, t)
    n, wave = len(form.reading.answers.respondents), arguments.wave
    write(t("cli.import-answers.dry") if arguments.dry_run else t("cli.import-answers.done", n=n, wave=wave))
    return OK


def add_undo_arguments(parser: argparse.ArgumentParser, t: Texts) -> None:
    """`undo-import --region R --wave NAME`"""
    parser.add_argument("--region", required=True, help=t("cli.gaps.region"))
    parser.add_argument("--wave", metavar="NAME", required=True, help=t("cli.undo-import.wave"))


def run_undo(arguments: argparse.Namespace, t: Texts) -> int:
    """Remove exactly one wave from the store; the exit code, 1 when there is none of that name."""
    from kulturkarta.settings import read_settings
    from kulturkarta.survey import get_store

    region = find_region_folder(arguments.region, read_settings()).name
    waves = get_store().list_waves(region)
    named = next((wave for wave in waves if arguments.wave in (wave.wave, wave.title)), None)
    if named is None:
        known = ", ".join(wave.title for wave in waves) or "–"
        write(t("cli.undo-import.none", wave=arguments.wave, known=known))
        return REFUSED
    n = get_store().remove_wave(named.wave, region=region)
    write(t("cli.undo-import.done", n=n, wave=named.title))
    return OK


def _read(arguments: argparse.Namespace, settings: Settings) -> Form:
    from kulturkarta.sources.forms.form import read_form
    from kulturkarta.sources.forms.mapping import read_mapping
    from kulturkarta.sources.forms.reading import Wave
    from kulturkarta.sources.guard import Limits, read_bytes
    from kulturkarta.survey import read_form_words

    limits = Limits.from_settings(settings)
    mapping = None
    if arguments.map:
        text = read_bytes(arguments.map, file=arguments.map.name, limits=limits).decode("utf-8-sig", "replace")
        mapping = read_mapping(text, file=arguments.map.name)
    # What is only looked at needs no name; what is stored does.
    title = arguments.wave or (arguments.path.stem if arguments.dry_run else "")
    wave = Wave(title, arguments.purpose, arguments.consent, read_today().isoformat())
    words = read_form_words(settings.data_dir)
    return read_form(arguments.path, file=arguments.path.name, wave=wave, words=words, limits=limits, mapping=mapping)


def describe_form(form: Form) -> dict[str, Any]:
    """What `import-answers --json` prints: tool, language, each column with its kind and number of answers."""
    from kulturkarta.survey import find_column_role

    answers = form.reading.answers
    n_given = answers.responses["item"].value_counts()
    given = dict(zip(answers.items["question"], answers.items["item"], strict=True))
    return {
        "tool": form.mapping.tool,
        "language": form.mapping.language,
        "wave": answers.waves["wave"].iloc[0],
        "respondents": len(answers.respondents),
        "items": len(answers.items),
        "refused": list(form.reading.refused),
        "masked": form.reading.n_masked,
        "columns": [
            {
                "header": column.header,
                "kind": column.kind,
                "theme": column.theme,
                "role": find_column_role(column),
                "answers": int(n_given.get(given.get(column.header, ""), 0)),
            }
            for column in form.mapping.columns
        ],
    }


def _problems(form: Form, t: Texts) -> dict[str, Any]:
    return {"problems": [problem.as_dict(t) for problem in form.reading.problems]}


def _write_form(form: Form, t: Texts) -> None:
    found = describe_form(form)
    unknown = t("cli.import-answers.unknown")
    write(t("cli.import-answers.tool", tool=found["tool"] or unknown, language=found["language"] or unknown))
    header = [t(f"cli.import-answers.column_{name}") for name in ("header", "kind", "theme", "role", "n")]
    rows = [
        [c["header"][:60], c["kind"], c["theme"] or "–", c["role"] or "–", t.number(c["answers"])]
        for c in found["columns"]
    ]
    write_table(header, rows)
    write(t("cli.import-answers.found", n=found["respondents"], items=found["items"]))
    if found["refused"]:
        write(t("cli.import-answers.refused", headers=", ".join(found["refused"])))


def _save_text(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise KulturkartaError(f"{path} cannot be written: {error}") from error
