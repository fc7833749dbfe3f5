"""The map of one catalogue, cut to a filter, as one HTML file that needs no server: every view that Karta has of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from threading import BoundedSemaphore
from typing import Any

import numpy as np
import pandas as pd

from kulturkarta.analysis.drawn_area import format_area
from kulturkarta.analysis.filter_address import FILTER_PARAMS, format_filters, parse_filters
from kulturkarta.analysis.filters import Filters
from kulturkarta.catalogue import Catalogue
from kulturkarta.clock import read_today
from kulturkarta.errors import KulturkartaError
from kulturkarta.figures.map_layer import LayerState
from kulturkarta.figures.points import compress_rows, list_looks, pack_points
from kulturkarta.figures.static_map import BASE, StaticContent, StaticWords, write_static_map
from kulturkarta.i18n import DEFAULT_LANGUAGE, Texts, languages
from kulturkarta.layer_setup import configure_layer
from kulturkarta.listing import Found, Listing, get_listing
from kulturkarta.map_views import (
    DENSITY,
    ENTRIES,
    MUNICIPALITIES,
    Choropleth,
    describe_view,
    name_measure,
    tabulate_localities,
)
from kulturkarta.map_words import describe_sources
from kulturkarta.publications import Publication, TooBusyError, filter_data_address
from kulturkarta.published import make_cards, publish_land, publish_localities, word_rows, words_of
from kulturkarta.settings import read_settings

HEIGHT_PX = 680
MADE_AT_ONCE = 2
"""Files that the server makes at the same time: each keeps one core busy for seconds."""
_making = BoundedSemaphore(MADE_AT_ONCE)


@dataclass(frozen=True)
class Opening:
    """What the file shows when it is opened: a view of `map_views.VIEWS`, and the measure of its municipalities."""

    view: str = ENTRIES
    measure: str = ""


def make_static_map(
    catalogue: Catalogue, filters: Filters, *, t: Texts, today: date, opening: Opening | None = None
) -> str:
    """The HTML of the entries that `filters` leave, in all views, cards included, made on `today`.

    Raises KulturkartaError when there are more than `Settings.static_map_entries`.
    """
    listing = get_listing(catalogue)
    found = listing.find(filters)
    chosen = np.flatnonzero(found.mask)
    _check_number(len(chosen))
    entries = listing.entries.iloc[chosen].reset_index(drop=True)
    views = list(_list_views(listing, filters, found, t))
    content = StaticContent(
        points=pack_points(entries),
        land=json.loads(publish_land(catalogue)[0]),
        localities=json.loads(publish_localities(catalogue)[0]),
        rows=word_rows(entries, words_of(catalogue, t.lang)),
        cards=_make_cards(catalogue, chosen, t),
        views=views,
        opening=_tell_opening(opening or Opening()),
    )
    region = catalogue.region
    title = t("karta.title", region=region.name(t.lang))
    notes = describe_sources(catalogue, t=t, today=today)
    words = StaticWords(
        lang=t.lang,
        title=title,
        finding=views[0]["finding"],
        notes=notes,
        table=t("karta.table", n=len(entries)),
        columns=(t("column.name"), t("static_map.column_about")),
        texts=t.section("static_map") | {"rows": t.section("karta")["table_rows"]},
    )
    toolbar = {
        "parts": ["views", "draw", "take"],
        "texts": t.section("tools") | {"around": t("tools.around_in_file")},
        "has_server": False,
        "area": format_area(filters.area),
        "measures": [[measure, name_measure(listing, measure, t=t)] for measure in listing.measures],
        "title": title,
        "notes": list(notes),
        "file": f"kulturkarta-{region.key}",
        "file_address": "",
        "file_note": "",
        "can_embed": False,
    }
    config = configure_layer(list_looks(entries)[0], region.tiles, t=t, base=BASE, height=HEIGHT_PX)
    return write_static_map(
        replace(config, legend_open=True),
        LayerState("file", _tell_order(found, chosen), tools=["toolbar"], given={"toolbar": toolbar}),
        content,
        words,
        view=(region.lon, region.lat, int(region.zoom)),
    )


def publish_file(
    catalogue: Catalogue, /, made: str = "", lang: str = DEFAULT_LANGUAGE, **params: str
) -> tuple[bytes, str]:
    """The file of the entries that the filters of an address leave, of the day `made`; it opens as `layer/takeaway.js`
    writes into it.

    Raises LookupError for another day than today and for more entries than a file holds, and TooBusyError.
    """
    today, filters = read_today(), parse_filters(params)
    if made != today.isoformat() or not fits_file(get_listing(catalogue).find(filters).n):
        raise LookupError(made)
    if not _making.acquire(blocking=False):
        raise TooBusyError
    try:
        html = make_static_map(catalogue, filters, t=Texts(lang), today=today)
    finally:
        _making.release()
    return html.encode("utf-8"), "text/html; charset=utf-8"


def file_address(filters: Filters, *, lang: str, today: date) -> str | None:
    """Where `publish_file` answers, None for too long a filter; the day keeps browsers from giving yesterday's."""
    return filter_data_address("file", {**format_filters(filters), "lang": lang, "made": today.isoformat()})


STATIC_MAP = Publication(publish_file, {**dict.fromkeys(FILTER_PARAMS), "made": None, "lang": languages()})


def _tell_order(found: Found, chosen: np.ndarray) -> dict[str, str] | None:
    """All entries of the file, and of a search which are the most relevant."""
    if found.order is None:
        return None
    order = np.searchsorted(chosen, found.order)
    return {"inline": compress_rows(np.ones(len(chosen), dtype=bool), order.tolist())}


def _tell_opening(opening: Opening) -> dict[str, str]:
    """As in the address of Karta, where the usual is not written."""
    measure = opening.measure if opening.view == MUNICIPALITIES else ""
    view = "" if opening.view == ENTRIES else opening.view
    told = {"visa": view, "matt": measure}
    return {name: value for name, value in told.items() if value}


def fits_file(n: int) -> bool:
    """Whether a file holds `n` entries."""
    return n <= read_settings().static_map_entries


def _check_number(n: int) -> None:
    if not fits_file(n):
        most = read_settings().static_map_entries
        raise KulturkartaError(
            f"{n} entries are too many for one file, at most {most}. Filter, or raise KULTURKARTA_STATIC_MAP_ENTRIES"
        )


def _list_views(listing: Listing, filters: Filters, found: Found, t: Texts) -> Iterator[dict[str, Any]]:
    """What the page would tell the toolbar in each view, for each measure, with the table that says the same."""

    def tell(view: str, table: dict[str, Any] | None, choropleth: Choropleth | None = None) -> dict[str, Any]:
        return {
            "view": view,
            "finding": describe_view(listing, filters, found, t=t, view=view, choropleth=choropleth),
            "measure": choropleth.measure if choropleth else "",
            "choropleth": choropleth.explain() if choropleth else None,
            "overlay": choropleth.overlay().describe() if choropleth else None,
            "table": table,
        }

    yield tell(ENTRIES, None)
    localities, n_left_out = tabulate_localities(listing, found, t=t)
    note = t("tools.tathet_table_note", n=n_left_out)
    yield tell(DENSITY, _tell_table(t("tools.tathet_table"), note, localities))
    for measure in listing.measures:
        choropleth = Choropleth(listing, found, measure, t)
        yield tell(MUNICIPALITIES, _tell_table(t("choropleth.table"), "", choropleth.table()), choropleth)


def _tell_table(title: str, note: str, rows: pd.DataFrame) -> dict[str, Any]:
    cells = rows.astype(object).where(rows.notna(), None)
    return {"title": title, "note": note, "columns": list(rows.columns), "rows": cells.to_numpy().tolist()}


def _make_cards(catalogue: Catalogue, chosen: np.ndarray, t: Texts) -> Iterator[dict[str, Any]]:
    """The cards of the chosen rows. What they link to is numbered anew; what is not in the file is only named."""
    new_row = {int(row): number for number, row in enumerate(chosen)}
    for card in make_cards(catalogue, list(new_row), words=words_of(catalogue, t.lang)):
        for group in card["groups"]:
            for item in group["items"]:
                item["row"] = new_row.get(item["row"])
        yield card
