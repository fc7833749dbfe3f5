"""Which foreign hosts the policy lets pictures come from."""

from __future__ import annotations

from pathlib import Path

import pytest

from kulturkarta.web import tiles
from kulturkarta.web.tiles import keep, read_tile_origins, tile_origin

REGION = """
county_code = "13"
names = {{ sv = "Halland" }}
municipalities = {{ "1380" = "Halmstad" }}
view = {{ lon = 12.8, lat = 56.9, zoom = 9 }}
tiles = {{ url = "{url}" }}
"""


@pytest.mark.parametrize(
    ("template", "origin"),
    [
        ("https://tile.openstreetmap.org/{z}/{x}/{y}.png", "https://tile.openstreetmap.org"),
        ("https://{s}.tile.example:8443/{z}/{x}/{y}.png", "https://*.tile.example:8443"),
        ("none", ""),
        ("", ""),
        ("/own/{z}/{x}/{y}.png", ""),
        ("javascript:alert(1)", ""),
        ("https://a.se; script-src */{z}", ""),
        ("https://user@a.se/{z}", ""),
    ],
)
def test_an_origin_is_scheme_and_host_of_the_template(template: str, origin: str) -> None:
    assert tile_origin(template) == origin


def test_each_regions_tile_server_is_named_and_a_broken_region_passed_over(tmp_path: Path) -> None:
    for key, url in (("a", "https://one.se/{z}"), ("b", "https://two.se/{z}"), ("c", "none")):
        (tmp_path / key).mkdir()
        (tmp_path / key / "region.toml").write_text(REGION.format(url=url), encoding="utf-8")
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "region.toml").write_text("broken", encoding="utf-8")
    assert read_tile_origins(tmp_path, tile_url="") == {"https://one.se", "https://two.se"}
    assert read_tile_origins(tmp_path, tile_url="https://three.se/{z}") == {"https://three.se"}
    assert read_tile_origins(tmp_path, tile_url="none") == frozenset()


def test_the_disk_is_looked_at_again_after_the_time_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    asked: list[float] = []
    monkeypatch.setattr(tiles, "monotonic", lambda: now[0])
    read = keep(lambda: asked.append(now[0]) or frozenset(), seconds=5)
    for moment in (100.0, 104.9, 105.0, 105.1, 106.0):
        now[0] = moment
        read()
    assert asked == [100.0, 105.1]
