"""The catalogue of one region: validated frames, the problems found on the way, and where each table came from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType

import pandas as pd

from kulturkarta.errors import Cell, DataProblem
from kulturkarta.geo import MunicipalityFinder
from kulturkarta.raw import Provenance, RawTable, name_as_written
from kulturkarta.regions import Region
from kulturkarta.schema import TABLES
from kulturkarta.taxonomy import Taxonomy
from kulturkarta.validation import add_municipality, check_references, validate_table


@dataclass(frozen=True)
class Catalogue:
    """Frozen bundle of validated frames by table name; every table of the schema is there, if only with no rows.

    Text columns are pandas `str` with <NA> for "unknown", list columns hold tuples (empty = unknown), numbers are
    float64 (NaN = unknown). `revision` is a hash of the content: equal data, equal revision, on any machine.
    """

    region: Region
    tables: Mapping[str, pd.DataFrame]
    problems: tuple[DataProblem, ...]
    provenance: Mapping[str, Provenance]
    revision: str

    def __getitem__(self, table: str) -> pd.DataFrame:
        # Copy-on-write makes the shallow copy safe: whoever changes it changes her own.
        return self.tables[table].copy(deep=False)

    def list_credits(self, table: str, lang: str) -> list[str]:
        """What a file with rows of `table` says: their source, their licence, what the region says of its data."""
        provenance = self.provenance[table]
        return [line for line in (provenance.source, provenance.licence, self.region.notes.get(lang, "")) if line]


def load_catalogue(
    region: Region, raw_tables: Iterable[RawTable], *, taxonomy: Taxonomy, finder: MunicipalityFinder
) -> Catalogue:
    """Validate `raw_tables` and bind them together. Rows with errors are set aside, each with a problem.

    Unknown table names are a problem, a missing table is an empty one: a region grows table by table.
    """
    tables: dict[str, pd.DataFrame] = {}
    problems: list[DataProblem] = []
    provenance: dict[str, Provenance] = {}
    raws: dict[str, RawTable] = {}
    for raw in raw_tables:
        problems += raw.problems
        if raw.name not in TABLES or raw.name in raws:
            code = "table.repeated" if raw.name in raws else "table.unknown"
            problems.append(DataProblem(code, Cell(raw.file), got=raw.name, params={"tables": ", ".join(TABLES)}))
            continue
        raws[raw.name] = raw
    for name, table in TABLES.items():
        raw = raws.get(name) or RawTable(name, f"{name}.csv", pd.DataFrame(columns=table.names, dtype="str"))
        frame, found = validate_table(raw, table, taxonomy=taxonomy, municipalities=finder.names)
        problems += found
        if table.has_position:
            frame, found = add_municipality(frame, raw, finder=finder)
            problems += found
        tables[name] = frame
        provenance[name] = raw.provenance
    tables, found = check_references(tables, TABLES, raws=raws)
    problems += found
    return Catalogue(
        region=region,
        tables=MappingProxyType(tables),
        problems=tuple(name_as_written(problems, raws.values())),
        provenance=MappingProxyType(provenance),
        revision=_revision(region, tables),
    )


def _revision(region: Region, tables: Mapping[str, pd.DataFrame]) -> str:
    # all but the folder, which is the machine's
    said = [getattr(region, part.name) for part in fields(region) if part.name != "folder"]
    digest = hashlib.sha256(repr(said).encode())
    for name in sorted(tables):
        digest.update(name.encode())
        for column, cells in tables[name].items():
            digest.update(str(column).encode())
            # Each cell becomes eight bytes, the same on any machine; a table of a million rows takes seconds as text.
            digest.update(pd.util.hash_pandas_object(cells, index=False).to_numpy().astype("<u8").tobytes())
    return digest.hexdigest()[:16]
