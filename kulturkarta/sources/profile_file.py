"""The profile of somebody who is not in the catalogue: a JSON object with the columns of an actor."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from kulturkarta.errors import Cell, DataProblem, KulturkartaError
from kulturkarta.schema import TABLES
from kulturkarta.taxonomy import Taxonomy

MAX_BYTES = 100_000
_WORD_LISTS = ("skills", "offers", "seeks")
_TERM_LISTS = {"sectors": "sector", "roles": "role", "audiences": "audience"}
_TERMS = {"drive": "drive", "actor_type": "actor_type"}
_TEXTS = ("name", "description", "municipality_code", "locality")
_NUMBERS = ("lon", "lat")
FIELDS = (*_WORD_LISTS, *_TERM_LISTS, *_TERMS, *_TEXTS, *_NUMBERS)


def read_profile(path: Path, taxonomy: Taxonomy) -> dict[str, Any]:
    """The columns that the file at `path` states; a field that is not there is unknown.

    Raises KulturkartaError when there is no such file and DataProblem for what its author can mend.
    """
    try:
        content = path.read_bytes()[: MAX_BYTES + 1]
    except OSError as error:
        raise KulturkartaError(f"{path} cannot be read: {error}") from error
    return parse_profile(content, taxonomy, file=path.name)


def parse_profile(content: bytes, taxonomy: Taxonomy, *, file: str) -> dict[str, Any]:
    """As `read_profile`, from bytes."""
    try:
        stated = json.loads(content.decode("utf-8-sig")) if len(content) <= MAX_BYTES else None
    except (ValueError, RecursionError):
        stated = None
    if not isinstance(stated, dict):
        raise DataProblem("profile.not_json", Cell(file))
    for field, value in stated.items():
        if field not in FIELDS:
            raise DataProblem("profile.unknown_field", Cell(file), got=str(field), params={"fields": ", ".join(FIELDS)})
        _check(field, value, taxonomy, Cell(file, column=field))
    return stated


def _check(field: str, value: object, taxonomy: Taxonomy, where: Cell) -> None:
    if field in _NUMBERS:
        column = TABLES["actors"][field]
        low, high = column.minimum or 0, column.maximum or 0
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise DataProblem("profile.not_number", where, got=_show(value))
        return
    is_list = field in _WORD_LISTS or field in _TERM_LISTS
    given = value if isinstance(value, list) else [value]
    words = [word for word in given if isinstance(word, str)]
    if is_list != isinstance(value, list) or len(words) < len(given):
        raise DataProblem("profile.not_list" if is_list else "profile.not_text", where, got=_show(value))
    if vocabulary := _TERM_LISTS.get(field) or _TERMS.get(field):
        terms = taxonomy[vocabulary].codes
        for word in words:
            if word not in terms:
                raise DataProblem("profile.unknown_word", where, got=word, params={"terms": ", ".join(terms)})


def _show(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)[:60]
