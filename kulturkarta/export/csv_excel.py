"""CSV that Swedish Excel opens with a double click."""

from __future__ import annotations

import codecs

import pandas as pd

from kulturkarta.export.cells import text_cells
from kulturkarta.export.context import ExportContext


def write_csv_excel(frame: pd.DataFrame, context: ExportContext) -> bytes:
    """UTF-8 with a mark, semicolon, decimal comma, column labels in the reader's language, lines end in CR LF.

    Text that Excel would run as a formula has an apostrophe in front.
    """
    cells = text_cells(frame, context.table, decimal=",", guard=True)
    labels = [context.t(f"column.{name}") for name in cells]
    return codecs.BOM_UTF8 + cells.to_csv(index=False, sep=";", header=labels, lineterminator="\r\n").encode("utf-8")
