"""What the view of municipalities says, on the shipped catalogue."""

from __future__ import annotations

import csv

import pytest

from kulturkarta import catalogues
from kulturkarta.analysis.filter_address import parse_filters
from kulturkarta.i18n import Texts
from kulturkarta.listing import get_listing
from kulturkarta.map_views import Choropleth
from kulturkarta.settings import PROJECT_DIR


def choropleth(measure: str, **params: str) -> Choropleth:
    listing = get_listing(catalogues.get_catalogue("sormland"))
    return Choropleth(listing, listing.find(parse_filters(params)), measure, Texts("sv"))


def n_open_in_flen() -> int:
    n = 0
    for name in ("places", "actors"):
        with (PROJECT_DIR / "data" / "sormland" / f"{name}.csv").open(encoding="utf-8") as file:
            n += sum(
                row["municipality_code"] == "0482" and row["status"] != "closed" and not row["closed"]
                for row in csv.DictReader(file)
            )
    return n


def test_the_sentence_names_the_most_and_the_least_and_what_zero_means() -> None:
    shown = choropleth("antal", kommun="0482")
    n = n_open_in_flen()
    assert shown.describe() == (
        f"Antal poster: mest i Flen ({n}), minst (0) i 8 kommuner. "
        "Noll betyder att katalogen inte känner till någon, inte att ingen finns."
    )
    assert shown.explain()["values"]["Flen"] == str(n)
    assert shown.overlay().areas["0482"] == 4
    assert shown.overlay().areas["0480"] == 0


def test_what_is_not_known_is_hatched_and_never_zero() -> None:
    # Only Flen has entries here: of the other municipalities there is nothing to take a share of.
    shown = choropleth("kontrollerade", kommun="0482")
    assert shown.overlay().areas["0480"] == "hatched"
    assert shown.explain()["values"]["Nyköping"] == "Ingen uppgift"
    assert "För 8 kommuner saknas uppgift." in shown.describe()


@pytest.mark.parametrize(("measure", "title"), [("areal_km2", "Areal med vatten (km²)"), ("andel", "Andel av")])
def test_a_measure_is_named_with_its_unit(measure: str, title: str) -> None:
    assert choropleth(measure).title.startswith(title)
