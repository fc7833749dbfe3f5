"""`gaps` as a script runs it, on three squares of 10 km with 1 000 inhabitants each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kulturkarta.cli import main
from kulturkarta.settings import read_settings
from tests.commands.small_files import write_small_region
from tests.small_sweden import degrees

HEADER = "id,name,kind,functions,municipality_code,lon,lat,position,source,licence\n"
COVERAGE = (
    "id,table,kind,municipality_code,known,expected_min,expected_max,note,source,licence\n"
    "r,places,replokal,,2,4,5,,K,CC0\n"
)


def place(name: str, kind: str, code: str, east_km: float, functions: str = "") -> str:
    lon, lat = degrees(east_km, 6515)
    return f"{name},{name},{kind},{functions},{code},{lon},{lat},exact,K,CC0\n"


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("KULTURKARTA_DATA_DIR", str(tmp_path))
    read_settings.cache_clear()
    # A rehearsal room in the middle of Nyköping and one in the middle of Trosa; a library that lets people rehearse
    # in the middle of Oxelösund.
    rows = place("rep", "replokal", "0480", 605) + place("rep-2", "replokal", "0488", 625)
    rows += place("bib", "bibliotek", "0481", 615, "ova")
    write_small_region(tmp_path, {"places": HEADER + rows, "coverage": COVERAGE})
    yield tmp_path
    read_settings.cache_clear()


def run_json(capsys: pytest.CaptureFixture[str], *argv: str) -> dict[str, Any]:
    assert main(["gaps", "--region", "sormland", *argv, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_answer_says_who_is_without_and_how_it_was_measured(
    data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = run_json(capsys, "--kind", "replokal", "--km", "10")
    assert (found["population"], found["threshold_km"], found["distance"], found["demand"]) == (
        3000,
        10,
        "straight×1.3",
        "localities",
    )
    assert found["within"] == pytest.approx(3000 * (1 - found["share_without"]))
    assert [(row["code"], row["name"], row["population"], row["places"]) for row in found["municipalities"]] == [
        ("0480", "Nyköping", 1000, 1),
        ("0481", "Oxelösund", 1000, 0),
        ("0488", "Trosa", 1000, 1),
    ]
    # 10 km / 1.3 = 7.69 km; the corners of a square are 6.36 km from its middle.
    assert [row["share_within"] for row in found["municipalities"]] == [1, pytest.approx(0.44, abs=0.1), 1]
    assert [row["per_10000"] for row in found["municipalities"]] == [10, 0, 10]
    nykoping = found["municipalities"][0]
    assert nykoping["coverage"]["scope"] == "region"
    assert (nykoping["coverage"]["complete_low"], nykoping["coverage"]["complete_high"]) == (0.4, 0.5)
    assert nykoping["coverage"]["share_exact"] == 1
    assert found["municipalities"][1]["people_per_place"] is None
    assert [row["too_little"] for row in found["municipalities"]] == [None, "none_here", None]
    assert found["edge_open"] is True


def test_the_squares_are_counted_one_by_one(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # Oxelösund's squares, from the rooms at easting 605 and 625: with x = 0.5 ... 9.5 km from the nearer border, within
    # reach are those with (5 + x)^2 + y^2 <= 59.17, y = 0.5 ... 4.5 twice: x = 0.5 and 1.5 with all ten rows
    # (5.5^2 + 4.5^2 = 50.5; 6.5^2 + 4.5^2 = 62.5 is too far, 6.5^2 + 3.5^2 = 54.5 is not: eight rows), x = 2.5 with
    # y = 0.5 and 1.5 (56.5, 58.5): four rows. Two borders: 2 x (10 + 8 + 4) = 44 of 100.
    found = run_json(capsys, "--kind", "replokal", "--km", "10", "--municipality", "0481")
    assert (found["population"], found["share_within"]) == (1000, pytest.approx(0.44, abs=1e-9))
    assert [row["code"] for row in found["municipalities"]] == ["0481"]


def test_a_function_takes_every_kind_that_has_it(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = run_json(capsys, "--function", "ova", "--km", "10")
    assert [row["places"] for row in found["municipalities"]] == [0, 1, 0]
    both = run_json(capsys, "--kind", "replokal", "bibliotek", "--km", "10")
    assert [row["places"] for row in both["municipalities"]] == [1, 1, 1]
    assert both["share_without"] == 0


def test_detour_and_decay_are_those_asked_for(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # Without a detour 10 km is 10 km, and Oxelösund's squares are all within (5 + x)^2 + y^2 <= 100: the farthest,
    # x = 4.5 and y = 4.5, lies 10.5 km away, y = 3.5 10.1; the six others of that column, and all nearer, are within.
    found = run_json(capsys, "--kind", "replokal", "--km", "10", "--detour", "1", "--decay", "none")
    assert (found["distance"], found["detour_factor"], found["decay"]) == ("straight×1", 1, "none")
    assert found["municipalities"][1]["share_within"] == pytest.approx(0.92)


def test_what_if_says_whom_it_helps_and_whom_it_costs(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lon, lat = degrees(615, 6515)
    added = run_json(capsys, "--kind", "replokal", "--km", "10", "--add", f"{lon:.4f},{lat:.4f}")
    # 56 of Oxelösund's 100 squares of ten people had none.
    assert (round(added["change"]["gains"]), added["change"]["loses"]) == (560, 0)
    assert [row["places"] for row in added["municipalities"]] == [1, 1, 1]
    closed = run_json(capsys, "--kind", "replokal", "--km", "10", "--close", "rep")
    # All of Nyköping, and the 22 squares of Oxelösund that the room reached.
    assert (closed["change"]["gains"], round(closed["change"]["loses"])) == (0, 1220)


def test_the_edge_counts_who_lives_near_the_land_of_others(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # The nearest land outside is Halland, some 290 km away.
    edge = run_json(capsys, "--kind", "replokal", "--km", "70")["edge"]
    assert (edge["people"], edge["without"], edge["localities"]) == (0, 0, [])


def test_people_read_it_as_a_table(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for lang, too_little in (("sv", "för lite data"), ("en", "too little data"), ("nb", "for lite data")):
        assert main(["gaps", "--region", "sormland", "--kind", "replokal", "--km", "10", "--lang", lang]) == 0
        shown = capsys.readouterr().out
        assert all(part in shown for part in ("Nyköping", "Oxelösund", "19"))
        assert "56" not in shown and too_little in shown  # no room is known in Oxelösund: its 56 % is a most


@pytest.mark.parametrize(
    "argv",
    [
        ("--kind", "replokalen", "--km", "10"),
        ("--function", "sova", "--km", "10"),
        ("--kind", "replokal", "--km", "0"),
        ("--kind", "replokal", "--km", "nan"),
        ("--kind", "replokal", "--km", "10", "--municipality", "1380"),
        ("--kind", "replokal", "--km", "10", "--detour", "0.9"),
        ("--kind", "replokal", "--km", "10", "--add", "16.59"),
        ("--kind", "replokal", "--km", "10", "--close", "finns-inte"),
    ],
)
def test_a_word_or_a_distance_nobody_knows_is_exit_code_2(
    data_dir: Path, capsys: pytest.CaptureFixture[str], argv: tuple[str, ...]
) -> None:
    assert main(["gaps", "--region", "sormland", *argv]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert argv[-1] in said.err or argv[1] in said.err


def test_kind_and_function_together_are_no_question(data_dir: Path) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["gaps", "--region", "sormland", "--kind", "replokal", "--function", "ova", "--km", "10"])
    assert stopped.value.code == 2
