"""SQLite as it must be opened to be safe with many readers and writers, brought to the newest tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import SQLAlchemyError

from kulturkarta.errors import KulturkartaError

BUSY_MS = 5000
_MIGRATIONS = Path(__file__).parent / "migrations"
_PRAGMAS = (f"busy_timeout = {BUSY_MS}", "foreign_keys = ON", "trusted_schema = OFF", "synchronous = NORMAL")


def open_engine(path: Path, *, read_only: bool = False) -> Engine:
    """An engine over the SQLite file at `path`; nothing is opened until it is asked.

    Every transaction that writes takes the lock when it begins and waits up to five seconds for it: with SQLite's own
    default most of several writers fail. Readers never wait for writers (WAL).
    """
    mode = "ro" if read_only else "rwc"
    address = f"sqlite:///file:{quote(str(path.absolute()))}?mode={mode}&uri=true"
    engine = create_engine(address, connect_args={"isolation_level": None})

    @event.listens_for(engine, "connect")
    def _set(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        for pragma in _PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        if not read_only:
            cursor.execute("PRAGMA journal_mode = WAL")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine


@contextmanager
def transaction(engine: Engine, path: Path) -> Iterator[Connection]:
    """One transaction: all of it or nothing. Raises KulturkartaError when the file cannot be read or written."""
    try:
        with engine.begin() as connection:
            yield connection
    except SQLAlchemyError as error:
        reason = getattr(error, "orig", None) or error
        raise KulturkartaError(
            f"The store {path} cannot be used: {reason}. Check that the file is a SQLite database that this user may "
            "write, in a folder that exists, and that no other program holds it."
        ) from error


def migrate(connection: Connection) -> None:
    """Bring the tables to the newest form, step by step, within the open transaction."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    command.upgrade(config, "head")
