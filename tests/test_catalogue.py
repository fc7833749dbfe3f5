"""Tables bound together: what is missing is empty, what is wrong is told, equal content is an equal revision."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from kulturkarta.catalogue import Catalogue, load_catalogue
from kulturkarta.errors import Cell, DataProblem
from kulturkarta.raw import Provenance, RawTable
from kulturkarta.regions import Region
from kulturkarta.schema import TABLES
from tests.small_sweden import degrees, small_finder, small_taxonomy
from tests.validation.small_tables import places, raw_table

REGION = Region(
    key="sormland",
    folder=Path("/srv/data/sormland"),
    county_code="04",
    names={"sv": "Sörmland"},
    municipalities={"0480": "Nyköping"},
    lon=17.0,
    lat=58.8,
    zoom=9.0,
)


class Load:
    """load_catalogue for the small Sweden."""

    def __init__(self, folder: Path) -> None:
        self.taxonomy, self.finder = small_taxonomy(folder), small_finder(folder)

    def __call__(self, *tables: RawTable, region: Region = REGION) -> Catalogue:
        return load_catalogue(region, tables, taxonomy=self.taxonomy, finder=self.finder)


@pytest.fixture
def load(tmp_path: Path) -> Load:
    return Load(tmp_path)


def test_every_table_of_the_schema_is_there_and_typed(load: Load) -> None:
    catalogue = load(places({}))
    assert list(catalogue.tables) == list(TABLES)
    assert len(catalogue["places"]) == 1
    assert list(catalogue["actors"].columns) == [*TABLES["actors"].names, "municipality_candidates"]
    assert catalogue.problems == ()


def test_problems_of_readers_cells_points_and_references_are_all_kept(load: Load) -> None:
    lon, lat = degrees(611, 6515)
    found = replace(
        places({"kind": "xyz"}, {"lon": f"{lon:.5f}", "lat": f"{lat:.5f}"}),
        problems=(DataProblem("file.short_row", Cell("places.csv", 9), severity="warning"),),
        provenance=Provenance("Mötesplatser", licence="CC0"),
    )
    room = {"id": "r", "place_id": "nowhere", "name": "Sal", "source": "K", "licence": "CC0"}
    catalogue = load(found, raw_table(room, name="rooms"))
    assert [problem.code for problem in catalogue.problems] == [
        "file.short_row",
        "term.unlike_any",
        "municipality.check",
        "reference.nowhere",
    ]
    assert catalogue["places"]["municipality_candidates"].tolist() == [("0481", "0480")]
    assert len(catalogue["rooms"]) == 0
    assert catalogue.provenance["places"].licence == "CC0"


def test_a_table_the_schema_does_not_know_is_a_problem(load: Load) -> None:
    catalogue = load(RawTable("paintings", "paintings.csv", pd.DataFrame({"id": ["a"]})))
    assert [(p.code, p.got, p.where.file) for p in catalogue.problems] == [
        ("table.unknown", "paintings", "paintings.csv")
    ]


def test_the_revision_follows_content_and_not_the_folder(load: Load) -> None:
    first = load(places({}, {})).revision
    moved = replace(REGION, folder=Path("/elsewhere/sormland"))
    assert load(places({}, {}), region=moved).revision == first
    assert load(places({}, {"name": "Annat"})).revision != first
    assert load(places({}, {}), region=replace(REGION, zoom=10.0)).revision != first


def test_whoever_changes_a_table_changes_only_her_own(load: Load) -> None:
    catalogue = load(places({}))
    mine = catalogue["places"]
    mine["name"] = "Ändrat"
    mine.loc[0, "kind"] = "replokal"
    assert catalogue["places"]["name"].tolist() == ["Biblioteket"]
    assert catalogue["places"]["kind"].tolist() == ["bibliotek"]
