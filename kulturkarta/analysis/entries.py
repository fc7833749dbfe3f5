"""Entries: places and actors as the one list that map, filters, search and cards share."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from kulturkarta.i18n import sort_key
from kulturkarta.schema import APPROXIMATE_POSITIONS

UNKNOWN = "okand"
"""The code of "unknown" wherever a value must have a name: in a filter, a count, a URL."""

ENTRY_COLUMNS = (
    "id",
    "table",
    "name",
    "kind",
    "sectors",
    "functions",
    "drive",
    "accessibility",
    "municipality_code",
    "locality",
    "lon",
    "lat",
    "position",
    "approximate",
    "has_point",
    "checked_year",
    "is_closed",
    "search_text",
)

_LIST_COLUMNS = ("sectors", "functions", "accessibility")

# What a free-text search looks in, beside the name. Addresses stay out: they may be somebody's home.
_SEARCHED_TEXTS = ("name", "locality", "description", "kind")
_SEARCHED_LISTS = ("offers", "seeks", "skills", "sectors", "functions")


def read_years(dates: pd.Series) -> pd.Series:
    """The year (float64, NaN = unknown) of dates kept as text: `2023`, `2023-05` and `2023-05-17` are all 2023.0."""
    return pd.to_numeric(dates.str.slice(0, 4), errors="coerce").astype("float64")


def find_closed(frame: pd.DataFrame) -> pd.Series:
    """True for rows whose status is `closed` or that have a closing date; an unknown status is not closed."""
    return (frame["status"].eq("closed").fillna(False) | frame["closed"].notna()).astype(bool)


def list_entries(places: pd.DataFrame, actors: pd.DataFrame) -> pd.DataFrame:
    """One row per place and actor, closed ones too, in Swedish alphabetical order of name (then by id).

    The index 0..n-1 is the row number that map layer, list, filters and search all use. Columns: `ENTRY_COLUMNS`;
    `lon`, `lat` in degrees (EPSG:4326), `checked_year` a float year, `kind` the place kind or the actor type.
    Give it public frames (see `privacy`): entries show what they get.
    """
    parts = [_from_places(places), _from_actors(actors)]
    entries = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    keys = pd.DataFrame({"name": [sort_key(name) for name in entries["name"]], "id": entries["id"]})
    order = keys.sort_values(["name", "id"], kind="stable").index
    return entries.loc[order, list(ENTRY_COLUMNS)].reset_index(drop=True)


def _from_places(places: pd.DataFrame) -> pd.DataFrame:
    frame = places.assign(table="places", drive=None, sectors=_no_terms(len(places)))
    return _finish(frame)


def _from_actors(actors: pd.DataFrame) -> pd.DataFrame:
    none = _no_terms(len(actors))
    frame = actors.rename(columns={"actor_type": "kind"}).assign(table="actors", functions=none, accessibility=none)
    return _finish(frame)


def _no_terms(n: int) -> pd.Series:
    return pd.Series([()] * n, dtype=object).to_numpy()


def _finish(frame: pd.DataFrame) -> pd.DataFrame:
    texts = ["id", "table", "name", "kind", "drive", "municipality_code", "locality", "position"]
    return frame.astype(dict.fromkeys(texts, "str")).assign(
        approximate=frame["position"].isin(APPROXIMATE_POSITIONS).to_numpy(dtype=bool),
        has_point=(frame["lon"].notna() & frame["lat"].notna()).to_numpy(dtype=bool),
        checked_year=read_years(frame["last_checked"].astype("str")),
        is_closed=find_closed(frame),
        search_text=_join_texts(frame),
        **{name: frame[name].astype(object) for name in _LIST_COLUMNS},
    )[list(ENTRY_COLUMNS)]


def _join_texts(frame: pd.DataFrame) -> pd.Series:
    columns: list[Sequence[str]] = [
        np.asarray(frame[name].astype(object).fillna(""), dtype=object).tolist()
        for name in _SEARCHED_TEXTS
        if name in frame
    ]
    # Tuples have no vectorised join.
    columns += [[" ".join(words) for words in frame[name]] for name in _SEARCHED_LISTS if name in frame]
    joined = [" ".join(part for part in parts if part) for parts in zip(*columns, strict=True)]
    return pd.Series(joined, index=frame.index, dtype="str")
