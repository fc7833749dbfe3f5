"""What Samverkan lets one take home, with what every file says: how it was made and whose the rows are."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from kulturkarta.catalogue import Catalogue
from kulturkarta.columns import Column
from kulturkarta.export.context import ExportContext
from kulturkarta.export.registry import EXPORT_FORMATS
from kulturkarta.privacy import public_frame
from kulturkarta.schema import TABLES, TableSchema
from kulturkarta.ui.frame import Page
from kulturkarta.ui.tables import offer_figures, offer_file

ADDED = (
    Column("rank", "integer"),
    Column("km", "number", unit="km"),
    Column("score", "number"),
    Column("reasons", "words"),
)
"""What Samverkan knows of a row beside what its table says; only what the rows have is written."""


def list_notes(page: Page, table: str, method: str) -> list[str]:
    """How the rows came about, their source and licence, and what the region says of its data."""
    return [method, *page.catalogue.list_credits(table, page.t.lang)]


def offer_rows(
    page: Page,
    table: str,
    rows: pd.DataFrame,
    list_rows: Callable[[], pd.DataFrame],
    *,
    sheet: str,
    title: str,
    notes: Sequence[str],
    name: str,
    key: str,
) -> None:
    """`rows` as they stand on the page, as a workbook's `sheet`; and those of `list_rows` as GeoJSON."""
    offer_figures(
        page.t("export.format.excel"),
        lambda: {sheet: rows},
        title=title,
        notes=notes,
        name=f"{name}-{page.region.key}",
        key=f"{key}.excel",
        t=page.t,
    )
    _offer_geojson(page, table, list_rows, title=title, notes=notes, name=name, key=f"{key}.geojson")


def _offer_geojson(
    page: Page,
    table: str,
    list_rows: Callable[[], pd.DataFrame],
    *,
    title: str,
    notes: Sequence[str],
    name: str,
    key: str,
) -> None:
    """The rows of `table` that `list_rows` names by id, in its order and with its columns of ADDED, as all GeoJSON."""
    made = EXPORT_FORMATS["geojson"]
    context = ExportContext(
        TableSchema(table, (*TABLES[table].columns, *ADDED)),
        page.taxonomy,
        page.t.lang,
        page.t,
        provenance=tuple(notes),
        title=title,
    )
    offer_file(
        page.t("export.format.geojson"),
        lambda: made.write(choose_rows(page.catalogue, table, list_rows()), context),
        name=f"{name}-{page.region.key}{made.suffix}",
        mime=made.mime,
        key=key,
    )


def choose_rows(catalogue: Catalogue, table: str, rows: pd.DataFrame) -> pd.DataFrame:
    """What may be published of the rows of `table` with the ids of `rows`, in that order, with its columns of ADDED."""
    public = public_frame(catalogue[table], TABLES[table]).set_index("id", drop=False)
    added = {column.name: rows[column.name].to_numpy() for column in ADDED if column.name in rows}
    return public.loc[rows["id"].tolist()].reset_index(drop=True).assign(**added)
