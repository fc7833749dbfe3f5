"""Ids that survive rebuilding: made of a row's name and municipality, and never given to another row."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable, Mapping
from functools import partial

import pandas as pd

from kulturkarta.errors import KulturkartaError
from kulturkarta.sources.fact_words import join_text

MAX_SLUG = 100
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "ß": "ss", "ð": "d", "þ": "th"})

# What tells the rows of a table apart, besides where they are; and what their ids are made of.
IDENTITY: Mapping[str, tuple[str, ...]] = {
    "places": ("name",),
    "actors": ("name",),
    "supports": ("name",),
    "collaborations": ("from_name", "to_name", "kind"),
    "proposals": ("title",),
    "activities": ("title",),
    "events": ("name",),
    "need_figures": ("survey", "year", "answer", "question"),
    "municipality_facts": ("indicator", "year"),
    "coverage": ("table", "kind"),
}
_NOT_IN_ID = {"question"}


def make_slug(text: str, *, max_letters: int = MAX_SLUG) -> str:
    """`Gåsinge-Dillnäs hembygdsgård (Sörgården)` -> `gasinge-dillnas-hembygdsgard-sorgarden`, cut between words."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS)).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return words if len(words) <= max_letters else words[: max_letters + 1].rsplit("-", 1)[0][:max_letters]


def find_area(frame: pd.DataFrame, region_key: str) -> pd.Series:
    """The municipality code that ends a row's id; the region's key for what belongs to no single municipality."""
    if "municipality_code" in frame:
        return frame["municipality_code"].where(frame["municipality_code"] != "", region_key)
    if "service_area" in frame:
        return frame["service_area"].where(frame["service_area"].str.fullmatch(r"\d{4}"), region_key)
    return pd.Series(region_key, index=frame.index, dtype="str")


def assign_ids(
    table: str, frame: pd.DataFrame, *, region_key: str, existing: pd.DataFrame | None, taken: set[str]
) -> pd.Series:
    """An id per row of `frame` (text columns, optionally `id_keep`); `taken` gains them.

    A row whose name and municipality are in `existing` keeps its id, an `id_keep` wins over everything. Rows alike in
    name and municipality are told apart by the rest of their content, so the order of the rows never matters.
    `taken` holds the ids of other tables and of rows no longer there: none of them is given out again.
    Raises KulturkartaError for an `id_keep` that is malformed or used twice.
    """
    keep = frame["id_keep"] if "id_keep" in frame else pd.Series("", index=frame.index)
    _check_kept(table, keep[keep != ""])
    waiting = _existing_ids(table, existing, region_key, without=set(keep))
    taken |= set(keep) - {""}
    keys = _keys(table, frame, region_key)
    bases = _bases(table, frame, region_key)
    content = _join(frame, [str(column) for column in frame if column != "id_keep"], "\x1f")
    order = pd.DataFrame({"key": keys, "content": content}).sort_values(["key", "content"]).index
    ids: dict[object, str] = {}
    # A loop over rows: each id depends on those already given.
    for row in order:
        if keep[row]:
            ids[row] = keep[row]
        elif waiting.get(keys[row]):
            ids[row] = waiting[keys[row]].pop(0)
        else:
            ids[row] = _first_free(bases[row], taken)
        taken.add(ids[row])
    return pd.Series(ids, dtype="str").reindex(frame.index)


def _keys(table: str, frame: pd.DataFrame, region_key: str) -> pd.Series:
    # Letters and digits only: a comma or a capital put right does not make another row.
    names = _join(frame, IDENTITY[table], " ")
    return names.map(partial(make_slug, max_letters=sys.maxsize)).astype("str") + "-" + find_area(frame, region_key)


def _bases(table: str, frame: pd.DataFrame, region_key: str) -> pd.Series:
    columns = [column for column in IDENTITY[table] if column not in _NOT_IN_ID]
    return _join(frame, columns, " ").map(make_slug).astype("str") + "-" + find_area(frame, region_key)


def _join(frame: pd.DataFrame, columns: Iterable[str], separator: str) -> pd.Series:
    return join_text([frame[column] for column in columns], separator)


def _existing_ids(
    table: str, existing: pd.DataFrame | None, region_key: str, *, without: set[str]
) -> dict[str, list[str]]:
    if existing is None or existing.empty:
        return {}
    free = existing[~existing["id"].isin(without)]
    grouped = free["id"].groupby(_keys(table, free, region_key))
    return {str(key): sorted(ids, key=_natural) for key, ids in grouped}


def _natural(row_id: str) -> tuple[int, str]:
    return len(row_id), row_id


def _first_free(base: str, taken: Iterable[str]) -> str:
    number, candidate = 1, base
    while candidate in taken:
        number += 1
        candidate = f"{base}-{number}"
    return candidate


def _check_kept(table: str, kept: pd.Series) -> None:
    bad = [row_id for row_id in kept if not _ID.fullmatch(row_id)] + list(kept[kept.duplicated()])
    if bad:
        raise KulturkartaError(f"{table}: id_keep {bad[0]!r} is malformed or used twice")
