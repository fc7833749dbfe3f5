"""Finding the region that a command is about."""

from __future__ import annotations

from pathlib import Path

import pytest

from kulturkarta.commands.output import find_region_folder
from kulturkarta.errors import KulturkartaError
from kulturkarta.settings import Settings


def add_region(data: Path, key: str) -> None:
    (data / key).mkdir()
    (data / key / "region.toml").write_text("", encoding="utf-8")


def test_the_only_region_needs_no_name(tmp_path: Path) -> None:
    add_region(tmp_path, "halland")
    settings = Settings(data_dir=tmp_path)
    assert find_region_folder("", settings) == find_region_folder("halland", settings) == tmp_path / "halland"


def test_of_two_regions_one_must_be_named(tmp_path: Path) -> None:
    add_region(tmp_path, "halland")
    add_region(tmp_path, "skane")
    with pytest.raises(KulturkartaError, match="halland, skane"):
        find_region_folder("", Settings(data_dir=tmp_path))


def test_an_unknown_region_is_refused_even_where_there_is_only_one(tmp_path: Path) -> None:
    add_region(tmp_path, "halland")
    with pytest.raises(KulturkartaError, match="'hallnad'"):
        find_region_folder("hallnad", Settings(data_dir=tmp_path))
