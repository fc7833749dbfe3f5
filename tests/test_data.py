"""The shipped data keeps its own promises."""

from __future__ import annotations

import re
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from frictionless import Package

from kulturkarta.i18n import languages
from kulturkarta.regions import read_region
from kulturkarta.schema import LIST_SEPARATOR, MAPPED_TABLES, TABLES, WHOLE_REGION
from kulturkarta.taxonomy import Taxonomy, read_taxonomy

DATA = Path(__file__).parents[1] / "data"
REGION = DATA / "sormland"
# West, south, east, north of the county with its waters, a little wider than the drawn land.
SODERMANLAND = (15.6, 58.5, 17.9, 59.6)

KKN_GROUPS = (
    "Arkitektur|Audiovisuellt|Bild & Form|Kulturarv|Litteratur & Press|Litterärt och konstnärligt skapande|Mode|Reklam"
    "|Scenkonst"
)

TABLE_NAMES = sorted(TABLES)
VOCABULARIES = sorted({column.vocabulary for table in TABLES.values() for column in table if column.vocabulary})


def _read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8")


def _table(name: str) -> pd.DataFrame:
    return _read(REGION / f"{name}.csv")


def _taxonomy() -> Taxonomy:
    return read_taxonomy(DATA / "taxonomy")


def _codes(column: pd.Series) -> set[str]:
    return {code for value in column for code in value.split(LIST_SEPARATOR) if code}


def test_the_catalogue_has_every_researched_row():
    expected = {
        "places": 225,
        "actors": 197,
        "supports": 59,
        "collaborations": 121,
        "proposals": 31,
        "activities": 51,
        "events": 44,
        "need_figures": 50,
        "municipality_facts": 36,
        "coverage": 8,
        "rooms": 0,
        "evaluations": 0,
        "need_responses": 0,
    }
    assert {name: len(_table(name)) for name in TABLES} == expected


@pytest.mark.parametrize("name", TABLE_NAMES)
def test_a_table_has_the_columns_of_the_schema_in_their_order(name):
    assert list(_table(name).columns) == TABLES[name].names


@pytest.mark.parametrize("name", TABLE_NAMES)
def test_every_row_has_its_source_and_its_licence(name):
    frame = _table(name)
    assert (frame[["id", "source", "licence"]] != "").all(axis=None)


def test_every_place_and_actor_names_the_page_it_was_read_on():
    for name in MAPPED_TABLES:
        assert _table(name)["source_url"].str.match(r"https?://\S+$").all()


def test_ids_are_unique_over_all_tables_and_well_formed():
    ids = pd.concat([_table(name)["id"] for name in TABLES])
    assert not ids.duplicated().any()
    assert ids.str.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*").all()


@pytest.mark.parametrize("name", TABLE_NAMES)
def test_every_term_is_in_its_vocabulary(name):
    frame, taxonomy = _table(name), _taxonomy()
    for column in TABLES[name]:
        if column.vocabulary:
            assert _codes(frame[column.name]) <= set(taxonomy[column.vocabulary].codes), column.name


@pytest.mark.parametrize("name", TABLE_NAMES)
def test_every_inferred_column_is_a_column_of_the_table_with_a_value(name):
    frame = _table(name)
    for column in _codes(frame["inferred"]):
        marked = frame["inferred"].str.split(LIST_SEPARATOR).map(lambda names, column=column: column in names)
        assert (frame.loc[marked, column] != "").all()


@pytest.mark.parametrize("name", TABLE_NAMES)
def test_every_municipality_is_one_of_the_region(name):
    frame, known = _table(name), set(read_region(REGION).municipalities)
    for column in {"municipality_code", "service_area"} & set(frame.columns):
        assert _codes(frame[column]) <= known | {WHOLE_REGION}


def test_a_collaboration_points_to_rows_that_exist_and_two_thirds_have_both_ends():
    ties = _table("collaborations")
    known = set(pd.concat([_table(name)["id"] for name in ("actors", "places", "supports")]))
    assert _codes(ties["from_id"]) | _codes(ties["to_id"]) <= known
    assert int(((ties["from_id"] != "") & (ties["to_id"] != "")).sum()) == 79


@pytest.mark.parametrize("name", MAPPED_TABLES)
def test_a_row_has_a_point_exactly_when_its_position_says_so(name):
    frame = _table(name)
    pointed = frame["position"].isin(["exact", "address", "area", "locality"])
    for column in ("lon", "lat", "position_source_url"):
        assert ((frame[column] != "") == pointed).all(), column
    west, south, east, north = SODERMANLAND
    assert frame.loc[pointed, "lon"].astype(float).between(west, east).all()
    assert frame.loc[pointed, "lat"].astype(float).between(south, north).all()


def test_positions_are_as_exact_as_the_sources_and_no_more():
    assert dict(_table("places")["position"].value_counts()) == {
        "locality": 173,
        "municipality": 28,
        "exact": 16,
        "area": 8,
    }
    assert dict(_table("actors")["position"].value_counts()) == {
        "locality": 146,
        "municipality": 23,
        "none": 20,
        "exact": 6,
        "area": 2,
    }


def test_no_place_is_said_to_be_open_and_the_closed_ones_say_when():
    places, actors = _table("places"), _table("actors")
    both = pd.concat([places, actors])
    closed = both[both["status"] == "closed"]
    assert dict(zip(closed["name"], closed["closed"], strict=True)) == {
        "Slakthuset": "2021-06-30",
        "Grafikens Hus": "2014-03",
        "Malmabygdens folkdanslag": "2017",
    }
    assert "open" not in set(places["status"]) | set(actors["status"])


@pytest.mark.parametrize("name", VOCABULARIES)
def test_a_vocabulary_has_every_label_in_every_language(name):
    frame = _taxonomy()[name].frame
    assert frame.index.str.fullmatch(r"[a-z0-9_]+").all()
    for lang in languages():
        labels = frame[f"label_{lang}"]
        assert (labels.str.strip() != "").all()
        assert not labels.duplicated().any()


@pytest.mark.parametrize("name", VOCABULARIES)
def test_a_definition_exists_in_every_language_or_in_none(name):
    frame = _taxonomy()[name].frame
    columns = [column for column in frame if str(column).startswith("definition_")]
    written = frame[columns] != ""
    assert (written.all(axis=1) | ~written.any(axis=1)).all()


def test_kinds_that_nobody_found_exist_so_that_their_absence_can_be_seen():
    kinds = set(_taxonomy()["place_kind"].codes)
    assert {"replokal", "makerspace", "danslokal", "inspelningsstudio"} <= kinds


def test_the_functions_of_kinds_are_terms():
    taxonomy = _taxonomy()
    assert _codes(taxonomy["place_kind"].frame["functions"]) <= set(taxonomy["place_function"].codes)
    assert _codes(taxonomy["support_kind"].frame["functions"]) <= set(taxonomy["support_function"].codes)


@pytest.mark.parametrize(
    ("name", "column", "pattern"),
    [
        ("sector", "sni2007", r"\d{2}\.\d{2}"),
        ("sector", "sni2025", r"\d{2}\.\d{2}"),
        ("place_kind", "sni2007", r"\d{2}\.\d{2}"),
        ("place_kind", "osm", r"[a-z:_]+=[a-z_*]+"),
        ("sector", "fcs", r"([A-H] .+|Education and Training|Intangible Cultural Heritage)"),
        (
            "sector",
            "kkn",
            KKN_GROUPS,
        ),
    ],
)
def test_a_crosswalk_names_only_what_the_other_classification_has(name, column, pattern):
    codes = _codes(_taxonomy()[name].frame[column])
    assert codes
    assert all(re.fullmatch(pattern, code) for code in codes), codes


PERSONAL = {
    "e-mail": r"[\w.+-]+@[\w-]+\.[a-z]{2,}",
    "telephone": r"(?<![\d/.-])(\+46|0)[ -]?\d{1,3}[ -]\d{2,3}[ -]?\d{2,3}([ -]?\d{2})?(?![\d/.-])",
    "personal number": r"(?<!\d)(19|20)?\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])[-+]\d{4}(?!\d)",
}


@pytest.mark.parametrize("what", PERSONAL)
def test_no_file_holds_a_persons(what):
    for path in DATA.rglob("*.csv"):
        found = re.search(PERSONAL[what], path.read_text(encoding="utf-8"))
        assert found is None, (path, found)


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("e-mail", "anna@example.org"),
        ("telephone", "0155-12 34 56"),
        ("telephone", "070-123 45 67"),
        ("personal number", "850709-9805"),
        ("personal number", "19850709-9805"),
    ],
)
def test_the_search_for_personal_data_would_find_it(what, text):
    assert re.search(PERSONAL[what], f"Ring, skriv: {text}.")


def test_the_package_is_a_valid_data_package():
    report = Package(str(REGION / "datapackage.json")).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])[:5]
    assert [task.name for task in report.tasks] == list(TABLES)


def test_the_package_names_its_version_licence_and_sources_and_no_person():
    package = Package(str(REGION / "datapackage.json")).to_descriptor()
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert (package["version"], package["licenses"][0]["name"]) == ("2026.11", "CC-BY-4.0")
    assert [contributor["title"] for contributor in package["contributors"]] == ["Kulturkarta"]
    for resource in package["resources"]:
        assert {"licenses", "sources", "encoding", "format"} <= set(resource)


def test_there_are_290_municipalities_with_population_border_and_county():
    municipalities = _read(DATA / "reference" / "municipalities.csv")
    borders = gpd.read_file(DATA / "reference" / "municipalities.geojson")
    counties = _read(DATA / "reference" / "counties.csv")
    assert len(municipalities) == 290
    assert set(municipalities["code"]) == set(borders["code"])
    assert set(municipalities["county_code"]) == set(counties["code"])
    assert len(counties) == 21
    # The sum over all municipalities in SCB's table for 31 December 2025.
    assert municipalities["population"].astype(int).sum() == 10_605_520


def test_borders_are_valid_small_and_in_sweden():
    path = DATA / "reference" / "municipalities.geojson"
    borders = gpd.read_file(path)
    assert path.stat().st_size < 1_500_000
    assert borders.is_valid.all()
    assert borders.crs.to_epsg() == 4326
    west, south, east, north = borders.total_bounds
    assert west > 10
    assert south > 55
    assert east < 25
    assert north < 70


def test_localities_name_their_source_and_never_both_a_municipality_and_candidates():
    localities = _read(DATA / "reference" / "localities.csv")
    assert (localities[["name", "lon", "lat", "source", "source_url", "licence"]] != "").all(axis=None)
    assert dict(localities["source"].value_counts()) == {"GeoNames": 1323, "Wikipedia": 6, "Offentlig sida": 3}
    assert not ((localities["municipality_code"] != "") & (localities["municipality_candidates"] != "")).any()
    known = set(_read(DATA / "reference" / "municipalities.csv")["code"])
    assert _codes(localities["municipality_code"]) | _codes(localities["municipality_candidates"]) <= known


def test_the_region_has_its_nine_municipalities_by_their_names():
    region = read_region(REGION)
    municipalities = _read(DATA / "reference" / "municipalities.csv")
    here = municipalities[municipalities["county_code"] == "04"]
    assert region.municipalities == dict(zip(here["code"], here["name"], strict=True))
    assert (region.county_code, len(region.municipalities)) == ("04", 9)
    assert set(region.notes) == set(region.names) == set(languages())


def test_population_of_the_region_agrees_with_the_national_table():
    facts = _table("municipality_facts")
    latest = facts[(facts["indicator"] == "befolkning") & (facts["year"] == "2025")]
    national = _read(DATA / "reference" / "municipalities.csv").set_index("code")["population"]
    assert dict(zip(latest["municipality_code"], latest["value"], strict=True)) == dict(
        national[latest["municipality_code"]]
    )


def test_every_data_set_is_listed_with_its_licence():
    text = (DATA / "LICENSES.md").read_text(encoding="utf-8")
    for name in ("municipalities.csv", "municipalities.geojson", "localities.csv", "counties.csv", "taxonomy/"):
        assert name in text
