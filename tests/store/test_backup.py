"""The store as one file: a moment's whole copy while somebody writes, and the way back."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from kulturkarta.cli import main
from kulturkarta.errors import KulturkartaError
from kulturkarta.settings import read_settings
from kulturkarta.store.answer_store import AnswerStore
from kulturkarta.store.backup import restore_backup, save_backup
from tests.sources.forms.layouts import GOOGLE_EN, GOOGLE_SV
from tests.store.test_answer_store import AUTUMN, SPRING, exported, save


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "var" / "k.sqlite"


def test_a_backup_is_one_file_of_one_moment_and_brings_back_every_byte(path: Path, tmp_path: Path) -> None:
    store, copy = AnswerStore(path), tmp_path / "copy.sqlite"
    save(store, GOOGLE_SV, SPRING)
    then = exported(store)
    with sqlite3.connect(path, isolation_level=None) as other:  # somebody is writing, and has not finished
        other.execute("BEGIN IMMEDIATE")
        other.execute("DELETE FROM waves")
        assert save_backup(path, copy) == 1
        other.execute("ROLLBACK")
    assert [found.name for found in tmp_path.iterdir() if found.is_file()] == ["copy.sqlite"]
    save(store, GOOGLE_EN, AUTUMN)
    revision = store.revision()
    with pytest.raises(KulturkartaError, match="--replace"):
        restore_backup(copy, path, is_replacing=False)
    assert restore_backup(copy, path, is_replacing=True) == 1
    assert exported(store) == then  # also for who had the store open
    assert store.revision() > revision  # so that nobody keeps what was computed of the other answers


def test_a_backup_fills_a_store_that_is_not_there(path: Path, tmp_path: Path) -> None:
    save(AnswerStore(path), GOOGLE_SV, SPRING)
    save_backup(path, tmp_path / "copy.sqlite")
    elsewhere = tmp_path / "new" / "k.sqlite"
    assert restore_backup(tmp_path / "copy.sqlite", elsewhere, is_replacing=False) == 1
    assert exported(AnswerStore(elsewhere)) == exported(AnswerStore(path))


def test_what_is_no_backup_is_refused_and_the_store_stays(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    store, bad = AnswerStore(path), tmp_path / "bad.sqlite"
    monkeypatch.setenv("KULTURKARTA_STORE", str(path))
    monkeypatch.setattr("kulturkarta.settings.read_settings", read_settings.__wrapped__)  # as a new process reads them
    assert main(["backup-answers", str(tmp_path / "copy.sqlite")]) == 2  # there is nothing to copy yet
    save(store, GOOGLE_SV, SPRING)
    then = exported(store)
    assert main(["backup-answers", str(tmp_path / "copy.sqlite")]) == 0
    assert main(["backup-answers", str(tmp_path / "copy.sqlite")]) == 2  # an older copy is never written over
    whole = (tmp_path / "copy.sqlite").read_bytes()
    capsys.readouterr()
    for content in (b"", b"name,value\n1,2\n", whole[: len(whole) // 2]):
        bad.write_bytes(content)
        assert main(["restore-answers", str(bad), "--replace"]) == 2
        said = capsys.readouterr().err
        assert ("bad.sqlite" in said, said.count("\n")) == (True, 1)
    assert exported(store) == then
