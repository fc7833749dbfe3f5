"""A region's folder as files lie in it, good and bad."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kulturkarta.errors import KulturkartaError
from kulturkarta.schema import TABLES
from kulturkarta.settings import Settings
from kulturkarta.sources.package import read_catalogue, read_package
from tests.small_sweden import write_data, write_region

PLACES = "id,name,kind,source,licence\nbib,Biblioteket,bibliotek,Kommunen,CC0\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=write_data(tmp_path))  # pyright: ignore[reportCallIssue]


def read_one(settings: Settings, path: object, *, name: str = "places") -> list[tuple[str, str]]:
    """(file, code) of the problems of a package whose only resource has `path`; it must give no rows."""
    folder = settings.data_dir / "sormland"
    write_region(folder, {"places": PLACES}, resources=[{"name": name, "path": path}])
    (settings.data_dir / "secret.csv").write_text(PLACES, encoding="utf-8")
    _, tables = read_package(folder, settings=settings)
    assert [len(table.frame) for table in tables] == [0]
    return [(problem.where.file, problem.code) for problem in tables[0].problems]


def test_a_resource_is_read_as_text_with_the_rows_of_its_file(settings: Settings) -> None:
    folder = write_region(settings.data_dir / "sormland", {"places": PLACES})
    region, tables = read_package(folder, settings=settings)
    assert region.key == "sormland"
    assert [(table.name, table.file) for table in tables] == [("places", "places.csv")]
    assert tables[0].frame.loc[2, "name"] == "Biblioteket"


@pytest.mark.parametrize(
    "path",
    [
        "../secret.csv",
        "x/../../secret.csv",
        "/etc/passwd",
        "..\\secret.csv",
        "C:\\secret.csv",
        "C:secret.csv",
        "https://example.org/places.csv",
        "file:///etc/passwd",
        "./places.csv",
        "",
        "places\x00.csv",
        None,
        ["places.csv", "../secret.csv"],
        5,
    ],
)
def test_a_path_out_of_the_folder_is_not_followed(settings: Settings, path: object) -> None:
    assert read_one(settings, path) == [("datapackage.json", "package.path_outside")]


def test_a_link_out_of_the_folder_is_not_followed(settings: Settings) -> None:
    folder = settings.data_dir / "sormland"
    folder.mkdir()
    (folder / "link.csv").symlink_to(settings.data_dir / "secret.csv")
    assert read_one(settings, "link.csv") == [("datapackage.json", "package.path_outside")]


@pytest.mark.parametrize(("path", "code"), [("nowhere.csv", "file.missing"), ("places.pdf", "file.unknown_format")])
def test_a_file_that_cannot_be_read_is_a_table_without_rows(settings: Settings, path: str, code: str) -> None:
    assert read_one(settings, path) == [(path, code)]


def test_a_broken_table_does_not_stop_the_others(settings: Settings) -> None:
    actors = "id,name,source,licence\nkor,Kören,Kören,CC0\n"
    folder = write_region(settings.data_dir / "sormland", {"places": 'id,"name\n', "actors": actors})
    catalogue = read_catalogue(folder, settings=settings)
    assert len(catalogue["places"]) == 0
    assert catalogue["actors"]["id"].tolist() == ["kor"]
    assert [(p.where.file, p.code) for p in catalogue.problems] == [("places.csv", "file.broken_quote")]


def test_a_resource_in_a_subfolder_is_read(settings: Settings) -> None:
    folder = settings.data_dir / "sormland"
    (folder / "tables").mkdir(parents=True)
    (folder / "tables" / "p.csv").write_text(PLACES, encoding="utf-8")
    write_region(folder, {}, resources=[{"name": "places", "path": "tables/p.csv"}])
    catalogue = read_catalogue(folder, settings=settings)
    assert len(catalogue["places"]) == 1
    assert catalogue.problems == ()


def test_an_unknown_and_a_repeated_table_are_problems(settings: Settings) -> None:
    places = {"name": "places", "path": "places.csv"}
    resources = [places, {**places, "name": "paintings"}, places]
    folder = write_region(settings.data_dir / "sormland", {"places": PLACES}, resources=resources)
    catalogue = read_catalogue(folder, settings=settings)
    assert len(catalogue["places"]) == 1
    assert [(p.code, p.got) for p in catalogue.problems] == [
        ("table.unknown", "paintings"),
        ("table.repeated", "places"),
    ]


def test_provenance_is_the_resources_else_the_packages(settings: Settings) -> None:
    own = {
        "name": "places",
        "path": "places.csv",
        "title": "Mötesplatser",
        "sources": [{"title": "Kommunerna", "path": "https://exempel.se"}, {"title": "Länet"}],
    }
    folder = write_region(settings.data_dir / "sormland", {"places": PLACES}, resources=[own])
    found = read_catalogue(folder, settings=settings).provenance["places"]
    assert (found.title, found.source, found.source_url) == ("Mötesplatser", "Kommunerna, Länet", "https://exempel.se")
    assert found.licence == "CC0-1.0"


def test_every_table_is_there_even_when_the_package_names_none(settings: Settings) -> None:
    catalogue = read_catalogue(write_region(settings.data_dir / "sormland", {}), settings=settings)
    assert list(catalogue.tables) == list(TABLES)
    assert {len(frame) for frame in catalogue.tables.values()} == {0}
    assert catalogue.problems == ()


@pytest.mark.parametrize(
    "content", [None, "{", "[]", '{"resources": {}}', '{"resources": ["places.csv"]}', b"\xff\xfe"]
)
def test_no_data_package_is_an_operators_error_that_names_the_file(
    settings: Settings, content: str | bytes | None
) -> None:
    folder = write_region(settings.data_dir / "sormland", {})
    path = folder / "datapackage.json"
    path.unlink()
    if content is not None:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(KulturkartaError, match=r"datapackage\.json"):
        read_package(folder, settings=settings)


def test_a_byte_order_mark_before_the_package_is_no_trouble(settings: Settings) -> None:
    folder = write_region(settings.data_dir / "sormland", {"places": PLACES})
    text = (folder / "datapackage.json").read_text(encoding="utf-8")
    (folder / "datapackage.json").write_text(text, encoding="utf-8-sig")
    assert json.loads(text)["name"] == "sormland"
    assert len(read_package(folder, settings=settings)[1]) == 1
