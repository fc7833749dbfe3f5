"""The start document: whose language it speaks and what is changed in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.testclient import TestClient

from kulturkarta.web.document import _WARM_WIDGETS, Ahead, choose_language, map_files, rewrite, widget_chunks
from kulturkarta.web.files import file_routes

KNOWN = ("sv", "en", "nb")


@pytest.mark.parametrize(
    ("query", "lang"),
    [("", "sv"), ("lang=en", "en"), ("lang=xx", "sv"), ("a=1&lang=nb", "nb"), ("&" * 60 + "lang=en", "sv")],
)
def test_the_address_names_the_language_else_it_is_swedish(query: str, lang: str) -> None:
    assert choose_language(query, known=KNOWN) == lang


@pytest.mark.parametrize("lang", KNOWN)
def test_streamlits_own_document_is_rewritten_in_every_part(lang: str) -> None:
    html = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    new = rewrite(html, lang=lang, style_url="/kk/page/1/page.css", script_url="/kk/page/1/page.js")
    assert re.findall(r"<html[^>]*>", new) == [f'<html lang="{lang}">']
    assert re.findall(r"<title>(.*?)</title>", new) == ["Kulturkarta"]
    assert len(re.findall(r'<meta name="description" content="[^"]{20,}"', new)) == 1
    assert "agent" not in new
    assert "You need to enable JavaScript" not in new
    # Streamlit's two, and one file of ours.
    assert re.findall(r"<script[^>]*src=\"(/kk/page)/", new) == ["/kk/page"]
    assert new.count("<script") == html.count("<script") + 1 == 3


def test_every_widget_that_is_fetched_ahead_is_a_part_of_the_installed_streamlit() -> None:
    names = [Path(url).name.split(".")[0] for url in widget_chunks()]
    assert names == list(_WARM_WIDGETS)


def test_what_is_fetched_ahead_of_a_map_is_served_under_the_same_addresses() -> None:
    client = TestClient(Starlette(routes=file_routes()))
    modules, others = map_files()
    assert {"map_layer.js", "points.js"} <= {url.rsplit("/", 1)[1] for url in modules}
    assert {"leaflet.js", "boot.js"} <= {url.rsplit("/", 1)[1] for url in others}
    assert {client.get(url).status_code for url in (*modules, *others)} == {200}
    html = rewrite("<title></title>", lang="sv", style_url="", script_url="", ahead=Ahead(("/a", "/b"), ("/c",)))
    assert 'data-modulepreload="/a /b" data-prefetch="/c"' in html
