"""What surrounds each entry of one catalogue revision, indexed once per process: rooms, ties, nearest places."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from functools import cached_property
from threading import Lock
from typing import Any

import pandas as pd

from kulturkarta.analysis.nearest import NearestIndex, build_nearest_index
from kulturkarta.analysis.ties import list_ties
from kulturkarta.catalogue import Catalogue
from kulturkarta.figures.card_groups import Near
from kulturkarta.listing import Listing, get_listing
from kulturkarta.privacy import public_frame
from kulturkarta.schema import TABLES

_KEPT = 4
_NEAREST = 3
Rows = list[dict[str, Any]]


class Surroundings:
    """Of the entries of `listing`."""

    def __init__(self, listing: Listing) -> None:
        self.listing = listing

    def rooms_of(self, id_: str) -> Rows:
        return self._rooms.get(id_, [])

    def ties_of(self, id_: str) -> Rows:
        """Rows of `analysis.ties.list_ties`."""
        return self._ties.get(id_, [])

    def nearest_to(self, row: int) -> list[Near]:
        """The three nearest open meeting places; a distance is approximate when either position is."""
        names, rough = self._names_and_rough
        found = self._places.find(row, n=_NEAREST)
        return [Near(other, names[other], km, approximate=rough[other] or rough[row]) for other, km in found]

    @cached_property
    def _rooms(self) -> Mapping[str, Rows]:
        return _group(self._public("rooms"), "place_id")

    @cached_property
    def _ties(self) -> Mapping[str, Rows]:
        return _group(list_ties(self._public("collaborations")), "own_id")

    @cached_property
    def _places(self) -> NearestIndex:
        return build_nearest_index(self.listing.entries, table="places")

    @cached_property
    def _names_and_rough(self) -> tuple[list[str], list[bool]]:
        entries = self.listing.entries
        return entries["name"].tolist(), entries["approximate"].tolist()

    def _public(self, name: str) -> pd.DataFrame:
        return public_frame(self.listing.catalogue[name], TABLES[name])


def _group(frame: pd.DataFrame, column: str) -> dict[str, Rows]:
    grouped: dict[str, Rows] = {}
    for record in frame.to_dict("records"):
        row = {str(name): value for name, value in record.items()}
        grouped.setdefault(str(row[column]), []).append(row)
    return grouped


_known: OrderedDict[tuple[str, str, int], Surroundings] = OrderedDict()
_lock = Lock()


def get_surroundings(catalogue: Catalogue) -> Surroundings:
    """The surroundings of the entries of `catalogue` in this process, built when first asked for."""
    listing = get_listing(catalogue)
    key = (catalogue.region.key, catalogue.revision, listing.this_year)
    with _lock:
        if key not in _known:
            _known[key] = Surroundings(listing)
            while len(_known) > _KEPT:
                _known.popitem(last=False)
        _known.move_to_end(key)
        return _known[key]
