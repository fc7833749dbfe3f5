"""What a table of the catalogue can be declared with: kinds of values, columns, tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Kind = Literal[
    "text",  # free text
    "term",  # one code of `vocabulary`
    "terms",  # codes of `vocabulary`, joined by ";" in files, a tuple in frames
    "words",  # free words, joined by ";" in files, a tuple in frames
    "integer",
    "number",
    "boolean",  # true / false
    "date",  # YYYY, YYYY-MM or YYYY-MM-DD, kept as text: half of what is known is known to the year
    "url",  # https, http
    "municipality",  # four digits as text
    "area",  # municipality codes joined by ";", or "region"
    "id",  # lower-case letters, digits and hyphens
    "ref",  # the id of a row in one of `tables`
    "refs",
    "lon",  # degrees, EPSG:4326
    "lat",
]

LIST_KINDS: frozenset[str] = frozenset({"terms", "words", "area", "refs"})
NUMBER_KINDS: frozenset[str] = frozenset({"integer", "number", "lon", "lat"})
LIST_SEPARATOR = ";"
WHOLE_REGION = "region"


@dataclass(frozen=True)
class Column:
    """One column: its kind, whether a row needs it, which vocabulary or tables its values come from, its limits."""

    name: str
    kind: Kind = "text"
    required: bool = False
    vocabulary: str = ""
    tables: tuple[str, ...] = ()
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    personal: bool = False
    """Could tell something of a private person: exported only with consent."""

    @property
    def is_list(self) -> bool:
        return self.kind in LIST_KINDS


@dataclass(frozen=True)
class TableSchema:
    """One table: its columns in file order. `name` is the file stem and the key everywhere."""

    name: str
    columns: tuple[Column, ...]

    def __iter__(self) -> Iterator[Column]:
        return iter(self.columns)

    def __getitem__(self, name: str) -> Column:
        return self._by_name[name]

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    @cached_property
    def _by_name(self) -> Mapping[str, Column]:
        return {column.name: column for column in self.columns}

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    @property
    def has_position(self) -> bool:
        return "lon" in self and "lat" in self
