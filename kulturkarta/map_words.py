"""What a map says of itself: what it shows, with its numbers, and where that comes from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kulturkarta.analysis.filters import Filters
from kulturkarta.catalogue import Catalogue
from kulturkarta.i18n import Texts
from kulturkarta.listing import Found, Listing
from kulturkarta.localities import describe_area, list_localities
from kulturkarta.schema import MAPPED_TABLES


def describe_map(listing: Listing, filters: Filters, found: Found, *, t: Texts) -> str:
    """`Kartan visar 120 mötesplatser och 94 aktörer i 9 kommuner. 29 saknar plats på kartan.`

    An area that was drawn stands first, and what may lie outside it is said.
    """
    area = describe_area(filters.area, list_localities(listing.catalogue.region), t=t) if filters.area else ""
    if listing.entries.empty:
        return t("karta.nothing_yet")
    if found.n == 0:
        return t("karta.nothing_found")
    tally = listing.tally(found.mask)
    sentences = [t("karta.within", area=area)] if area else []
    sentences.append(
        t(
            "karta.finding",
            places=t("karta.n_places", n=tally.n_by_table["places"]),
            actors=t("karta.n_actors", n=tally.n_by_table["actors"]),
            municipalities=t("karta.n_municipalities", n=tally.n_municipalities),
        )
    )
    if n := tally.n_approximate:
        sentences.append(t("karta.n_perhaps_outside" if area else "karta.n_approximate", n=n))
    if area:
        sentences.append(t("karta.within_caveat"))
    if n := tally.n_unplaced:
        sentences.append(t("karta.n_unplaced", n=n))
    return " ".join(sentences)


def describe_sources(
    catalogue: Catalogue, *, t: Texts, today: date, tables: Sequence[str] = MAPPED_TABLES
) -> tuple[str, ...]:
    """What stands under a map that leaves the house: where the entries come from, what they lack, the day."""
    known = [catalogue.provenance[name] for name in tables if name in catalogue.provenance]
    sources = dict.fromkeys((each.source, each.licence) for each in known if each.source)
    lines = [t("tools.note_data", source=source, licence=licence) for source, licence in sources]
    lines.append(catalogue.region.notes.get(t.lang, ""))
    lines.append(t("tools.note_date", site="Kulturkarta", date=t.day(today)))
    return tuple(line for line in lines if line)
