"""`python3 -m kulturkarta`: what the two commands of the README do before any package is there."""

from __future__ import annotations

import ast
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from kulturkarta import __main__ as start
from kulturkarta.errors import KulturkartaError
from kulturkarta.launch import browser, commands, uv

CLONE = Path(__file__).parents[1]


def write_program(path: Path, text: str) -> Path:
    """A shell script at `path` that prints `text`, and fails when there is none to print."""
    path.write_text(f"#!/bin/sh\necho '{text}'\n" if text else "#!/bin/sh\nexit 1\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def test_without_a_command_the_usage_is_told() -> None:
    told = subprocess.run([sys.executable, "-m", "kulturkarta"], cwd=CLONE, capture_output=True, text=True)
    assert told.returncode == 2
    assert "python3 -m kulturkarta run" in told.stderr
    assert told.stdout == ""


def test_an_old_python_is_told_what_it_needs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(start.sys, "version_info", (3, 9, 2, "final", 0))
    assert start.main(["run"]) == 2
    assert "needs Python 3.11 or newer; this is Python 3.9.2" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["__init__.py", "__main__.py", "_gdal.py"])
def test_an_old_python_can_read_the_files_it_meets(name: str) -> None:
    source = (CLONE / "kulturkarta" / name).read_text(encoding="utf-8")
    tree = ast.parse(source, feature_version=(3, 7))
    assert isinstance(tree, ast.Module)


def test_a_thing_an_operator_can_fix_is_one_line_and_not_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(_arguments: object) -> int:
        raise KulturkartaError("pip is missing")

    monkeypatch.setattr(commands, "run", refuse)
    assert start.main(["run"]) == 1
    assert capsys.readouterr().err == "pip is missing\n"


@pytest.mark.parametrize(
    ("arguments", "port", "rest"),
    [
        ([], "8501", []),
        (["--port", "9000"], "9000", []),
        (["--port=9000", "--headless"], "9000", ["--server.headless", "true"]),
        (["--server.address", "0.0.0.0", "--port", "80"], "80", ["--server.address", "0.0.0.0"]),
        (["--port"], "8501", []),
    ],
)
def test_the_port_is_taken_and_the_rest_passed_on(arguments: list[str], port: str, rest: list[str]) -> None:
    assert commands.take_port(arguments) == (port, rest)


@pytest.mark.parametrize(
    ("environ", "required"),
    [
        ({}, False),
        ({"CI": "true"}, True),
        ({"CI": "false"}, False),
        ({"CI": ""}, False),
        ({"KULTURKARTA_REQUIRE_BROWSER": "1"}, True),
    ],
)
def test_ci_forbids_a_run_without_a_browser(environ: dict[str, str], required: bool) -> None:
    assert commands.browser_is_required(environ) is required


def test_uv_gets_this_machines_python_and_pips_certificate_and_no_other_environment() -> None:
    got = uv.uv_environment({"VIRTUAL_ENV": "/elsewhere", "PIP_CERT": "/etc/ca.pem", "HOME": "/root"})
    assert got == {
        "PIP_CERT": "/etc/ca.pem",
        "HOME": "/root",
        "UV_PYTHON_DOWNLOADS": "never",
        "SSL_CERT_FILE": "/etc/ca.pem",
    }


def test_what_a_person_set_for_uv_stays() -> None:
    got = uv.uv_environment({"UV_PYTHON_DOWNLOADS": "automatic", "SSL_CERT_FILE": "/a", "PIP_CERT": "/b"})
    assert (got["UV_PYTHON_DOWNLOADS"], got["SSL_CERT_FILE"]) == ("automatic", "/a")


def test_the_index_of_the_environment_is_found_and_its_password_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "https://anna:secret@packages.kommun.se/simple")
    assert uv.read_pip_index() == "https://anna:secret@packages.kommun.se/simple"
    assert uv._without_password(uv.read_pip_index()) == "https://packages.kommun.se/simple"


@pytest.mark.skipif(os.name == "nt", reason="the programs here are shell scripts")
def test_the_index_of_pips_own_settings_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = write_program(tmp_path / "python3", "-")
    lines = ":env:.timeout='9'\nglobal.index-url='https://packages.kommun.se/simple'"
    program.write_text(f"#!/bin/sh\ncat <<'END'\n{lines}\nEND\n", encoding="utf-8")
    monkeypatch.delenv("PIP_INDEX_URL", raising=False)
    monkeypatch.setattr(uv.sys, "executable", str(program))
    assert uv.read_pip_index() == "https://packages.kommun.se/simple"


@pytest.mark.skipif(os.name == "nt", reason="the programs here are shell scripts")
@pytest.mark.parametrize(
    ("says", "version"),
    [("uv 0.13.9 (x86_64)", (0, 13)), ("uv 1.0.0", (1, 0)), ("something else", (0, 0)), ("", (0, 0))],
)
def test_a_uv_that_does_not_answer_is_none(tmp_path: Path, says: str, version: tuple[int, int]) -> None:
    assert uv._version([str(write_program(tmp_path / "uv", says))]) == version
    assert uv._version([str(tmp_path / "absent")]) == (0, 0)


@pytest.mark.skipif(os.name == "nt", reason="the programs here are shell scripts")
def test_a_browser_on_the_path_is_found_and_a_named_one_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = write_program(tmp_path / "chromium", "Chromium")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv(browser.VARIABLE, raising=False)
    assert browser.find_browser() == str(found)
    monkeypatch.setenv(browser.VARIABLE, "/opt/chrome")
    assert browser.find_browser() == "/opt/chrome"


def test_ci_runs_the_test_command_of_the_readme() -> None:
    script = (CLONE / ".ci" / "run").read_text(encoding="utf-8")
    assert "exec python3 -m kulturkarta test" in script
    assert "export CI=true" in script
    assert os.access(CLONE / ".ci" / "run", os.X_OK)
