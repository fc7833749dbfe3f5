"""A region is a folder under `data/` with a `region.toml`; nothing else makes it one."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from kulturkarta.errors import KulturkartaError


@dataclass(frozen=True)
class Tiles:
    """A raster tile server. An empty `url` draws borders, names and places on plain ground."""

    url: str = ""
    attribution: str = ""
    max_zoom: int = 19


@dataclass(frozen=True)
class Region:
    """One region, as `region.toml` says: names per language, municipalities (code -> name), first view of the map."""

    key: str
    folder: Path
    county_code: str
    names: dict[str, str]
    municipalities: dict[str, str]
    lon: float
    lat: float
    zoom: float
    tiles: Tiles = Tiles()
    correction_url: str = ""
    notes: dict[str, str] = field(default_factory=dict)

    def name(self, lang: str) -> str:
        return self.names.get(lang) or self.names["sv"]

    def find_contact(self, entry_id: str, *, email: str, subject: str, body: str) -> str:
        """Where one writes about an entry: the region's form, else a mail to `email` with its words filled in, else
        "". The catalogue holds no address of an actor, so none can leak."""
        if self.correction_url:
            return self.correction_url.replace("{id}", quote(entry_id))
        return f"mailto:{email}?subject={quote(subject)}&body={quote(body)}" if email else ""


def read_region(folder: Path) -> Region:
    """The region in `folder`. Raises KulturkartaError when region.toml is missing or lacks a part."""
    path = folder / "region.toml"
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        return Region(
            key=folder.name,
            folder=folder,
            county_code=raw["county_code"],
            names=raw["names"],
            municipalities=raw["municipalities"],
            lon=float(raw["view"]["lon"]),
            lat=float(raw["view"]["lat"]),
            zoom=float(raw["view"]["zoom"]),
            tiles=Tiles(**raw.get("tiles", {})),
            correction_url=raw.get("correction_url", ""),
            notes=raw.get("notes", {}),
        )
    except FileNotFoundError:
        raise KulturkartaError(f"{path} is missing. Make a region with: kulturkarta new-region COUNTY_CODE") from None
    except (KeyError, TypeError, ValueError, tomllib.TOMLDecodeError) as error:
        raise KulturkartaError(f"{path} is not a complete region.toml: {error}") from error


def list_regions(data_dir: Path) -> list[Region]:
    """Every region under `data_dir`, by folder name."""
    return [read_region(path.parent) for path in sorted(data_dir.glob("*/region.toml"))]
