"""What the map layer is told of a catalogue before anybody chooses anything: words, looks, tiles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kulturkarta.figures.map_layer import LayerConfig, describe_looks
from kulturkarta.i18n import Texts
from kulturkarta.regions import Tiles
from kulturkarta.schema import MAPPED_TABLES
from kulturkarta.settings import read_settings


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
        looks=describe_looks(looks, {name: (t(f"map.one_{name}"), t(f"map.many_{name}")) for name in MAPPED_TABLES}),
        tiles=_choose_tiles(tiles),
        height=height,
        with_list=with_list,
        owns_address=owns_address,
    )


def _choose_tiles(tiles: Tiles) -> Mapping[str, object]:
    """The tile server of the settings, else of the region; `none` in either is no tiles."""
    settings = read_settings()
    url = settings.tile_url or tiles.url
    attribution = settings.tile_attribution if settings.tile_url else tiles.attribution
    return {"url": "" if url == "none" else url, "attribution": attribution, "max_zoom": tiles.max_zoom}
