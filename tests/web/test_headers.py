"""What the policy allows, and that errors carry it too."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from kulturkarta.web.headers import PAGE_SCRIPTS, SecurityHeaders, content_security_policy


def policy_parts(policy: str) -> dict[str, str]:
    return dict(part.split(" ", 1) for part in policy.split("; "))


def test_pictures_come_from_us_and_the_tile_servers_only() -> None:
    tiles = ["https://tile.example"]
    policy = content_security_policy(scripts=[], tile_origins=tiles, embed_origins="", host="a.se")
    parts = policy_parts(policy)
    assert parts["img-src"] == "'self' data: blob: https://tile.example"
    assert parts["script-src"] == "'self'"
    assert parts["connect-src"] == "'self' ws://a.se wss://a.se"


@pytest.mark.parametrize("host", ["a.se; script-src *", "a.se *", "", "a b", "a.se/x", "[::1", "a.se:123456"])
def test_a_forged_host_opens_nothing(host: str) -> None:
    parts = policy_parts(content_security_policy(scripts=[], tile_origins=[], embed_origins="", host=host))
    assert parts["connect-src"] == "'self'"
    assert parts["script-src"] == "'self'"


@pytest.mark.parametrize("host", ["localhost:8501", "127.0.0.1", "[::1]:8501", "kultur.region.se"])
def test_the_own_host_may_be_asked_by_websocket(host: str) -> None:
    parts = policy_parts(content_security_policy(scripts=[], tile_origins=[], embed_origins="", host=host))
    assert parts["connect-src"] == f"'self' ws://{host} wss://{host}"


@pytest.fixture
def client() -> TestClient:
    def fail(_request: Request) -> PlainTextResponse:
        raise RuntimeError("unforeseen")

    def page(request: Request) -> PlainTextResponse:
        request.scope[PAGE_SCRIPTS] = ("'sha256-abc'",)
        return PlainTextResponse("page")

    app = Starlette(
        routes=[Route("/fail", fail), Route("/page", page), Route("/component/x", page)],
        middleware=[Middleware(SecurityHeaders, tile_origins=lambda: ["https://t.example"])],
    )
    return TestClient(app, raise_server_exceptions=False)


@pytest.mark.parametrize(("path", "status"), [("/page", 200), ("/fail", 500), ("/none", 404)])
def test_answers_and_errors_carry_the_headers(client: TestClient, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "https://t.example" in answer.headers["content-security-policy"]
    assert "unforeseen" not in answer.text


def test_scripts_of_the_document_are_allowed_there_and_inline_ones_only_in_components(client: TestClient) -> None:
    page = policy_parts(client.get("/page").headers["content-security-policy"])
    component = policy_parts(client.get("/component/x").headers["content-security-policy"])
    assert page["script-src"] == "'self' 'sha256-abc'"
    assert component["script-src"] == "'self' 'unsafe-inline'"


def test_other_sites_may_frame_the_pages_only_where_the_operator_names_them() -> None:
    def ancestors(embed_origins: str) -> str:
        policy = content_security_policy(scripts=[], tile_origins=[], embed_origins=embed_origins, host="a.se")
        return policy_parts(policy)["frame-ancestors"]

    assert ancestors("") == "'self'"
    assert ancestors("https://flen.se https://gnesta.se") == "'self' https://flen.se https://gnesta.se"


@pytest.mark.parametrize(
    ("path", "kept"),
    [("/component/a.b/static/js/main.521860b0.js", True), ("/component/a.b/index.html", False), ("/page", False)],
)
def test_a_components_file_that_is_named_by_what_is_in_it_is_kept(path: str, kept: bool) -> None:
    def file(_request: Request) -> PlainTextResponse:
        return PlainTextResponse("", headers={"Cache-Control": "public"})

    middleware = [Middleware(SecurityHeaders, tile_origins=list)]
    app = Starlette(routes=[Route("/{path:path}", file)], middleware=middleware)
    assert ("immutable" in TestClient(app).get(path).headers["cache-control"]) is kept
