"""What Samverkan lets one take home, with what every file says: how it was made and whose the rows are."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from kulturkarta.columns import Column
from kulturkarta.export.context import ExportContext
from kulturkarta.export.registry import EXPORT_FORMATS
from kulturkarta.privacy import public_frame
from kulturkarta.schema import TABLES, TableSchema
from kulturkarta.ui.frame import Page
from kulturkarta.ui.tables import offer_file

ADDED = (
    Column("rank", "integer"),
    Column("km", "number", unit="km"),
    Column("score", "number"),
    Column("reasons", "words"),
)
"""What Samverkan knows of a row beside what its table says; only what the rows have is written."""


def list_notes(page: Page, table: str, method: str) -> list[str]:
    """How the rows came about, their source and licence, and what the region says of its data."""
    provenance = page.catalogue.provenance[table]
    lines = (method, provenance.source, provenance.licence, page.region.notes.get(page.t.lang, ""))
    return [line for line in lines if line]


def offer_geojson(
    page: Page, table: str, rows: pd.DataFrame, *, title: str, notes: Sequence[str], name: str, key: str
) -> None:
    """The rows of `table` that `rows` names by id, in its order and with its columns of ADDED, as all GeoJSON here."""
    made = EXPORT_FORMATS["geojson"]

    def make() -> bytes:
        whole = public_frame(page.catalogue[table], TABLES[table]).set_index("id", drop=False)
        chosen = whole.loc[rows["id"].tolist()].reset_index(drop=True)
        added = {column.name: rows[column.name].to_numpy() for column in ADDED if column.name in rows}
        schema = TableSchema(table, (*TABLES[table].columns, *ADDED))
        context = ExportContext(schema, page.taxonomy, page.t.lang, page.t, provenance=tuple(notes), title=title)
        return made.write(chosen.assign(**added), context)

    file = f"{name}-{page.region.key}{made.suffix}"
    offer_file(page.t("export.format.geojson"), make, name=file, mime=made.mime, key=key)
