"""A network as GraphML, which Gephi, yEd, igraph and networkx read."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pandas as pd

from kulturkarta.schema import LIST_SEPARATOR


def write_graphml(nodes: pd.DataFrame, edges: pd.DataFrame) -> bytes:
    """The parties `nodes` (id and more) and the ties `edges` (u, v: rows of nodes; and more). Unknown is left out."""
    import networkx as nx

    graph = nx.MultiGraph()
    ids = nodes["id"].tolist()
    for row in nodes.to_dict(orient="records"):
        graph.add_node(row["id"], **_clean(row, leave_out=("id",)))
    for row in edges.to_dict(orient="records"):
        graph.add_edge(ids[row["u"]], ids[row["v"]], **_clean(row, leave_out=("u", "v")))
    stream = BytesIO()
    nx.write_graphml(graph, stream, encoding="utf-8")
    return stream.getvalue()


def _clean(row: dict[Any, Any], *, leave_out: tuple[str, ...]) -> dict[str, str | float]:
    known: dict[str, str | float] = {}
    for name, value in row.items():
        if name in leave_out:
            continue
        if isinstance(value, tuple | list):
            known[str(name)] = LIST_SEPARATOR.join(value)
        elif isinstance(value, str):
            known[str(name)] = _leave_out_controls(value)
        elif value == value and value is not None and value is not pd.NA:
            known[str(name)] = float(value)
    return known


def _leave_out_controls(text: str) -> str:
    """XML 1.0 has no place for control characters."""
    return "".join(letter for letter in text if letter >= " " or letter in "\t\n")
