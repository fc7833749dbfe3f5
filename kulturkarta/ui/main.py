"""What every session runs on every rerun: language, title, navigation; then the chosen page."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from kulturkarta.ui.frame import PAGES_DIR
from kulturkarta.ui.state import adopt_language, enter_page, read_language

ICON = Path(__file__).parent / "icon.png"
# In the order people think; a page is one file and its two texts.
PAGES = ("karta", "behov", "luckor", "samverkan", "stod", "kommun", "process", "data", "bidra", "om")


def main() -> None:
    """Run the page that the address names."""
    st.set_page_config(page_title="Kulturkarta", page_icon=str(ICON), layout="wide")
    t = read_language()
    first, *others = PAGES
    pages = [st.Page(PAGES_DIR / f"{first}.py", title=t(f"nav.{first}"), default=True)]
    pages += [st.Page(PAGES_DIR / f"{name}.py", title=t(f"nav.{name}"), url_path=name) for name in others]
    page = st.navigation(pages, position="hidden" if st.context.is_embedded else "top")
    enter_page(page.url_path)
    if adopt_language().lang != t.lang:  # the back button took the language out of the address
        st.rerun()
    page.run()


main()
