"""A map in one file: the same folium map and layer with everything it needs inside, opened from disk without a server.

Leaflet, the layer's modules, its styles, the entries and their cards all stand in the page. The modules are named by an
import map of `data:` addresses; `layer/static_boot.js` is the server: it answers what the layer would fetch, and sends
it another state when a person chooses another view. What grows with the entries is compressed (zlib in base64), words
and cards in blocks that are opened when somebody reads one. Only tiles, where the region has a tile server, come from
outside.
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import islice
from pathlib import Path
from typing import Any

from branca.element import Element, Figure

from kulturkarta.assets import LAYER_DIR, MOUNTS
from kulturkarta.figures.map_layer import LayerConfig, LayerState, MapLayer, base_map, write_inert_json
from kulturkarta.figures.palette import PALETTES, Theme, css_colors

BASE = "kulturkarta:"
"""What the addresses of the data begin with in such a file."""
ROWS_PER_BLOCK = 500
"""As many words or cards are compressed together, and stand on one page of the table."""
_STYLES = ("map_layer.css", "toolbar.css", "static_map.css")


@dataclass(frozen=True)
class StaticContent:
    """What the file holds: `points` packed, `land` and `localities` as published, per entry its row of words (id, name,
    what and where) and its card, which are read once.

    `views`: each view of the map with its finding, its overlay and what else `layer/static_boot.js` gives the toolbar;
    `opening`: what of them, and which part of the map, is shown first, as in an address.
    """

    points: bytes
    land: Any
    localities: Any
    rows: Sequence[Sequence[str]]
    cards: Iterable[Mapping[str, Any]]
    views: Sequence[Mapping[str, Any]]
    opening: Mapping[str, str]


@dataclass(frozen=True)
class StaticWords:
    """The words around the map; `table` heads the table of all entries, `columns` its two columns, `texts` are those of
    its pages."""

    lang: str
    title: str
    finding: str
    notes: Sequence[str]
    table: str
    columns: tuple[str, str]
    texts: Mapping[str, str]


class _Text(Element):
    """Text as it stands: branca would take it for a template."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def render(self, **kwargs: Any) -> str:
        return self.text


def write_static_map(
    config: LayerConfig,
    state: LayerState,
    content: StaticContent,
    words: StaticWords,
    *,
    view: tuple[float, float, int],
) -> str:
    """The page as HTML. `config.base` must be BASE; `view` is lon, lat, zoom for before the region is known."""
    lon, lat, zoom = view
    folium_map, layer = base_map(lat=lat, lon=lon, zoom=zoom), MapLayer(config, state)
    for part in (folium_map, layer):
        part.default_js = part.default_css = []  # what they would load stands in the page
    figure = Figure(title=escape(words.title))
    folium_map.add_to(figure)
    figure.header.add_child(_Text(_write_head(content, words, config.base)))
    figure.html.add_child(_Text(_write_top(words)))
    layer.add_to(folium_map)
    folium_map.render()
    figure.html.add_child(_Text(_write_foot(words, content.rows)))
    return figure.render().replace("<html>", f'<html lang="{escape(words.lang)}">', 1)


def _write_head(content: StaticContent, words: StaticWords, base: str) -> str:
    light, dark = (_write_colors(theme) for theme in ("light", "dark"))
    leaflet = MOUNTS["leaflet"]
    styles = [
        f":root{{{light}}}@media (prefers-color-scheme:dark){{:root{{{dark}}}}}",
        _read(leaflet / "leaflet.css"),
        *(_read(LAYER_DIR / name) for name in _STYLES),
    ]
    held = {
        "base": base,
        "n": len(content.rows),
        "points": _pack(content.points),
        "land": _pack_json(content.land),
        "localities": _pack_json(content.localities),
        "rows": [_pack_json(block) for block in _cut(content.rows)],
        "cards": [_pack_json(block) for block in _cut(content.cards)],
        "views": _pack_json(content.views),
        "texts": words.texts,
    }
    modules = write_inert_json({"imports": bundle_modules(LAYER_DIR)})
    return "\n".join(
        [
            *(f"<style>{style}</style>" for style in styles),
            f"<script>{_read(leaflet / 'leaflet.js')}</script>",
            f'<script type="importmap">{modules}</script>',
            # Alone, so that layer/takeaway.js can write another without reading the rest.
            f'<script type="application/json" id="kk-opening">{write_inert_json(content.opening)}</script>',
            f'<script type="application/json" id="kk-held">{write_inert_json(held)}</script>',
            f"<script>{_read(LAYER_DIR / 'static_boot.js')}</script>",
        ]
    )


def _write_colors(theme: Theme) -> str:
    return "".join(f"--{name.replace('_', '-')}:{color};" for name, color in css_colors(PALETTES[theme]).items())


def _cut(rows: Iterable[Any]) -> Iterable[list[Any]]:
    """`rows` in blocks, of which only one is in the memory."""
    left = iter(rows)
    while block := list(islice(left, ROWS_PER_BLOCK)):
        yield block


def _pack_json(value: Any) -> str:
    return _pack(json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode())


def _pack(content: bytes) -> str:
    return base64.b64encode(zlib.compress(content, 9)).decode("ascii")


def _write_top(words: StaticWords) -> str:
    head = f'<h1>{escape(words.title)}</h1><p role="status">{escape(words.finding)}</p>'
    return f'<header class="kk-page-head">{head}</header>'


def _write_foot(words: StaticWords, rows: Sequence[Sequence[str]]) -> str:
    """The notes, and the entries in a table for those who see no map: the first page of it, the others are written by
    `layer/static_boot.js`, which also fills the table of the view."""
    notes = "".join(f"<p>{escape(note)}</p>" for note in words.notes)
    heads = "".join(f'<th scope="col">{escape(column)}</th>' for column in words.columns)
    body = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{escape(about)}</td></tr>'
        for _, name, about in rows[:ROWS_PER_BLOCK]
    )
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
    entries = f'<details id="kk-entries-table"><summary>{escape(words.table)}</summary>{table}</details>'
    return f'<footer class="kk-page-foot">{notes}<details id="kk-view-table" hidden></details>{entries}</footer>'


def _read(path: Path) -> str:
    # A comment that names a map for debuggers would make them ask for it.
    return re.sub(r"//# sourceMappingURL=\S+", "", path.read_text(encoding="utf-8"))


def bundle_modules(folder: Path) -> dict[str, str]:
    """Module name -> its text as a `data:` address, for an import map. `./dom.js` becomes `kulturkarta/dom`, since an
    address of data has no neighbours."""
    modules = {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.js"))}
    bundled: dict[str, str] = {}
    for name, text in modules.items():
        named = re.sub(r'"\./(\w+)\.js"', r'"kulturkarta/\1"', text)
        encoded = base64.b64encode(named.encode()).decode("ascii")
        bundled[f"kulturkarta/{name}"] = f"data:text/javascript;base64,{encoded}"
    return bundled
