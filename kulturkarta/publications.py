"""The contract of a data set that the map fetches at `/kk/data/{region}/{revision}/<name>`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from kulturkarta.catalogue import Catalogue

MAX_PARAM_LENGTH = 200


class Producer(Protocol):
    """Makes one data set of a catalogue: its bytes and their media type. Raises LookupError for what is not there."""

    def __call__(self, catalogue: Catalogue, /, **params: str) -> tuple[bytes, str]: ...


@dataclass(frozen=True)
class Publication:
    """Who produces a data set, and the values each query parameter may have.

    `None` in place of the values allows any text up to 200 characters.
    """

    produce: Producer
    params: Mapping[str, Collection[str] | None] = field(default_factory=dict)

    def allows(self, params: Mapping[str, str]) -> bool:
        """Whether every one of `params` is declared and has an allowed value."""
        return all(name in self.params and self._allows_value(name, value) for name, value in params.items())

    def _allows_value(self, name: str, value: str) -> bool:
        allowed = self.params[name]
        return len(value) <= MAX_PARAM_LENGTH if allowed is None else value in allowed
