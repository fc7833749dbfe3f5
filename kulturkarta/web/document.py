"""The one HTML document that Streamlit serves for every page, in the reader's language before any script has run.

Streamlit's own says `lang="en"`, is titled "Streamlit" and tells readers without JavaScript about an interface that
is switched off here.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape
from importlib import resources
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kulturkarta.assets import LAYER_DIR, asset_urls, list_modules
from kulturkarta.i18n import DEFAULT_LANGUAGE, Texts, languages
from kulturkarta.web.headers import PAGE_SCRIPTS

# What is never the start document: passed on as it is.
_OTHER_PATHS = ("/_stcore/", "/static/", "/media/", "/component/", "/kk/", "/halsa")
# Compressed or partial answers and "not modified" can't be rewritten, so the server is not asked for them.
_DROPPED = frozenset({b"accept-encoding", b"if-none-match", b"if-modified-since", b"range"})
# Streamlit's message decoder compiles a small piece of WebAssembly; this allows that and no evaluated JavaScript.
_WASM = "'wasm-unsafe-eval'"
_WARM_WIDGETS = (
    "ComponentInstance",
    "TextInput",
    "Button",
    "DownloadButton",
    "createDownloadLinkElement",
    "Checkbox",
    "Selectbox",
    "PageLink",
)
_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


@dataclass(frozen=True)
class Document:
    """A start document ready to send, and the sources of script it needs beside our own files."""

    body: bytes
    gzipped: bytes
    scripts: tuple[str, ...]


def choose_language(query: str, *, known: Collection[str]) -> str:
    """The language that `lang` in the address names, else Swedish: the same rule as the pages follow."""
    wanted = parse_qs(query, max_num_fields=50).get("lang", []) if query.count("&") < 50 else []
    return next((code for code in wanted if code in known), DEFAULT_LANGUAGE)


@cache
def widget_chunks() -> tuple[str, ...]:
    """Addresses of the parts of Streamlit's script that our pages will need, by the names in `_WARM_WIDGETS`.

    Streamlit fetches each when a page first shows such a widget, and holds the page back while it waits.
    """
    static_dir = Path(str(resources.files("streamlit"))) / "static"
    found = [path for name in _WARM_WIDGETS for path in sorted(static_dir.glob(f"static/js/{name}.*.js"))]
    return tuple(f"/{path.relative_to(static_dir).as_posix()}" for path in found)


class Ahead(NamedTuple):
    """Addresses of files that the browser may fetch when it has nothing else to do, by how it keeps them.

    Modules stay in the memory of the page and its frames, the others on disk.
    """

    modulepreload: tuple[str, ...] = ()
    prefetch: tuple[str, ...] = ()


_NOTHING = Ahead()


def map_files() -> Ahead:
    """What a map asks for before it can show anything. The script of the frame around it is not among it: Streamlit
    serves that only after the first map."""
    others = ("boot.js", "map_layer.css", "toolbar.css")
    return Ahead(
        asset_urls("layer", list_modules(LAYER_DIR, "map_layer.js")),
        (*asset_urls("leaflet", ("leaflet.js", "leaflet.css")), *asset_urls("layer", others)),
    )


def rewrite(html: str, *, lang: str, style_url: str, script_url: str, ahead: Ahead = _NOTHING) -> str:
    """Streamlit's `html` with language, title, description and words for readers without JavaScript in `lang`."""
    t = Texts(lang)
    title, description, noscript = (escape(t(f"document.{key}")) for key in ("title", "description", "noscript"))
    wanted = {"warm": widget_chunks(), **ahead._asdict()}
    fetched = " ".join(f'data-{how}="{" ".join(urls)}"' for how, urls in wanted.items())
    head = (
        f'<title>{title}</title>\n    <meta name="description" content="{description}" />\n'
        f'    <link rel="stylesheet" href="{style_url}" />\n'
        f'    <script src="{script_url}" {fetched}></script>'
    )
    for pattern, new in (
        (r'<html lang="[^"]*">', f'<html lang="{lang}">'),
        (r"<title>.*?</title>", head),
        (r"<noscript>.*?</noscript>", f"<noscript><p>{noscript}</p></noscript>"),
        (r'\s*<!--(?:(?!-->).)*-->\s*<link rel="service-desc"[^>]*>', ""),
    ):
        html = re.sub(pattern, lambda _match, new=new: new, html, count=1, flags=re.DOTALL)
    return html


@lru_cache(maxsize=16)
def _document(source: bytes, lang: str, style_url: str, script_url: str, ahead: Ahead) -> Document:
    html = rewrite(source.decode(), lang=lang, style_url=style_url, script_url=script_url, ahead=ahead)
    hashes = (hashlib.sha256(script.encode()).digest() for script in _INLINE_SCRIPT.findall(html))
    scripts = tuple(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in hashes)
    body = html.encode()
    return Document(body, gzip.compress(body, 9, mtime=0), (*scripts, _WASM))


class StartDocument:
    """ASGI middleware that rewrites the start document and passes everything else on untouched."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(_OTHER_PATHS):
            await self.app(scope, receive, send)
            return
        plain = {**scope, "headers": [(k, v) for k, v in scope["headers"] if k not in _DROPPED]}
        start: Message = {}
        body = b""

        async def send_document(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start" and _is_html(message):
                start = message
            elif not start:
                await send(message)
            else:
                body += message.get("body", b"")
                if not message.get("more_body", False):
                    await self._answer(scope, body, start)(scope, receive, send)

        await self.app(plain, receive, send_document)

    def _answer(self, scope: Scope, source: bytes, start: Message) -> Response:
        headers = Headers(scope=scope)
        query = scope["query_string"].decode("latin-1")
        lang = choose_language(query, known=languages())
        document = _document(source, lang, *asset_urls("page", ("page.css", "page.js")), map_files())
        scope[PAGE_SCRIPTS] = document.scripts
        kept = MutableHeaders(raw=[(k, v) for k, v in start["headers"] if k in (b"set-cookie", b"cache-control")])
        kept["Content-Language"] = lang
        kept["Vary"] = "Accept-Encoding"
        kept["Content-Type"] = "text/html; charset=utf-8"
        if "gzip" in headers.get("accept-encoding", ""):
            kept["Content-Encoding"] = "gzip"
        response = Response(document.gzipped if "Content-Encoding" in kept else document.body)
        response.raw_headers = [*kept.raw, (b"content-length", str(len(response.body)).encode())]
        return response


def _is_html(start: Message) -> bool:
    return start["status"] == 200 and Headers(raw=start["headers"]).get("content-type", "").startswith("text/html")
