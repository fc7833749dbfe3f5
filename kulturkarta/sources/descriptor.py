"""`datapackage.json`: a region's tables as a Data Package v2, its field types and limits derived from the schema."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from kulturkarta.schema import LIST_SEPARATOR, NUMBER_KINDS, TABLES, WHOLE_REGION, Column, TableSchema
from kulturkarta.taxonomy import Taxonomy

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_MUNICIPALITY = r"\d{4}"
_ID = r"[a-z0-9]+(-[a-z0-9]+)*"
_PATTERNS = {
    "date": r"\d{4}(-\d{2}(-\d{2})?)?",
    "url": r"https?://\S+",
    "municipality": _MUNICIPALITY,
    "area": rf"{WHOLE_REGION}|{_MUNICIPALITY}({LIST_SEPARATOR}{_MUNICIPALITY})*",
    "id": _ID,
    "ref": _ID,
    "refs": rf"{_ID}({LIST_SEPARATOR}{_ID})*",
}


def describe_package(package: Mapping[str, Any], taxonomy: Taxonomy) -> dict[str, Any]:
    """The descriptor of a region that has one CSV file per table of the schema, licences and credits of `package`.

    `package` is what package.toml holds: name, title, description, version, licenses, sources, contributors, titles
    per table, and optionally resource_licenses and resource_sources per table.
    """
    kept = ("name", "title", "description", "version", "licenses", "sources", "contributors")
    return {
        "$schema": PROFILE,
        **{key: package[key] for key in kept},
        "resources": [_describe_resource(table, package, taxonomy) for table in TABLES.values()],
    }


def format_descriptor(descriptor: Mapping[str, Any]) -> str:
    """The descriptor as text: two spaces, Swedish letters as they are, one line feed at the end."""
    return json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"


def _describe_resource(table: TableSchema, package: Mapping[str, Any], taxonomy: Taxonomy) -> dict[str, Any]:
    return {
        "name": table.name,
        "title": package["titles"][table.name],
        "path": f"{table.name}.csv",
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n"},
        "licenses": package["licenses"] + package.get("resource_licenses", {}).get(table.name, []),
        "sources": package.get("resource_sources", {}).get(table.name, package["sources"]),
        "schema": {
            "fields": [_describe_field(column, taxonomy) for column in table],
            "primaryKey": ["id"],
            "missingValues": [""],
            **_foreign_keys(table),
        },
    }


def _describe_field(column: Column, taxonomy: Taxonomy) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.minimum is not None:
        constraints["minimum"] = column.minimum
    if column.maximum is not None:
        constraints["maximum"] = column.maximum
    if column.kind == "term":
        constraints["enum"] = list(taxonomy[column.vocabulary].codes)
    elif column.kind == "terms":
        code = "|".join(taxonomy[column.vocabulary].codes)
        constraints["pattern"] = rf"({code})({LIST_SEPARATOR}({code}))*"
    elif column.kind in _PATTERNS:
        constraints["pattern"] = _PATTERNS[column.kind]
    field: dict[str, Any] = {"name": column.name, "type": _type(column)}
    if column.unit:
        field["unit"] = column.unit
    return field | ({"constraints": constraints} if constraints else {})


def _type(column: Column) -> str:
    if column.kind in ("integer", "boolean"):
        return column.kind
    return "number" if column.kind in NUMBER_KINDS else "string"


def _foreign_keys(table: TableSchema) -> dict[str, Any]:
    """Only columns that point into one table: a Data Package cannot say "in one of these"."""
    keys = [
        {"fields": [column.name], "reference": {"resource": column.tables[0], "fields": ["id"]}}
        for column in table
        if column.kind == "ref" and len(column.tables) == 1
    ]
    return {"foreignKeys": keys} if keys else {}
