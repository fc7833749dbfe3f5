"""What every export needs to know beside the rows."""

from __future__ import annotations

from dataclasses import dataclass

from kulturkarta.errors import Translate
from kulturkarta.schema import TableSchema
from kulturkarta.taxonomy import Taxonomy


@dataclass(frozen=True)
class ExportContext:
    """The table's declaration, the vocabularies, the language and its texts, where the rows come from, a title.

    `provenance` holds finished sentences: source, licence, date, and what filter was on.
    """

    table: TableSchema
    taxonomy: Taxonomy
    lang: str
    t: Translate
    provenance: tuple[str, ...] = ()
    title: str = ""
