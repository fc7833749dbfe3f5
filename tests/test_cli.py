"""The commands, run as a person or a script runs them, on a small Sweden."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kulturkarta.cli import COMMANDS, main
from kulturkarta.settings import PROJECT_DIR, Settings, read_settings
from tests.small_sweden import write_data, write_region

HEADER = "id,name,kind,municipality_code,source,licence\n"
GOOD = "bib,Biblioteket,bibliotek,0480,Kommunen,CC0\n"
BAD = "gard,Gården,hembygdsgard,480,Kommunen,CC0\n"


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("KULTURKARTA_DATA_DIR", str(tmp_path))
    read_settings.cache_clear()
    yield write_data(tmp_path)
    read_settings.cache_clear()


def run_json(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, Any]:
    code = main([*argv, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_a_good_folder_passes_with_exit_code_0(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_region(data_dir / "sormland", {"places": HEADER + GOOD})
    code, found = run_json(capsys, "check", str(folder))
    assert code == 0
    assert (found["errors"], found["warnings"], found["problems"]) == (0, 0, [])
    assert found["rows"]["places"] == 1


def test_a_refused_row_is_told_with_file_row_column_value_and_mend(
    data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_region(data_dir / "sormland", {"places": HEADER + GOOD + BAD})
    code, found = run_json(capsys, "check", str(folder))
    assert code == 1
    assert (found["errors"], found["rows"]["places"]) == (1, 1)
    (problem,) = found["problems"]
    assert problem["code"] == "municipality_code.as_number"
    assert (problem["file"], problem["row"], problem["column"]) == ("places.csv", 3, "municipality_code")
    assert problem["value"] == "480"
    assert "0480" in problem["mend"]


def test_a_refused_row_is_also_told_in_words(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_region(data_dir / "sormland", {"places": HEADER + BAD})
    for lang in ("sv", "en", "nb"):
        assert main(["check", str(folder), "--lang", lang]) == 1
        shown = capsys.readouterr().out
        assert all(part in shown for part in ("places.csv", "2", "municipality_code", "480", "0480"))


def test_warnings_alone_leave_the_exit_code_at_0(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_region(data_dir / "sormland", {"places": HEADER.replace("\n", ",colour\n") + GOOD[:-1] + ",red\n"})
    code, found = run_json(capsys, "check", str(folder))
    assert (code, found["errors"], found["warnings"]) == (0, 0, 1)


def test_one_file_is_checked_as_the_table_it_is_named_after(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = data_dir / "places.csv"
    path.write_text(HEADER + GOOD + BAD, encoding="utf-8")
    code, found = run_json(capsys, "check", str(path))
    assert (code, found["rows"]) == (1, {"places": 1})


def test_one_file_with_another_name_needs_its_table(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = data_dir / "mina platser.csv"
    path.write_text((HEADER + GOOD).replace(",", ";"), encoding="cp1252")
    assert main(["check", str(path)]) == 2
    assert "--table" in capsys.readouterr().err
    code, found = run_json(capsys, "check", str(path), "--table", "places")
    assert (code, found["rows"]) == (0, {"places": 1})


def test_one_file_is_checked_against_its_region_when_that_is_named(
    data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_region(data_dir / "sormland", {"places": HEADER + GOOD + BAD})
    path = data_dir / "rooms.csv"
    path.write_text("id,place_id,name,source,licence\nr1,bib,Sal,K,CC0\nr2,nix,Sal,K,CC0\n", encoding="utf-8")
    alone = run_json(capsys, "check", str(path))
    assert (alone[0], alone[1]["rows"]) == (0, {"rooms": 2})
    code, found = run_json(capsys, "check", str(path), "--region", "sormland")
    assert (code, found["rows"]) == (1, {"rooms": 1})
    assert [(p["file"], p["row"], p["code"]) for p in found["problems"]] == [("rooms.csv", 3, "reference.nowhere")]


def test_a_file_that_is_refused_whole_is_a_problem_and_not_a_crash(
    data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = data_dir / "places.csv"
    path.write_text("", encoding="utf-8")
    code, found = run_json(capsys, "check", str(path))
    assert (code, found["rows"], found["problems"][0]["code"]) == (1, {"places": 0}, "file.empty")


def test_what_is_not_there_is_exit_code_2_with_the_name(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(data_dir / "nowhere")]) == 2
    assert "nowhere" in capsys.readouterr().err
    assert main(["info", "--region", "../reference"]) == 2
    assert "../reference" in capsys.readouterr().err


def test_info_counts_per_table_municipality_and_kind(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = GOOD + GOOD.replace("bib,", "bib-2,") + "rep,Repan,replokal,,Kommunen,CC0\n" + BAD
    write_region(data_dir / "sormland", {"places": HEADER + rows})
    code, found = run_json(capsys, "info", "--region", "sormland")
    assert code == 0
    assert found["problems"] == {"errors": 1, "warnings": 0}
    assert found["tables"]["places"] == {
        "rows": 3,
        "municipalities": {"": 1, "0480": 2},
        "kinds": {"bibliotek": 2, "replokal": 1},
    }
    assert found["tables"]["actors"] == {"rows": 0, "municipalities": {}, "kinds": {}}
    assert len(found["revision"]) == 16
    assert main(["info", "--region", "sormland"]) == 0
    assert found["revision"] in capsys.readouterr().out


def test_new_region_makes_a_folder_that_passes_the_check(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new-region", "13"]) == 0
    assert "halland" in capsys.readouterr().out
    assert run_json(capsys, "check", str(data_dir / "halland"))[0] == 0
    assert main(["new-region", "13"]) == 2


def test_build_region_without_facts_says_what_is_missing(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_region(data_dir / "sormland", {})
    assert main(["build-region", "sormland"]) == 2
    assert "facts" in capsys.readouterr().err


def test_every_setting_is_printed_with_its_variable(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["settings"]) == 0
    shown = capsys.readouterr().out
    for name in Settings.model_fields:
        assert f"KULTURKARTA_{name.upper()} = " in shown
    assert str(data_dir) in shown


def test_a_console_in_cp1252_is_no_reason_to_stop(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = GOOD.replace("Biblioteket", "日本\x1b")
    folder = write_region(data_dir / "sormland", {"places": HEADER + rows})
    for arguments in (["check", str(folder)], ["check", str(folder), "--json"]):
        written = io.BytesIO()
        console = io.TextIOWrapper(written, encoding="cp1252")
        monkeypatch.setattr(sys, "stdout", console)
        assert main(arguments) == 1
        console.flush()
        shown = written.getvalue().decode("cp1252")
        assert "places.csv" in shown
    assert json.loads(shown)["problems"][0]["value"] == "日本␛"


@pytest.mark.parametrize("lang", ["sv", "en", "nb"])
@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_command_explains_itself_in_every_language(
    lang: str, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([*([command] if command else []), "--lang", lang, "--help"])
    assert stopped.value.code == 0
    assert "--lang" in capsys.readouterr().out


def test_help_loads_no_heavy_library() -> None:
    script = (
        "import sys\nfrom kulturkarta.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "sys.stderr.write(','.join(m for m in ('pandas', 'geopandas', 'pandera', 'streamlit') if m in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, cwd=PROJECT_DIR, check=True)
    assert done.stderr.decode() == ""


def test_a_percent_sign_in_a_help_is_shown_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["where-next", "--lang", "nb", "--help"])
    assert "99 % av det den" in " ".join(capsys.readouterr().out.split())
