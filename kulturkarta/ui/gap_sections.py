"""The sections of the Luckor page, of which one is shown: each is a question of its own about the same gap."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from kulturkarta.ui.bound import bound_segments
from kulturkarta.ui.gap_certainty import show_certainty
from kulturkarta.ui.gap_compare import show_comparison
from kulturkarta.ui.gap_kinds import show_kinds
from kulturkarta.ui.gap_measures import show_measures
from kulturkarta.ui.gap_next import show_next
from kulturkarta.ui.gap_question import GapPage
from kulturkarta.ui.gap_search import end_search
from kulturkarta.ui.gap_what_if import show_what_if

NEXT = "nasta"
SECTIONS: Mapping[str, Callable[[GapPage], dict[str, pd.DataFrame] | None]] = {
    "laget": show_measures,
    NEXT: show_next,
    "tank": show_what_if,
    "jamfor": show_comparison,
    "slag": show_kinds,
    "sakert": show_certainty,
}
"""By the name they have in an address. Some give sheets of their own to take home."""


def show_section(view: GapPage) -> dict[str, pd.DataFrame]:
    """The section of the address, under the choice between them; the sheets it adds to the workbook."""
    t = view.page.t
    name = bound_segments(
        "del",
        tuple(SECTIONS),
        "laget",
        label=t("luckor.section.label"),
        label_visibility="collapsed",
        words=lambda section: t(f"luckor.section.{section}"),
    )
    if name != NEXT:
        end_search()
    return SECTIONS[name](view) or {}
