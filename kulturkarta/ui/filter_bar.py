"""The filters of Karta and Data: search, facets with counts, and what is chosen as buttons that remove it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from kulturkarta.analysis.entries import UNKNOWN
from kulturkarta.analysis.filters import FACETS, FRESHNESS_FACET, TABLE_FACET, Facet, Filters
from kulturkarta.i18n import Texts, sort_key
from kulturkarta.listing import Found
from kulturkarta.localities import describe_area, list_localities
from kulturkarta.regions import Region
from kulturkarta.ui.plain import plain
from kulturkarta.ui.state import clear_area, clear_filters, set_text, set_value

# Which facets share a button, in the order people think: where, what, who, how sure.
_GROUPS: Mapping[str, tuple[str, ...]] = {
    "where": ("kommun",),
    "places": ("slag", "funktion", "tillganglighet"),
    "actors": ("sektor", "aktorstyp", "drivkraft"),
    "facts": (TABLE_FACET, FRESHNESS_FACET),
}
_VOCABULARIES: Mapping[str, str] = {
    "slag": "place_kind",
    "aktorstyp": "actor_type",
    "sektor": "sector",
    "funktion": "place_function",
    "drivkraft": "drive",
    "tillganglighet": "accessibility",
}

Label = Callable[[str, str], str]


def label_value(facet: str, code: str, *, t: Texts, label: Label, municipalities: Mapping[str, str]) -> str:
    """The word for one value of a facet."""
    if code == UNKNOWN:
        return t("word.no_information")
    if facet == "kommun":
        return municipalities.get(code, code)
    if facet == TABLE_FACET:
        return t(f"table.{code}") if t.has(f"table.{code}") else code
    if facet == FRESHNESS_FACET:
        return t(f"freshness.{code}") if t.has(f"freshness.{code}") else code
    return label(_VOCABULARIES[facet], code)


def show_filter_bar(filters: Filters, found: Found, *, t: Texts, label: Label, region: Region) -> None:
    """Search field, one button per group of facets, and the chosen values. Choices land in session and address."""

    def word(facet: str, code: str) -> str:
        return label_value(facet, code, t=t, label=label, municipalities=region.municipalities)

    st.session_state["filter.q"] = filters.text
    with st.container(horizontal=True, vertical_alignment="bottom", key="filter_bar"):
        st.text_input(
            t("filter.search"),
            key="filter.q",
            placeholder=t("filter.search_example"),
            label_visibility="collapsed",
            icon=":material/search:",
            type="search",
            live="300ms",
            max_chars=200,
            width=320,
            on_change=lambda: set_text(st.session_state["filter.q"]),
        )
        for group, names in _GROUPS.items():
            n = sum(len(filters.chosen.get(name, ())) for name in names)
            title = t(f"filter.group_{group}")
            popover = st.popover(
                f"{title} · {n}" if n else title,
                key=f"filter.group.{group}",
                on_change="rerun",
            )
            if popover.open:
                with popover:
                    for facet in FACETS:
                        if facet.name in names:
                            _show_facet(facet, filters, found.counts[facet.name], t=t, word=word)
    area = describe_area(filters.area, list_localities(region), t=t) if filters.area else ""
    _show_chosen(filters, area, t=t, word=word)


def _show_facet(
    facet: Facet, filters: Filters, counts: Mapping[str, int], *, t: Texts, word: Callable[[str, str], str]
) -> None:
    chosen = filters.chosen.get(facet.name, ())
    codes = list(dict.fromkeys([*counts, *chosen]))
    if facet.name not in (TABLE_FACET, FRESHNESS_FACET):
        codes.sort(key=lambda code: (code == UNKNOWN, sort_key(word(facet.name, code))))
    codes = [code for code in codes if counts.get(code, 0) or code in chosen or code != UNKNOWN]
    st.markdown(f"**{t(f'filter.facet_{facet.name}')}**")
    for code in codes:
        key = f"filter.{facet.name}.{code}"
        if st.session_state.get(key, False) != (code in chosen):
            st.session_state[key] = code in chosen
        st.checkbox(
            f"{plain(word(facet.name, code))} ({t.number(counts.get(code, 0))})",
            key=key,
            on_change=_follow_checkbox,
            args=(facet.name, code, key),
        )


def _follow_checkbox(facet: str, code: str, key: str) -> None:
    # Streamlit also calls this for boxes that vanish with their popover: what they hold counts, not that it calls.
    if key in st.session_state:
        set_value(facet, code, chosen=bool(st.session_state[key]))


def _show_chosen(filters: Filters, area: str, *, t: Texts, word: Callable[[str, str], str]) -> None:
    pairs = [(facet.name, code) for facet in FACETS for code in filters.chosen.get(facet.name, ())]
    if not pairs and not area:  # the search field clears itself
        return
    with st.container(horizontal=True, key="filter_chosen"):
        if area:
            st.button(
                plain(area),
                key="filter.remove.area",
                icon=":material/close:",
                icon_position="right",
                help=t("area.remove"),
                on_click=clear_area,
            )
        for facet, code in pairs:
            st.button(
                plain(f"{t(f'filter.facet_{facet}')}: {word(facet, code)}"),
                key=f"filter.remove.{facet}.{code}",
                icon=":material/close:",
                icon_position="right",
                help=t("filter.remove"),
                on_click=set_value,
                args=(facet, code),
                kwargs={"chosen": False},
            )
        st.button(t("filter.clear"), key="filter.clear", type="tertiary", on_click=clear_filters)
