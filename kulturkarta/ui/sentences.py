"""The sentence above a view: what it shows, with its numbers."""

from __future__ import annotations

from kulturkarta.i18n import Texts
from kulturkarta.listing import Found, Listing


def describe_map(listing: Listing, found: Found, *, t: Texts, area: str = "") -> str:
    """`214 av 422: 120 mötesplatser och 94 aktörer i 9 kommuner. 29 saknar plats på kartan.`

    `area` is what was drawn on the map, in words: then it stands first, and what may lie outside is said.
    """
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
