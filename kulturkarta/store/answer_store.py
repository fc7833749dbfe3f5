"""The answers people have read in: saved whole, read whole, taken back whole."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy import Connection, delete, func, insert, inspect, select, update

from kulturkarta.answers import (
    ITEM_COLUMNS,
    RESPONDENT_COLUMNS,
    RESPONSE_COLUMNS,
    WAVE_COLUMNS,
    Answers,
    empty_answers,
)
from kulturkarta.errors import Cell, DataProblem, KulturkartaError
from kulturkarta.store.engine import migrate, open_engine, transaction
from kulturkarta.store.tables import APPROVALS, ITEMS, METADATA, RESPONDENTS, RESPONSES, REVISION, WAVES

_LISTS = ("sectors", "options", "choices")


@dataclass(frozen=True)
class StoredWave:
    """What the store knows of one wave beside its answers: how it was read, and how many answered."""

    wave: str
    title: str
    purpose: str
    received: str
    mapping: str
    n: int


class AnswerStore:
    """The answers in the SQLite file at `path`, which is made when the first wave is saved.

    A file that is not there holds no answers. Raises KulturkartaError for one that cannot be read or written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._reader = open_engine(path, read_only=True)
        self._writer = open_engine(path)

    def revision(self) -> int:
        """A number that is another after every change; 0 when there is nothing."""
        if not self._path.exists():
            return 0
        with transaction(self._reader, self._path) as connection:
            return connection.execute(select(REVISION.c.number)).scalar_one() if _has_tables(connection) else 0

    def read(self, region: str) -> Answers:
        """All answers about `region`, waves in the order they were received."""
        if not self._path.exists():
            return empty_answers()
        self._renew()
        with transaction(self._reader, self._path) as connection:
            if not _has_tables(connection):
                return empty_answers()
            waves = select(WAVES.c.wave).where(WAVES.c.region == region)
            of_items = select(ITEMS.c.item).where(ITEMS.c.wave.in_(waves))
            parts = {
                WAVES: select(WAVES).where(WAVES.c.region == region).order_by(WAVES.c.received, WAVES.c.wave),
                ITEMS: select(ITEMS).where(ITEMS.c.wave.in_(waves)).order_by(ITEMS.c.wave, ITEMS.c.position),
                RESPONDENTS: select(RESPONDENTS)
                .where(RESPONDENTS.c.wave.in_(waves))
                .order_by(RESPONDENTS.c.wave, RESPONDENTS.c.respondent),
                RESPONSES: select(RESPONSES)
                .where(RESPONSES.c.item.in_(of_items))
                .order_by(RESPONSES.c.item, RESPONSES.c.respondent),
            }
            found = {table.name: connection.execute(query).mappings().all() for table, query in parts.items()}
        columns = {
            "waves": WAVE_COLUMNS,
            "items": ITEM_COLUMNS,
            "respondents": RESPONDENT_COLUMNS,
            "responses": RESPONSE_COLUMNS,
        }
        return Answers(**{name: _frame(found[name], columns[name]) for name in columns})

    def _renew(self) -> None:
        """Bring a file that an earlier version wrote to today's tables, so that it can be read."""
        with transaction(self._reader, self._path) as connection:
            is_old = _has_tables(connection) and not _has_columns(connection)
        if is_old:
            with transaction(self._writer, self._path) as connection:
                migrate(connection)

    def list_waves(self, region: str) -> list[StoredWave]:
        """The waves about `region` with what is needed to use their mapping again or to take them back."""
        answers = self.read(region)
        if not len(answers.waves):
            return []
        n = answers.respondents["wave"].value_counts()
        with transaction(self._reader, self._path) as connection:
            query = select(WAVES).where(WAVES.c.region == region).order_by(WAVES.c.received, WAVES.c.wave)
            rows = connection.execute(query).mappings().all()
        names = ("wave", "title", "purpose", "received", "mapping")
        return [StoredWave(**{name: row[name] for name in names}, n=int(n.get(row["wave"], 0))) for row in rows]

    def save_wave(self, answers: Answers, *, region: str, mapping: str, file: str) -> None:
        """Save the one wave of `answers`, all of it or nothing.

        Raises DataProblem when a wave of that name, or the very same answers, are there already.
        """
        wave = answers.waves.iloc[0]
        if not str(wave["consent"]).strip():
            raise DataProblem("wave.no_consent", Cell(file))
        digest = digest_answers(answers)
        self._make_folder()
        with transaction(self._writer, self._path) as connection:
            migrate(connection)
            for column, value, code in ((WAVES.c.wave, wave["wave"], "exists"), (WAVES.c.digest, digest, "same")):
                query = select(WAVES.c.title).where(column == str(value))
                if title := connection.execute(query).scalar():
                    raise DataProblem(f"wave.{code}", Cell(file), got=str(title))
            row = {name: str(wave[name]) for name in WAVE_COLUMNS}
            connection.execute(insert(WAVES), [row | {"region": region, "mapping": mapping, "digest": digest}])
            for table, rows in (
                (ITEMS, _number(answers.items)),
                (RESPONDENTS, _rows(answers.respondents)),
                (RESPONSES, _rows(answers.responses)),
            ):
                if rows:
                    connection.execute(insert(table), rows)
            _count_up(connection)

    def add_answers(self, answers: Answers, *, region: str, most: int, most_waves: int) -> None:
        """Add what people of one wave have answered to those before them; the first begins the wave.

        Raises DataProblem "wave.full" when `most` would be exceeded, or `most_waves` of waves of this origin.
        """
        wave = {name: str(answers.waves[name].iloc[0]) for name in WAVE_COLUMNS}
        self._make_folder()
        with transaction(self._writer, self._path) as connection:
            migrate(connection)
            begun = connection.execute(select(WAVES.c.wave).where(WAVES.c.wave == wave["wave"])).first()
            alike = (WAVES.c.origin == wave["origin"]) & (WAVES.c.region == region)
            n_waves = connection.execute(select(func.count()).select_from(WAVES).where(alike)).scalar_one()
            of_wave = select(func.count()).select_from(RESPONDENTS).where(RESPONDENTS.c.wave == wave["wave"])
            n = connection.execute(of_wave).scalar_one() + len(answers.respondents)
            if n > most or (not begun and n_waves >= most_waves):
                raise DataProblem("wave.full", Cell(wave["title"]))
            if not begun:
                row = wave | {"region": region, "mapping": "", "digest": wave["wave"]}
                connection.execute(insert(WAVES), [row])
                connection.execute(insert(ITEMS), _number(answers.items))
            connection.execute(insert(RESPONDENTS), _rows(answers.respondents))
            if len(answers.responses):
                connection.execute(insert(RESPONSES), _rows(answers.responses))
            _count_up(connection)

    def remove_wave(self, wave: str, *, region: str) -> int:
        """Take back exactly that wave, with its approvals; how many answered in it, 0 when there was none such."""
        if not self._path.exists():
            return 0
        with transaction(self._writer, self._path) as connection:
            if not _has_tables(connection):
                return 0
            n = len(connection.execute(select(RESPONDENTS.c.respondent).where(RESPONDENTS.c.wave == wave)).all())
            gone = connection.execute(delete(WAVES).where(WAVES.c.wave == wave, WAVES.c.region == region)).rowcount
            if gone:
                _count_up(connection)
            return n if gone else 0

    def _make_folder(self) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise KulturkartaError(f"The store's folder {self._path.parent} cannot be made: {error}") from error

    def approve_quote(self, respondent: str, item: str, *, day: str) -> None:
        """Let the text that `respondent` gave to `item` be quoted. Approving twice changes nothing."""
        with transaction(self._writer, self._path) as connection:
            migrate(connection)
            key = (APPROVALS.c.respondent == respondent) & (APPROVALS.c.item == item)
            if not connection.execute(select(APPROVALS.c.approved).where(key)).first():
                connection.execute(insert(APPROVALS), [{"respondent": respondent, "item": item, "approved": day}])
                _count_up(connection)

    def withdraw_quote(self, respondent: str, item: str) -> None:
        """Let it be quoted no longer."""
        with transaction(self._writer, self._path) as connection:
            migrate(connection)
            key = (APPROVALS.c.respondent == respondent) & (APPROVALS.c.item == item)
            if connection.execute(delete(APPROVALS).where(key)).rowcount:
                _count_up(connection)

    def approved_quotes(self) -> frozenset[tuple[str, str]]:
        """(respondent, item) of every text that may be quoted."""
        if not self._path.exists():
            return frozenset()
        with transaction(self._reader, self._path) as connection:
            if not _has_tables(connection):
                return frozenset()
            rows = connection.execute(select(APPROVALS.c.respondent, APPROVALS.c.item)).all()
        return frozenset((str(respondent), str(item)) for respondent, item in rows)


def digest_answers(answers: Answers) -> str:
    """A hash of what was answered, whatever the wave is called and its questions are taken for: the same file under two
    names has the same."""
    wave = str(answers.waves["wave"].iloc[0])
    frames = (answers.items.drop(columns=["wave", "role"]), answers.respondents.drop(columns="wave"), answers.responses)
    text = "\n".join(frame.to_csv(index=False) for frame in frames)
    return hashlib.sha256(text.replace(wave, "").encode()).hexdigest()


def _has_tables(connection: Connection) -> bool:
    return inspect(connection).has_table(REVISION.name)


def _has_columns(connection: Connection) -> bool:
    found = inspect(connection)
    return all(
        {column.name for column in table.columns} <= {column["name"] for column in found.get_columns(name)}
        for name, table in METADATA.tables.items()
    )


def _count_up(connection: Connection) -> None:
    connection.execute(update(REVISION).values(number=REVISION.c.number + 1))


def _number(items: pd.DataFrame) -> list[dict[str, Any]]:
    """Items as rows, in the order of their form."""
    return [item | {"position": number} for number, item in enumerate(_rows(items))]


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as SQL takes them: None where nothing is known, lists for tuples."""
    columns = [[_plain(value) for value in frame[name].tolist()] for name in frame.columns]
    return [dict(zip(map(str, frame.columns), values, strict=True)) for values in zip(*columns, strict=True)]


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return None if pd.isna(value) else value


def _frame(rows: Any, columns: tuple[str, ...]) -> pd.DataFrame:
    kinds = {name: "float64" if name in ("low", "high", "score") else "str" for name in columns if name not in _LISTS}
    data: Mapping[str, list[Any]] = {
        name: [tuple(row[name]) if name in _LISTS else row[name] for row in rows] for name in columns
    }
    return pd.DataFrame({name: pd.Series(values, dtype=kinds.get(name, "object")) for name, values in data.items()})
