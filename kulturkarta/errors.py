"""What can go wrong, said so that the reader can mend it.

`DataProblem` is for what a user can fix: where, what, got, mend. It is a value that validation collects, and an
exception where a whole file must be refused. `KulturkartaError` is for what an operator can fix.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Cell:
    """Where in what a person gave us. `row` counts as the person's own program does: the header is row 1."""

    file: str
    row: int | None = None
    column: str | None = None


class Translate(Protocol):
    def __call__(self, key: str, /, **params: Any) -> str: ...


@dataclass(eq=True)  # not frozen: Python itself writes the traceback on a raised exception
class DataProblem(Exception):  # noqa: N818  # a value first, only sometimes raised
    """One thing a user can fix.

    `code` names a pair of texts in `lang/*.toml`: `problem.<code>.what` and `problem.<code>.mend`; both may use
    `{got}` and the names in `params`. An error sets the row aside; a warning keeps it and says so.
    """

    code: str
    where: Cell
    got: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    severity: Severity = "error"

    def message(self, t: Translate) -> str:
        """`Rad 14, kommunkod: 480 är inte en kommunkod. Skriv fyra siffror, till exempel 0480.`"""
        place = [self.where.file]
        if self.where.row is not None:
            place.append(t("problem.row", row=str(self.where.row)))  # as spreadsheets write it, ungrouped
        if self.where.column:
            place.append(self.where.column)
        return f"{', '.join(place)}: {self.what(t)} {self.mend(t)}"

    def what(self, t: Translate) -> str:
        return t(f"problem.{self.code}.what", got=self.got, **self.params)

    def mend(self, t: Translate) -> str:
        return t(f"problem.{self.code}.mend", got=self.got, **self.params)

    def as_dict(self, t: Translate) -> dict[str, Any]:
        """The machine-readable form that `kulturkarta check --json` prints."""
        return {
            "code": self.code,
            "severity": self.severity,
            "file": self.where.file,
            "row": self.where.row,
            "column": self.where.column,
            "value": self.got,
            "what": self.what(t),
            "mend": self.mend(t),
        }

    def __hash__(self) -> int:
        return hash((self.code, self.where, self.got, self.severity))

    def __reduce__(self) -> tuple[Any, ...]:
        # An exception is copied by its positional arguments alone; ours must survive a copy whole.
        return type(self), (self.code, self.where, self.got, dict(self.params), self.severity)

    def __str__(self) -> str:
        return f"{self.code} at {self.where}: {self.got!r}"


class KulturkartaError(Exception):
    """Something an operator can fix: a setting, a missing file, a closed port."""
