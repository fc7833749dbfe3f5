"""Filters as the parameters of an address, the same wherever one is written: pages, links, the map's data.

Names are Swedish and values codes: `kommun=0482&slag=bibliotek,museum&q=jazz`.
"""

from __future__ import annotations

from collections.abc import Mapping

from kulturkarta.analysis.drawn_area import format_area, parse_area
from kulturkarta.analysis.filters import FACETS, Filters

TEXT_PARAM = "q"
AREA_PARAM = "yta"
MAX_TEXT = 200
MAX_PARAM = 2000
"""Characters of one parameter; what is longer is cut."""

_FACET_NAMES = tuple(facet.name for facet in FACETS)
FILTER_PARAMS = (*_FACET_NAMES, TEXT_PARAM, AREA_PARAM)


def parse_filters(params: Mapping[str, str]) -> Filters:
    """Filters from an address; what is no facet is left out, what is too long is cut."""
    words = {name: filter(None, params[name][:MAX_PARAM].split(",")) for name in _FACET_NAMES if params.get(name)}
    chosen = {name: values for name, codes in words.items() if (values := tuple(dict.fromkeys(codes)))}
    area = parse_area(params.get(AREA_PARAM, ""))
    return Filters(chosen=chosen, text=params.get(TEXT_PARAM, "")[:MAX_TEXT], area=area)


def format_filters(filters: Filters) -> dict[str, str]:
    """The address of `filters`: the inverse of `parse_filters`."""
    params = {name: ",".join(filters.chosen[name]) for name in _FACET_NAMES if filters.chosen.get(name)}
    others = {TEXT_PARAM: filters.text if filters.text.strip() else "", AREA_PARAM: format_area(filters.area)}
    return params | {name: value for name, value in others.items() if value}
