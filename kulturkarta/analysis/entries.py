"""Entries: places and actors as the one list that map, filters, search and cards share."""

from __future__ import annotations

from itertools import repeat

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
    "table_row",
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
    `lon`, `lat` in degrees (EPSG:4326), `checked_year` a float year, `kind` the place kind or the actor type,
    `table_row` the position in the frame it came from.
    Give it public frames (see `privacy`): entries show what they get.
    """
    parts = [_from_places(places), _from_actors(actors)]
    entries = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    by_id = entries["id"].argsort(kind="stable").to_numpy()
    keys = pd.Series([sort_key(name) for name in entries["name"].to_numpy(dtype=object)[by_id]], dtype="str")
    order = by_id[keys.argsort(kind="stable").to_numpy()]
    return entries[list(ENTRY_COLUMNS)].take(order).reset_index(drop=True)


def _from_places(places: pd.DataFrame) -> pd.DataFrame:
    frame = places.assign(table="places", drive=None, sectors=_no_terms(len(places)))
    return _finish(frame)


def _from_actors(actors: pd.DataFrame) -> pd.DataFrame:
    none = _no_terms(len(actors))
    frame = actors.rename(columns={"actor_type": "kind"}).assign(table="actors", functions=none, accessibility=none)
    return _finish(frame)


def _no_terms(n: int) -> np.ndarray:
    return np.fromiter(repeat((), n), dtype=object, count=n)


def _finish(frame: pd.DataFrame) -> pd.DataFrame:
    texts = ["id", "table", "name", "kind", "drive", "municipality_code", "locality", "position"]
    return frame.astype(dict.fromkeys(texts, "str")).assign(
        approximate=frame["position"].isin(APPROXIMATE_POSITIONS).to_numpy(dtype=bool),
        has_point=(frame["lon"].notna() & frame["lat"].notna()).to_numpy(dtype=bool),
        checked_year=read_years(frame["last_checked"].astype("str")),
        is_closed=find_closed(frame),
        search_text=_join_texts(frame),
        table_row=np.arange(len(frame), dtype=np.int32),
        **{name: frame[name].astype(object) for name in _LIST_COLUMNS},
    )[list(ENTRY_COLUMNS)]


def _join_texts(frame: pd.DataFrame) -> pd.Series:
    texts = [frame[name].astype("str") for name in _SEARCHED_TEXTS if name in frame]
    texts += [_join_lists(frame[name]) for name in _SEARCHED_LISTS if name in frame]
    joined = texts[0].fillna("")
    for text in texts[1:]:
        joined = joined + (" " + text).where(text.notna() & text.ne(""), "")
    return joined.str.lstrip(" ")


def _join_lists(lists: pd.Series) -> pd.Series:
    """The words of each list as one text; equal lists are joined once."""
    numbers, different = pd.factorize(lists.to_numpy(dtype=object))
    joined = pd.Series([" ".join(words) for words in different], dtype="str")
    return joined.take(numbers).set_axis(lists.index)
