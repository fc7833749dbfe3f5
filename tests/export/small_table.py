"""Three actors and what an export needs to know of them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kulturkarta.export.context import ExportContext
from kulturkarta.schema import TABLES
from kulturkarta.taxonomy import Vocabulary

TAXONOMY = {
    "drive": Vocabulary(
        "drive",
        pd.DataFrame(
            {"label_sv": ["Lust", "Marknad"], "label_en": ["Passion", "Market"], "label_nb": ["Lyst", "Marked"]},
            index=pd.Index(["passion", "market"]),
        ),
    )
}


def t(key: str, /, **_params: Any) -> str:
    """The key stands for the text."""
    return key


def context(table: str = "actors", lang: str = "sv") -> ExportContext:
    return ExportContext(
        TABLES[table], TAXONOMY, lang, t, ("Källa: =egen insamling", "CC BY 4.0"), "Aktörer i Sörmland"
    )


def actors(**columns: list[Any]) -> pd.DataFrame:
    """A frame as the catalogue holds it: text with NA, lists as tuples, numbers as float64."""
    count = len(next(iter(columns.values()), ["", "", ""]))
    frame = pd.DataFrame(
        {
            "id": pd.Series([f"a{number}" for number in range(count)], dtype="str"),
            "name": pd.Series(["Åsa", "Bo; Ek, & Co", 'Cia "C"'][:count] + ["x"] * (count - 3), dtype="str"),
            "drive": pd.Series(["passion", pd.NA, "market"][:count] + [pd.NA] * (count - 3), dtype="str"),
            "sectors": [("musik", "dans"), (), ("film",)][:count] + [()] * (count - 3),
            "municipality_code": pd.Series(["0480", "0484", pd.NA][:count] + [pd.NA] * (count - 3), dtype="str"),
            "lon": [17.0086, float("nan"), 16.123456789][:count] + [float("nan")] * (count - 3),
            "lat": [58.753, float("nan"), 59.0][:count] + [float("nan")] * (count - 3),
        }
    )
    for name, values in columns.items():
        frame[name] = pd.Series(values, dtype="str") if all(isinstance(v, str) for v in values) else values
    return frame
