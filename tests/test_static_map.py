"""The map in one file as the server makes it, on the shipped catalogue."""

from __future__ import annotations

import re

import pytest

from kulturkarta import catalogues, static_map
from kulturkarta.analysis.filters import Filters
from kulturkarta.assets import LAYER_DIR
from kulturkarta.catalogue import Catalogue
from kulturkarta.clock import read_today
from kulturkarta.publications import TooBusyError
from kulturkarta.settings import read_settings
from kulturkarta.static_map import MADE_AT_ONCE, _making, file_address, publish_file
from tests.one_file import held

FLEN = {"kommun": "0482", "slag": "bibliotek"}


@pytest.fixture(scope="module")
def sormland() -> Catalogue:
    return catalogues.get_catalogue("sormland")


def test_the_file_of_an_address_holds_what_it_filters_and_opens_as_the_browser_writes_into_it(
    sormland: Catalogue,
) -> None:
    body, media_type = publish_file(sormland, made=read_today().isoformat(), lang="en", **FLEN)
    html = body.decode()
    assert held(html)["n"] == 3  # in data/sormland/places.csv
    assert media_type.startswith("text/html") and '<html lang="en">' in html
    looked_for = re.search("const OPENING = '(.*)';", (LAYER_DIR / "takeaway.js").read_text(encoding="utf-8"))
    assert looked_for is not None and html.count(f"{looked_for[1]}{{}}</script>") == 1


def test_a_file_of_another_day_or_of_too_many_entries_is_not_there(
    sormland: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(LookupError):
        publish_file(sormland, made="2020-01-01", **FLEN)
    few = read_settings().model_copy(update={"static_map_entries": 2})
    monkeypatch.setattr(static_map, "read_settings", lambda: few)
    with pytest.raises(LookupError):
        publish_file(sormland, made=read_today().isoformat(), **FLEN)


def test_who_asks_while_as_many_files_as_allowed_are_made_is_told_so(sormland: Catalogue) -> None:
    for _ in range(MADE_AT_ONCE):
        _making.acquire()
    try:
        with pytest.raises(TooBusyError):
            publish_file(sormland, made=read_today().isoformat(), **FLEN)
    finally:
        _making.release(MADE_AT_ONCE)
    assert publish_file(sormland, made=read_today().isoformat(), **FLEN)[0]


def test_a_filter_too_long_for_an_address_has_no_file() -> None:
    assert file_address(Filters(text="x" * 1001), lang="sv", today=read_today()) is None
    address = file_address(Filters(text="jazz"), lang="sv", today=read_today())
    assert address == f"file?lang=sv&made={read_today().isoformat()}&q=jazz"
