"""The map of one catalogue, cut to a filter, as one HTML file that needs no server."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from kulturkarta.analysis.filters import Filters
from kulturkarta.catalogue import Catalogue
from kulturkarta.errors import KulturkartaError
from kulturkarta.figures.map_layer import LayerState
from kulturkarta.figures.points import list_looks, pack_points
from kulturkarta.figures.static_map import BASE, StaticContent, StaticWords, write_static_map
from kulturkarta.i18n import Texts
from kulturkarta.layer_setup import configure_layer
from kulturkarta.listing import Listing, get_listing
from kulturkarta.map_words import describe_map, describe_sources
from kulturkarta.published import make_card, publish_land, publish_localities, word_rows, words_of
from kulturkarta.settings import read_settings

HEIGHT_PX = 680


@dataclass(frozen=True)
class StaticSaying:
    """The words of a file: what it shows, what stands under it, and what a picture of it is called."""

    title: str
    finding: str
    notes: tuple[str, ...]
    file: str


def say_static_map(listing: Listing, filters: Filters, *, t: Texts, today: date) -> StaticSaying:
    """The words of a file with the entries that `filters` leave, made on `today`."""
    region = listing.catalogue.region
    return StaticSaying(
        title=t("karta.title", region=region.name(t.lang)),
        finding=describe_map(listing, filters, listing.find(filters), t=t),
        notes=describe_sources(listing.catalogue, t=t, today=today),
        file=f"kulturkarta-{region.key}",
    )


def make_static_map(catalogue: Catalogue, filters: Filters, *, t: Texts, saying: StaticSaying) -> str:
    """The HTML of the entries that `filters` leave, cards included.

    Raises KulturkartaError when there are more than `Settings.static_map_entries`.
    """
    listing = get_listing(catalogue)
    chosen = np.flatnonzero(listing.find(filters).mask)
    most = read_settings().static_map_entries
    if len(chosen) > most:
        raise KulturkartaError(
            f"{len(chosen)} entries are too many for one file, at most {most}. Filter, or raise "
            "KULTURKARTA_STATIC_MAP_ENTRIES"
        )
    entries = listing.entries.iloc[chosen].reset_index(drop=True)
    content = StaticContent(
        points=pack_points(entries),
        land=json.loads(publish_land(catalogue)[0]),
        localities=json.loads(publish_localities(catalogue)[0]),
        rows=word_rows(entries, words_of(catalogue, t.lang)),
        cards=_make_cards(catalogue, chosen, t),
    )
    region = catalogue.region
    words = StaticWords(
        lang=t.lang,
        title=saying.title,
        finding=saying.finding,
        notes=saying.notes,
        table=t("karta.table", n=len(entries)),
        columns=(t("column.name"), t("static_map.column_about")),
    )
    return write_static_map(
        configure_layer(list_looks(entries)[0], region.tiles, t=t, base=BASE, height=HEIGHT_PX),
        LayerState("file", None, tools=["toolbar"], given={"toolbar": _tell_toolbar(saying, t)}),
        content,
        words,
        view=(region.lon, region.lat, int(region.zoom)),
    )


def _make_cards(catalogue: Catalogue, chosen: np.ndarray, t: Texts) -> list[dict[str, Any]]:
    """The cards of the chosen rows. What they link to is numbered anew; what is not in the file is only named."""
    words = words_of(catalogue, t.lang)
    new_row = {int(row): number for number, row in enumerate(chosen)}
    cards = [make_card(catalogue, int(row), words=words) for row in chosen]
    for card in cards:
        for group in card["groups"]:
            for item in group["items"]:
                item["row"] = new_row.get(item["row"])
    return cards


def _tell_toolbar(saying: StaticSaying, t: Texts) -> dict[str, Any]:
    """As `ui.map_tools.tell_toolbar`, without what only a server can do."""
    return {
        "parts": ["views", "draw", "take"],
        "texts": t.section("tools"),
        "has_server": False,
        "view": "poster",
        "area": "",
        "measures": [],
        "measure": "",
        "choropleth": None,
        "title": saying.title,
        "finding": saying.finding,
        "notes": list(saying.notes),
        "file": saying.file,
        "can_embed": False,
    }
