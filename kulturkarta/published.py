"""The data sets the map fetches, by name: what each says is made in `figures`, over the entries of `listing`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from kulturkarta.analysis.filter_address import FILTER_PARAMS, parse_filters
from kulturkarta.analysis.gaps.change import CHANGE_STEPS
from kulturkarta.catalogue import Catalogue
from kulturkarta.errors import Translate
from kulturkarta.figures.card_groups import describe_groups
from kulturkarta.figures.cards import CardWords, describe_card, describe_where, is_known
from kulturkarta.figures.land import describe_land
from kulturkarta.figures.points import pack_dots, pack_points, pack_rows
from kulturkarta.i18n import DEFAULT_LANGUAGE, Texts, languages
from kulturkarta.listing import get_listing
from kulturkarta.localities import list_localities
from kulturkarta.publications import Publication
from kulturkarta.questions import QUESTION_PARAMS, Change, Question, read_question
from kulturkarta.reach import Reach, get_reach
from kulturkarta.schema import TABLES
from kulturkarta.settings import read_settings
from kulturkarta.sources.population import read_totals
from kulturkarta.surroundings import get_surroundings
from kulturkarta.taxonomy import read_taxonomy

ROWS_PER_CHUNK = 500  # as in layer/words.js
NAMED_LOCALITY_POPULATION = 1500
_MOST_SPOTS = 5  # of names, and of addresses
_NEIGHBOUR_MARGIN = 0.35  # degrees around the region within which neighbours are drawn faint

JSON = "application/json; charset=utf-8"


def words_of(catalogue: Catalogue, lang: str) -> CardWords:
    """The words that cards and lists of `catalogue` use in `lang`."""
    taxonomy = read_taxonomy(read_settings().data_dir / "taxonomy")
    return CardWords(
        t=Texts(lang),
        label=lambda vocabulary, code: taxonomy[vocabulary].label(code, lang),
        municipalities=catalogue.region.municipalities,
    )


def publish_points(catalogue: Catalogue, /) -> tuple[bytes, str]:
    """Every entry's position and look; see figures/points.py for the layout."""
    return pack_points(get_listing(catalogue).entries), "application/octet-stream"


def publish_land(catalogue: Catalogue, /) -> tuple[bytes, str]:
    """Municipality areas and label points as GeoJSON, EPSG:4326; the names of the most people first."""
    reference = read_settings().data_dir / "reference"
    areas = _read_areas(reference)
    inside = areas["code"].isin(list(catalogue.region.municipalities))
    west, south, east, north = areas[inside].total_bounds
    margin = _NEIGHBOUR_MARGIN
    near = areas.cx[west - 2 * margin : east + 2 * margin, south - margin : north + margin].index
    shown = gpd.GeoDataFrame(areas.assign(inside=inside)[areas.index.isin(near)])
    shown = shown.iloc[np.argsort(-shown["code"].map(read_totals(reference)).to_numpy(), kind="stable")]
    localities = pd.read_csv(reference / "localities.csv", dtype={"municipality_code": str})
    named = localities[
        localities["municipality_code"].isin(list(catalogue.region.municipalities))
        & (localities["population"].fillna(0) >= NAMED_LOCALITY_POPULATION)
    ].sort_values("population", ascending=False, kind="stable")
    marks = get_listing(catalogue).entries.loc[lambda entries: entries["has_point"], ["lon", "lat"]]
    return _dump(describe_land(shown, named, marks)), "application/geo+json; charset=utf-8"


def publish_rows(catalogue: Catalogue, /, chunk: str = "", rows: str = "", lang: str = "sv") -> tuple[bytes, str]:
    """The words of list rows: [id, name, what and where]; 500 neighbours (`chunk`) or those numbered in `rows`.

    `rows` are ascending, each as what it is more than the one before, in base 36: "a.5" is rows 10 and 15.
    Raises LookupError for what is not there.
    """
    entries = get_listing(catalogue).entries
    part = entries.iloc[_read_rows(rows, n=len(entries)) if rows else _read_chunk(chunk or "0", n=len(entries))]
    return _dump(word_rows(part, words_of(catalogue, lang))), JSON


def word_rows(entries: pd.DataFrame, words: CardWords) -> list[tuple[str, str, str]]:
    """Per entry its id, its name, and what and where it is."""
    rows = [{str(name): value for name, value in row.items()} for row in entries.to_dict("records")]
    return [(row["id"], row["name"], _describe_row(row, words)) for row in rows]


def _read_chunk(chunk: str, *, n: int) -> list[int]:
    first = int(chunk) * ROWS_PER_CHUNK if chunk.isdecimal() else -1
    if first < 0 or (first >= n and first > 0):
        raise LookupError(chunk)
    return list(range(first, min(first + ROWS_PER_CHUNK, n)))


def _read_rows(text: str, *, n: int) -> list[int]:
    try:
        steps = [int(step, 36) for step in text.split(".")]
    except ValueError:
        raise LookupError(text) from None
    rows = list(accumulate(steps))
    if min(steps) < 0 or rows[-1] >= n:
        raise LookupError(text)
    return rows


def publish_selection(catalogue: Catalogue, /, **params: str) -> tuple[bytes, str]:
    """Which rows the filters of an address leave, and which are the most relevant; see figures/points.py."""
    found = get_listing(catalogue).find(parse_filters(params))
    return pack_rows(found.mask, found.order or ()), "application/octet-stream"


def publish_card(catalogue: Catalogue, /, row: str = "", lang: str = "sv") -> tuple[bytes, str]:
    """One entry's card. Raises LookupError for a row that is not there."""
    if not row.isdecimal():
        raise LookupError(row)
    return _dump(make_card(catalogue, int(row), words=words_of(catalogue, lang))), JSON


def make_card(catalogue: Catalogue, row: int, *, words: CardWords) -> dict[str, Any]:
    """Everything public about entry `row`, as `layer/card.js` reads it. Raises LookupError."""
    return _make_card(catalogue, row, *get_listing(catalogue).table_row(row), words)


def make_cards(catalogue: Catalogue, rows: Sequence[int], *, words: CardWords) -> Iterator[dict[str, Any]]:
    """The cards of `rows`, in their order, made a few hundred at a time: all at once would fill the memory."""
    for first in range(0, len(rows), ROWS_PER_CHUNK):
        chunk = rows[first : first + ROWS_PER_CHUNK]
        for row, (table, values) in zip(chunk, get_listing(catalogue).table_rows(chunk), strict=True):
            yield _make_card(catalogue, row, table, values, words)


def _make_card(
    catalogue: Catalogue, row: int, table: str, values: Mapping[str, Any], words: CardWords
) -> dict[str, Any]:
    listing = get_listing(catalogue)
    card = describe_card(
        values,
        TABLES[table],
        words=words,
        this_year=listing.this_year,
        stale_years=read_settings().stale_years,
        correction=correction_address(catalogue, values, words.t),
    )
    around = get_surroundings(catalogue)
    card["groups"] = describe_groups(
        rooms=around.rooms_of(values["id"]),
        ties=around.ties_of(values["id"]),
        nearest=around.nearest_to(row),
        rows=listing.row_of_id,
        words=words,
    )
    return card


def publish_row(catalogue: Catalogue, /, entry: str = "") -> tuple[bytes, str]:
    """The row number of an entry id, for a link that names one. Raises LookupError when it is not in the catalogue."""
    return _dump({"row": int(get_listing(catalogue).row_of_id[entry])}), JSON


def publish_localities(catalogue: Catalogue, /) -> tuple[bytes, str]:
    """The localities of the region by name: [name, municipality, lon, lat]."""
    found = list_localities(catalogue.region)
    names = found["municipality_code"].map(catalogue.region.municipalities)
    rows = zip(found["name"], names, found["lon"].round(5), found["lat"].round(5), strict=True)
    return _dump([list(row) for row in rows]), JSON


def publish_spots(catalogue: Catalogue, /, q: str = "", lang: str = "sv") -> tuple[bytes, str]:
    """What `q` may mean, of what is on the map: [name or address, what and where it is, row]."""
    listing = get_listing(catalogue)
    found = listing.find_spots(q, most=_MOST_SPOTS)
    told = word_rows(listing.entries.iloc[list(found)], words_of(catalogue, lang))
    spots = [
        (address, f"{name} · {where}", row) if address else (name, where, row)
        for (row, address), (_, name, where) in zip(found.items(), told, strict=True)
    ]
    return _dump(spots), JSON


def publish_gap_dots(catalogue: Catalogue, /, **params: str) -> tuple[bytes, str]:
    """Points of demand, sized by people and stepped by distance band; see figures/points.py for the layout.

    `params` from `write_question`. Raises LookupError for a question that nobody can ask.
    """
    reach, question = _read_question(catalogue, params)
    answer = reach.ask(question)
    return _pack_people(reach.people.demand, answer.people, answer.gaps.points["band"])


def publish_gap_change(catalogue: Catalogue, /, **params: str) -> tuple[bytes, str]:
    """The same for what if: the points to whose people something happens, stepped from gain to loss."""
    reach, question = _read_question(catalogue, params)
    after = reach.ask(question)
    change = reach.compare(reach.ask(replace(question, change=Change())), after).points["change"]
    changed = change.ne("").to_numpy(dtype=bool)
    return _pack_people(reach.people.demand[changed], after.people[changed], change[changed].map(CHANGE_STEPS.index))


def _read_question(catalogue: Catalogue, params: Mapping[str, str]) -> tuple[Reach, Question]:
    taxonomy = read_taxonomy(read_settings().data_dir / "taxonomy")
    kinds, functions = taxonomy["place_kind"].codes, taxonomy["place_function"].codes
    return get_reach(catalogue), read_question(params, kinds=kinds, functions=functions)


def _pack_people(demand: pd.DataFrame, people: pd.Series, steps: pd.Series) -> tuple[bytes, str]:
    radius = np.clip(0.6 + 0.11 * np.sqrt(people.to_numpy(dtype=float)), 0.8, 9.0)
    packed = pack_dots(demand["lon"], demand["lat"], radius_px=radius, step=steps.to_numpy(dtype=np.uint8))
    return packed, "application/octet-stream"


def correction_address(catalogue: Catalogue, values: Mapping[str, Any], t: Translate) -> str:
    """Where "suggest a correction" leads: the region's form, else a mail with subject and text filled in, else ""."""
    return catalogue.region.find_contact(
        str(values["id"]),
        email=read_settings().contact_email,
        subject=t("card.correct_subject", name=values["name"]),
        body=t("card.correct_body", name=values["name"], id=values["id"]),
    )


def _describe_row(row: Mapping[str, Any], words: CardWords) -> str:
    vocabulary = TABLES[row["table"]]["kind" if row["table"] == "places" else "actor_type"].vocabulary
    kind = [words.label(vocabulary, row["kind"])] if is_known(row["kind"]) else []
    where = describe_where(row, words)
    return " · ".join([*kind, *([where] if where else [])])


@cache
def _read_areas(reference: Path) -> gpd.GeoDataFrame:
    return gpd.read_file(reference / "municipalities.geojson")


def _dump(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


_FIRST = {"lang": DEFAULT_LANGUAGE}
PUBLICATIONS: Mapping[str, Publication] = {
    "points": Publication(publish_points, ahead=[{}]),
    "land": Publication(publish_land, ahead=[{}]),
    "rows": Publication(
        publish_rows, {"chunk": None, "rows": None, "lang": languages()}, ahead=[_FIRST | {"chunk": "0"}]
    ),
    "selection": Publication(publish_selection, dict.fromkeys(FILTER_PARAMS)),
    "card": Publication(publish_card, {"row": None, "lang": languages()}, ahead=[_FIRST | {"row": "0"}]),
    "row": Publication(publish_row, {"entry": None}),
    "localities": Publication(publish_localities),
    "spots": Publication(publish_spots, {"q": None, "lang": languages()}),
    "gap-dots": Publication(publish_gap_dots, dict.fromkeys(QUESTION_PARAMS)),
    "gap-change": Publication(publish_gap_change, dict.fromkeys(QUESTION_PARAMS)),
}
