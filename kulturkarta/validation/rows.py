"""Back from a validated row to its number in the person's file."""

from __future__ import annotations

import pandas as pd

from kulturkarta.raw import RawTable


def row_numbers(frame: pd.DataFrame, raw: RawTable) -> pd.Series:
    """The row number in `raw.file` of each row of `frame`, by its id: ids of kept rows are in the file once."""
    ids = raw.frame["id"].str.strip() if "id" in raw.frame.columns else pd.Series(dtype="str")
    ids = ids[~ids.duplicated()]
    numbers = pd.Series(ids.index, index=ids.to_numpy(), dtype="int64")
    return pd.Series(numbers.reindex(frame["id"]).to_numpy(), index=frame.index).astype("int64")
