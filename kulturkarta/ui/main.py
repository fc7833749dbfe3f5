"""What every session runs on every rerun: language, title, navigation; then the chosen page."""

from __future__ import annotations

import streamlit as st

from kulturkarta.ui.frame import PAGES_DIR
from kulturkarta.ui.state import adopt_language

# In the order people think; a page is one file and its two texts.
PAGES = ("karta", "kommun", "data", "om")


def main() -> None:
    """Run the page that the address names."""
    st.set_page_config(page_title="Kulturkarta", page_icon=":material/map:", layout="wide")
    t = adopt_language()
    pages = [
        st.Page(PAGES_DIR / f"{name}.py", title=t(f"nav.{name}"), url_path=name, default=name == PAGES[0])
        for name in PAGES
    ]
    st.navigation(pages, position="top").run()


main()
