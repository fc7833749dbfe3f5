"""The app's routes around a page of one test: two maps side by side, one of which asks where."""

from pathlib import Path

import streamlit as st

from kulturkarta.api import PublishedData, routes
from kulturkarta.published import PUBLICATIONS

app = st.App(Path(__file__).parent / "page.py", routes=routes(PublishedData(lambda: PUBLICATIONS)))
