"""What the map fetches, on the shipped catalogue."""

from __future__ import annotations

import json

import numpy as np
import pytest

from kulturkarta import catalogues, published
from kulturkarta.analysis.filters import Filters
from kulturkarta.catalogue import Catalogue
from kulturkarta.figures.points import read_points
from kulturkarta.listing import get_listing


@pytest.fixture(scope="module")
def sormland() -> Catalogue:
    return catalogues.get_catalogue("sormland")


def test_points_hold_every_entry_once_where_it_lies(sormland: Catalogue) -> None:
    points = read_points(published.publish_points(sormland)[0])
    entries = get_listing(sormland).entries
    placed = points.row[: len(points.lon)]
    assert sorted(points.row.tolist()) == list(range(len(entries)))
    assert sorted(placed.tolist()) == np.flatnonzero(entries["has_point"]).tolist()
    assert np.abs(points.lat - entries["lat"].to_numpy(dtype=float)[placed]).max() < 3e-6  # a third of a metre


def test_the_rows_of_a_filter_are_those_the_page_finds(sormland: Catalogue) -> None:
    packed, _ = published.publish_selection(sormland, kommun="0482", slag="bibliotek", q="flen")
    n, k = np.frombuffer(packed[4:12], dtype="<u4").tolist()
    found = get_listing(sormland).find(Filters(chosen={"kommun": ("0482",), "slag": ("bibliotek",)}, text="flen"))
    bits = np.unpackbits(np.frombuffer(packed[12 + 4 * k :], dtype=np.uint8), bitorder="little")[:n]
    assert bits.astype(bool).tolist() == found.mask.tolist()
    assert tuple(np.frombuffer(packed[12 : 12 + 4 * k], dtype="<u4").tolist()) == found.order != ()


def test_single_rows_are_asked_for_by_steps_in_base_36(sormland: Catalogue) -> None:
    rows = json.loads(published.publish_rows(sormland, rows="a.5.1a")[0])
    assert [row[0] for row in rows] == get_listing(sormland).entries["id"].iloc[[10, 15, 15 + 46]].tolist()


@pytest.mark.parametrize("rows", ["-1", "a..b", "å", "zzzz", "a.-b"])
def test_rows_that_are_not_there_are_a_lookup_error(sormland: Catalogue, rows: str) -> None:
    with pytest.raises(LookupError):
        published.publish_rows(sormland, rows=rows)


def test_rows_come_in_chunks_in_the_order_of_the_points(sormland: Catalogue) -> None:
    rows = json.loads(published.publish_rows(sormland, chunk="0", lang="en")[0])
    assert [row[0] for row in rows] == get_listing(sormland).entries["id"].head(500).tolist()
    with pytest.raises(LookupError):
        published.publish_rows(sormland, chunk="1")


def test_a_card_is_found_by_its_row_and_the_row_by_its_id(sormland: Catalogue) -> None:
    row = json.loads(published.publish_row(sormland, entry="flens-bibliotek-0482")[0])["row"]
    card = json.loads(published.publish_card(sormland, row=str(row))[0])
    assert (card["id"], card["name"]) == ("flens-bibliotek-0482", "Flens bibliotek")


@pytest.mark.parametrize("row", ["-1", "x", "", "99999999"])
def test_a_card_that_is_not_there_is_a_lookup_error(sormland: Catalogue, row: str) -> None:
    with pytest.raises(LookupError):
        published.publish_card(sormland, row=row)


def test_dots_hold_everyone_who_is_counted(sormland: Catalogue) -> None:
    packed, _ = published.publish_gap_dots(sormland, kinds="bibliotek", km="10")
    n = int(np.frombuffer(packed[4:8], dtype="<u4")[0])
    assert len(packed) == 8 + 10 * n and n > 1000
    assert set(packed[8 + 9 * n :]) <= {0, 1, 2, 3, 4}


@pytest.mark.parametrize(
    "asked", [{}, {"kinds": "nope"}, {"kinds": "bibliotek", "km": "0"}, {"kinds": "bibliotek", "km": "1e9"}]
)
def test_dots_of_a_question_without_sense_are_a_lookup_error(sormland: Catalogue, asked: dict[str, str]) -> None:
    with pytest.raises(LookupError):
        published.publish_gap_dots(sormland, **asked)


def test_corrections_lead_to_the_regions_form_else_to_a_mail_else_nowhere(sormland: Catalogue) -> None:
    from dataclasses import replace

    from kulturkarta.i18n import Texts

    region = replace(sormland.region, correction_url="https://region.se/rattelse?post={id}")
    with_form = replace(sormland, region=region)
    values = {"id": "a&b", "name": "A"}
    assert published.correction_address(with_form, values, Texts("sv")) == "https://region.se/rattelse?post=a%26b"
    assert published.correction_address(sormland, values, Texts("sv")) == ""


def test_a_card_names_collaborations_and_the_three_nearest_places(sormland: Catalogue) -> None:
    listing = get_listing(sormland)
    card = published.make_card(
        sormland, listing.row_of_id["scenkonst-sormland-0484"], words=published.words_of(sormland, "sv")
    )
    groups = {group["title"]: group["items"] for group in card["groups"]}
    castle = next(item for item in groups["Samverkar med"] if item["text"] == "AB Ericsberg Säteri")
    assert listing.entries.loc[castle["row"], "id"] == "ab-ericsberg-sateri-0483"
    assert len(groups["Närmaste mötesplatser"]) == 3
    assert {listing.entries.loc[item["row"], "table"] for item in groups["Närmaste mötesplatser"]} == {"places"}
