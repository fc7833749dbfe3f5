"""What a person chose, in the session and in the address, always the same in both.

The address wins when it changed by other hands than ours (a shared link, the back button); else the session does.
Names in the address are Swedish and hold codes: `?kommun=0482&slag=bibliotek,museum&q=jazz&lang=en`. The map writes
`yta`, the area a person drew, there by itself; see analysis/drawn_area.py.
"""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from kulturkarta import catalogues
from kulturkarta.analysis.filter_address import FILTER_PARAMS, MAX_PARAM, MAX_TEXT, format_filters, parse_filters
from kulturkarta.analysis.filters import Filters
from kulturkarta.i18n import DEFAULT_LANGUAGE, Texts, languages
from kulturkarta.settings import read_settings

LANGUAGE_PARAM = "lang"
REGION_PARAM = "region"


_WRITTEN, _PAGE = "address.written", "address.page"


def enter_page(name: str) -> None:
    """Say which page runs. Of the address of another page than before nothing was taken out by anybody."""
    if st.session_state.get(_PAGE) != name:
        st.session_state[_PAGE] = name
        st.session_state[_WRITTEN] = {}


def _is_taken_out(name: str) -> bool:
    """Whether a parameter that we wrote on this page is gone: the back button was pressed."""
    return name not in st.query_params and bool(st.session_state.get(_WRITTEN, {}).get(name))


def adopt_choice(name: str, options: tuple[str, ...], default: str) -> str:
    """A choice that lasts for the session and stands in the address unless it is the default."""
    asked = st.query_params.get(name)
    if asked in options:
        st.session_state[f"choice.{name}"] = asked
    elif _is_taken_out(name):
        st.session_state.pop(f"choice.{name}", None)
    chosen = st.session_state.get(f"choice.{name}", default)
    chosen = chosen if chosen in options else default
    write_param(name, "" if chosen == default else chosen)
    return chosen


def choose(name: str, value: str, default: str) -> None:
    """Set a lasting choice, as a widget's callback does."""
    st.session_state[f"choice.{name}"] = value
    write_param(name, "" if value == default else value)


def read_language() -> Texts:
    """The texts of this session's language, with nothing written: for what stands before the page is known."""
    asked = st.query_params.get(LANGUAGE_PARAM, st.session_state.get(f"choice.{LANGUAGE_PARAM}"))
    return Texts(asked if asked in languages() else DEFAULT_LANGUAGE)


def adopt_language() -> Texts:
    """The texts of this session's language."""
    return Texts(adopt_choice(LANGUAGE_PARAM, languages(), DEFAULT_LANGUAGE))


def default_region() -> str:
    """The region shown when the address names none."""
    keys = catalogues.region_keys()
    configured = read_settings().region
    if configured in keys:
        return configured
    filled = [key for key in keys if any(len(frame) for frame in catalogues.get_catalogue(key).tables.values())]
    return (filled or keys)[0]


def adopt_region() -> str:
    """The key of this session's region."""
    return adopt_choice(REGION_PARAM, tuple(catalogues.region_keys()), default_region())


def adopt_filters(page: str) -> Filters:
    """The filters of this session, taken from the address where that changed since we last wrote it."""
    in_address = read_filter_params()
    arrived = st.session_state.get("filters.page") != page
    ours = in_address == st.session_state.get("filters.written", {})
    # Streamlit clears the address when a person goes to another page by the menu: her filters come along.
    carried = arrived and not in_address and "filters" in st.session_state
    if not ours and not carried:
        st.session_state["filters"] = parse_filters(in_address)
    st.session_state["filters.page"] = page
    filters = st.session_state.get("filters", Filters())
    write_filters(filters)
    return filters


def read_filter_params() -> dict[str, str]:
    """The part of the address that filters own."""
    return {name: st.query_params[name] for name in FILTER_PARAMS if st.query_params.get(name)}


def write_filters(filters: Filters) -> None:
    """Put `filters` into session and address."""
    params = format_filters(filters)
    for name in FILTER_PARAMS:
        write_param(name, params.get(name, ""))
    st.session_state["filters"] = filters
    st.session_state["filters.written"] = params


def read_param(name: str) -> str:
    """One parameter of the address, "" when it is not there; what is too long for any of ours is cut."""
    return st.query_params.get(name, "")[:MAX_PARAM]


def adopt_text(name: str) -> str:
    """A text that lasts for the session and stands in the address while there is any."""
    if name in st.query_params:
        st.session_state[f"text.{name}"] = read_param(name)
    elif _is_taken_out(name):
        st.session_state.pop(f"text.{name}", None)
    text: str = st.session_state.get(f"text.{name}", "")
    write_param(name, text)
    return text


def keep_text(name: str, text: str) -> None:
    """Set a lasting text, as a widget's callback does."""
    st.session_state[f"text.{name}"] = text
    write_param(name, text)


def write_param(name: str, value: str) -> None:
    """Set or remove one parameter of the address, touching it only when it differs: each touch is a step back."""
    st.session_state.setdefault(_WRITTEN, {})[name] = value
    if value and st.query_params.get(name) != value:
        st.query_params[name] = value
    elif not value and name in st.query_params:
        del st.query_params[name]


def set_value(facet: str, code: str, *, chosen: bool) -> None:
    """Choose `code` of `facet`, or let go of it. Saying the same twice changes nothing."""
    filters: Filters = st.session_state["filters"]
    others = tuple(value for value in filters.chosen.get(facet, ()) if value != code)
    if chosen == (code in filters.chosen.get(facet, ())):
        return
    values = (*others, code) if chosen else others
    write_filters(replace(filters, chosen={**filters.chosen, facet: values}))


def set_text(text: str) -> None:
    """Search for `text`."""
    write_filters(replace(st.session_state["filters"], text=text[:MAX_TEXT]))


def clear_area() -> None:
    """Let go of the area that was drawn."""
    write_filters(replace(st.session_state["filters"], area=None))


def clear_filters() -> None:
    """Show everything."""
    write_filters(Filters())
