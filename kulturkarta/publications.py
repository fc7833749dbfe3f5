"""The contract of a data set that the map fetches at `/kk/data/{region}/{revision}/<name>`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

MAX_PARAM_LENGTH = 1000


class TooBusyError(Exception):
    """As many data sets of this kind are being made as the server makes at once."""


# Makes one data set of a catalogue, with the declared parameters as keyword arguments: its bytes and their media type.
# Raises LookupError for what is not there, and TooBusyError.
Producer = Callable[..., tuple[bytes, str]]


@dataclass(frozen=True)
class Publication:
    """A data set: `produce(catalogue, **params)` makes it, and the values each query parameter may have.

    `None` in place of the values allows any text up to 1 000 characters. `ahead`: what the first map will ask for,
    made before anybody does.
    """

    produce: Producer
    params: Mapping[str, Collection[str] | None] = field(default_factory=dict)
    ahead: Sequence[Mapping[str, str]] = ()

    def allows(self, params: Mapping[str, str]) -> bool:
        """Whether every one of `params` is declared and has an allowed value."""
        return all(name in self.params and self._allows_value(name, value) for name, value in params.items())

    def _allows_value(self, name: str, value: str) -> bool:
        allowed = self.params[name]
        return len(value) <= MAX_PARAM_LENGTH if allowed is None else value in allowed


def data_address(name: str, params: Mapping[str, str]) -> str:
    """Where a data set is, after the address of the catalogue's data. Equal parameters, one address."""
    return f"{name}?{urlencode(sorted(params.items()))}"


def filter_data_address(name: str, params: Mapping[str, str]) -> str | None:
    """The same of what is asked with words that people type; None when one of them is too long to be asked for."""
    if any(len(value) > MAX_PARAM_LENGTH for value in params.values()):
        return None
    return data_address(name, params)
