"""CSV for machines and open data portals."""

from __future__ import annotations

import pandas as pd

from kulturkarta.export.cells import text_cells
from kulturkarta.export.context import ExportContext


def write_csv_open(frame: pd.DataFrame, context: ExportContext) -> bytes:
    """UTF-8, comma, decimal point, ISO dates, the schema's column names, lists joined by ";", lines end in CR LF.

    As RFC 4180 says. Text that a spreadsheet would run as a formula has an apostrophe in front.
    """
    cells = text_cells(frame, context.table, decimal=".", guard=True)
    return cells.to_csv(index=False, lineterminator="\r\n").encode("utf-8")
