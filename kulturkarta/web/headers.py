"""The security headers that every answer carries (pages, files, data and errors alike), and what may be kept for ever.

The policy is the strictest that Streamlit and streamlit-folium live with in Chromium, tried part by part: styles are
written inline by both; streamlit-folium writes the map's script inline, but only in its own frame, so only documents
under `/component/` may run inline scripts. Nothing needs `eval`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Key in the ASGI scope: the hashes of the scripts that stand in the document being answered.
PAGE_SCRIPTS = "kulturkarta.page_scripts"

IMMUTABLE = "public, max-age=31536000, immutable"
# A component's files carry a hash of what is in them; Streamlit lets browsers ask for them anew each time.
_HASHED = re.compile(r"/component/.+\.[0-9a-f]{8,}(\.chunk)?\.(js|css)")
_HOST = re.compile(r"[A-Za-z0-9.\-]+(:\d{1,5})?|\[[0-9A-Fa-f:.]+\](:\d{1,5})?")

FIXED_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    # Tile servers of OpenStreetMap refuse browsers that don't say from which site they come.
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=(), payment=(), usb=()",
}


def content_security_policy(
    *, scripts: Collection[str], tile_origins: Collection[str], embed_origins: str, host: str
) -> str:
    """The policy: `scripts` are further sources of script, `tile_origins` give tiles, `host` alone gets websockets.

    `embed_origins` (space between them) may show the pages in a frame of theirs.
    """
    sockets = f"ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    parts = {
        "default-src": "'self'",
        "script-src": " ".join(["'self'", *scripts]),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": " ".join(["'self' data: blob:", *tile_origins]),
        "font-src": "'self' data:",
        "connect-src": f"'self' {sockets}",
        "worker-src": "'self' blob:",
        "media-src": "'self' blob:",
        "frame-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": f"'self' {embed_origins}",
    }
    return "; ".join(f"{name} {value.strip()}" for name, value in parts.items())


class SecurityHeaders:
    """ASGI middleware that writes the headers above on every HTTP answer.

    `tile_origins` is asked per answer, because regions may come and go while the app runs. Further sources of script
    are those the start document names (`PAGE_SCRIPTS` in the scope).
    """

    def __init__(self, app: ASGIApp, *, tile_origins: Callable[[], Collection[str]], embed_origins: str = "") -> None:
        self.app = app
        self._tile_origins = tile_origins
        self._embed_origins = embed_origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = self._policy(scope)
                for name, value in FIXED_HEADERS.items():
                    headers[name] = value
                if message["status"] == 200 and _HASHED.fullmatch(scope["path"]):
                    headers["Cache-Control"] = IMMUTABLE
            await send(message)

        try:
            await self.app(scope, receive, send_with_headers)
        except Exception:
            # Starlette answers an unforeseen error outside of all middleware, where it would lack the headers.
            if not started:
                await PlainTextResponse("Internal Server Error", 500)(scope, receive, send_with_headers)
            raise

    def _policy(self, scope: Scope) -> str:
        scripts = ["'unsafe-inline'"] if scope["path"].startswith("/component/") else scope.get(PAGE_SCRIPTS, ())
        host = Headers(scope=scope).get("host", "")
        return content_security_policy(
            scripts=scripts, tile_origins=self._tile_origins(), embed_origins=self._embed_origins, host=host
        )
