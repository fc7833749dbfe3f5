"""Every table of the catalogue, declared once.

Validation, import templates, forms, exports, `datapackage.json` and the docs derive from this file. Column labels
are the texts `column.<name>`, table labels `table.<name>`, vocabulary terms live in `data/taxonomy/<name>.csv`.
"""

from __future__ import annotations

from collections.abc import Mapping

from kulturkarta.columns import LIST_KINDS, LIST_SEPARATOR, NUMBER_KINDS, WHOLE_REGION, Column, Kind, TableSchema

__all__ = [
    "APPROXIMATE_POSITIONS",
    "LIST_KINDS",
    "LIST_SEPARATOR",
    "MAPPED_TABLES",
    "NUMBER_KINDS",
    "SHARP_POSITIONS",
    "TABLES",
    "WHOLE_REGION",
    "Column",
    "Kind",
    "TableSchema",
]


def _c(name: str, kind: Kind = "text", **more: object) -> Column:
    return Column(name, kind, **more)  # pyright: ignore[reportArgumentType]


def _term(name: str, vocabulary: str = "", **more: object) -> Column:
    return _c(name, "term", vocabulary=vocabulary or name, **more)


def _terms(name: str, vocabulary: str) -> Column:
    return _c(name, "terms", vocabulary=vocabulary)


_ID = _c("id", "id", required=True)
_NAME = _c("name", required=True)

_WHERE = (
    _c("municipality_code", "municipality"),
    _c("locality"),
    _c("address", personal=True),
    _c("lon", "lon", unit="°", minimum=-180, maximum=180),
    _c("lat", "lat", unit="°", minimum=-90, maximum=90),
    _term("position"),
    _c("position_source_url", "url"),
)

_LIFE = (
    _c("opened", "date"),
    _c("closed", "date"),
    _term("status"),
)

# Where a row comes from. Every table ends with these.
_PROVENANCE = (
    _c("inferred", "words"),  # names of columns whose value was concluded, not read
    _c("source", required=True),
    _c("source_url", "url"),
    _c("licence", required=True),
    _c("last_checked", "date"),
)


def _table(name: str, *columns: Column) -> TableSchema:
    return TableSchema(name, (*columns, *_PROVENANCE))


TABLES: Mapping[str, TableSchema] = {
    table.name: table
    for table in (
        _table(
            "places",
            _ID,
            _NAME,
            _term("kind", "place_kind", required=True),
            _terms("functions", "place_function"),
            _term("owner_type"),
            _c("capacity", "integer", minimum=1, maximum=100_000, unit="people"),
            _term("price_class"),
            _c("booking_url", "url"),
            _terms("accessibility", "accessibility"),
            _c("accessibility_note"),
            *_WHERE,
            _c("website", "url"),
            _c("description"),
            *_LIFE,
        ),
        _table(
            "rooms",
            _ID,
            _c("place_id", "ref", required=True, tables=("places",)),
            _NAME,
            _terms("functions", "place_function"),
            _c("capacity", "integer", minimum=1, maximum=100_000, unit="people"),
            _c("area_m2", "number", minimum=1, maximum=100_000, unit="m²"),
            _c("equipment", "words"),
            _c("suitability"),
        ),
        _table(
            "actors",
            _ID,
            _NAME,
            _term("legal_form"),
            _term("actor_type"),
            _term("drive"),
            _term("stage", "actor_stage"),
            _terms("sectors", "sector"),
            _terms("roles", "role"),
            _c("skills", "words"),
            _c("offers", "words"),
            _c("seeks", "words"),
            *_WHERE,
            _term("publish_position", "position"),
            _c("website", "url"),
            _c("description"),
            *_LIFE,
        ),
        _table(
            "supports",
            _ID,
            _NAME,
            _c("provider", required=True),
            _term("kind", "support_kind", required=True),
            _terms("functions", "support_function"),
            _c("target"),
            _terms("sectors", "sector"),
            _terms("stages", "actor_stage"),
            _terms("drives", "drive"),
            _c("service_area", "area", required=True),
            _c("how_to_apply"),
            _c("deadline", "date"),
            _c("cost"),
            _c("website", "url"),
            _c("description"),
            *_LIFE,
        ),
        _table(
            "collaborations",
            _ID,
            # A source may name a party that is not in the catalogue: then the name stands without an id.
            _c("from_id", "ref", tables=("actors", "places", "supports")),
            _c("from_name", required=True),
            _c("to_id", "ref", tables=("actors", "places", "supports")),
            _c("to_name", required=True),
            _c("kind"),
            _c("description"),
            _c("since", "date"),
            _c("until", "date"),
        ),
        _table(
            "proposals",
            _ID,
            _c("title", required=True),
            _term("theme", "need_theme"),
            _term("stage", "proposal_stage"),
            _c("progress", "number", minimum=0, maximum=100, unit="%"),
            _c("owner"),
            _c("period"),
            _c("description"),
            _c("need_ids", "refs", tables=("need_figures",)),
            _c("activity_ids", "refs", tables=("activities",)),
            _c("result"),
        ),
        _table(
            "activities",
            _ID,
            _c("title", required=True),
            _term("kind", "activity_kind"),
            _term("theme", "need_theme"),
            _c("starts", "date"),
            _c("ends", "date"),
            _c("date_text"),
            _c("place"),
            _c("municipality_code", "municipality"),
        ),
        _table(
            "events",
            _ID,
            _NAME,
            _c("kind"),
            _c("municipality_code", "municipality"),
            _c("locality"),
            _c("season"),
            _c("since", "date"),
            _c("organiser"),
            _c("website", "url"),
            _c("description"),
        ),
        _table(
            "evaluations",
            _ID,
            _c("activity_id", "ref", tables=("activities",)),
            _c("question", required=True),
            _c("answer", required=True),
            _c("value", "number"),
            _c("unit"),
            _c("n", "integer", minimum=0),
        ),
        _table(
            "need_figures",
            _ID,
            _c("survey", required=True),
            _c("year", "date"),
            _term("theme", "need_theme", required=True),
            _c("question", required=True),
            _c("answer", required=True),
            _c("value", "number"),
            _c("unit"),
            _c("n", "integer", minimum=0),
        ),
        _table(
            "need_responses",
            _ID,
            _c("respondent", required=True),
            _c("wave", required=True),
            _term("theme", "need_theme"),
            _c("municipality_code", "municipality"),
            _terms("sectors", "sector"),
            _c("question", required=True),
            _c("score", "number"),
            _c("text", personal=True),
        ),
        _table(
            "municipality_facts",
            _ID,
            _c("municipality_code", "municipality", required=True),
            _term("indicator", required=True),
            _c("year", "date", required=True),
            _c("value", "number", required=True),
            _c("unit"),
        ),
        _table(
            # How complete a table is believed to be, so that a hole in the data is never read as a hole in the culture.
            "coverage",
            _ID,
            _c("table", required=True),
            _c("kind"),
            _c("municipality_code", "municipality"),
            _c("known", "integer", minimum=0),
            _c("expected_min", "integer", minimum=0),
            _c("expected_max", "integer", minimum=0),
            _c("note"),
        ),
    )
}

MAPPED_TABLES = ("places", "actors")
"""Tables whose rows are entries on the map."""

# Positions that say only roughly where something is; drawn hollow, never as a point one could walk to.
APPROXIMATE_POSITIONS = ("area", "locality", "municipality")
# Positions one could walk to.
SHARP_POSITIONS = ("exact", "address")
