from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import pytest

from kulturkarta.errors import DataProblem
from kulturkarta.settings import Settings
from kulturkarta.sources.guard import Limits, check_zip, read_bytes
from kulturkarta.sources.registry import READERS, find_reader, read_file
from tests.hostile import PATHS

LIMITS = Limits(max_bytes=1000, max_rows=3, max_unpacked_bytes=100_000_000, seconds=20, memory_mb=1024)


def refused(call, *arguments, **more) -> DataProblem:
    with pytest.raises(DataProblem) as caught:
        call(*arguments, **more)
    return caught.value


def zipped(entries: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return stream.getvalue()


def test_the_limits_are_those_of_the_settings():
    settings = Settings(max_file_mb=2.5, max_rows=7, max_unpacked_mb=3, reader_seconds=4, reader_memory_mb=512)
    assert Limits.from_settings(settings) == Limits(2_500_000, 7, 3_000_000, 4.0, 512)


@pytest.mark.parametrize(("size", "is_read"), [(999, True), (1000, True), (1001, False)])
def test_a_file_is_read_up_to_the_limit_and_not_one_byte_above(tmp_path: Path, size: int, is_read: bool):
    path = tmp_path / "x.csv"
    path.write_bytes(b"a" * size)
    for source in (path, path.read_bytes()):
        if is_read:
            assert len(read_bytes(source, file="x.csv", limits=LIMITS)) == size
        else:
            assert refused(read_bytes, source, file="x.csv", limits=LIMITS).code == "file.too_large"


def test_the_refusal_of_a_large_file_names_its_size_and_the_limit():
    limits = Limits(max_bytes=20_000_000, max_rows=3, max_unpacked_bytes=1, seconds=1, memory_mb=1)
    problem = refused(read_bytes, b"a" * 20_100_000, file="x.csv", limits=limits)
    assert problem.params == {"size_mb": 20.1, "limit_mb": 20.0}


def test_an_empty_file_is_refused():
    assert refused(read_bytes, b"", file="x.csv", limits=LIMITS).code == "file.empty"


@pytest.mark.parametrize("name", PATHS)
def test_a_path_that_is_no_ordinary_file_is_refused(name: str):
    for suffix in (".csv", ".gpkg"):
        problem = refused(READERS[suffix], Path(name), name="places", file="x", limits=LIMITS)
        assert problem.code in ("file.not_local", "file.missing")


def test_a_disk_letter_is_no_network_address():
    assert refused(read_bytes, Path("C:/data/x.csv"), file="x.csv", limits=LIMITS).code == "file.missing"


def test_a_folder_is_no_file(tmp_path: Path):
    assert refused(read_bytes, tmp_path, file="x.csv", limits=LIMITS).code == "file.missing"


def test_half_a_gigabyte_of_zeros_in_half_a_megabyte_is_refused_at_once():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("x", "w") as entry:
        for _ in range(50):
            entry.write(bytes(10_000_000))
    bomb = stream.getvalue()
    assert len(bomb) < 500_000

    started = time.perf_counter()
    problem = refused(check_zip, bomb, file="x.xlsx", limits=LIMITS)
    assert time.perf_counter() - started < 0.05
    assert problem.code == "file.unpacks_too_large"
    assert problem.params == {"size_mb": 500.0, "limit_mb": 100.0}


def test_more_than_a_hundred_bytes_out_for_each_byte_in_is_refused():
    bomb = zipped({"x": bytes(1_000_000)})
    assert 1_000_000 / len(bomb) > 100
    assert refused(check_zip, bomb, file="x.xlsx", limits=LIMITS).code == "file.unpacks_too_large"


@pytest.mark.parametrize(("count", "is_refused"), [(199, False), (200, False), (201, True)])
def test_two_hundred_entries_pass_and_one_more_does_not(count: int, is_refused: bool):
    archive = zipped({f"{number}.xml": b"x" for number in range(count)})
    if is_refused:
        assert refused(check_zip, archive, file="x.xlsx", limits=LIMITS).code == "file.unpacks_too_large"
    else:
        check_zip(archive, file="x.xlsx", limits=LIMITS)


@pytest.mark.parametrize("name", ["/etc/passwd", "../x", "a/../../x", "..\\x", "C:/x", "\\x"])
def test_an_entry_whose_name_leads_out_is_refused(name: str):
    assert refused(check_zip, zipped({name: b"x"}), file="x.xlsx", limits=LIMITS).code == "file.broken"


def test_a_damaged_zip_is_refused():
    assert refused(check_zip, b"PK\x03\x04 no more", file="x.xlsx", limits=LIMITS).code == "file.broken"


def test_a_reader_is_found_by_the_end_of_the_name_in_any_case():
    assert find_reader("PLATSER.CSV") is READERS[".csv"]


def test_an_unknown_ending_is_refused_and_the_known_ones_are_named():
    problem = refused(find_reader, "x.shp")
    assert (problem.code, problem.got) == ("file.unknown_format", ".shp")
    assert problem.params["known"] == ".csv, .tsv, .txt, .xlsx, .geojson, .json, .gpkg"


def test_the_registry_of_readers_cannot_be_changed():
    with pytest.raises(TypeError):
        READERS[".shp"] = READERS[".csv"]  # type: ignore[index]


def test_a_file_is_read_for_a_table_under_its_own_name(tmp_path: Path):
    path = tmp_path / "mina platser.csv"
    path.write_text("id,name\na,Åsa\n", encoding="utf-8")
    table = read_file(path, table="places", settings=Settings())
    assert (table.name, table.file) == ("places", "mina platser.csv")
    assert table.frame.loc[2].to_dict() == {"id": "a", "name": "Åsa"}
