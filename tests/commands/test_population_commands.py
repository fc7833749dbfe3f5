"""`import-population`, and that the gaps are measured from what it stored."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kulturkarta.cli import main
from kulturkarta.settings import read_settings
from tests.commands.small_files import write_small_region
from tests.small_sweden import degrees

LON, LAT = degrees(605, 6515)
PLACES = f"id,name,kind,lon,lat,position,municipality_code,source,licence\nr,R,replokal,{LON},{LAT},exact,0480,K,CC0\n"
# 900 + 50 in Nyköping (total 1 000), 1 000 in Oxelösund, 100 in Trosa, some in Halland, which is no part of the region.
GRID = (
    "rutid_scb,beftotalt\n6050006515000,900\n6010006511000,50\n6150006515000,1000\n"
    "6250006515000,100\n3550006295000,70\n"
)


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("KULTURKARTA_DATA_DIR", str(tmp_path))
    read_settings.cache_clear()
    write_small_region(tmp_path, {"places": PLACES})
    yield tmp_path
    read_settings.cache_clear()


def write_grid(folder: Path, text: str) -> str:
    path = folder / "grid.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_age_groups_are_kept_and_their_reach_measured(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # The room lies in the square of 400 children; the other 100 live in Oxelösund, 10 km off.
    grid = (
        "rutid_scb,beftotalt,0-19,20-64,65+\n6050006515000,1000,400,500,100\n6150006515000,1000,100,300,600\n"
        "6250006515000,1000,0,500,500\n"
    )
    assert main(["import-population", write_grid(data_dir, grid), "--region", "sormland"]) == 0
    capsys.readouterr()
    asked = ["gaps", "--region", "sormland", "--kind", "replokal", "--km", "2", "--json"]
    told = {}
    for age in ("age_0_19", "age_20_64", "age_65_plus"):
        assert main([*asked, "--age", age]) == 0
        told[age] = json.loads(capsys.readouterr().out)
    assert {age: found["population"] for age, found in told.items()} == {
        "age_0_19": 500,
        "age_20_64": 1300,
        "age_65_plus": 1200,
    }
    assert {age: found["share_within"] for age, found in told.items()} == {
        "age_0_19": pytest.approx(400 / 500),
        "age_20_64": pytest.approx(500 / 1300),
        "age_65_plus": pytest.approx(100 / 1200),
    }


def test_an_age_group_that_nobody_counted_is_exit_code_2(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["gaps", "--region", "sormland", "--kind", "replokal", "--km", "2", "--age", "age_0_19"]
    assert main(asked) == 2
    assert "import-population" in capsys.readouterr().err


def test_a_grid_is_stored_scaled_where_near_the_total_and_then_used(
    data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import-population", write_grid(data_dir, GRID), "--region", "sormland", "--json"]) == 0
    said = capsys.readouterr()
    found = json.loads(said.out)
    assert (found["points"], found["outside"]) == (4, 1)
    assert [(row["code"], row["people"], row["total"], row["scale"]) for row in found["municipalities"]] == [
        ("0480", 950, 1000, pytest.approx(1000 / 950)),
        ("0481", 1000, 1000, 1),
        ("0488", 100, 1000, 1),
    ]
    # Trosa has a tenth of its people in the file: told, and left as it is
    assert "0488" in said.err
    assert main(["gaps", "--region", "sormland", "--kind", "replokal", "--km", "2", "--json"]) == 0
    gaps = json.loads(capsys.readouterr().out)
    assert (gaps["demand"], gaps["population"]) == ("grid", 2100)
    # 900 of 950 live 0.7 x 1.3 km from the room
    assert gaps["municipalities"][0]["share_within"] == pytest.approx(900 / 950, abs=1e-5)


def test_a_file_with_a_bad_row_stores_nothing(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_grid(data_dir, GRID + "600,5\n")
    assert main(["import-population", path, "--region", "sormland", "--json"]) == 1
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert (problem["code"], problem["row"], problem["column"]) == ("population.square", 7, "rutid_scb")
    assert not (data_dir / "sormland" / "population.csv").exists()


def test_a_file_of_another_part_of_the_country_stores_nothing(
    data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_grid(data_dir, "rutid_scb,beftotalt\n3550006295000,70\n")
    assert main(["import-population", path, "--region", "sormland", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["problems"][0]["code"] == "population.nobody"
    assert not (data_dir / "sormland" / "population.json").exists()


def test_points_say_that_they_are_points_and_people_read_a_table(
    data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_grid(data_dir, f"lon,lat,people\n{LON},{LAT},1000\n")
    assert main(["import-population", path, "--region", "sormland"]) == 0
    shown = capsys.readouterr().out
    assert all(part in shown for part in ("sormland", "0480", "0488"))
    assert main(["gaps", "--region", "sormland", "--kind", "replokal", "--km", "2", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["demand"] == "points"


def test_a_region_that_is_not_there_is_exit_code_2(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import-population", write_grid(data_dir, GRID), "--region", "nowhere"]) == 2
    assert "nowhere" in capsys.readouterr().err
