"""Entries on a folium map: one element, points fetched as binary columns, drawn and clustered in the browser.

    map = base_map(lat=59.0, lon=16.8, zoom=8)
    MapLayer(LayerConfig(...), LayerState(...)).add_to(map)

In Streamlit, give `st_folium` a fixed `key` and `returned_objects=[]`: the map's script depends on the config only,
so a new state (a filter, a theme) reaches the drawn map without redrawing it and nothing the person did is lost.
Outside Streamlit, `map.save("map.html")` gives a page that fetches its data from the same addresses.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

import folium
from branca.element import MacroElement
from folium.elements import JSCSSMixin
from folium.template import Template

from kulturkarta.assets import asset_url
from kulturkarta.figures.palette import PALETTES, TABLE_MARKS, css_colors, glyph_paths


class _Map(folium.Map):
    """A folium map that loads Leaflet from this server and nothing from anywhere else."""

    default_js = [("leaflet", asset_url("leaflet/leaflet.js"))]  # noqa: RUF012  # folium's own attribute
    default_css = [("leaflet_css", asset_url("leaflet/leaflet.css"))]  # noqa: RUF012


def base_map(*, lat: float, lon: float, zoom: float) -> folium.Map:
    """An empty map without tiles or controls: the layer adds those, so that they follow theme and language."""
    return _Map(
        location=(lat, lon),
        zoom_start=int(zoom),
        tiles=None,
        zoom_control=False,
        control_scale=False,
        prefer_canvas=False,
        min_zoom=4,
        max_zoom=18,
        zoom_snap=0.5,
    )


@dataclass(frozen=True)
class LayerConfig:
    """What stays the same while a person filters. `texts` are those of `map.*`, `height` is in pixels."""

    base: str
    lang: str
    texts: Mapping[str, str]
    looks: Sequence[Mapping[str, str]]
    tiles: Mapping[str, Any]
    height: int


@dataclass(frozen=True)
class Overlay:
    """What lies under the marks. `areas`: municipality code -> step 0-4 of the scale, None (not filled) or "hatched"
    (too little data). `dots`: address of packed points of demand, after the layer's base. `steps` explain the scale."""

    areas: Mapping[str, int | Literal["hatched"] | None]
    dots: str
    title: str
    steps: Sequence[str]
    hatched: str
    sites: Sequence[tuple[float, float, str]] = ()
    """Proposed sites (lon, lat, name) in order, drawn with their number; `site` names them in the legend."""
    site: str = ""

    def describe(self) -> dict[str, Any]:
        """The overlay as layer/overlay.js reads it."""
        areas = {
            code: {"fill": None if step == "hatched" else step, "hatched": step == "hatched"}
            for code, step in self.areas.items()
        }
        hatched = self.hatched if "hatched" in self.areas.values() else ""
        sites = [{"lon": round(lon, 5), "lat": round(lat, 5), "name": name} for lon, lat, name in self.sites]
        words = {"title": self.title, "steps": list(self.steps), "hatched": hatched, "site": self.site if sites else ""}
        return {"areas": areas, "dots": self.dots, "sites": sites, **words}


@dataclass(frozen=True)
class LayerState:
    """What changes: which entries (bits, see points.pack_mask; None = all), in which order, in which theme.

    `rev` names this state: the layer redraws when it differs. `post` is the entry whose card the address names.
    """

    rev: str
    mask: bytes | None
    order: Sequence[int] | None = None
    theme: str = "light"
    post: tuple[str, int] | None = None
    overlay: Overlay | None = None


def describe_looks(looks: Sequence[tuple[str, str]], names: Mapping[str, tuple[str, str]]) -> list[dict[str, str]]:
    """How the layer draws each (table, glyph) of points.list_looks. `names`: table -> singular and plural."""
    described: list[dict[str, str]] = []
    for table, glyph in looks:
        mark = TABLE_MARKS[table]
        singular, plural = names[table]
        path = glyph_paths()[glyph]
        described.append(
            {"shape": mark.shape, "color": mark.color, "path": path, "singular": singular, "plural": plural}
        )
    return described


class MapLayer(JSCSSMixin, MacroElement):
    """The folium element. `config` goes into the map's script, `state` beside it as inert JSON."""

    _template = Template(
        """
        {% macro html(this, kwargs) %}
        <script type="application/json" class="kk-state">{{ this.state | tojson }}</script>
        {% endmacro %}
        {% macro script(this, kwargs) %}
        kulturkarta.mount({{ this._parent.get_name() }}, {{ this.config | tojson }});
        {% endmacro %}
        """
    )
    default_js = [("kulturkarta", asset_url("layer/boot.js"))]  # noqa: RUF012
    default_css = [("kulturkarta_css", asset_url("layer/map_layer.css"))]  # noqa: RUF012

    def __init__(self, config: LayerConfig, state: LayerState) -> None:
        super().__init__()
        self._name = "KulturkartaLayer"
        self.config = asdict(config) | {
            "palettes": {name: css_colors(palette) for name, palette in PALETTES.items()},
            "locale": config.lang,
        }
        self.state = {
            "rev": state.rev,
            "mask": None if state.mask is None else base64.b64encode(state.mask).decode("ascii"),
            "order": None if state.order is None else [int(row) for row in state.order],
            "theme": state.theme,
            "overlay": state.overlay.describe() if state.overlay else None,
            "post": None if state.post is None else {"id": state.post[0], "row": state.post[1]},
        }
