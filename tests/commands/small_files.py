"""A small Sweden with people in it: three squares of 1 000 inhabitants and no localities."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.small_sweden import write_data, write_region

LOCALITIES = "geonameid,name,lon,lat,population,municipality_code,municipality_candidates\n"


def write_small_region(folder: Path, tables: Mapping[str, str]) -> Path:
    """The region `sormland` under the data folder `folder`."""
    write_data(folder)
    (folder / "reference" / "localities.csv").write_text(LOCALITIES, encoding="utf-8")
    return write_region(folder / "sormland", dict(tables))
