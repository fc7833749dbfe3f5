"""The entries of one catalogue revision with everything built upon them once per process: filters, search, looks.

Pages and data routes share it, so a row number means the same entry to both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from kulturkarta.analysis.choropleth import list_measures
from kulturkarta.analysis.drawn_area import find_inside
from kulturkarta.analysis.entries import UNKNOWN, list_entries
from kulturkarta.analysis.filters import FacetIndex, Filters, build_facet_index
from kulturkarta.analysis.search import SearchIndex, Terms, build_search_index, fold_text, search
from kulturkarta.catalogue import Catalogue
from kulturkarta.clock import read_today
from kulturkarta.privacy import public_frame
from kulturkarta.recent import Recent
from kulturkarta.schema import MAPPED_TABLES, TABLES
from kulturkarta.settings import read_settings
from kulturkarta.taxonomy import Taxonomy, Vocabulary, read_taxonomy

_KEPT = 8
_KEPT_FINDS = 32
_MAX_ORDERED = 1000
_listings: Recent[tuple[str, str, int], Listing] = Recent(_KEPT)


@dataclass(frozen=True)
class Found:
    """What a filter leaves: a mask over the entries, counts per facet value, and rows by relevance when searched.

    Sessions with the same filters share it, so the mask cannot be written to.
    """

    mask: np.ndarray
    counts: Mapping[str, Mapping[str, int]]
    order: tuple[int, ...] | None

    @cached_property
    def n(self) -> int:
        return int(np.count_nonzero(self.mask))


@dataclass(frozen=True)
class Tally:
    """Chosen entries in numbers: per table, municipalities they name, positions that are approximate or missing."""

    n_by_table: Mapping[str, int]
    n_municipalities: int
    n_approximate: int
    n_unplaced: int


class Listing:
    """The entries of `catalogue`, row 0..n-1 in alphabetical order, and the indexes over them."""

    def __init__(self, catalogue: Catalogue, taxonomy: Taxonomy, *, this_year: int) -> None:
        self.catalogue = catalogue
        self.this_year = this_year
        self._public = {name: public_frame(catalogue[name], TABLES[name]) for name in MAPPED_TABLES}
        self.entries = list_entries(self._public["places"], self._public["actors"])
        # The texts are as large as all the rest and only the index reads them.
        self._texts = self.entries.pop("search_text")
        self.is_searchable = False
        self._taxonomy = taxonomy
        self._search_index: Recent[str, SearchIndex] = Recent(1)
        self._finds: Recent[object, Found] = Recent(_KEPT_FINDS)

    @cached_property
    def facet_index(self) -> FacetIndex:
        return build_facet_index(self.entries, this_year=self.this_year)

    @property
    def search_index(self) -> SearchIndex:
        """The index of all texts, built by who asks first; `is_searchable` says when it is there."""
        return self._search_index.get("", self._build_search_index)

    def _build_search_index(self) -> SearchIndex:
        index = build_search_index(self._texts, self.entries["name"], terms=self._terms_of_codes())
        self._texts = self._texts.iloc[:0]
        self.is_searchable = True
        return index

    def _terms_of_codes(self) -> Iterator[Terms]:
        """What the codes of an entry are called in any language: who looks for "library" finds a bibliotek."""
        for index in self.facet_index.facets:
            if index.facet.name in ("kommun", "slag", "aktorstyp", "sektor", "funktion"):
                words = self._labels_of(index.facet.name)
                yield Terms(index.rows, index.codes, [words.get(code, "") for code in index.values])  # noqa: PD011

    def _labels_of(self, facet: str) -> Mapping[str, str]:
        if facet == "kommun":
            return self.catalogue.region.municipalities
        vocabulary = {"slag": "place_kind", "aktorstyp": "actor_type", "sektor": "sector", "funktion": "place_function"}
        return _all_labels(self._taxonomy[vocabulary[facet]])

    @cached_property
    def measures(self) -> tuple[str, ...]:
        """What can be mapped per municipality."""
        return list_measures(self.catalogue["municipality_facts"])

    @cached_property
    def row_of_id(self) -> Mapping[str, int]:
        """The row of each entry by its id."""
        return _RowOfId(self.entries["id"])

    def find(self, filters: Filters) -> Found:
        """The entries that `filters` leave, and how many each further choice would leave."""
        chosen = tuple(sorted((name, values) for name, values in filters.chosen.items() if values))
        return self._finds.get((chosen, filters.text.strip(), filters.area), lambda: self._find(filters))

    def _find(self, filters: Filters) -> Found:
        scores = search(self.search_index, filters.text) if filters.text.strip() else None
        matches = scores
        if filters.area is not None:
            inside = find_inside(self.entries["lon"], self.entries["lat"], filters.area)
            matches = inside if scores is None else np.where(inside, scores, 0)
        mask = self.facet_index.mask(filters, matches=matches)
        mask.flags.writeable = False
        counts = self.facet_index.count(filters, matches=matches)
        order = None if scores is None else tuple(_best_rows(scores, mask).tolist())
        return Found(mask=mask, counts=counts, order=order)

    def find_spots(self, text: str, *, most: int) -> dict[int, str]:
        """The rows on the map that `text` may mean, each with the address it was found by ("": by what search reads).

        What a search finds comes first, best first; then places, whose street addresses search leaves out because an
        actor's may be a home. Of those only exact ones: elsewhere the mark is not at the address.
        """
        wanted = " ".join(text.split())
        if not fold_text(wanted):
            return {}
        placed = self.entries["has_point"].to_numpy()
        scores = search(self.search_index, wanted)
        spots = dict.fromkeys(_best_rows(scores, placed & (scores > 0))[:most].tolist(), "")
        addresses = self._public["places"]["address"].astype("str")
        at = np.flatnonzero(addresses.str.contains(wanted, case=False, regex=False, na=False))
        sharp = placed & ~self.entries["approximate"].to_numpy() & self.entries["table"].eq("places").to_numpy()
        rows = np.flatnonzero(sharp & self.entries["table_row"].isin(at).to_numpy())[:most]
        found = addresses.iloc[self.entries["table_row"].iloc[rows]]
        return spots | dict(zip(rows.tolist(), found, strict=True))

    def tally(self, mask: np.ndarray) -> Tally:
        """The entries of `mask` in numbers."""
        facets = {values.facet.name: values for values in self.facet_index.facets}
        towns = {code for code, n in facets["kommun"].count(mask).items() if n} - {UNKNOWN}
        placed = mask & self.entries["has_point"].to_numpy()
        n_placed = int(np.count_nonzero(placed))
        return Tally(
            n_by_table=facets["typ"].count(mask),
            n_municipalities=len(towns),
            n_approximate=int(np.count_nonzero(placed & self.entries["approximate"].to_numpy())),
            n_unplaced=int(np.count_nonzero(mask)) - n_placed,
        )

    def table_row(self, row: int) -> tuple[str, Mapping[str, Any]]:
        """(table, all public columns) of entry `row`. Raises LookupError when there is none."""
        if not 0 <= row < len(self.entries):
            raise LookupError(row)
        return next(self.table_rows([row]))

    def table_rows(self, rows: Sequence[int]) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """The same for each of `rows`, in their order; many at once cost a fraction each."""
        chosen = self.entries.iloc[list(rows)][["table", "table_row"]]
        records: dict[str, dict[int, dict[str, Any]]] = {}
        for table, group in chosen.groupby("table", observed=True)["table_row"]:
            found = self._public[str(table)].iloc[group.to_numpy()]
            records[str(table)] = dict(zip(group, found.to_dict("records"), strict=True))
        for table, at in chosen.itertuples(index=False):
            yield table, records[table][at]


class _RowOfId(Mapping[str, int]):
    """Looks through the ids each time: a link names one a visit, and a dictionary of a million takes 150 MB."""

    def __init__(self, ids: pd.Series) -> None:
        self._ids = ids

    def __getitem__(self, key: str) -> int:
        if not key:
            raise KeyError(key)
        rows = np.flatnonzero(self._ids.eq(key).to_numpy(dtype=bool, na_value=False))
        if not len(rows):
            raise KeyError(key)
        return int(rows[0])

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)


def _best_rows(scores: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """The rows of `mask` with the highest scores, best first, equals in row order; 1000 at the most."""
    rows = np.flatnonzero(mask)
    found = scores[rows]
    if len(rows) > _MAX_ORDERED:
        least = np.partition(found, len(found) - _MAX_ORDERED)[len(found) - _MAX_ORDERED]
        better = found > least
        equal = np.flatnonzero(found == least)[: _MAX_ORDERED - np.count_nonzero(better)]
        kept = np.sort(np.concatenate([np.flatnonzero(better), equal]))
        rows, found = rows[kept], found[kept]
    return rows[np.argsort(-found, kind="stable")]


def _all_labels(vocabulary: Vocabulary) -> dict[str, str]:
    """code -> its labels in every language, as one text."""
    labels = vocabulary.frame.filter(like="label_")
    return dict(labels.agg(" ".join, axis="columns"))


def get_listing(catalogue: Catalogue) -> Listing:
    """The listing of `catalogue` in this process, built when first asked for."""
    this_year = read_today().year
    key = (catalogue.region.key, catalogue.revision, this_year)
    return _listings.get(key, lambda: Listing(catalogue, _read_vocabularies(), this_year=this_year))


def _read_vocabularies() -> Taxonomy:
    return read_taxonomy(read_settings().data_dir / "taxonomy")
