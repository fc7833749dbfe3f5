"""`import-answers` and `undo-import`: looked at, corrected, stored, taken back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kulturkarta.cli import main
from kulturkarta.settings import read_settings
from kulturkarta.survey import get_store, read_stored_answers
from tests.sources.forms.broken import BROKEN, Broken
from tests.sources.forms.layouts import GOOGLE_SV, GRID_SV


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("KULTURKARTA_STORE", str(tmp_path / "var" / "k.sqlite"))
    read_settings.cache_clear()
    get_store.cache_clear()
    (tmp_path / "svar.csv").write_text(GOOGLE_SV, encoding="utf-8")
    yield tmp_path
    read_settings.cache_clear()
    get_store.cache_clear()


def run(*arguments: str | Path) -> int:
    return main([*map(str, arguments)])


def test_a_dry_run_shows_what_was_recognised_and_stores_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("import-answers", folder / "svar.csv", "--region", "sormland", "--dry-run", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["tool"], found["language"], found["respondents"], found["items"]) == ("google", "sv", 4, 3)
    assert [column["kind"] for column in found["columns"]] == [
        "timestamp", "municipality", "sectors", "likert", "multi", "text",
    ]  # fmt: skip
    assert [column["answers"] for column in found["columns"][3:]] == [3, 4, 2]
    assert found["stored"] is False
    assert not (folder / "var").exists()


def test_a_mapping_is_written_used_and_the_wave_taken_back(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mapping, region = folder / "m.toml", ("--region", "sormland")
    assert run("import-answers", folder / "svar.csv", *region, "--dry-run", "--write-map", mapping) == 0
    mapping.write_text(mapping.read_text(encoding="utf-8").replace('"multi"', '"skip"'), encoding="utf-8")
    told = ("--map", mapping, "--wave", "Våren 2022", "--consent", "Ja")
    capsys.readouterr()
    assert run("import-answers", folder / "svar.csv", *region, *told) == 0
    said = capsys.readouterr().out
    assert "4 svar, 2 frågor." in said
    assert said.endswith("4 svar är sparade som Våren 2022.\n")
    stored = read_stored_answers("sormland")
    assert stored.answers.items["kind"].tolist() == ["likert", "text"]
    assert stored.answers.waves["consent"].tolist() == ["Ja"]
    assert run("undo-import", *region, "--wave", "Hösten") == 1
    assert capsys.readouterr().out == "Det finns ingen omgång Hösten. Det finns: Våren 2022\n"
    assert run("undo-import", *region, "--wave", "Våren 2022") == 0
    assert len(read_stored_answers("sormland").answers.responses) == 0


@pytest.mark.parametrize("case", BROKEN.values(), ids=list(BROKEN))
def test_nothing_is_stored_of_a_broken_file(folder: Path, capsys: pytest.CaptureFixture[str], case: Broken) -> None:
    (folder / case.file).write_bytes(case.data)
    told = ["--wave", case.title, "--consent", "Ja"]
    if case.mapping:
        (folder / "mapping.toml").write_text(case.mapping, encoding="utf-8")
        told += ["--map", str(folder / "mapping.toml")]
    assert run("import-answers", folder / case.file, "--region", "sormland", *told, "--json") == 1
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert [problem["code"] for problem in problems if problem["severity"] == "error"] == [case.code]
    assert not (folder / "var").exists()


def test_answers_without_consent_are_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("import-answers", folder / "svar.csv", "--region", "sormland", "--wave", "Våren") == 1
    assert "Det står inte vad de som svarade har gått med på." in capsys.readouterr().out


def test_a_store_that_cannot_be_written_is_one_line_for_the_operator(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "var").mkdir()
    (folder / "var" / "k.sqlite").write_bytes(b"no database" * 100)
    told = ("--wave", "Våren", "--consent", "Ja")
    assert run("import-answers", folder / "svar.csv", "--region", "sormland", *told) == 2
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1
    assert "cannot be used: file is not a database" in said[0]
    # What only reads goes on without it, and says so.
    stored = read_stored_answers("sormland")
    assert (stored.is_readable, len(stored.answers.waves)) == (False, 0)


def test_stored_answers_are_read_again_after_a_change(folder: Path) -> None:
    (folder / "svar2.csv").write_text(GRID_SV, encoding="utf-8")
    counts = []
    for file, wave in (("svar.csv", "Ett"), ("svar2.csv", "Två")):
        run("import-answers", folder / file, "--region", "sormland", "--wave", wave, "--consent", "Ja")
        counts.append((read_stored_answers("sormland").revision, len(read_stored_answers("sormland").answers.waves)))
    assert counts == [(1, 1), (2, 2)]
