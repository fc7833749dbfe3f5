"""The store: waves saved whole, taken back exactly, safe with many writers, and never in the way when it is broken."""

from __future__ import annotations

import os
import signal
import sqlite3
import threading
import time
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import create_engine, inspect

from kulturkarta.answers import Answers
from kulturkarta.errors import DataProblem, KulturkartaError
from kulturkarta.sources.forms.reading import Wave
from kulturkarta.store.answer_store import AnswerStore
from kulturkarta.store.tables import METADATA
from tests.sources.forms.layouts import GOOGLE_EN, GOOGLE_SV, GRID_SV, read

SPRING, AUTUMN = (Wave(title, "needs", "Ja", day) for title, day in (("Våren", "2026-05-01"), ("Hösten", "2026-10-01")))
FRAMES = ("waves", "items", "respondents", "responses")


def answers_of(text: str, wave: Wave) -> Answers:
    return read(text.encode(), wave=wave).reading.answers


def save(store: AnswerStore, text: str, wave: Wave, *, region: str = "sormland") -> None:
    store.save_wave(answers_of(text, wave), region=region, mapping="tool = ''", file="x.csv")


def exported(store: AnswerStore) -> bytes:
    answers = store.read("sormland")
    return "".join(getattr(answers, name).to_csv(index=False) for name in FRAMES).encode()


@pytest.fixture
def store(tmp_path: Path) -> AnswerStore:
    return AnswerStore(tmp_path / "var" / "k.sqlite")


def test_a_store_that_is_not_there_holds_nothing_and_is_not_made_by_reading(store: AnswerStore, tmp_path: Path) -> None:
    assert (store.revision(), len(store.read("sormland").waves), store.list_waves("sormland")) == (0, 0, [])
    assert store.approved_quotes() == frozenset()
    assert list(tmp_path.iterdir()) == []


def test_what_is_read_is_what_was_saved(store: AnswerStore) -> None:
    saved = answers_of(GOOGLE_SV, SPRING)
    save(store, GOOGLE_SV, SPRING)
    found = store.read("sormland")
    for name in FRAMES:
        pd.testing.assert_frame_equal(getattr(found, name), getattr(saved, name))
    assert len(store.read("halland").waves) == 0
    (wave,) = store.list_waves("sormland")
    assert (wave.wave, wave.title, wave.n, wave.mapping) == ("varen", "Våren", 4, "tool = ''")


def test_undoing_an_import_removes_exactly_that_wave(store: AnswerStore) -> None:
    save(store, GOOGLE_SV, SPRING)
    store.approve_quote("varen-1", "varen-f3", day="2026-05-02")
    before = exported(store)
    save(store, GRID_SV, AUTUMN)
    store.approve_quote("hosten-1", "hosten-f3", day="2026-10-02")
    assert exported(store) != before
    assert store.remove_wave("hosten", region="halland") == 0
    assert store.remove_wave("hosten", region="sormland") == 3
    assert exported(store) == before
    assert store.approved_quotes() == {("varen-1", "varen-f3")}


def test_every_change_counts_the_revision_up_and_nothing_else_does(store: AnswerStore) -> None:
    save(store, GOOGLE_SV, SPRING)
    assert store.revision() == 1
    store.approve_quote("varen-1", "varen-f3", day="2026-05-02")
    store.approve_quote("varen-1", "varen-f3", day="2026-05-03")
    assert store.revision() == 2
    store.withdraw_quote("varen-1", "varen-f3")
    store.withdraw_quote("varen-1", "varen-f3")
    assert (store.revision(), store.approved_quotes()) == (3, frozenset())
    store.remove_wave("finns-inte", region="sormland")
    assert store.revision() == 3


@pytest.mark.parametrize(
    ("text", "wave", "code", "got"),
    [
        (GRID_SV, SPRING, "wave.exists", "Våren"),
        (GOOGLE_SV, AUTUMN, "wave.same", "Våren"),
        (GRID_SV, Wave("Hösten", "needs", "  ", "2026-10-01"), "wave.no_consent", ""),
    ],
)
def test_what_must_not_be_saved_changes_nothing(store: AnswerStore, text: str, wave: Wave, code: str, got: str) -> None:
    save(store, GOOGLE_SV, SPRING)
    before = exported(store)
    with pytest.raises(DataProblem) as caught:
        save(store, text, wave)
    assert (caught.value.code, caught.value.got) == (code, got)
    assert (exported(store), store.revision()) == (before, 1)


def test_the_migrations_make_the_tables_that_the_code_declares(store: AnswerStore, tmp_path: Path) -> None:
    save(store, GRID_SV, SPRING)
    engine = create_engine(f"sqlite:///{tmp_path}/var/k.sqlite")
    found, dialect = inspect(engine), engine.dialect
    assert set(found.get_table_names()) == {*METADATA.tables, "alembic_version"}
    for name, table in METADATA.tables.items():
        columns = {column["name"]: (str(column["type"]), column["nullable"]) for column in found.get_columns(name)}
        declared = {c.name: (c.type.compile(dialect=dialect), c.nullable) for c in table.c}
        assert columns == declared


def test_a_file_of_the_first_tables_is_brought_to_todays_when_it_is_read(store: AnswerStore, tmp_path: Path) -> None:
    save(store, GOOGLE_SV, SPRING)
    path = next(tmp_path.rglob("*.sqlite"))
    with sqlite3.connect(path) as connection:
        connection.execute("ALTER TABLE items DROP COLUMN role")
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
    found = AnswerStore(path).read("sormland")
    assert (len(found.items), found.items["role"].isna().all()) == (3, True)


def test_the_file_is_opened_as_it_must_be(store: AnswerStore, tmp_path: Path) -> None:
    save(store, GRID_SV, SPRING)
    with store._writer.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "busy_timeout", "foreign_keys", "trusted_schema")
        }
    assert pragmas == {"journal_mode": "wal", "busy_timeout": 5000, "foreign_keys": 1, "trusted_schema": 0}


@pytest.mark.parametrize("content", [b"no database at all" * 100, b""])
def test_a_file_that_is_no_database_is_told_to_the_operator_or_filled(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "k.sqlite"
    path.write_bytes(content)
    store = AnswerStore(path)
    if content:
        with pytest.raises(KulturkartaError, match=r"k\.sqlite cannot be used: file is not a database"):
            store.read("sormland")
    else:
        assert len(store.read("sormland").waves) == 0
        save(store, GRID_SV, SPRING)
        assert store.revision() == 1


def test_a_folder_that_cannot_be_made_is_told_to_the_operator(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file", encoding="utf-8")
    with pytest.raises(KulturkartaError, match="cannot be made"):
        save(AnswerStore(tmp_path / "var" / "k.sqlite"), GRID_SV, SPRING)


def test_a_reader_never_waits_for_a_writer(store: AnswerStore, tmp_path: Path) -> None:
    save(store, GRID_SV, SPRING)
    holder = sqlite3.connect(tmp_path / "var" / "k.sqlite", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    holder.execute("DELETE FROM waves")
    started = time.monotonic()
    assert len(store.read("sormland").waves) == 1
    assert time.monotonic() - started < 4
    holder.execute("ROLLBACK")
    holder.close()


def test_many_writers_at_once_all_succeed(store: AnswerStore) -> None:
    save(store, GRID_SV, SPRING)
    waves = [Wave(f"Omgång {number}", "needs", "Ja", "2026") for number in range(8)]
    answers = [answers_of(GOOGLE_EN.replace("Money", f"Money {wave.title}"), wave) for wave in waves]
    failures: list[Exception] = []

    def write(number: int) -> None:
        try:
            for _ in range(5):
                store.save_wave(answers[number], region="sormland", mapping="", file="x")
                store.remove_wave(f"omgang-{number}", region="sormland")
        except (KulturkartaError, DataProblem) as error:
            failures.append(error)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert store.revision() == 1 + 8 * 5 * 2
    assert store.read("sormland").waves["wave"].tolist() == ["varen"]


def test_a_process_killed_while_it_saves_leaves_all_of_a_wave_or_nothing(store: AnswerStore, tmp_path: Path) -> None:
    save(store, GRID_SV, SPRING)
    answers, path = answers_of(GOOGLE_SV, AUTUMN), tmp_path / "var" / "k.sqlite"
    for wait in range(10):
        child = os.fork()
        if not child:
            save_for_ever(path, answers)
        time.sleep(0.02 + 0.011 * wait)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        found = store.read("sormland")
        # 3 + 3 + 2 answers of spring, 3 + 4 + 2 of autumn
        whole = {"varen": 3, "hosten": 4} if "hosten" in set(found.waves["wave"]) else {"varen": 3}
        assert found.respondents["wave"].value_counts().to_dict() == whole
        assert len(found.responses) == (17 if "hosten" in whole else 8)
        store.remove_wave("hosten", region="sormland")


def save_for_ever(path: Path, answers: Answers) -> None:
    """Save and remove a wave until killed; a process that was forked needs connections of its own."""
    try:
        store = AnswerStore(path)
        while True:
            store.save_wave(answers, region="sormland", mapping="", file="x")
            store.remove_wave("hosten", region="sormland")
    finally:
        os._exit(1)
