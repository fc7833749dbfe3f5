"""How dense the network of known ties was year by year."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from kulturkarta.figures.charts import lay_out, literal
from kulturkarta.figures.palette import PALETTES, TABLE_MARKS, Theme

_HEIGHT_PX = 260


def draw_density(years: pd.DataFrame, *, axis: str, separators: str, theme: Theme) -> go.Figure:
    """A line with a mark per year: how many of 10,000 possible pairs of actors had a tie. The scale begins at nought.

    `years`: year, per_10000 and hover (finished words), in order.
    """
    palette = PALETTES[theme]
    line = go.Scatter(
        x=years["year"],
        y=years["per_10000"],
        mode="lines+markers",
        text=[literal(text) for text in years["hover"]],
        hovertemplate="%{text}<extra></extra>",
        line={"color": palette.collaboration, "width": 2},
        marker={"size": 8, "symbol": TABLE_MARKS["actors"].shape, "color": palette.collaboration},
    )
    figure = go.Figure(line)
    figure.update_layout(lay_out(palette, n_rows=0, separators=separators, order="normal"), height=_HEIGHT_PX)
    figure.update_yaxes(
        title={"text": axis, "standoff": 16},
        rangemode="tozero",
        showgrid=True,
        gridcolor=palette.line,
        zeroline=False,
        nticks=5,
    )
    figure.update_xaxes(tickformat="d", showgrid=False)
    return figure
