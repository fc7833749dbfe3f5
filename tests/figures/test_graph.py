"""The picture of a network: the same each time, parts apart, and no name that is markup."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kulturkarta.figures.graph import draw_network, lay_out, list_pairs
from kulturkarta.figures.palette import Theme

PAIRS = np.array([[0, 1], [1, 2], [2, 3], [4, 5]])
PARTS = np.array([0, 0, 0, 0, 1, 1])


def test_the_layout_is_the_same_each_time_and_keeps_steps_as_distances() -> None:
    at = lay_out(PARTS, PAIRS)
    assert (at == lay_out(PARTS, PAIRS)).all()
    steps = [np.linalg.norm(at[a] - at[b]) for a, b in PAIRS]
    assert steps == pytest.approx([1.0] * 4, abs=0.15)
    # A path of four: its ends are three steps apart.
    assert np.linalg.norm(at[0] - at[3]) == pytest.approx(3, abs=0.3)


def test_parts_do_not_lie_on_each_other() -> None:
    at = lay_out(PARTS, PAIRS)
    assert at[PARTS == 1, 0].min() > at[PARTS == 0, 0].max()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_each_table_has_its_mark_and_names_are_no_markup(theme: Theme) -> None:
    nodes = pd.DataFrame(
        {
            "name": ["<b>A</b>", "B", "C", "D", "E", "F"],
            "table": ["actors", "places", "supports", "outside", "actors", "places"],
            "part": PARTS,
            "weight": [1.0, 0, 0, 0, 0.5, 0],
            "hover": ["<b>A</b>, 1"] * 6,
        }
    )
    words = {"actors": "Aktörer", "places": "Platser", "supports": "Stöd", "outside": "Utanför"}
    figure = draw_network(nodes, PAIRS, words=words, separators=", ", theme=theme)
    shapes = {trace.name: trace.marker.symbol for trace in figure.data if trace.mode == "markers"}
    assert shapes == {"Aktörer": "diamond", "Platser": "circle", "Stöd": "square", "Utanför": "circle-open"}
    assert "<b>" not in figure.to_json().replace("\\u003c", "<").replace("&lt;", "")


def test_each_pair_is_drawn_once() -> None:
    edges = pd.DataFrame({"u": [1, 0, 2], "v": [0, 1, 3]})
    assert list_pairs(edges).tolist() == [[0, 1], [2, 3]]
    assert list_pairs(edges.iloc[:0]).shape == (0, 2)
