"""A copy of the store in one file while people read and write, and the way back."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import inspect, select, text, update
from sqlalchemy.exc import SQLAlchemyError

from kulturkarta.errors import KulturkartaError
from kulturkarta.store.engine import migrate, open_engine, transaction
from kulturkarta.store.tables import REVISION, WAVES


def save_backup(store: Path, target: Path) -> int:
    """Copy the SQLite file `store` to the new file `target`; how many waves it holds.

    SQLite's own backup takes the state of one moment, whoever writes meanwhile. Nothing lies at `target` until the copy
    is whole. Raises KulturkartaError when there is no store, or `target` is there already.
    """
    if not store.exists():
        raise KulturkartaError(f"There is no store at {store}: nobody has read in any answers yet.")
    if target.exists():
        raise KulturkartaError(f"{target} is there already. Name a new file, or move the old one away.")
    part = target.with_name(f".{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        _copy(store, part, is_new=True)
        n = _count_waves(part)
        os.link(part, target)  # unlike a rename it never writes over a file that came meanwhile
    except OSError as error:
        raise KulturkartaError(f"{target} cannot be written: {error}") from error
    finally:
        part.unlink(missing_ok=True)
    return n


def restore_backup(backup: Path, store: Path, *, is_replacing: bool) -> int:
    """Put the answers in the file `backup` in place of those of the SQLite file `store`; how many waves there are.

    The app may run meanwhile: it sees the new answers as after any change. Raises KulturkartaError when `backup` is no
    whole backup, or when the store holds answers and `is_replacing` is False.
    """
    if not backup.is_file():
        raise KulturkartaError(f"{backup} is not a file.")
    n = _count_waves(backup)
    before = _read_revision(store) if store.exists() else 0
    if store.exists() and _count_waves(store) and not is_replacing:
        raise KulturkartaError(
            f"The store {store} holds answers, which this would replace. Save them with backup-answers, then add "
            "--replace."
        )
    try:
        store.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise KulturkartaError(f"The store's folder {store.parent} cannot be made: {error}") from error
    _copy(backup, store)
    with transaction(open_engine(store), store) as connection:
        migrate(connection)
        # What is kept of the answers is kept under this number: it must be one that nobody has seen.
        after = connection.execute(select(REVISION.c.number)).scalar_one()
        connection.execute(update(REVISION).values(number=max(before, after) + 1))
    return n


def _copy(source: Path, target: Path, *, is_new: bool = False) -> None:
    """All pages of one SQLite file into another, as they are at one moment."""
    with _raw(source, read_only=True) as old, _raw(target) as new:
        old.backup(new)
        if is_new:
            new.execute("PRAGMA journal_mode = DELETE")  # one file, and none beside it when it is read


@contextmanager
def _raw(path: Path, *, read_only: bool = False) -> Iterator[Any]:
    """SQLite's own connection, for what SQLAlchemy has no words for."""
    engine = open_engine(path, read_only=read_only)
    try:
        pooled = engine.raw_connection()
        try:
            yield pooled.driver_connection
        finally:
            pooled.close()
    except (SQLAlchemyError, *_sqlite_errors(engine)) as error:
        raise KulturkartaError(f"{path} cannot be used as a store: {error}") from error
    finally:
        engine.dispose()


def _sqlite_errors(engine: Any) -> tuple[type[Exception], ...]:
    return (engine.dialect.loaded_dbapi.Error,)


def _count_waves(path: Path) -> int:
    """How many waves a whole file of ours holds. Raises KulturkartaError for any other."""
    engine = open_engine(path, read_only=True)
    try:
        with transaction(engine, path) as connection:
            is_whole = connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
            if not is_whole or not inspect(connection).has_table(REVISION.name):
                raise KulturkartaError(f"{path} is not a whole backup of answers.")
            return len(connection.execute(select(WAVES.c.wave)).all())
    finally:
        engine.dispose()


def _read_revision(path: Path) -> int:
    engine = open_engine(path, read_only=True)
    try:
        with transaction(engine, path) as connection:
            has_tables = inspect(connection).has_table(REVISION.name)
            return connection.execute(select(REVISION.c.number)).scalar_one() if has_tables else 0
    finally:
        engine.dispose()
