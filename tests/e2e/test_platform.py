"""The app as the browser meets it: headers, hosts, languages, files, what is switched off."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Callable
from email.message import Message

import pytest

from tests.e2e.browser import Visit

TRAVERSALS = (
    "../../../etc/passwd",
    "..%2f..%2f..%2fetc%2fpasswd",
    "%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "....//....//etc/passwd",
    "..\\..\\..\\etc\\passwd",
    "..%5c..%5c..%5cetc%5cpasswd",
    "/etc/passwd",
    "%2fetc%2fpasswd",
    "leaflet.js/../../../../../../etc/passwd",
    "leaflet.js%00.png",
    "images/../../__init__.py",
    "C:%5cWindows%5cwin.ini",
)


def ask(url: str, *, method: str = "GET", headers: dict[str, str] | None = None) -> tuple[int, Message, bytes]:
    """Status, headers and body of an answer, also of a refusal."""
    body = b"{}" if method == "POST" else None
    request = urllib.request.Request(url, data=body, method=method, headers=headers or {})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


@pytest.mark.parametrize(
    ("path", "status"),
    [("/", 200), ("/karta", 200), ("/halsa", 200), ("/kk/leaflet/leaflet.css", 200), ("/kk/leaflet/none.js", 404)],
)
def test_every_answer_carries_the_security_headers(app_url: str, path: str, status: int) -> None:
    got, headers, _ = ask(app_url + path)
    policy = headers["Content-Security-Policy"]
    assert got == status
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["Permissions-Policy"].startswith("geolocation=(self)")
    for part in ("default-src 'self'", "object-src 'none'", "base-uri 'self'", "frame-ancestors 'self'"):
        assert part in policy.split("; ")
    assert "'unsafe-eval'" not in policy
    assert "script-src 'self' 'unsafe-inline'" not in policy


def test_only_the_frame_that_folium_draws_in_may_run_inline_script(app_url: str) -> None:
    _, headers, _ = ask(f"{app_url}/component/streamlit_folium.st_folium/index.html")
    assert "script-src 'self' 'unsafe-inline';" in headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("path", "lang"),
    [("/", "sv"), ("/kommun", "sv"), ("/karta?lang=nb", "nb"), ("/?lang=en", "en"), ("/?lang=xx", "sv")],
)
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_the_document_is_in_the_language_of_the_address(app_url: str, path: str, lang: str, encoding: str) -> None:
    import gzip

    _, headers, body = ask(app_url + path, headers={"Accept-Encoding": encoding})
    html = (gzip.decompress(body) if headers.get("Content-Encoding") == "gzip" else body).decode()
    assert f'<html lang="{lang}">' in html
    assert "<title>Kulturkarta</title>" in html
    assert html.count('<meta name="description"') == 1
    assert "_stcore/agent" not in html
    assert len(re.findall("<noscript>", html)) == 1


@pytest.mark.parametrize("path", TRAVERSALS)
@pytest.mark.parametrize("mount", ["leaflet", "layer"])
def test_no_path_leads_out_of_the_served_files(app_url: str, mount: str, path: str) -> None:
    status, _, body = ask(f"{app_url}/kk/{mount}/{path}")
    assert status in (400, 404)
    assert b"root:" not in body


def test_programs_cannot_drive_the_pages(app_url: str) -> None:
    assert ask(f"{app_url}/_stcore/agent/interact", method="POST")[0] == 403
    assert ask(f"{app_url}/_stcore/agent/mcp", method="POST")[0] in (400, 403, 404)


def test_health_names_every_region_with_its_revision(app_url: str) -> None:
    status, headers, body = ask(f"{app_url}/halsa")
    health = json.loads(body)
    assert status == 200
    assert headers["Cache-Control"] == "no-store"
    assert health["status"] == "ok"
    assert "sormland" in [region["key"] for region in health["regions"] if re.fullmatch(r"\w+", region["revision"])]


def test_a_page_asks_nobody_but_us_and_the_tile_server(visit: Callable[..., Visit]) -> None:
    reader = visit()
    page = reader.open("karta")
    page.wait_for_timeout(1500)
    assert reader.foreign_hosts <= {"tile.openstreetmap.org"}
    assert all(tile.referer.startswith(reader.base_url) for tile in reader.tiles)
    reader.assert_clean()
