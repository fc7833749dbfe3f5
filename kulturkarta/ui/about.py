"""The Om page: a text per language, with the contact address of whoever publishes the site."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import streamlit as st

from kulturkarta.i18n import read_page
from kulturkarta.ui.frame import Page, kept_params
from kulturkarta.ui.plain import plain

_OWN_LINK = re.compile(r"\]\((/[a-z]*)\)")


def show_about(page: Page) -> None:
    """The text of `lang/pages/om.<lang>.md`, and what the region says of its data."""
    contact = page.settings.contact_email or page.t("om.no_contact")
    text = read_page("om", page.t.lang).replace("{contact}", plain(contact))
    st.markdown(keep_params(text, kept_params()), width=760)
    if note := page.region.notes.get(page.t.lang):
        st.caption(plain(note), width=760)


def keep_params(text: str, params: dict[str, str]) -> str:
    """`text` with its links to our own pages in the same language and region: `/data` becomes `/data?lang=en`."""
    query = f"?{urlencode(params)}" if params else ""
    return _OWN_LINK.sub(rf"](\1{query})", text)
