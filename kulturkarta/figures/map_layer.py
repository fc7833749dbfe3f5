"""Entries on a folium map: one element, points fetched as binary columns, drawn and clustered in the browser.

    map = base_map(lat=59.0, lon=16.8, zoom=8)
    MapLayer(LayerConfig(...), LayerState(...)).add_to(map)

In Streamlit, give `st_folium` a fixed `key` and `returned_objects=[]`: the map's script depends on the config only,
so a new state (a filter, a theme) reaches the drawn map without redrawing it and nothing the person did is lost.
With `LayerState.pick` or `actions` the component's value becomes `{"pick": {lon, lat, row, action, name}}` when a
person clicks the ground or presses a card's button, and at no other time; every pick has a `name` of its own.
Tools (drawing, other views) are modules that `layer/tools.js` names; `LayerState.tools` says which are mounted.
Outside Streamlit, `map.save("map.html")` gives a page that fetches its data from the same addresses.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple
from urllib.parse import quote

import folium
from branca.element import MacroElement
from folium.elements import JSCSSMixin
from folium.template import Template

from kulturkarta.assets import asset_url
from kulturkarta.figures.palette import PALETTES, TABLE_MARKS, css_colors, glyph_paths


class _Map(folium.Map):
    """A folium map that loads nothing from anywhere but this server."""

    default_js = []  # noqa: RUF012  # folium's own attribute: the layer brings Leaflet, after what takes longer
    default_css = [("leaflet_css", asset_url("leaflet/leaflet.css"))]  # noqa: RUF012


def base_map(*, lat: float, lon: float, zoom: float) -> folium.Map:
    """An empty map without tiles, controls or Leaflet: the layer adds those, so that they follow theme and language."""
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
    """What stays the same while a person filters. `texts` are those of `map.*`, `height` is in pixels.

    Without `with_list` the map stands alone. Of several maps on one page only one may own the parts `vy`, `post` and
    `lista` of the address. On a narrow map the legend begins folded unless `legend_open`.
    """

    base: str
    lang: str
    texts: Mapping[str, str]
    looks: Sequence[Mapping[str, str]]
    tiles: Mapping[str, Any]
    height: int
    with_list: bool = True
    owns_address: bool = True
    legend_open: bool = False


class Circle(NamedTuple):
    """A catchment: everything within `radius_m` metres of a place."""

    lon: float
    lat: float
    radius_m: float
    label: str = ""


LineStyle = Literal["tie", "missing", "group"]


class Line(NamedTuple):
    """Something between two places, each (lon, lat): a tie, one that is missing, or what keeps a group together."""

    start: tuple[float, float]
    end: tuple[float, float]
    label: str = ""
    style: LineStyle = "tie"


SiteStyle = Literal["proposed", "scenario_add", "scenario_close", "centre"]


class Site(NamedTuple):
    """A place that is no entry: proposed (drawn with its number in order), opened or closed in thought, or a centre."""

    lon: float
    lat: float
    name: str
    style: SiteStyle = "proposed"


@dataclass(frozen=True)
class Overlay:
    """What lies over the ground, and which entries stand out. Every part may be left empty.

    Labels of circles and lines are shown where a hand points and are read by screen readers.
    """

    areas: Mapping[str, int | Literal["hatched"] | None] = field(default_factory=dict)
    """Municipality code -> step 0-4 of the scale, None (not filled) or "hatched" (too little data)."""
    dots: str = ""
    """Address of packed points of demand, after the layer's base."""
    title: str = ""
    """What the scale measures; `steps` explain it from 0 to 4, `hatched` says what hatching means."""
    steps: Sequence[str] = ()
    hatched: str = ""
    circles: Sequence[Circle] = ()
    lines: Sequence[Line] = ()
    sites: Sequence[Site] = ()
    legend: Mapping[str, str] = field(default_factory=dict)
    """What the legend calls the styles of sites and lines, and "circle". A style without a word is not explained."""
    emphasis: Mapping[int, int | None] = field(default_factory=dict)
    """Entry row -> its number, or None: drawn alone and stronger, all others fainter."""

    def describe(self) -> dict[str, Any]:
        """The overlay as layer/overlay.js reads it. Coordinates are rounded to about a metre."""
        areas = {
            code: {"fill": None if step == "hatched" else step, "hatched": step == "hatched"}
            for code, step in self.areas.items()
        }
        circles = [
            {"lon": round(lon, 5), "lat": round(lat, 5), "radius_m": round(radius_m), "label": label}
            for lon, lat, radius_m, label in self.circles
        ]
        lines = [
            {"from": _round(start), "to": _round(end), "label": label, "style": style}
            for start, end, label, style in self.lines
        ]
        sites = [
            {"lon": round(lon, 5), "lat": round(lat, 5), "name": name, "style": style}
            for lon, lat, name, style in self.sites
        ]
        return {
            "areas": areas,
            "dots": self.dots,
            "title": self.title,
            "steps": list(self.steps),
            "hatched": self.hatched if "hatched" in self.areas.values() else "",
            "circles": circles,
            "lines": lines,
            "sites": sites,
            "legend": dict(self.legend),
            "emphasis": [[int(row), rank] for row, rank in self.emphasis.items()],
        }


def _round(place: tuple[float, float]) -> list[float]:
    return [round(degrees, 5) for degrees in place]


@dataclass(frozen=True)
class LayerState:
    """What changes: which entries, in which order, in which theme.

    `rev` names this state: the layer redraws when it differs. `post` is the entry whose card the address names.
    """

    rev: str
    rows: Mapping[str, str] | None = None
    """The entries: None for all, `{"inline": points.compress_rows(...)}`, or `{"url": ...}` after the layer's base."""
    theme: str = "light"
    post: tuple[str, int] | None = None
    overlay: Overlay | None = None
    pick: bool = False
    """Whether a click on the ground is sent to the page."""
    actions: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    """Table -> (action, label) of the buttons on its cards; a press is sent to the page."""
    tools: Sequence[str] = ()
    """Names in layer/tools.js of what is added to the map."""
    given: Mapping[str, Any] = field(default_factory=dict)
    """What the page gives a tool, by the tool's name: plain data."""


def describe_looks(
    looks: Sequence[tuple[str, str]], names: Mapping[str, tuple[str, str]], kinds: Callable[[str, str], str]
) -> list[dict[str, str]]:
    """How the layer draws each (table, glyph) of points.list_looks, and what it calls it.

    `names`: table -> singular and plural; `kinds`: the kinds or sectors of a table that a glyph stands for, in words.
    """
    described: list[dict[str, str]] = []
    for table, glyph in looks:
        mark = TABLE_MARKS[table]
        singular, plural = names[table]
        path = glyph_paths()[glyph]
        words = {"table": table, "singular": singular, "plural": plural, "kind": kinds(table, glyph)}
        described.append({"shape": mark.shape, "color": mark.color, "path": path, **words})
    return described


def write_inert_json(value: Any) -> str:
    """`value` as JSON that neither HTML nor Jinja reads anything into.

    branca takes what an element writes for a template and renders it once more: a name like `{{ 7 * 7 }}` would become
    49, and worse names worse. A brace that could open an expression is written as `\\u007b`, which means the same.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    for sign in "<>&'":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return re.sub(r"\{(?=[{%#])", r"\\u007b", text)


class MapLayer(JSCSSMixin, MacroElement):
    """The folium element. `config` goes into the map's script, `state` beside it as inert JSON."""

    _template = Template(
        """
        {% macro html(this, kwargs) %}
        <script type="application/json" class="kk-state">{{ this.inert(this.state) }}</script>
        {% endmacro %}
        {% macro script(this, kwargs) %}
        kulturkarta.mount({{ this._parent.get_name() }}, {{ this.inert(this.config) }});
        {% endmacro %}
        """
    )
    inert = staticmethod(write_inert_json)
    default_js = [("leaflet", asset_url("leaflet/leaflet.js"))]  # noqa: RUF012
    default_css = [  # noqa: RUF012
        ("kulturkarta_css", asset_url("layer/map_layer.css")),
        ("kulturkarta_toolbar_css", asset_url("layer/toolbar.css")),
    ]

    def __init__(self, config: LayerConfig, state: LayerState) -> None:
        super().__init__()
        self._name = "KulturkartaLayer"
        # First, and told where the data is: modules and data come while Leaflet is read and the map is made.
        self.default_js = [("kulturkarta", f"{asset_url('layer/boot.js')}#{quote(config.base)}"), *self.default_js]
        self.config = vars(config) | {
            "palettes": {name: css_colors(palette) for name, palette in PALETTES.items()},
            "locale": config.lang,
        }
        self.state = {
            "rev": state.rev,
            "rows": state.rows,
            "theme": state.theme,
            "overlay": state.overlay.describe() if state.overlay else None,
            "post": None if state.post is None else {"id": state.post[0], "row": state.post[1]},
            "pick": state.pick,
            "actions": {table: list(actions) for table, actions in state.actions.items()},
            "tools": list(state.tools),
            "given": dict(state.given),
        }
