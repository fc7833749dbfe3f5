"""`needs` as a script runs it, on a file of answers counted by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kulturkarta.cli import main

HEADER = "id,respondent,wave,theme,municipality_code,sectors,question,score,text,source,licence\n"


def write_answers(path: Path, rows: list[tuple[str, float]]) -> Path:
    lines = [
        f"r{k},p{k},2021,samverkan,{code},musik,Jag behöver fler att samverka med,{score:g},,K,CC0\n"
        for k, (code, score) in enumerate(rows)
    ]
    path.write_text(HEADER + "".join(lines), encoding="utf-8")
    return path


def run_json(capsys: pytest.CaptureFixture[str], *argv: str) -> dict[str, Any]:
    assert main(["needs", "--region", "sormland", *argv, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_file_of_answers_is_counted_per_municipality_and_three_people_are_not_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_answers(tmp_path / "svar.csv", [("0482", 5)] * 6 + [("0461", 2)] * 9 + [("0488", 4)] * 3)
    found = run_json(capsys, "--answers", str(path), "--by", "municipality")
    (wave,) = found["waves"]
    assert (wave["n"], wave["origin"], wave["is_synthetic"], found["smallest_group"]) == (18, "catalogue", False, 5)
    groups = {group["group"]: group for group in wave["items"][0]["groups"]}
    assert {code: (group["is_shown"], group["n"]) for code, group in groups.items()} == {
        "*": (True, 18), "0461": (True, 9), "0482": (False, None), "0488": (False, None), "+": (True, 9),
    }  # fmt: skip
    assert groups["*"]["share_agree"] == pytest.approx(9 / 18)
    assert groups["*"]["mean"] == pytest.approx((30 + 18 + 12) / 18)
    assert groups["0482"]["shares"] == [None] * 5
    assert wave["items"][0]["n_hidden_groups"] == 2


def test_invented_answers_say_so_and_are_the_published_number(capsys: pytest.CaptureFixture[str]) -> None:
    found = run_json(capsys, "--demo", "--by", "sector")
    assert [(wave["is_synthetic"], wave["n"]) for wave in found["waves"]] == [(True, 200), (True, 160)]
    assert [change["share_change_call"] for change in found["waves"][0]["changes"]] == []
    assert {change["share_change_call"] for change in found["waves"][1]["changes"]} <= {"up", "down", "unclear"}


def test_a_file_with_a_row_that_is_wrong_is_refused_with_the_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_answers(tmp_path / "svar.csv", [("0482", 5)] * 5 + [("480", 5)])
    assert main(["needs", "--region", "sormland", "--answers", str(path)]) == 1
    assert "rad 7" in capsys.readouterr().out.lower()


def test_without_answers_the_command_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["needs", "--region", "sormland"]) == 0
    assert capsys.readouterr().out.strip() == "Inga svar finns ännu."
