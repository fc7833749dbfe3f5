"""A table as a reader found it, before anyone has judged its rows."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from kulturkarta.errors import DataProblem


@dataclass(frozen=True)
class Provenance:
    """Where a table came from: shown on the Data page and written to exports."""

    title: str
    source: str = ""
    source_url: str = ""
    licence: str = ""
    fetched: str = ""


@dataclass(frozen=True)
class RawTable:
    """What every reader in `sources/` returns.

    `frame` holds only text ("" = no value), column names as in the file, and its index is the row number that the
    person sees in her own program (header = 1). `problems` are what the reader itself had to say.
    """

    name: str
    file: str
    frame: pd.DataFrame
    problems: tuple[DataProblem, ...] = ()
    provenance: Provenance = field(default_factory=lambda: Provenance(""))
