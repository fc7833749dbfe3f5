"""A network to take home, read again by other programs' rules."""

from __future__ import annotations

import json
from io import BytesIO

import networkx as nx
import pandas as pd

from kulturkarta.export.graphml import write_graphml
from kulturkarta.export.lines import write_lines

NODES = pd.DataFrame(
    {"id": ["a", "b", "outside:<x>&"], "name": ["A", "B\x0b", "<x>&"], "sectors": [("musik", "dans"), (), ()]}
)
EDGES = pd.DataFrame(
    {"u": [0, 0, 1], "v": [1, 1, 2], "kind": ["konsert", None, "lån"], "since": [2019.0, float("nan"), 2020.0]}
)


def test_graphml_keeps_parties_ties_and_what_is_known_of_them() -> None:
    graph = nx.read_graphml(BytesIO(write_graphml(NODES, EDGES)), force_multigraph=True)
    assert sorted(graph.nodes) == ["a", "b", "outside:<x>&"]
    assert graph.nodes["a"] == {"name": "A", "sectors": "musik;dans"}
    assert graph.nodes["b"]["name"] == "B"
    ties = sorted((u, v, data.get("kind"), data.get("since")) for u, v, data in graph.edges(data=True) if data)
    assert ties == [("a", "b", "konsert", 2019.0), ("b", "outside:<x>&", "lån", 2020.0)]
    assert graph.number_of_edges() == 3


def test_lines_are_rfc_7946_with_the_unknown_as_null() -> None:
    lines = pd.DataFrame(
        {
            "id": ["t"],
            "kind": [None],
            "since": [2019.0],
            "from_lon": [16.5],
            "from_lat": [59.0],
            "to_lon": [17.0],
            "to_lat": [58.75],
        }
    )
    found = json.loads(write_lines(lines, notes=["källa"]))
    assert found["attribution"] == ["källa"]
    assert found["features"] == [
        {
            "type": "Feature",
            "id": "t",
            "geometry": {"type": "LineString", "coordinates": [[16.5, 59.0], [17.0, 58.75]]},
            "properties": {"id": "t", "kind": None, "since": 2019},
        }
    ]
