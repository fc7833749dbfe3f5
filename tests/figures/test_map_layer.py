from __future__ import annotations

import json
import re

import pytest

from kulturkarta.figures.map_layer import Circle, LayerConfig, LayerState, Line, MapLayer, Overlay, Site, base_map


def test_an_empty_overlay_describes_every_part_as_empty() -> None:
    described = Overlay().describe()
    assert {name for name, value in described.items() if value} == set()
    assert {"areas", "dots", "circles", "lines", "sites", "legend", "emphasis"} <= set(described)


def test_an_overlay_says_where_shapes_lie_to_the_metre() -> None:
    described = Overlay(
        circles=[Circle(16.1234567, 59.7654321, 9999.6, "Tio km")],
        lines=[Line((16.0, 59.0), (17.000004, 59.5), "A och B", "missing")],
        sites=[Site(16.0, 59.0, "Här"), Site(16.5, 59.0, "Där", "scenario_close")],
        emphasis={7: 1, 3: None},
    ).describe()
    assert described["circles"] == [{"lon": 16.12346, "lat": 59.76543, "radius_m": 10000, "label": "Tio km"}]
    assert described["lines"] == [{"from": [16.0, 59.0], "to": [17.0, 59.5], "label": "A och B", "style": "missing"}]
    assert [site["style"] for site in described["sites"]] == ["proposed", "scenario_close"]
    assert described["emphasis"] == [[7, 1], [3, None]]


def test_hatching_is_explained_only_where_something_is_hatched() -> None:
    assert Overlay(areas={"0480": 3}, hatched="för lite").describe()["hatched"] == ""
    assert Overlay(areas={"0480": "hatched"}, hatched="för lite").describe()["hatched"] == "för lite"


def test_a_new_state_leaves_the_script_of_the_map_as_it_was_and_what_people_typed_stays_text() -> None:
    config = LayerConfig(base="/kk/data/x/1/", lang="sv", texts={}, looks=[], tiles={}, height=400)

    def render(state: LayerState) -> tuple[str, str]:
        folium_map = base_map(lat=59, lon=17, zoom=8)
        MapLayer(config, state).add_to(folium_map)
        page = folium_map.get_root().render()
        html = re.search(r'<script type="application/json" class="kk-state">(.*?)\n', page)
        script = re.search(r"kulturkarta\.mount\(\w+, (.*)\);", page)
        assert html is not None and script is not None
        return script[1], html[1]

    evil = Overlay(sites=[Site(16, 59, "</script><script>alert(1)</script>")])
    script, html = render(LayerState(rev="a", overlay=evil, actions={"places": [("close", "Stäng")]}))
    assert script == render(LayerState(rev="b", rows={"inline": "AQ=="}, pick=True, tools=["pick"]))[0]
    assert html.count("</script>") == 1
    state = json.loads(html.removesuffix("</script>"))
    assert state["overlay"]["sites"][0]["name"] == "</script><script>alert(1)</script>"
    assert state["actions"] == {"places": [["close", "Stäng"]]}


@pytest.mark.parametrize(
    "typed", ["{{ 7*7 }}", "{% if 1 %}yes{% endif %}", "{# gone #}", "{{{", "</script><b>&'", "}}"]
)
def test_what_a_person_typed_is_no_template_and_no_markup(typed: str) -> None:
    folium_map = base_map(lat=59.0, lon=16.8, zoom=8)
    given = {"mine": {typed: typed}}
    MapLayer(LayerConfig(typed, "sv", {}, (), {}, 100), LayerState("1", None, given=given)).add_to(folium_map)
    html = folium_map.get_root().render()
    state = re.search(r'<script type="application/json" class="kk-state">(.*?)</script>', html, re.DOTALL)
    assert state is not None and json.loads(state[1])["given"] == given
    config = re.search(r"kulturkarta\.mount\(\w+, (\{.*\})\);", html)
    assert config is not None and json.loads(config[1])["base"] == typed
