"""`access` as another program's user runs it, on plain tables."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kulturkarta.cli import main

# Two people at 0, one at 10; 6 seats at 5, 1 seat at 14.
DEMAND = "id,x,y,demand\na,0,0,2\nb,10,0,1\n"
SUPPLY = "id,x,y,supply\np,5,0,6\nq,14,0,1\n"


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    (tmp_path / "d.csv").write_text(DEMAND)
    (tmp_path / "s.csv").write_text(SUPPLY)
    return ["--demand", str(tmp_path / "d.csv"), "--supply", str(tmp_path / "s.csv")]


def scores(capsys: pytest.CaptureFixture[str], *argv: str) -> dict[str, float]:
    assert main(["access", *argv, "--json"]) == 0
    return json.loads(capsys.readouterr().out)["scores"]


@pytest.mark.parametrize(
    ("argv", "expected"),
    [
        (("--method", "2sfca", "--threshold", "6"), {"a": 2, "b": 3}),
        (("--method", "e2sfca", "--threshold", "6", "--weights", "4:1,6:0.5"), {"a": 2, "b": 3}),
        (("--method", "cumulative", "--threshold", "6"), {"a": 6, "b": 7}),
        (("--method", "nearest"), {"a": 5, "b": 4}),
        (("--method", "2sfca", "--threshold", "6", "--balanced"), {"a": 2.4, "b": 2.2}),
    ],
)
def test_every_method_answers_by_id(
    files: list[str], capsys: pytest.CaptureFixture[str], argv: tuple[str, ...], expected: dict[str, float]
) -> None:
    assert scores(capsys, *files, *argv) == pytest.approx(expected)


def test_costs_replace_coordinates_and_no_detour_is_added(
    tmp_path: Path, files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "d.csv").write_text("id,demand\na,2\nb,1\n")
    (tmp_path / "s.csv").write_text("id,supply\np,6\nq,1\n")
    (tmp_path / "c.csv").write_text("origin,destination,cost\na,p,6\nb,p,6\nb,q,4\nz,q,1\n")
    costs = ["--costs", str(tmp_path / "c.csv"), "--method", "2sfca", "--threshold", "6"]
    assert main(["access", *files, *costs, "--json"]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["scores"] == {"a": 2, "b": 3}
    assert "z" in said.err


def test_a_bad_cell_is_told_with_file_row_column_and_mend(
    tmp_path: Path, files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "d.csv").write_text("id,x,y,demand\na,0,0,2\nb,tio,0,1\n")
    assert main(["access", *files, "--method", "2sfca", "--threshold", "6", "--json"]) == 1
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert (problem["code"], problem["file"], problem["row"], problem["column"], problem["value"]) == (
        "points.not_a_number",
        "d.csv",
        3,
        "x",
        "tio",
    )
    assert problem["mend"]


def test_a_file_that_is_not_there_is_told_and_not_a_crash(
    tmp_path: Path, files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "s.csv").unlink()
    assert main(["access", *files, "--method", "nearest", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["problems"][0]["code"] == "file.missing"


def test_out_of_reach_is_0_and_no_place_at_all_is_null(
    tmp_path: Path, files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert scores(capsys, *files, "--method", "2sfca", "--threshold", "1") == {"a": 0, "b": 0}
    (tmp_path / "s.csv").write_text("id,x,y,supply\np,5,0,0\n")
    assert scores(capsys, *files, "--method", "nearest") == {"a": None, "b": None}


@pytest.mark.parametrize(
    "argv",
    [
        ("--method", "2sfca"),
        ("--method", "2sfca", "--weights", "nonsense"),
        ("--method", "2sfca", "--weights", "1:2:3"),
        ("--method", "2sfca", "--threshold", "-5"),
        ("--method", "nearest", "--crs", "EPSG:4326"),
        ("--method", "nearest", "--crs", "EPSG:0"),
    ],
)
def test_arguments_without_sense_are_exit_code_2(
    files: list[str], capsys: pytest.CaptureFixture[str], argv: tuple[str, ...]
) -> None:
    assert main(["access", *files, *argv]) == 2
    said = capsys.readouterr()
    assert (said.out, said.err != "") == ("", True)


def test_people_read_a_table(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["access", *files, "--method", "2sfca", "--threshold", "6"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split() for line in lines[1:]] == [["a", "2"], ["b", "3"]]
