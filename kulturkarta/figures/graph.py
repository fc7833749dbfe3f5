"""A network as a plotly figure: parties by shape and colour of their table, ties as lines, always in the same place.

Each part of the network is laid out by stress majorisation, and the parts stand in rows by size: no chance in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from kulturkarta.figures.palette import PALETTES, TABLE_MARKS, Theme

_OUTSIDE = "outside"
_GAP = 1.0
_ROW_WIDTH = 10.0
# Room that a name takes, in steps of the graph.
_NAME_WIDTH, _NAME_HEIGHT = 5.0, 0.7
_MAX_MAJORISED = 400


def draw_network(
    nodes: pd.DataFrame,
    pairs: np.ndarray,
    *,
    words: Mapping[str, str],
    separators: str,
    theme: Theme,
    n_named: int = 12,
) -> go.Figure:
    """`nodes`: name, table, part (0 the largest), weight (how much of a broker, 0-1), hover. `pairs`: rows of them.

    The `n_named` weightiest are named in the figure; all are where a hand points. `words`: table -> its name.
    """
    palette = PALETTES[theme]
    at = lay_out(nodes["part"].to_numpy(), pairs)
    gaps = np.full((len(pairs), 1, 2), np.nan)
    lines = np.concatenate([at[pairs], gaps], axis=1).reshape(-1, 2)
    ties = go.Scatter(
        x=lines[:, 0], y=lines[:, 1], mode="lines", line={"color": palette.border, "width": 1.2}, hoverinfo="skip",
        showlegend=False,
    )  # fmt: skip
    size = 9 + 16 * np.sqrt(nodes["weight"].to_numpy(dtype="float64"))
    marks = [
        go.Scatter(
            x=at[rows, 0],
            y=at[rows, 1],
            mode="markers",
            name=words[table],
            text=[_literal(text) for text in nodes["hover"].to_numpy()[rows]],
            hovertemplate="%{text}<extra></extra>",
            marker={
                "symbol": TABLE_MARKS[table].shape if table in TABLE_MARKS else "circle-open",
                "color": getattr(palette, TABLE_MARKS[table].color) if table in TABLE_MARKS else palette.muted,
                "size": size[rows],
                "line": {"color": palette.ground, "width": 1},
            },
        )
        for table in (*TABLE_MARKS, _OUTSIDE)
        if len(rows := np.flatnonzero(nodes["table"].eq(table).to_numpy()))
    ]
    named = _choose_names(at, nodes["weight"].to_numpy(dtype="float64"), n_named)
    labels = go.Scatter(
        x=at[named, 0], y=at[named, 1], mode="text", text=[_literal(name) for name in nodes["name"].iloc[named]],
        textposition="top center", textfont={"color": palette.text, "size": 12}, hoverinfo="skip", showlegend=False,
    )  # fmt: skip
    figure = go.Figure([ties, *marks, labels])
    figure.update_layout(
        height=620,
        margin={"l": 8, "r": 8, "t": 36, "b": 8},
        legend={"orientation": "h", "x": 0, "y": 1, "xanchor": "left", "yanchor": "bottom"},
        paper_bgcolor=palette.ground,
        plot_bgcolor=palette.ground,
        separators=separators,
        font={"color": palette.text, "size": 14, "family": '"Source Sans", sans-serif'},
        hoverlabel={"bgcolor": palette.panel, "font": {"color": palette.text}},
        xaxis={"visible": False},
        yaxis={"visible": False, "scaleanchor": "x"},
        dragmode="pan",
    )
    return figure


def lay_out(parts: np.ndarray, pairs: np.ndarray) -> np.ndarray:
    """Where each node stands: x, y. The largest part stands to the left, the others in rows beside it, by size."""
    at = np.zeros((len(parts), 2))
    left, width_of_rows = 0.0, 0.0
    x = y = height = 0.0
    for part in range(int(parts.max(initial=-1)) + 1):
        rows = np.flatnonzero(parts == part)
        own = _lay_out_part(rows, pairs)
        width, tall = (float(side) for side in np.ptp(own, axis=0))
        if part > 1 and x + width > left + width_of_rows:
            x, y, height = left, y - height - _GAP, 0.0
        at[rows] = own - [own[:, 0].min() - x, own[:, 1].max() - y]
        x, height = x + width + _GAP, max(height, tall)
        if part == 0:
            left, width_of_rows, height = x + _GAP, max(1.2 * width, _ROW_WIDTH), 0.0
            x = left
    return at


def _choose_names(at: np.ndarray, weight: np.ndarray, n: int) -> np.ndarray:
    """The weightiest nodes that can be named without one name lying on another. A loop, since each bars later ones."""
    chosen: list[int] = []
    for node in np.argsort(-weight, kind="stable"):
        if weight[node] <= 0 or len(chosen) == n:
            break
        apart = np.abs(at[chosen] - at[node])
        if not ((apart[:, 0] < _NAME_WIDTH) & (apart[:, 1] < _NAME_HEIGHT)).any():
            chosen.append(int(node))
    return np.array(chosen, dtype="int64")


def _lay_out_part(rows: np.ndarray, pairs: np.ndarray) -> np.ndarray:
    """The nodes `rows` of one part, about √n across."""
    import rustworkx

    number = {int(row): i for i, row in enumerate(rows)}
    inner = [(number[a], number[b]) for a, b in pairs.tolist() if a in number and b in number]
    graph = rustworkx.PyGraph()
    graph.add_nodes_from(range(len(rows)))
    graph.add_edges_from_no_data(inner)
    if len(rows) <= _MAX_MAJORISED:
        return _majorise(graph, len(rows))
    found = rustworkx.spring_layout(graph, seed=5)
    return np.array([found[i] for i in range(len(rows))]) * np.sqrt(len(rows))


def _majorise(graph: object, n: int) -> np.ndarray:
    """Distances in the figure near to steps in the graph, from a circle on (Gansner, Koren & North 2004)."""
    import rustworkx

    if n == 1:
        return np.zeros((1, 2))
    steps = np.asarray(rustworkx.graph_distance_matrix(graph), dtype="float64")  # pyright: ignore[reportArgumentType]
    steps[steps == 0] = 1.0
    weight = steps**-2
    np.fill_diagonal(weight, 0.0)
    total = weight.sum(axis=1)
    angle = 2 * np.pi * np.arange(n) / n
    at = np.column_stack([np.cos(angle), np.sin(angle)]) * np.sqrt(n) / 2
    for _ in range(150):
        apart = at[:, None] - at[None]
        length = np.linalg.norm(apart, axis=2)
        length[length == 0] = 1e-9
        pull = weight * steps / length
        wanted = ((weight @ at) + (pull[:, :, None] * apart).sum(axis=1)) / total[:, None]
        at = (at + wanted) / 2  # all at once would let two nodes change places for ever
    return at - at.mean(axis=0)


def _literal(text: object) -> str:
    """Text that plotly's small HTML must show as it stands."""
    return str(text).replace("&", "&amp;").replace("<", "&lt;")


def list_pairs(edges: pd.DataFrame) -> np.ndarray:
    """Each pair of `edges` (u, v) once, as rows (n, 2)."""
    both: Sequence[np.ndarray] = (edges["u"].to_numpy(), edges["v"].to_numpy())
    pairs = np.column_stack([np.minimum(*both), np.maximum(*both)])
    return np.unique(pairs, axis=0) if len(pairs) else np.zeros((0, 2), dtype="int64")
