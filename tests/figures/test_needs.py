"""Charts of needs are built without Plotly's own look at them: here Plotly looks, and they say what they were given."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
import pytest

from kulturkarta.figures.needs import Words, compare_needs, place_on_supply, write_mark

WORDS = Words("Andel", ", ", " %", synthetic="Påhittade <svar>")


def draw_all() -> dict[str, go.Figure]:
    three = {f"{side}{end}": [0.5, float("nan")] for side in ("need", "met") for end in ("", "_low", "_high")}
    needs = pd.DataFrame({"theme": ["samverkan", "motesplatser"], "label": ["S", "M"], **three})
    needs = needs.assign(need_text="50 %", met_text="50 %")
    supply = pd.DataFrame({"code": ["0480", "0482"], "label": ["N", "F"], "need": [40.0, 60.0], "supply": [1.0, 3.0]})
    supply = supply.assign(need_low=30.0, need_high=70.0, quadrant="need_high_supply_low", text="x")
    return {
        "three": compare_needs(needs, felt="känns", met="möts", words=WORDS, theme="light"),
        "supply": place_on_supply(
            supply, need="samverkan", x_axis="Utbud", corner="Glapp", is_percent=True, words=WORDS, theme="light"
        ),
    }


@pytest.mark.parametrize("name", ["three", "supply"])
def test_plotly_knows_everything_in_a_chart_of_needs_and_it_says_that_answers_are_invented(name: str) -> None:
    drawn = draw_all()[name].to_dict()
    assert go.Figure(drawn).to_dict()["layout"]["title"]["text"] == "<b>Påhittade &lt;svar></b>"


def test_a_need_is_marked_in_text_by_the_shape_and_colour_it_has_in_charts() -> None:
    assert write_mark("stottande_strukturer", theme="light") == ':color[■]{foreground="#0072B2"}'
    assert write_mark("samverkan", theme="light") == ':color[◆]{foreground="#00795A"}'
    assert write_mark("motesplatser", theme="light") == ':color[●]{foreground="#C84E00"}'
