"""A folder with a region.toml is a region; nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from kulturkarta.errors import KulturkartaError
from kulturkarta.regions import Tiles, list_regions, read_region
from tests.small_sweden import REGION_TOML, write_region


def test_a_region_is_read_with_every_part(tmp_path: Path) -> None:
    region = read_region(write_region(tmp_path / "sormland", {}))
    assert (region.key, region.county_code) == ("sormland", "04")
    assert (region.name("sv"), region.name("en")) == ("Sörmland", "Södermanland")
    assert region.municipalities == {"0480": "Nyköping", "0481": "Oxelösund", "0488": "Trosa"}
    assert (region.lon, region.lat, region.zoom) == (17.0, 58.8, 9.0)
    assert region.tiles == Tiles()


def test_a_name_missing_in_a_language_is_the_swedish_one(tmp_path: Path) -> None:
    assert read_region(write_region(tmp_path / "sormland", {})).name("fi") == "Sörmland"


def test_regions_are_listed_by_folder_and_other_folders_are_not(tmp_path: Path) -> None:
    for name in ("sormland", "halland"):
        write_region(tmp_path / name, {})
    (tmp_path / "taxonomy").mkdir()
    assert [region.key for region in list_regions(tmp_path)] == ["halland", "sormland"]


@pytest.mark.parametrize(
    "text", [None, "county_code", REGION_TOML.replace("lon = 17.0", ""), REGION_TOML + "[tiles]\nspeed = 1\n"]
)
def test_an_incomplete_region_is_an_operators_error_that_names_the_file(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "region.toml").write_text(text, encoding="utf-8")
    with pytest.raises(KulturkartaError, match=r"region\.toml"):
        read_region(tmp_path)
