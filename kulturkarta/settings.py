"""Every limit and switch, declared once; environment variables `KULTURKARTA_<NAME>` override the defaults."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT_DIR = Path(__file__).parents[1]


class Settings(BaseSettings):
    """What an operator may change. The descriptions are printed by `kulturkarta settings`."""

    model_config = SettingsConfigDict(env_prefix="KULTURKARTA_", frozen=True)

    data_dir: Path = Field(
        PROJECT_DIR / "data", description="Folder with taxonomy/, reference/ and one folder per region"
    )
    region: str = Field(
        "", description="Region shown first; empty: the first folder in alphabetical order that has rows"
    )
    tile_url: str = Field(
        "", description="Tile server for every region; `none` draws no tiles; empty: as region.toml says"
    )
    tile_attribution: str = Field("", description="Whom to credit for `tile_url`, for example © Lantmäteriet")
    embed_origins: str = Field(
        "", description="Other sites that may show pages in a frame, space between them; `*` allows all; empty: none"
    )
    border_file: Path | None = Field(
        None, description="Finer municipality borders (GeoPackage or GeoJSON) for locating points"
    )
    border_margin_m: float = Field(
        3000.0, description="Within this distance of a generalised border a point's municipality is doubtful"
    )
    max_file_mb: float = Field(20.0, description="Largest file that is read, in megabytes")
    max_rows: int = Field(50_000, description="Most rows in one imported file")
    max_unpacked_mb: float = Field(100.0, description="Largest unpacked size of an .xlsx file, in megabytes")
    reader_seconds: float = Field(20.0, description="Longest time one imported file may take to read")
    reader_memory_mb: int = Field(1024, description="Memory limit of the process that reads an imported GeoPackage")
    stale_years: int = Field(5, description="Facts checked longer ago than this are shown as old")
    detour_factor: float = Field(
        1.3, gt=0, description="A way is taken to be this many times longer than the straight line"
    )
    road_file: Path | None = Field(
        None, description="Road network (GeoPackage of lines, or CSV of edges) for ways by car, bicycle and on foot"
    )
    road_source: str = Field(
        "",
        description="Source and year of the road network, as figures name them; empty: its file's name",
    )
    road_snap_km: float = Field(1.0, gt=0, description="A home or place farther than this from every road has no way")
    unlisted_radius_km: float = Field(
        1.0, ge=0, description="How far a place may lie from its locality's point when the locality's size is unknown"
    )
    population_tolerance: float = Field(
        0.1,
        ge=0,
        description="Imported people are scaled to a municipality's total when they differ by this share at most",
    )
    points_file_mb: float = Field(
        200.0, description="Largest file of squares, points or costs that a command reads, in megabytes"
    )
    points_rows: int = Field(1_000_000, description="Most rows in such a file")
    points_seconds: float = Field(180.0, description="Longest time a GeoPackage of squares may take to read")
    store: Path = Field(
        PROJECT_DIR / "var" / "kulturkarta.sqlite",
        description="SQLite file of imported answers, made at the first import",
    )
    editor_key: str = Field(
        "", description="Key that lets a person store answers for everyone on Bidra; empty: nobody can"
    )
    evaluation_form: bool = Field(
        True, description="Participants may evaluate workshops on Bidra when `editor_key` is set; `false`: nobody can"
    )
    static_map_entries: int = Field(
        20_000, ge=1, description="Most entries in a map that is taken away as one HTML file, cards included"
    )
    contact_email: str = Field(
        "", description="Address for corrections and accessibility reports, shown on Om and on cards"
    )


@cache
def read_settings() -> Settings:
    """The settings of this process, read from the environment once."""
    return Settings()  # pyright: ignore[reportCallIssue]  # every field has a default
