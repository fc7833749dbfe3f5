"""`site` as another program's user runs it, on plain tables."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kulturkarta.cli import main

# Five villages along a road at 0, 1, 2, 10 and 11 km; a site in each.
VILLAGES = [("a", 0, 10), ("b", 1000, 20), ("c", 2000, 10), ("d", 10000, 30), ("e", 11000, 5)]
DEMAND = "id,x,y,demand\n" + "".join(f"{name},{x},0,{people}\n" for name, x, people in VILLAGES)
SITES = "id,x,y,supply\n" + "".join(f"S{name},{x},0,1\n" for name, x, _ in VILLAGES)


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    (tmp_path / "d.csv").write_text(DEMAND)
    (tmp_path / "s.csv").write_text(SITES)
    return ["--demand", str(tmp_path / "d.csv"), "--candidates", str(tmp_path / "s.csv")]


def run_json(capsys: pytest.CaptureFixture[str], *argv: str, code: int = 0) -> dict[str, Any]:
    assert main(["site", *argv, "--json"]) == code
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("exact", [(), ("--exact",)])
@pytest.mark.parametrize(
    ("argv", "objective", "covered", "uncovered"),
    [
        (("mclp", "--n", "1", "--threshold", "1000"), 40, 40, 35),
        (("mclp", "--n", "2", "--threshold", "1000"), 75, 75, 0),
        (("lscp", "--threshold", "1000"), 2, 75, 0),
        (("lscp", "--threshold", "999.9"), 5, 75, 0),
        (("pmedian", "--n", "1"), 325_000 / 75, 75, 0),
        (("pmedian", "--n", "2", "--threshold", "500"), 25_000 / 75, 50, 25),
        (("pcenter", "--n", "2"), 1000, 75, 0),
    ],
)
def test_every_objective_is_answered_with_its_proof(
    files: list[str],
    capsys: pytest.CaptureFixture[str],
    argv: tuple[str, ...],
    objective: float,
    covered: float,
    uncovered: float,
    exact: tuple[str, ...],
) -> None:
    found = run_json(capsys, *files, "--objective", *argv, *exact)
    assert found["problem"] == argv[0]
    assert found["objective"] == pytest.approx(objective, rel=1e-12)
    assert (found["covered"], found["uncovered"]) == (covered, uncovered)
    assert found["bound"] == pytest.approx(objective, rel=0.5)
    if exact:
        assert (found["exact"], found["gap"], found["bound"]) == (True, 0, found["objective"])


def test_sites_come_in_the_order_that_helps_most(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    found = run_json(capsys, *files, "--objective", "mclp", "--n", "2", "--threshold", "1000", "--exact")
    assert found["sites"][0] == "Sb"
    assert found["gained"] == [40, 35]


def test_costs_replace_coordinates_and_a_missing_pair_is_out_of_reach(
    tmp_path: Path, files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "d.csv").write_text("id,demand\na,2\nb,1\nc,4\n")
    (tmp_path / "s.csv").write_text("id\np\nq\n")
    (tmp_path / "c.csv").write_text("origin,destination,cost\na,p,0\nb,p,6\nb,q,4\n")
    costs = ["--costs", str(tmp_path / "c.csv"), "--threshold", "5"]
    one = run_json(capsys, *files, *costs, "--objective", "mclp", "--n", "1")
    assert (one["objective"], one["sites"], one["uncoverable"]) == (2, ["p"], ["c"])
    fewest = run_json(capsys, *files, *costs, "--objective", "lscp", "--exact")
    assert (fewest["objective"], fewest["covered"], fewest["uncovered"], fewest["uncoverable"]) == (2, 3, 4, ["c"])
    refused = run_json(capsys, *files, *costs, "--objective", "pmedian", "--n", "1", code=1)
    (problem,) = refused["problems"]
    assert (problem["code"], problem["file"], problem["column"], problem["value"]) == (
        "siting.unreachable",
        "d.csv",
        "id",
        "c",
    )
    assert problem["mend"]


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("d.csv", "id,x,y,demand\na,0,0,2\nb,tio,0,1\n", ("points.not_a_number", "d.csv", 3, "x")),
        ("d.csv", "id,x,y,demand\na,0,0,-2\n", ("points.negative", "d.csv", 2, "demand")),
        ("d.csv", "id,x,y\na,0,0\n", ("points.column_missing", "d.csv", 1, "demand")),
        ("d.csv", "id,x,y,demand\na,0,0,0\n", ("siting.no_demand", "d.csv", None, "demand")),
        ("s.csv", "id,x,y\np,0,0\np,1,1\n", ("points.id_repeated", "s.csv", 3, "id")),
        ("s.csv", "id,x,y\n,0,0\n", ("points.id_missing", "s.csv", 2, "id")),
        ("s.csv", "id,x,y\np,0,fem\n", ("points.not_a_number", "s.csv", 2, "y")),
        ("s.csv", "id,x,y\n", ("siting.no_candidates", "s.csv", None, None)),
        ("s.csv", "id,x,y\np,0,0\n", ("siting.too_many_sites", "s.csv", None, None)),
    ],
)
def test_what_is_wrong_in_a_file_is_told_with_place_and_mend(
    tmp_path: Path,
    files: list[str],
    capsys: pytest.CaptureFixture[str],
    file: str,
    text: str,
    told: tuple[str, str, int | None, str | None],
) -> None:
    (tmp_path / file).write_text(text)
    found = run_json(capsys, *files, "--objective", "mclp", "--n", "2", "--threshold", "1000", code=1)
    (problem,) = found["problems"]
    assert (problem["code"], problem["file"], problem["row"], problem["column"]) == told
    assert problem["what"]
    assert problem["mend"]


def test_a_file_that_is_not_there_is_told_and_not_a_crash(
    tmp_path: Path, files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "s.csv").unlink()
    found = run_json(capsys, *files, "--objective", "pcenter", "--n", "2", code=1)
    assert found["problems"][0]["code"] == "file.missing"


@pytest.mark.parametrize(
    "argv",
    [
        ("--objective", "mclp", "--n", "2"),
        ("--objective", "mclp", "--threshold", "5"),
        ("--objective", "mclp", "--threshold", "-5", "--n", "2"),
        ("--objective", "pmedian"),
        ("--objective", "pmedian", "--n", "0"),
        ("--objective", "lscp", "--threshold", "5", "--n", "2"),
        ("--objective", "lscp"),
        ("--objective", "pcenter", "--n", "1", "--crs", "EPSG:4326"),
        ("--objective", "pcenter", "--n", "1", "--seconds", "0"),
    ],
)
def test_arguments_without_sense_are_exit_code_2(
    files: list[str], capsys: pytest.CaptureFixture[str], argv: tuple[str, ...]
) -> None:
    assert main(["site", *files, *argv]) == 2
    said = capsys.readouterr()
    assert (said.out, said.err != "") == ("", True)


@pytest.mark.parametrize("lang", ["sv", "en", "nb"])
@pytest.mark.parametrize("objective", ["mclp", "lscp", "pmedian", "pcenter"])
def test_people_read_a_table_and_how_sure_it_is(
    files: list[str], capsys: pytest.CaptureFixture[str], objective: str, lang: str
) -> None:
    n = () if objective == "lscp" else ("--n", "2")
    argv = ["site", *files, "--objective", objective, *n, "--threshold", "1000", "--exact", "--lang", lang]
    assert main(argv) == 0
    lines = capsys.readouterr().out.splitlines()
    assert {line.split()[0] for line in lines[1:3]} in ({"Sb", "Sd"}, {"Sb", "Se"})
    assert len(lines) == 6
