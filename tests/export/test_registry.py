from __future__ import annotations

import pytest

from kulturkarta.export.registry import EXPORT_FORMATS, ExportFormat, formats_for
from kulturkarta.schema import TABLES
from tests.export.small_table import actors, context


def test_the_five_formats_are_there_in_the_order_of_the_page():
    assert list(EXPORT_FORMATS) == ["excel", "csv_excel", "csv_open", "geojson", "geopackage"]


def test_every_format_writes_the_same_rows_through_the_same_call():
    starts = {
        "excel": b"PK\x03\x04",
        "csv_excel": b"\xef\xbb\xbfcolumn.id;",
        "csv_open": b"id,name,",
        "geojson": b'{"type":"FeatureCollection"',
        "geopackage": b"SQLite format 3\x00",
    }
    for key, made in EXPORT_FORMATS.items():
        assert made.write(actors(), context()).startswith(starts[key])


def test_a_table_without_positions_is_not_offered_as_a_map_file():
    assert [made.key for made in formats_for(TABLES["supports"])] == ["excel", "csv_excel", "csv_open"]
    assert len(formats_for(TABLES["places"])) == 5


def test_file_endings_are_all_different():
    assert len({made.suffix for made in EXPORT_FORMATS.values()}) == 5


def test_the_registry_of_formats_cannot_be_changed():
    with pytest.raises(TypeError):
        EXPORT_FORMATS["x"] = ExportFormat("x", lambda _f, _c: b"", ".x", "text/plain")  # type: ignore[index]
