"""Charts as plotly figures: frames and texts in, a figure out. Colours from the palette, no decoration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from kulturkarta.figures.palette import PALETTES, TABLE_MARKS, Palette, Theme

_ROW_PX = 30
_FRAME_PX = 90


@dataclass(frozen=True)
class ComparisonWords:
    """The words of a comparison: who is compared with whom, and what the axis measures."""

    here: str
    region: str
    axis: str
    hover: str
    """With `{kind}`, `{here}` and `{region}`, already formatted numbers."""
    separators: str
    """Decimal sign and thousands sign, as plotly wants them: ", " in Swedish."""


def compare_kinds(counts: pd.DataFrame, table: str, *, words: ComparisonWords, theme: Theme) -> go.Figure:
    """Per kind, this municipality's rate as the table's mark and the region's as an open ring, joined by a line.

    `counts`: label (shown), per_10000, region_per_10000, here_text and region_text (formatted), one row per kind in
    the order shown from the top.
    """
    palette = PALETTES[theme]
    mark = TABLE_MARKS[table]
    color = getattr(palette, mark.color)
    rows = counts.iloc[::-1]
    lines_x: list[float | None] = []
    lines_y: list[str | None] = []
    for label, here, region in rows[["label", "per_10000", "region_per_10000"]].itertuples(index=False):
        lines_x += [here, region, None]
        lines_y += [label, label, None]
    most = max(float(rows["per_10000"].max()), float(rows["region_per_10000"].max()), 0.1)
    hover = [
        words.hover.format(kind=literal(kind), here=here, region=region)
        for kind, here, region in rows[["label", "here_text", "region_text"]].itertuples(index=False)
    ]
    figure = go.Figure(
        [
            go.Scatter(
                x=lines_x, y=lines_y, mode="lines", line={"color": palette.line, "width": 3}, showlegend=False,
                hoverinfo="skip",
            ),
            go.Scatter(
                x=rows["region_per_10000"], y=rows["label"], mode="markers", name=words.region, text=hover,
                hovertemplate="%{text}<extra></extra>",
                marker={"symbol": "circle-open", "size": 12, "color": palette.muted, "line": {"width": 2}},
            ),
            go.Scatter(
                x=rows["per_10000"], y=rows["label"], mode="markers", name=words.here, text=hover,
                hovertemplate="%{text}<extra></extra>",
                marker={"symbol": mark.shape, "size": 13, "color": color},
            ),
        ]
    )  # fmt: skip
    figure.update_layout(
        lay_out(palette, n_rows=len(counts), separators=words.separators, order="reversed"),
        xaxis={"title": words.axis, "range": [-0.02 * most, 1.04 * most], "gridcolor": palette.line, "zeroline": False},
    )
    return figure


def stack_bands(
    rows: pd.DataFrame, *, bands: Sequence[tuple[str, str]], axis: str, separators: str, theme: Theme
) -> go.Figure:
    """A bar per row (`name`, the first on top), made up of the shares in the columns of `bands` (column, label)."""
    palette = PALETTES[theme]
    shown = rows.iloc[::-1]
    figure = go.Figure(
        [
            go.Bar(
                x=shown[column],
                y=shown["name"],
                name=label,
                orientation="h",
                marker={"color": palette.scale[step], "line": {"color": palette.border, "width": 0.5}},
                hovertemplate=f"%{{y}}, {literal(label)}: %{{x:.0%}}<extra></extra>",
            )
            for step, (column, label) in enumerate(bands)
        ]
    )
    figure.update_layout(
        lay_out(palette, n_rows=len(rows), separators=separators, order="normal"),
        barmode="stack",
        xaxis={"title": axis, "tickformat": ".0%", "range": [0, 1], "gridcolor": palette.line, "zeroline": False},
    )
    return figure


def build_figure(traces: Sequence[Mapping[str, object]], layout: Mapping[str, object]) -> go.Figure:
    """A figure of what is given, which is not looked at: Plotly's own look takes longer than all else on a page that
    draws forty questions anew at each press. So titles are `{"text": ...}`, and the tests look at every figure."""
    return go.Figure(data=list(traces), layout=dict(layout), _validate=False)


def lay_out(palette: Palette, *, n_rows: int, separators: str, order: str) -> dict[str, object]:
    """What the charts have in common: a row per category, the legend above, the page's ground, words and numbers."""
    return {
        "height": _FRAME_PX + _ROW_PX * n_rows,
        "margin": {"l": 0, "r": 16, "t": 36, "b": 40},
        "legend": {"orientation": "h", "x": 0, "y": 1, "xanchor": "left", "yanchor": "bottom", "traceorder": order},
        "paper_bgcolor": palette.ground,
        "plot_bgcolor": palette.ground,
        "separators": separators,
        "font": {"color": palette.text, "size": 14, "family": '"Source Sans", sans-serif'},
        "hoverlabel": {"bgcolor": palette.panel, "font": {"color": palette.text}},
        "yaxis": {"automargin": True, "showgrid": False, "ticklabelstandoff": 8},
    }


def literal(text: str) -> str:
    """Text that plotly's small HTML must show as it stands."""
    return text.replace("&", "&amp;").replace("<", "&lt;")
