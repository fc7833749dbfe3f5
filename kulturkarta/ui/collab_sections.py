"""The sections of the Samverkan page, of which one is shown: three for whoever looks for others, one for the whole."""

from __future__ import annotations

from kulturkarta.partners import get_partners
from kulturkarta.ui.bound import bound_segments
from kulturkarta.ui.collab_group import show_groups
from kulturkarta.ui.collab_match import show_matches
from kulturkarta.ui.collab_network import show_network
from kulturkarta.ui.collab_rooms import show_rooms
from kulturkarta.ui.collab_start import ask_start
from kulturkarta.ui.frame import Page

_SECTIONS = ("hitta", "rum", "ekosystem", "natverk")


def show_section(page: Page) -> None:
    """The section of the address, under the choice between them."""
    t = page.t
    section = bound_segments(
        "del",
        _SECTIONS,
        "hitta",
        label=t("samverkan.section.label"),
        label_visibility="collapsed",
        words=lambda name: t(f"samverkan.section.{name}"),
    )
    partners = get_partners(page.catalogue)
    if section == "natverk":
        show_network(page, partners)
        return
    start = ask_start(page, partners)
    {"hitta": show_matches, "rum": show_rooms, "ekosystem": show_groups}[section](start)
