"""Files are kept for ever under their version, asked for anew without it, and never found outside their folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from kulturkarta.assets import read_mount
from kulturkarta.web.files import file_routes


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    layer = tmp_path / "layer"
    layer.mkdir()
    (layer / "a.js").write_text("export const a = 1;\n" * 50, encoding="utf-8")
    (tmp_path / "outside.js").write_text("secret", encoding="utf-8")
    return layer


@pytest.fixture
def client(folder: Path) -> TestClient:
    return TestClient(Starlette(routes=file_routes({"layer": folder})))


def test_a_versioned_address_is_kept_for_ever(client: TestClient, folder: Path) -> None:
    answer = client.get(f"/kk/layer/{read_mount(folder).version}/a.js")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.text == "export const a = 1;\n" * 50


def test_a_plain_address_is_asked_for_anew(client: TestClient) -> None:
    answer = client.get("/kk/layer/a.js")
    assert answer.headers["cache-control"] == "no-cache"
    assert client.get("/kk/layer/a.js", headers={"If-None-Match": answer.headers["etag"]}).status_code == 304


def test_an_address_of_an_older_version_is_not_answered_with_newer_content(client: TestClient) -> None:
    assert client.get("/kk/layer/000000000000/a.js").status_code == 404


@pytest.mark.parametrize("path", ["../outside.js", "%2e%2e/outside.js", "..%2foutside.js", "/a.js", "a.js/", "", "."])
def test_nothing_outside_is_found(client: TestClient, path: str) -> None:
    assert client.get(f"/kk/layer/{path}").status_code == 404
