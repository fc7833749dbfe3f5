"""What the map layer is told of a catalogue before anybody chooses anything: words, looks, tiles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kulturkarta.figures.map_layer import LayerConfig, describe_looks
from kulturkarta.figures.palette import DEFAULT_GLYPH, glyph_of
from kulturkarta.i18n import Texts
from kulturkarta.regions import Tiles
from kulturkarta.schema import MAPPED_TABLES
from kulturkarta.settings import read_settings
from kulturkarta.taxonomy import read_taxonomy


def configure_layer(
    looks: Sequence[tuple[str, str]],
    tiles: Tiles,
    *,
    t: Texts,
    base: str,
    height: int,
    with_list: bool = True,
    owns_address: bool = True,
) -> LayerConfig:
    """The configuration of a map whose data lie under `base`. `looks`: those of points.list_looks; `tiles`: the
    region's own."""
    return LayerConfig(
        base=base,
        lang=t.lang,
        texts=t.section("map"),
        looks=describe_looks(
            looks,
            {name: (t(f"map.one_{name}"), t(f"map.many_{name}")) for name in MAPPED_TABLES},
            lambda table, glyph: _name_kinds(table, glyph, t),
        ),
        tiles=_choose_tiles(tiles),
        height=height,
        with_list=with_list,
        owns_address=owns_address,
    )


_VOCABULARIES = {"places": "place_kind", "actors": "sector"}


def _name_kinds(table: str, glyph: str, t: Texts) -> str:
    """The kinds of place, or sectors of actors, that `glyph` stands for; without a glyph of their own, that there are
    others."""
    if glyph == DEFAULT_GLYPH:
        return t(f"map.other_kinds_{table}")
    labels = read_taxonomy(read_settings().data_dir / "taxonomy")[_VOCABULARIES[table]].labels(t.lang)
    return " / ".join(label for code, label in labels.items() if glyph_of(code) == glyph)


def _choose_tiles(tiles: Tiles) -> Mapping[str, object]:
    """The tile server of the settings, else of the region; `none` in either is no tiles."""
    settings = read_settings()
    url = settings.tile_url or tiles.url
    attribution = settings.tile_attribution if settings.tile_url else tiles.attribution
    return {"url": "" if url == "none" else url, "attribution": attribution, "max_zoom": tiles.max_zoom}
