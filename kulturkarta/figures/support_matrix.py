"""Supports per function and municipality, with the holes visible."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from kulturkarta.figures.charts import lay_out, literal
from kulturkarta.figures.palette import PALETTES, Theme

_ROW_PX = 44
_LARGEST_PX = 30  # smaller than a row is high, and than a column is wide in a telephone


def draw_support_matrix(
    counts: pd.DataFrame, *, functions: Mapping[str, str], municipalities: Mapping[str, str], hover: str, theme: Theme
) -> go.Figure:
    """A square per function (across) and municipality (down), its area as the number of supports; an open ring, none.

    `counts`: function, municipality_code, n, n_unknown, as `count_supports` gives them; the words of both in order.
    What is known to fit is filled, what does not say is only outlined around it. `hover` takes {function},
    {municipality}, {n} and {unknown}.
    """
    palette = PALETTES[theme]
    rows = counts.assign(
        x=counts["function"].map(functions), y=counts["municipality_code"].map(municipalities),
        all=counts["n"] + counts["n_unknown"],
    )  # fmt: skip
    most = max(int(rows["all"].max()), 1)
    texts = [
        hover.format(function=literal(x), municipality=literal(y), n=n, unknown=unknown)
        for x, y, n, unknown in rows[["x", "y", "n", "n_unknown"]].itertuples(index=False)
    ]
    size = {"sizemode": "area", "sizeref": 2 * most / _LARGEST_PX**2}
    figure = go.Figure(
        [
            go.Scatter(
                x=rows["x"], y=rows["y"], mode="markers", hoverinfo="skip", showlegend=False,
                marker={"symbol": "square", "size": rows["all"], "color": "rgba(0,0,0,0)", **size,
                        "line": {"color": palette.support, "width": 1.5}},
            ),
            go.Scatter(
                x=rows["x"], y=rows["y"], mode="markers", hoverinfo="skip", showlegend=False,
                marker={"symbol": "square", "size": rows["n"], "color": palette.support, "opacity": 0.55, **size},
            ),
            go.Scatter(
                x=rows["x"], y=rows["y"], mode="text", text=[str(n) if n else "" for n in rows["all"]],
                textfont={"color": palette.text, "size": 13}, hovertext=texts,
                hovertemplate="%{hovertext}<extra></extra>", showlegend=False,
            ),
            go.Scatter(
                x=rows.loc[rows["all"].eq(0), "x"], y=rows.loc[rows["all"].eq(0), "y"], mode="markers",
                hoverinfo="skip", showlegend=False,
                marker={"symbol": "circle-open", "size": 20, "color": palette.meeting, "line": {"width": 2.5}},
            ),
        ]
    )  # fmt: skip
    names = list(municipalities.values())
    figure.update_layout(
        lay_out(palette, n_rows=0, separators=", ", order="normal"),
        height=90 + _ROW_PX * len(names),
        xaxis={"side": "top", "automargin": True, "autotickangles": [0, 90], "showgrid": False, "zeroline": False,
               "categoryorder": "array", "categoryarray": list(functions.values()),
               "range": [-0.5, len(functions) - 0.5]},
        yaxis={"automargin": True, "gridcolor": palette.line, "zeroline": False, "categoryorder": "array",
               "categoryarray": names[::-1], "range": [-0.5, len(names) - 0.5]},
    )  # fmt: skip
    return figure
