"""A data folder of three regions that nobody would wish for: hostile texts, no tile server, rows that are wrong."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from kulturkarta.export.cells import guarded
from kulturkarta.schema import MAPPED_TABLES, TABLES, Column
from kulturkarta.settings import PROJECT_DIR
from tests.hostile import H

DATA = PROJECT_DIR / "data"
HOSTILE, SILENT, BROKEN = "fientlig", "tyst", "trasig"
# Signs that no cell may hold: such rows are set aside and shown nowhere.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
HOSTILE_TEXTS = [text for text in H if not _FORBIDDEN.search(text)]
MUNICIPALITIES = {"0482": "Flen", "0480": "Nyköping", "0483": "Katrineholm", "0484": "Eskilstuna"}
_TILES = '[tiles]\nurl = "https://tiles.example/{z}/{x}/{y}.png"\nattribution = "© <b>Tiles</b>"\n'
_PLACE_HEADER = ["id", "name", "kind", "municipality_code", "lon", "lat", "position", "source", "licence"]
_GOOD_PLACE = ["bra-bibliotek", "Bra bibliotek", "bibliotek", "0482", "16.59", "59.06", "exact", "Kommunen", "CC0-1.0"]


def write_regions(data_dir: Path) -> Path:
    """`data_dir` with the shipped taxonomy and reference data and the three regions."""
    for name in ("taxonomy", "reference"):
        shutil.copytree(DATA / name, data_dir / name)
    hostile = {name: hostile_rows(name) for name in TABLES}
    _write_region(data_dir / HOSTILE, hostile, name="<img src=x onerror=window.top.PWNED=1> *Län*", tiles=_TILES)
    good = dict(zip(_PLACE_HEADER, _GOOD_PLACE, strict=True))
    _write_region(data_dir / SILENT, {"places": [good]}, name="Tyst")
    # Rows 3 and 4 of the file: a word that is none, and a municipality's name where its code belongs.
    bad = [good | {"id": "fel-slag", "kind": "rymdstation"}, good | {"id": "fel-kommun", "municipality_code": "Flen"}]
    link = good | {"id": "fel-adress", "source_url": "javascript:window.top.PWNED=1"}
    _write_region(data_dir / BROKEN, {"places": [good, *bad, link]}, name="Trasig")
    return data_dir


def hostile_rows(table: str) -> list[dict[str, str]]:
    """A row per hostile text, which stands in every column that takes text; the others hold what is allowed."""
    return [
        {column.name: _cell(column, table, number, text) for column in TABLES[table]}
        for number, text in enumerate(HOSTILE_TEXTS)
    ]


def hostile_id(table: str, number: int) -> str:
    return f"{table.replace('_', '-')}-{number}"


def _cell(column: Column, table: str, number: int, text: str) -> str:
    codes = list(MUNICIPALITIES)
    # A lattice of 15 columns over the middle of Sörmland, the actors between the places.
    east, north = number % 15, number // 15
    shift = 0.5 if table == "actors" else 0.0
    # The columns that must not hold everything their kind allows.
    fixed = {"position": "exact", "publish_position": "exact", "closed": ""}
    if column.name in fixed:
        return fixed[column.name]
    values = {
        "text": text,
        "words": text.replace(";", ","),
        "id": hostile_id(table, number),
        "municipality": codes[number % len(codes)],
        "area": "region",
        "date": "2025",
        "url": f"https://hostile.example/?q={number}",
        "integer": "10",
        "number": "10.5",
        "boolean": "true",
        "lon": f"{16.1 + 0.06 * (east + shift):.4f}",
        "lat": f"{58.95 + 0.03 * (north + shift):.4f}",
    }
    if column.kind in ("term", "terms"):
        with (DATA / "taxonomy" / f"{column.vocabulary}.csv").open(encoding="utf-8") as file:
            return next(csv.DictReader(file))["code"]
    if column.kind in ("ref", "refs"):
        return hostile_id(column.tables[0], number)
    return values[column.kind]


def _write_region(
    folder: Path, tables: Mapping[str, list[dict[str, str]]], *, name: str, tiles: str = '[tiles]\nurl = ""\n'
) -> None:
    folder.mkdir()
    named = "\n".join(f"{lang} = {json.dumps(name)}" for lang in ("sv", "en", "nb"))
    notes = "\n".join(f"{lang} = {json.dumps(HOSTILE_TEXTS[0])}" for lang in ("sv", "en", "nb"))
    towns = "\n".join(f"{code} = {json.dumps(town)}" for code, town in MUNICIPALITIES.items())
    view = "lon = 16.6\nlat = 59.05\nzoom = 9"
    toml = f'county_code = "04"\n[names]\n{named}\n[municipalities]\n{towns}\n[view]\n{view}\n{tiles}[notes]\n{notes}\n'
    (folder / "region.toml").write_text(toml, encoding="utf-8")
    for table, rows in tables.items():
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            columns = list(dict.fromkeys(key for row in rows for key in row))
            writer = csv.DictWriter(file, columns, restval="")
            writer.writeheader()
            writer.writerows({key: guarded(value) for key, value in row.items()} for row in rows)
    resources = [{"name": table, "path": f"{table}.csv"} for table in tables]
    (folder / "datapackage.json").write_text(
        json.dumps({"name": folder.name, "resources": resources}), encoding="utf-8"
    )


N_HOSTILE_ENTRIES = len(HOSTILE_TEXTS) * len(MAPPED_TABLES)
