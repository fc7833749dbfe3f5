"""Addresses carry the content's hash, and only known kinds of files are there."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from kulturkarta.assets import MOUNTS, asset_url, data_url, list_modules, read_mount


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "img").mkdir()
    (tmp_path / "a.js").write_text("let a = 1;", encoding="utf-8")
    (tmp_path / "img" / "b.png").write_bytes(b"png")
    (tmp_path / "secret.py").write_text("token = 1", encoding="utf-8")
    return tmp_path


def test_only_files_of_the_allowed_kinds_are_served(folder: Path) -> None:
    assert sorted(read_mount(folder).files) == ["a.js", "img/b.png"]


def test_scripts_are_compressed_and_pictures_are_not(folder: Path) -> None:
    files = read_mount(folder).files
    assert gzip.decompress(files["a.js"].gzipped) == b"let a = 1;"
    assert files["img/b.png"].gzipped == b""


def test_a_changed_file_gives_the_mount_another_version(folder: Path) -> None:
    before = read_mount(folder).version
    assert read_mount(folder).version == before
    (folder / "a.js").write_text("let a = 22;", encoding="utf-8")
    assert read_mount(folder).version != before
    assert read_mount(folder).files["a.js"].body == b"let a = 22;"


def test_an_absent_folder_is_a_mount_without_files(tmp_path: Path) -> None:
    assert dict(read_mount(tmp_path / "none").files) == {}


def test_leaflet_has_an_address_with_the_version_of_its_mount() -> None:
    version = read_mount(MOUNTS["leaflet"]).version
    assert asset_url("leaflet/leaflet.js") == f"/kk/leaflet/{version}/leaflet.js"
    assert len(version) == 12


@pytest.mark.parametrize("name", ["leaflet/none.js", "leaflet/../__init__.py", "elsewhere/a.js", ""])
def test_a_file_that_is_not_there_has_no_address(name: str) -> None:
    with pytest.raises(KeyError):
        asset_url(name)


def test_a_data_address_has_its_parameters_in_one_order() -> None:
    assert data_url("sormland", "ab12", "card", row="7", lang="sv") == "/kk/data/sormland/ab12/card?lang=sv&row=7"
    assert data_url("sormland", "ab12", "points") == "/kk/data/sormland/ab12/points"
    assert data_url("å/b", "r", "n", q="a&b") == "/kk/data/%C3%A5%2Fb/r/n?q=a%26b"


def test_the_modules_that_a_script_needs_are_those_it_imports_and_theirs_but_none_that_it_may_import_later(
    folder: Path,
) -> None:
    (folder / "first.js").write_text('import { b } from "./b.js";\nimport("./later.js");\n', encoding="utf-8")
    (folder / "b.js").write_text('import { a } from "./a.js";\nimport { f } from "./first.js";\n', encoding="utf-8")
    assert list_modules(folder, "first.js") == ("a.js", "b.js", "first.js")
