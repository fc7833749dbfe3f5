"""The routes: health, and data under addresses that hold a revision."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from kulturkarta import api, catalogues
from kulturkarta.catalogues import Catalogues
from kulturkarta.errors import KulturkartaError
from kulturkarta.publications import Publication, TooBusyError


class Points:
    """A producer that counts how often it is asked to produce."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, catalogue: Any, /, **params: str) -> tuple[bytes, str]:
        self.times += 1
        if params.get("row") == "99":
            raise LookupError("99")
        return f"{catalogue.region.key} {sorted(params.items())} ".encode() * 100, "text/plain"


@pytest.fixture
def points() -> Points:
    return Points()


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, points: Points) -> TestClient:
    for key in ("halland", "blekinge"):
        (tmp_path / key).mkdir()
        (tmp_path / key / "region.toml").write_text("", encoding="utf-8")

    def read(folder: Path) -> Any:
        if (folder / "broken").exists():
            raise KulturkartaError(f"{folder} is broken")
        return SimpleNamespace(region=SimpleNamespace(key=folder.name), revision="r1", problems=(1, 2))

    registry = Catalogues(tmp_path, read)
    monkeypatch.setattr(catalogues, "catalogues", lambda: registry)
    publications = {"points": Publication(points, {"lang": ("sv", "en"), "row": None})}
    return TestClient(Starlette(routes=api.routes(api.PublishedData(lambda: publications))))


def test_health_counts_problems_per_region(client: TestClient) -> None:
    answer = client.get("/halsa")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "regions": [
            {"key": "blekinge", "readable": True, "revision": "r1", "problems": 2},
            {"key": "halland", "readable": True, "revision": "r1", "problems": 2},
        ],
    }


def test_health_is_503_only_when_no_region_can_be_read_and_names_no_folder(client: TestClient, tmp_path: Path) -> None:
    (tmp_path / "halland" / "broken").touch()
    assert client.get("/halsa").status_code == 200
    (tmp_path / "blekinge" / "broken").touch()
    answer = client.get("/halsa")
    # Blekinge was read before it broke and keeps its last good catalogue.
    assert [region["readable"] for region in answer.json()["regions"]] == [True, False]
    (tmp_path / "blekinge" / "region.toml").unlink()
    answer = client.get("/halsa")
    assert answer.status_code == 503
    assert answer.json() == {"status": "no catalogue", "regions": [{"key": "halland", "readable": False}]}
    assert str(tmp_path) not in answer.text


def test_data_of_the_current_revision_is_kept_by_browsers_for_ever(client: TestClient) -> None:
    answer = client.get("/kk/data/halland/r1/points?lang=sv")
    assert answer.status_code == 200
    assert answer.text.startswith("halland [('lang', 'sv')] ")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-encoding"] == "gzip"


def test_data_is_sent_plain_to_who_takes_no_gzip(client: TestClient) -> None:
    answer = client.get("/kk/data/halland/r1/points", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in answer.headers
    assert answer.text == "halland [] " * 100


def test_what_too_many_ask_for_at_once_is_503_and_may_be_asked_for_again(
    client: TestClient, points: Points, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> Any:
        raise TooBusyError

    with monkeypatch.context() as patched:
        patched.setattr(Points, "__call__", refuse)
        answer = client.get("/kk/data/halland/r1/points")
    assert (answer.status_code, answer.headers["cache-control"]) == (503, "no-store")
    assert client.get("/kk/data/halland/r1/points").status_code == 200


def test_data_is_produced_once_per_region_and_parameters(client: TestClient, points: Points) -> None:
    for _ in range(3):
        client.get("/kk/data/halland/r1/points?lang=sv&row=1")
        client.get("/kk/data/halland/r1/points?row=1&lang=sv")
        client.get("/kk/data/blekinge/r1/points?lang=sv&row=1")
    assert points.times == 2


def test_what_the_first_map_asks_for_is_ready_before_it_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, points: Points
) -> None:
    (tmp_path / "halland").mkdir()
    (tmp_path / "halland" / "region.toml").touch()
    catalogue: Any = SimpleNamespace(region=SimpleNamespace(key="halland"), revision="r1", problems=())
    registry = Catalogues(tmp_path, lambda _folder: catalogue)
    monkeypatch.setattr(catalogues, "catalogues", lambda: registry)
    other = Points()
    ahead = [{"row": "0"}, {"row": "99"}]  # there is no row 99
    publications = {"points": Publication(points, {"row": None}, ahead), "card": Publication(other, {"row": None})}
    data = api.PublishedData(lambda: publications)
    data.prepare(catalogue)
    assert (points.times, other.times) == (2, 0)
    answer = TestClient(Starlette(routes=api.routes(data))).get("/kk/data/halland/r1/points?row=0")
    assert (answer.status_code, points.times) == (200, 2)


def test_a_browser_that_has_the_answer_gets_304(client: TestClient) -> None:
    etag = client.get("/kk/data/halland/r1/points").headers["etag"]
    answer = client.get("/kk/data/halland/r1/points", headers={"If-None-Match": etag})
    assert (answer.status_code, answer.content) == (304, b"")
    assert client.get("/kk/data/halland/r1/points?lang=en").headers["etag"] != etag


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("halland/r2/points", 404),
        ("halland/r1/lines", 404),
        ("skane/r1/points", 404),
        ("..halland/r1/points", 404),
        ("halland/r1/points?row=99", 404),
        ("halland/r1/points?lang=de", 400),
        ("halland/r1/points?other=1", 400),
        (f"halland/r1/points?row={'x' * 1000}", 200),
        (f"halland/r1/points?row={'x' * 1001}", 400),
    ],
)
def test_other_addresses_are_refused_and_the_refusal_not_kept(client: TestClient, path: str, status: int) -> None:
    answer = client.get(f"/kk/data/{path}")
    assert answer.status_code == status
    assert (answer.headers.get("cache-control") == "no-store") is (status >= 400)
