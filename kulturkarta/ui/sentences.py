"""The sentence above a view: what it shows, with its numbers."""

from __future__ import annotations

from kulturkarta.i18n import Texts
from kulturkarta.listing import Found, Listing


def describe_map(listing: Listing, found: Found, *, t: Texts, area: str = "") -> str:
    """`214 av 422: 120 mötesplatser och 94 aktörer i 9 kommuner. 29 saknar plats på kartan.`

    `area` is what was drawn on the map, in words: then it stands first, and what may lie outside is said.
    """
    entries = listing.entries
    shown = entries[found.mask]
    if entries.empty:
        return t("karta.nothing_yet")
    if shown.empty:
        return t("karta.nothing_found")
    tables = shown["table"].value_counts()
    sentences = [t("karta.within", area=area)] if area else []
    sentences.append(
        t(
            "karta.finding",
            places=t("karta.n_places", n=int(tables.get("places", 0))),
            actors=t("karta.n_actors", n=int(tables.get("actors", 0))),
            municipalities=t("karta.n_municipalities", n=int(shown["municipality_code"].nunique())),
        )
    )
    placed = shown[shown["has_point"]]
    if n := int(placed["approximate"].sum()):
        sentences.append(t("karta.n_perhaps_outside" if area else "karta.n_approximate", n=n))
    if area:
        sentences.append(t("karta.within_caveat"))
    if n := len(shown) - len(placed):
        sentences.append(t("karta.n_unplaced", n=n))
    return " ".join(sentences)
