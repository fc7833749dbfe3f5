"""Columns that are called what people call them: our own downloads for Excel, edited and read again."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

from kulturkarta.i18n import languages, read_texts
from kulturkarta.raw import RawTable
from kulturkarta.schema import TABLES

# kulturkarta-sormland-places.excel (2).csv: what a browser makes of a file that is downloaded twice.
_DOWNLOADED = re.compile(r"(?:.*-)?([a-z_]+)(?:\.excel)?(?: ?\(\d+\))?", re.IGNORECASE)


def use_column_names(raw: RawTable) -> RawTable:
    """`raw` with each column that bears the label of a column of its table (`Namn`) named as the schema does (`name`).

    All labels are taken from one language, the one that fits most columns: words of two languages may mean different
    columns. Case does not matter. What bears a schema name already stays, as does a second column for the same name.
    `raw.written` keeps what the person calls them.
    """
    if raw.name not in TABLES:
        return raw
    given = [str(name) for name in raw.frame.columns]
    known = set(TABLES[raw.name].names)
    by_language = [_labels(raw.name, lang) for lang in languages()]
    labels = max(by_language, key=lambda found: sum(name.casefold() in found for name in given))
    new_names: dict[str, str] = {}
    for name in given:
        meant = labels.get(name.casefold())
        if name not in known and meant and meant not in given and meant not in new_names.values():
            new_names[name] = meant
    if not new_names:
        return raw
    written = {meant: name for name, meant in new_names.items()}
    return replace(raw, frame=raw.frame.rename(columns=new_names), written=written)


def find_table(path: Path) -> str:
    """The table that the file at `path` is named after, also as our own downloads are; "" when it is none.

    places.csv, kulturkarta-sormland-places.xlsx and kulturkarta-sormland-places.excel (1).csv are all places.
    """
    found = _DOWNLOADED.fullmatch(path.stem)
    name = found[1].lower() if found else ""
    return name if name in TABLES else ""


@cache
def _labels(table: str, lang: str) -> dict[str, str]:
    """The label of each column of `table` in lower case -> its name. Labels that two columns share are left out."""
    texts = read_texts(lang)
    labels = [(texts[f"column.{name}"].casefold(), name) for name in TABLES[table].names]
    words = [label for label, _ in labels]
    return {label: name for label, name in labels if words.count(label) == 1}
