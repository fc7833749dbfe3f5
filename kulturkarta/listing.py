"""The entries of one catalogue revision with everything built upon them once per process: filters, search, looks.

Pages and data routes share it, so a row number means the same entry to both.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Any

import numpy as np
import pandas as pd

from kulturkarta.analysis.drawn_area import find_inside
from kulturkarta.analysis.entries import list_entries
from kulturkarta.analysis.filters import FacetIndex, Filters, build_facet_index
from kulturkarta.analysis.search import SearchIndex, build_search_index, search
from kulturkarta.catalogue import Catalogue
from kulturkarta.clock import read_today
from kulturkarta.privacy import public_frame
from kulturkarta.schema import MAPPED_TABLES, TABLES
from kulturkarta.settings import read_settings
from kulturkarta.taxonomy import Taxonomy, Vocabulary, read_taxonomy

_KEPT = 8
_listings: OrderedDict[tuple[str, str, int], Listing] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True)
class Found:
    """What a filter leaves: a mask over the entries, counts per facet value, and rows by relevance when searched."""

    mask: np.ndarray
    counts: Mapping[str, Mapping[str, int]]
    order: tuple[int, ...] | None

    @property
    def n(self) -> int:
        return int(self.mask.sum())


class Listing:
    """The entries of `catalogue`, row 0..n-1 in alphabetical order, and the indexes over them."""

    def __init__(self, catalogue: Catalogue, taxonomy: Taxonomy, *, this_year: int) -> None:
        self.catalogue = catalogue
        self.this_year = this_year
        self._public = {name: public_frame(catalogue[name], TABLES[name]) for name in MAPPED_TABLES}
        self.entries = list_entries(self._public["places"], self._public["actors"])
        self._taxonomy = taxonomy

    @cached_property
    def facet_index(self) -> FacetIndex:
        return build_facet_index(self.entries, this_year=self.this_year)

    @cached_property
    def search_index(self) -> SearchIndex:
        texts = self.entries["search_text"].str.cat(self._words_for_codes(), sep=" ")
        return build_search_index(texts, names=self.entries["name"])

    def _words_for_codes(self) -> pd.Series:
        """What the codes of an entry are called in any language: who looks for "library" finds a bibliotek."""
        municipalities = self.entries["municipality_code"].map(self.catalogue.region.municipalities).fillna("")
        words = {name: _all_labels(vocabulary) for name, vocabulary in self._taxonomy.items()}
        place_kind = words[TABLES["places"]["kind"].vocabulary]
        actor_type = words[TABLES["actors"]["actor_type"].vocabulary]
        kinds = self.entries["kind"].map(actor_type | place_kind).fillna("")
        sectors, functions = words["sector"], words["place_function"]
        lists = [
            " ".join([*(sectors[code] for code in sector), *(functions[code] for code in function)])
            for sector, function in zip(self.entries["sectors"], self.entries["functions"], strict=True)
        ]
        return municipalities + " " + kinds + " " + pd.Series(lists, index=kinds.index, dtype="str")

    @cached_property
    def row_of_id(self) -> Mapping[str, int]:
        return dict(zip(self.entries["id"], self.entries.index, strict=True))

    @cached_property
    def _table_rows(self) -> Mapping[str, pd.DataFrame]:
        return {name: frame.set_index("id", drop=False) for name, frame in self._public.items()}

    def find(self, filters: Filters) -> Found:
        """The entries that `filters` leave, and how many each further choice would leave."""
        scores = search(self.search_index, filters.text) if filters.text.strip() else None
        matches = scores
        if filters.area is not None:
            inside = find_inside(self.entries["lon"], self.entries["lat"], filters.area)
            matches = inside if scores is None else np.where(inside, scores, 0)
        mask = self.facet_index.mask(filters, matches=matches)
        counts = self.facet_index.count(filters, matches=matches)
        order = None
        if scores is not None:
            rows = np.flatnonzero(mask)
            order = tuple(rows[np.argsort(-scores[rows], kind="stable")][:1000].tolist())
        return Found(mask=mask, counts=counts, order=order)

    def table_row(self, row: int) -> tuple[str, Mapping[str, Any]]:
        """(table, all public columns) of entry `row`. Raises LookupError when there is none."""
        if not 0 <= row < len(self.entries):
            raise LookupError(row)
        table, key = str(self.entries["table"].iloc[row]), str(self.entries["id"].iloc[row])
        return table, {str(name): value for name, value in self._table_rows[table].loc[key].items()}


def _all_labels(vocabulary: Vocabulary) -> dict[str, str]:
    """code -> its labels in every language, as one text."""
    labels = vocabulary.frame.filter(like="label_")
    return dict(labels.agg(" ".join, axis="columns"))


def get_listing(catalogue: Catalogue) -> Listing:
    """The listing of `catalogue` in this process, built when first asked for."""
    this_year = read_today().year
    key = (catalogue.region.key, catalogue.revision, this_year)
    with _lock:
        if key not in _listings:
            taxonomy = read_taxonomy(read_settings().data_dir / "taxonomy")
            _listings[key] = Listing(catalogue, taxonomy, this_year=this_year)
            while len(_listings) > _KEPT:
                _listings.popitem(last=False)
        _listings.move_to_end(key)
        return _listings[key]
