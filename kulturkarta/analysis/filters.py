"""Filters: which entries a person chose to see, and how many each further choice would show.

The rule, from the person's side: who ticks "bibliotek" and "musik" gets the libraries and the music actors.

- Within a facet the values are alternatives (or); the facets all hold together (and).
- A facet that belongs to one table (`slag` to places, `sektor` to actors) tests only the rows of that table.
- As soon as such a facet is chosen, the table for which none is chosen leaves the map, unless `typ` names it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from kulturkarta.analysis.drawn_area import DrawnArea
from kulturkarta.analysis.entries import UNKNOWN
from kulturkarta.analysis.ranges import join_ranges
from kulturkarta.schema import MAPPED_TABLES


@dataclass(frozen=True)
class Facet:
    """One thing to filter on. `name` is its name in the URL, `column` that of the entries it reads.

    With a `table`, it tests only the entries of that table.
    """

    name: str
    column: str
    is_list: bool = False
    table: str | None = None


TABLE_FACET = "typ"
FRESHNESS_FACET = "kontrollerad"

FACETS: tuple[Facet, ...] = (
    Facet(TABLE_FACET, "table"),
    Facet("kommun", "municipality_code"),
    Facet("slag", "kind", table="places"),
    Facet("aktorstyp", "kind", table="actors"),
    Facet("sektor", "sectors", is_list=True, table="actors"),
    Facet("funktion", "functions", is_list=True, table="places"),
    Facet("drivkraft", "drive", table="actors"),
    Facet("tillganglighet", "accessibility", is_list=True, table="places"),
    Facet(FRESHNESS_FACET, "checked_year"),
)

FRESHNESS_BUCKETS = ("0-2", "3-5", "6-10", "over-10", UNKNOWN)
"""Years since a row was last checked."""

_BUCKET_LIMITS = (2, 5, 10)


@dataclass(frozen=True)
class Filters:
    """What a person chose: facet name -> value codes (an empty tuple is no choice), the words she typed, and the area
    she drew. The index here knows facets only: who finds gives what words and area leave as its matches."""

    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    text: str = ""
    area: DrawnArea | None = None

    def values(self, facet: Facet) -> tuple[str, ...]:
        return self.chosen.get(facet.name, ())


NO_FILTERS = Filters()


def freshness_bucket(checked_year: pd.Series, *, this_year: int) -> pd.Series:
    """The bucket in `FRESHNESS_BUCKETS` of each year, as text; a year still to come counts as this year.

    With this_year=2026: 2024 -> "0-2", 2023 -> "3-5", 2020 -> "6-10", 2015 -> "over-10", NaN -> "okand".
    """
    years = checked_year.to_numpy(dtype="float64", na_value=np.nan)
    number = np.searchsorted(_BUCKET_LIMITS, this_year - years, side="left")
    number[np.isnan(years)] = len(FRESHNESS_BUCKETS) - 1
    buckets = np.array(FRESHNESS_BUCKETS, dtype=object)[number]
    return pd.Series(buckets, index=checked_year.index, dtype="str")


@dataclass(frozen=True)
class FacetValues:
    """One facet of all entries as pairs: entry `rows[i]` has value `values[codes[i]]`. No pair occurs twice.

    Rows of a table that the facet does not belong to are in no pair; the unknown are, as "okand".
    """

    facet: Facet
    values: tuple[str, ...]
    n_rows: int
    rows: np.ndarray
    codes: np.ndarray
    is_outside: np.ndarray | None
    """True for the rows of other tables; None when the facet belongs to all."""

    def test(self, chosen: Collection[str]) -> np.ndarray:
        """True for rows with one of the `chosen` values, and for rows of tables that are not tested."""
        wanted = np.array([value in chosen for value in self.values], dtype=bool)
        passed = np.zeros(self.n_rows, dtype=bool) if self.is_outside is None else self.is_outside.copy()
        passed[self.rows[wanted[self.codes]]] = True
        return passed

    def count(self, mask: np.ndarray) -> dict[str, int]:
        counts = np.bincount(self.codes[mask[self.rows]], minlength=len(self.values))
        return dict(zip(self.values, counts.tolist(), strict=True))


@dataclass(frozen=True)
class FacetIndex:
    """The facets of one entries frame, made once: `mask` and `count` then take a few milliseconds at 100,000 rows."""

    n_rows: int
    is_table: Mapping[str, np.ndarray]
    facets: tuple[FacetValues, ...]

    def mask(self, filters: Filters, *, matches: np.ndarray | None) -> np.ndarray:
        """True for the entries that `filters` show. `matches`: search scores of `filters.text` (> 0 = found).

        Raises KeyError for a facet that does not exist and ValueError for a text without its matches.
        A value that no entry has matches nothing.
        """
        base, passed = self._test(filters, matches)
        mask = base & self._find_open_tables(filters)
        for test in passed.values():
            mask &= test
        return mask

    def count(self, filters: Filters, *, matches: np.ndarray | None) -> dict[str, dict[str, int]]:
        """facet name -> value -> how many entries with that value are seen once it is chosen, all else as it is.

        So the choices of the facet itself don't count, those of every other facet and the text do. Values that no
        entry shows now have 0. Raises as `mask` does.
        """
        base, passed = self._test(filters, matches)
        open_tables = self._find_open_tables(filters)
        counts: dict[str, dict[str, int]] = {}
        for values in self.facets:
            facet = values.facet
            # Choosing a value of these facets opens the table of the rows that have it.
            opens = facet.table is not None or facet.name == TABLE_FACET
            mask = base.copy() if opens else base & open_tables
            for name, test in passed.items():
                if name != facet.name:
                    mask &= test
            counts[facet.name] = values.count(mask)
        return counts

    def _test(self, filters: Filters, matches: np.ndarray | None) -> tuple[np.ndarray, dict[str, np.ndarray]]:
        unknown = set(filters.chosen) - {values.facet.name for values in self.facets}
        if unknown:
            raise KeyError(f"no such facet: {sorted(unknown)}")
        if matches is None and filters.text.strip():
            raise ValueError("filters.text needs its matches: search(index, filters.text)")
        base = np.ones(self.n_rows, dtype=bool) if matches is None else np.asarray(matches) > 0
        passed = {v.facet.name: v.test(filters.values(v.facet)) for v in self.facets if filters.values(v.facet)}
        return base, passed

    def _find_open_tables(self, filters: Filters) -> np.ndarray:
        tables = {v.facet.table for v in self.facets if v.facet.table and filters.values(v.facet)}
        if not tables:
            return np.ones(self.n_rows, dtype=bool)
        tables |= set(filters.chosen.get(TABLE_FACET, ()))
        is_open = np.zeros(self.n_rows, dtype=bool)
        for table in tables & set(self.is_table):
            is_open |= self.is_table[table]
        return is_open


def build_facet_index(entries: pd.DataFrame, *, this_year: int) -> FacetIndex:
    """The `FacetIndex` of `entries` (from `list_entries`), with freshness as seen in `this_year`."""
    table = entries["table"].to_numpy(dtype=object)
    is_table = {name: table == name for name in MAPPED_TABLES}
    facets = tuple(_index_facet(facet, entries, is_table, this_year=this_year) for facet in FACETS)
    return FacetIndex(len(entries), MappingProxyType(is_table), facets)


def _index_facet(
    facet: Facet, entries: pd.DataFrame, is_table: Mapping[str, np.ndarray], *, this_year: int
) -> FacetValues:
    column = entries[facet.column]
    if facet.name == FRESHNESS_FACET:
        column = freshness_bucket(column, this_year=this_year)
    rows = np.flatnonzero(is_table[facet.table]) if facet.table else np.arange(len(entries))
    numbers, different = pd.factorize(column.to_numpy(dtype=object)[rows], use_na_sentinel=False)
    lists = [_list_values(cell, facet) for cell in different.tolist()]
    values = _order_values(facet, chain.from_iterable(lists))
    code_of = {value: code for code, value in enumerate(values)}
    codes = np.array([code_of[value] for cell in lists for value in cell], dtype=np.uint16)
    stops = np.cumsum([len(cell) for cell in lists], dtype=np.int64)
    starts = np.concatenate([np.zeros(1, dtype=np.int64), stops[:-1]])[: len(stops)]
    return FacetValues(
        facet=facet,
        values=values,
        n_rows=len(entries),
        rows=np.repeat(rows.astype(np.int32), (stops - starts)[numbers]),
        codes=codes[join_ranges(starts[numbers], stops[numbers])],
        is_outside=~is_table[facet.table] if facet.table else None,
    )


def _list_values(cell: Any, facet: Facet) -> tuple[str, ...]:
    """The different values of one cell; "okand" when it says none."""
    if facet.is_list:
        return tuple(dict.fromkeys(cell)) or (UNKNOWN,)
    return (UNKNOWN,) if pd.isna(cell) else (cell,)


def _order_values(facet: Facet, found: Iterable[str]) -> tuple[str, ...]:
    """Values in code order, "okand" last; tables and freshness always complete, in their own order."""
    if facet.name == TABLE_FACET:
        return MAPPED_TABLES
    if facet.name == FRESHNESS_FACET:
        return FRESHNESS_BUCKETS
    return (*sorted(set(found) - {UNKNOWN}), UNKNOWN)


def mask_entries(entries: pd.DataFrame, filters: Filters, *, this_year: int, matches: np.ndarray | None) -> np.ndarray:
    """`FacetIndex.mask` for a single use; who asks again about the same entries keeps the index."""
    return build_facet_index(entries, this_year=this_year).mask(filters, matches=matches)


def count_facets(
    entries: pd.DataFrame, filters: Filters, *, this_year: int, matches: np.ndarray | None
) -> dict[str, dict[str, int]]:
    """`FacetIndex.count` for a single use; who asks again about the same entries keeps the index."""
    return build_facet_index(entries, this_year=this_year).count(filters, matches=matches)
