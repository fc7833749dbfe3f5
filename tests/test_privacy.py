from __future__ import annotations

import io
import zipfile
from collections.abc import Hashable

import pandas as pd
import pytest

from kulturkarta.export.registry import EXPORT_FORMATS
from kulturkarta.privacy import PRECISION, public_frame
from kulturkarta.schema import TABLES
from kulturkarta.settings import PROJECT_DIR
from kulturkarta.sources.geopackage import read_geopackage
from kulturkarta.sources.guard import Limits
from kulturkarta.taxonomy import read_taxonomy
from tests.export.small_table import context

LIMITS = Limits(max_bytes=2_000_000, max_rows=10, max_unpacked_bytes=1_000_000, seconds=20, memory_mb=1024)


def actor(position: str | None, publish: str | None) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "id": ["a"],
            "name": ["Åsa"],
            "municipality_code": ["0480"],
            "locality": ["Tystberga"],
            "address": ["Hemliga gatan 7"],
            "lon": [17.123456],
            "lat": [58.123456],
            "position": pd.Series([position], dtype="str"),
            "position_source_url": ["https://hemlig.example/karta"],
            "publish_position": pd.Series([publish], dtype="str"),
        }
    )


def published(position: str | None, publish: str | None) -> dict[Hashable, object]:
    row = public_frame(actor(position, publish), TABLES["actors"]).iloc[0]
    return {name: None if pd.isna(value) else value for name, value in row.items()}


@pytest.mark.parametrize("publish", ["locality", "municipality", "none"])
@pytest.mark.parametrize("position", ["exact", "address", "area", None])
def test_a_row_that_wants_to_be_shown_coarsely_loses_its_fine_point_and_address(position: str | None, publish: str):
    row = published(position, publish)
    hidden = ("lon", "lat", "address", "position_source_url")
    assert [row[name] for name in hidden] == [None, None, None, None]
    assert (row["position"], row["municipality_code"]) == ("none", "0480")


def test_a_point_already_as_coarse_as_wanted_stays_unmoved():
    row = published("locality", "locality")
    assert (row["lon"], row["lat"], row["position"]) == (17.123456, 58.123456, "locality")
    assert row["address"] is None


@pytest.mark.parametrize(("publish", "locality"), [("locality", "Tystberga"), ("municipality", None), ("none", None)])
def test_the_locality_goes_where_no_more_than_the_municipality_is_wanted(publish: str, locality: str | None):
    assert published("exact", publish)["locality"] == locality


@pytest.mark.parametrize("publish", [None, "exact"])
def test_a_row_without_such_a_wish_is_as_public_as_the_catalogue(publish: str | None):
    row = published("exact", publish)
    assert (row["lon"], row["address"], row["locality"]) == (17.123456, "Hemliga gatan 7", "Tystberga")


def test_the_frame_that_came_in_is_unchanged():
    frame = actor("exact", "none")
    before = frame.copy(deep=True)
    public_frame(frame, TABLES["actors"])
    pd.testing.assert_frame_equal(frame, before)


def test_a_meeting_place_keeps_its_address():
    frame = pd.DataFrame({"id": ["p"], "address": ["Torget 1"], "lon": [17.0], "lat": [58.0], "position": ["exact"]})
    assert public_frame(frame, TABLES["places"]).loc[0, "address"] == "Torget 1"


def test_free_answers_of_respondents_never_leave():
    frame = pd.DataFrame({"id": ["r"], "score": [3.0], "text": ["jag bor på …"]})
    assert list(public_frame(frame, TABLES["need_responses"])) == ["id", "score"]


def test_actors_whose_wish_is_missing_as_a_column_are_not_made_public():
    with pytest.raises(ValueError, match="publish_position"):
        public_frame(actor("exact", "none").drop(columns="publish_position"), TABLES["actors"])


SECRETS = ("17.123456", "17,123456", "58.123456", "Hemliga gatan", "hemlig.example", "Tystberga")


def visible(key: str, data: bytes) -> str:
    """All that a reader of the file can see: a workbook unpacked, the numbers of a GeoPackage as text."""
    if key == "excel":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "".join(archive.read(name).decode() for name in archive.namelist())
    if key == "geopackage":
        return data.decode("latin-1") + read_geopackage(data, name="actors", file="x", limits=LIMITS).frame.to_csv()
    return data.decode()


@pytest.mark.parametrize("key", sorted(EXPORT_FORMATS))
def test_no_format_carries_what_was_taken_away(key: str):
    write = EXPORT_FORMATS[key].write
    table = TABLES["actors"]
    shown = visible(key, write(public_frame(actor("exact", "municipality"), table), context()))
    assert [secret for secret in SECRETS if secret in shown] == []
    whole = visible(key, write(public_frame(actor("exact", "exact"), table), context()))
    assert {"Hemliga gatan", "hemlig.example", "Tystberga"} <= {secret for secret in SECRETS if secret in whole}
    assert {"17.123456", "17,123456"} & {secret for secret in SECRETS if secret in whole}


def test_the_kinds_of_position_are_those_of_the_vocabulary():
    assert set(PRECISION) == set(read_taxonomy(PROJECT_DIR / "data" / "taxonomy")["position"].codes)
