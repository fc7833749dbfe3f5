"""What every page opens with, and the few things all pages say in the same way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlencode

import streamlit as st

from kulturkarta import catalogues
from kulturkarta.analysis.filters import Filters
from kulturkarta.catalogue import Catalogue
from kulturkarta.errors import KulturkartaError
from kulturkarta.figures.palette import Theme
from kulturkarta.i18n import DEFAULT_LANGUAGE, Texts, languages
from kulturkarta.listing import Found, Listing, get_listing
from kulturkarta.regions import Region
from kulturkarta.settings import PROJECT_DIR, Settings, read_settings
from kulturkarta.taxonomy import Taxonomy, read_taxonomy
from kulturkarta.ui.bound import bound_select
from kulturkarta.ui.plain import plain
from kulturkarta.ui.state import (
    LANGUAGE_PARAM,
    REGION_PARAM,
    adopt_language,
    adopt_region,
    default_region,
    read_filter_params,
)

PAGES_DIR = PROJECT_DIR / "pages"


@dataclass(frozen=True)
class Page:
    """What a page works with: texts, the catalogue of the chosen region, its entries, the vocabularies."""

    name: str
    t: Texts
    catalogue: Catalogue
    listing: Listing
    taxonomy: Taxonomy
    settings: Settings
    theme: Theme

    @property
    def region(self) -> Region:
        return self.catalogue.region

    @property
    def label(self) -> Callable[[str, str], str]:
        """(vocabulary, code) -> the word for it in the session's language."""
        return lambda vocabulary, code: self.taxonomy[vocabulary].label(code, self.t.lang)


def open_page(name: str) -> Page:
    """Title, language and region; then what the page works with. Stops the page with the mend when data is missing."""
    t = adopt_language()
    settings = read_settings()
    try:
        keys = catalogues.region_keys()
        if not keys:
            raise KulturkartaError(t("error.no_region", folder=settings.data_dir))
        with st.spinner(t("state.loading_catalogue"), show_time=False):
            region_key = adopt_region()
            catalogue = catalogues.get_catalogue(region_key)
            listing = get_listing(catalogue)
            taxonomy = read_taxonomy(settings.data_dir / "taxonomy")
    except KulturkartaError:
        st.title(t(f"nav.{name}"))
        st.error(t("error.catalogue"), icon=":material/error:")
        st.stop()
    if not st.context.is_embedded:
        _show_heading(name, catalogue.region, keys, t)
    theme = cast(Theme, st.context.theme.type or "light")
    return Page(name, t, catalogue, listing, taxonomy, settings, theme)


def _show_heading(name: str, region: Region, keys: list[str], t: Texts) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", key="heading"):
        st.title(t(f"{name}.title", region=plain(region.name(t.lang))), anchor=False, width="stretch")
        if len(keys) > 1:
            names = {key: catalogues.get_catalogue(key).region.name(t.lang) for key in keys}
            bound_select(
                REGION_PARAM,
                keys,
                default_region(),
                label=t("heading.region"),
                words=names.__getitem__,
                label_visibility="collapsed",
                width=200,
            )
        bound_select(
            LANGUAGE_PARAM,
            languages(),
            DEFAULT_LANGUAGE,
            label=t("heading.language"),
            words=lambda code: t(f"language.{code}"),
            label_visibility="collapsed",
            width=130,
        )


def show_doors(page: Page) -> None:
    """Three ways in, for a first visit: gone as soon as the person has a view of her own."""
    if st.session_state.get("doors.passed") or read_filter_params():
        st.session_state["doors.passed"] = True
        return
    t = page.t
    with st.container(horizontal=True, key="doors"):
        if st.button(t("doors.leader"), key="door.leader", icon=":material/flag:", type="tertiary"):
            go_to("data")
        if st.button(
            t("doors.municipality"), key="door.municipality", icon=":material/location_city:", type="tertiary"
        ):
            go_to("kommun")
        if st.button(t("doors.actor"), key="door.actor", icon=":material/palette:", type="tertiary"):
            go_to("karta", typ="places")


def go_to(name: str, **params: str) -> None:
    """Leave for another page in the same language and region, with `params` in its address."""
    st.switch_page(PAGES_DIR / f"{name}.py", query_params={**kept_params(), **params})


def show_link(page: Page, name: str, *, label: str, icon: str | None = None, **params: str) -> None:
    """A link to another page in the same language and region, with `params` in its address."""
    st.page_link(PAGES_DIR / f"{name}.py", label=label, icon=icon, query_params={**kept_params(), **params})


def kept_params() -> dict[str, str]:
    """What of the address goes along to every page: language and region where they are not the default."""
    return {key: st.query_params[key] for key in (LANGUAGE_PARAM, REGION_PARAM) if key in st.query_params}


def show_full_page_link(page: Page) -> None:
    """From a frame on another site to the same view in a window of its own."""
    params = urlencode({name: st.query_params[name] for name in st.query_params})
    address = f"{(st.context.url or '').split('?')[0]}{f'?{params}' if params else ''}"
    st.link_button(page.t("tools.open_full"), address, icon=":material/open_in_new:", type="tertiary")


def find_entries(page: Page, filters: Filters) -> Found:
    """What `filters` leave. The first search in a large catalogue may have to wait for its index."""
    if filters.text.strip() and not page.listing.is_searchable:
        with st.spinner(page.t("state.building_search"), show_time=True):
            return page.listing.find(filters)
    return page.listing.find(filters)


def show_finding(sentence: str) -> None:
    """The one sentence that says what a view shows."""
    st.markdown(sentence)


def show_source(page: Page, sentence: str) -> None:
    """How well what a view builds on is known, and the way to sources and years."""
    with st.container(horizontal=True, vertical_alignment="center", key="source"):
        st.caption(sentence, width="content")
        show_link(page, "data", label=page.t("frame.sources"), icon=":material/source:")


def show_problems(page: Page) -> None:
    """That rows were set aside, if any were, and where to read which."""
    errors = sum(problem.severity == "error" for problem in page.catalogue.problems)
    if errors:
        st.warning(page.t("state.rows_set_aside", n=errors), icon=":material/rule:")
        if page.name != "data":
            show_link(page, "data", label=page.t("state.see_problems"))
