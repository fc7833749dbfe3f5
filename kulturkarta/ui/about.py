"""The Om page: a text per language, with the contact address of whoever publishes the site."""

from __future__ import annotations

import streamlit as st

from kulturkarta.i18n import read_page
from kulturkarta.ui.frame import Page
from kulturkarta.ui.plain import plain


def show_about(page: Page) -> None:
    """The text of `lang/pages/om.<lang>.md`, and what the region says of its data."""
    contact = page.settings.contact_email or page.t("om.no_contact")
    st.markdown(read_page("om", page.t.lang).replace("{contact}", plain(contact)), width=760)
    if note := page.region.notes.get(page.t.lang):
        st.caption(plain(note), width=760)
