"""Hand-made frames in the shape the catalogue gives them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kulturkarta.schema import NUMBER_KINDS, TABLES


def make_table(name: str, *rows: dict[str, Any]) -> pd.DataFrame:
    """A frame of table `name`; what a row doesn't say is unknown. `id` defaults to the name in lower case."""
    columns: dict[str, pd.Series] = {}
    for column in TABLES[name]:
        if column.is_list:
            columns[column.name] = pd.Series([row.get(column.name, ()) for row in rows], dtype=object)
        elif column.kind in NUMBER_KINDS:
            columns[column.name] = pd.Series([row.get(column.name) for row in rows], dtype="float64")
        elif column.name == "id":
            columns[column.name] = pd.Series([row.get("id", row.get("name", "").lower()) for row in rows], dtype="str")
        else:
            columns[column.name] = pd.Series([row.get(column.name) for row in rows], dtype="str")
    return pd.DataFrame(columns)
