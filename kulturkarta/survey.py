"""The answers that people have read in, and the one store of this process."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kulturkarta.analysis.needs.roles import find_role
from kulturkarta.answers import Answers, empty_answers
from kulturkarta.errors import KulturkartaError
from kulturkarta.settings import read_settings
from kulturkarta.sources.forms.mapping import FormColumn
from kulturkarta.sources.forms.words import FormWords
from kulturkarta.taxonomy import read_taxonomy

if TYPE_CHECKING:
    from kulturkarta.store.answer_store import AnswerStore

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class StoredAnswers:
    """What the store holds of one region: answers, which texts may be quoted, and a revision to key caches on.

    `is_readable` is False when the store is there and cannot be read: pages then go on without it and say so.
    """

    answers: Answers
    quotes: frozenset[tuple[str, str]]
    revision: int
    is_readable: bool = True


@cache
def get_store() -> AnswerStore:
    """The store of this process, in the file the settings name."""
    from kulturkarta.store.answer_store import AnswerStore  # slow to import, and not needed where nothing is stored

    return AnswerStore(read_settings().store)


def read_stored_answers(region_key: str) -> StoredAnswers:
    """The answers people have read in about a region. A store that cannot be read gives none and says so."""
    if not read_settings().store.exists():
        return StoredAnswers(empty_answers(), frozenset(), 0)
    store = get_store()
    try:
        revision = store.revision()
        answers, quotes = _read_once(store, region_key, revision)
    except KulturkartaError as error:
        _LOG.error("store.unreadable: %s", error)
        return StoredAnswers(empty_answers(), frozenset(), -1, is_readable=False)
    return StoredAnswers(answers, quotes, revision)


@cache
def read_form_words(data_dir: Path) -> FormWords:
    """The words that forms are recognised by, with the municipalities of all of Sweden, from the data folder."""
    import pandas as pd

    names = pd.read_csv(data_dir / "reference" / "municipalities.csv", dtype=str)
    municipalities = dict(zip(names["code"], names["name"], strict=True))
    return FormWords(read_taxonomy(data_dir / "taxonomy"), municipalities)


def find_column_role(column: FormColumn) -> str:
    """What a column tells of a need, one of ROLES: what a person has said, else its words; "" when it is no scale."""
    return (column.role or find_role(column.header)) if column.kind == "likert" else ""


_kept: dict[tuple[int, str], tuple[int, Answers, frozenset[tuple[str, str]]]] = {}


def _read_once(store: AnswerStore, region_key: str, revision: int) -> tuple[Answers, frozenset[tuple[str, str]]]:
    """The region's answers, read again only when the store has changed."""
    key = (id(store), region_key)
    if key not in _kept or _kept[key][0] != revision:
        _kept[key] = (revision, store.read(region_key), store.approved_quotes())
    return _kept[key][1:]
