"""The composition root: routes, headers and start-up around the script that every session runs.

`streamlit run app.py` finds `app`; `uvicorn app:app` serves it too.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from streamlit import net_util

from kulturkarta.api import PublishedData, routes
from kulturkarta.publications import Publication
from kulturkarta.settings import read_settings
from kulturkarta.web.document import StartDocument
from kulturkarta.web.headers import SecurityHeaders
from kulturkarta.web.startup import warmed_up
from kulturkarta.web.tiles import keep, read_tile_origins

settings = read_settings()

# Streamlit asks a web service for this machine's address when a websocket or an upload comes from a public domain.
net_util.get_external_ip = lambda: None


@cache
def read_publications() -> Mapping[str, Publication]:
    # Not above: this imports the map and geodata libraries, and the server must answer before that.
    from kulturkarta.published import PUBLICATIONS
    from kulturkarta.static_map import STATIC_MAP

    return {**PUBLICATIONS, "file": STATIC_MAP}


data = PublishedData(read_publications)
app = st.App(
    Path(__file__).parent / "kulturkarta" / "ui" / "main.py",
    routes=routes(data),
    middleware=[
        Middleware(
            SecurityHeaders,
            embed_origins=settings.embed_origins,
            tile_origins=keep(lambda: read_tile_origins(settings.data_dir, tile_url=settings.tile_url), seconds=5),
        ),
        Middleware(StartDocument),
    ],
    lifespan=warmed_up(data.prepare),
)
