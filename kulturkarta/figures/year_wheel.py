"""The year as a wheel: a ring per theme, January at the top, clockwise; what is known to the day is filled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from kulturkarta.figures.charts import lay_out, literal
from kulturkarta.figures.palette import NEED_MARKS, PALETTES, Palette, Theme

_HEIGHT_PX = 580  # as wide as a column of text; in a telephone the wheel is narrower and the rest stays empty
_EVENTS_WIDTH = 1.6
_HUB = 1.6  # rings begin this far from the middle, so that the innermost months are wide enough to tell apart


def draw_year_wheel(
    activities: pd.DataFrame,
    events: pd.DataFrame,
    *,
    themes: Mapping[str, str],
    months: Sequence[str],
    events_label: str,
    theme: Theme,
) -> go.Figure:
    """`activities`: title, theme, year, month (0-12), is_exact; `events`: name, first, last; see `analysis.year`.

    `themes` (code -> label) gives the rings from the middle out, `months` the twelve words around. Without events
    there is no ring for them.
    """
    palette = PALETTES[theme]
    rings = {code: _HUB + step for step, code in enumerate(themes)}
    # The legend shows the first mark of a ring: a filled one where there is any.
    exact_first = activities.sort_values("is_exact", ascending=False, kind="stable")
    traces: list[Any] = [_draw_ring(exact_first[exact_first["theme"].eq(code)], rings[code], code, label, palette)
              for code, label in themes.items()]  # fmt: skip
    outer = _HUB + len(themes)
    if len(events):
        traces.insert(0, _draw_events(events, outer, events_label, palette))
        outer += _EVENTS_WIDTH
    figure = go.Figure(traces)
    figure.update_layout(
        lay_out(palette, n_rows=0, separators=", ", order="normal"),
        height=_HEIGHT_PX,
        margin={"l": 40, "r": 40, "t": 40, "b": 60},
        legend={"orientation": "h", "x": 0.5, "y": -0.06, "xanchor": "center", "yanchor": "top"},
        polar={
            "bgcolor": palette.ground,
            "angularaxis": {
                "direction": "clockwise", "rotation": 90, "tickmode": "array", "gridcolor": palette.line,
                "tickvals": [30 * k + 15 for k in range(12)], "ticktext": list(months), "linecolor": palette.border,
            },
            "radialaxis": {
                "range": [0, outer + 0.1], "showticklabels": False, "ticks": "", "showline": False,
                "tickvals": [_HUB + step for step in range(len(themes) + 2)], "gridcolor": palette.border,
            },
        },
    )  # fmt: skip
    return figure


def _draw_ring(rows: pd.DataFrame, inner: float, code: str, label: str, palette: Palette) -> go.Scatterpolar:
    """The marks of one theme, spread across its ring so that those close in time do not hide one another."""
    mark = NEED_MARKS.get(code)
    color = getattr(palette, mark.color) if mark else palette.muted
    shape = mark.shape if mark else "triangle-up"
    lane = inner + 0.2 + 0.6 * ((np.arange(len(rows)) * 0.382) % 1)  # golden steps: neighbours are never side by side
    return go.Scatterpolar(
        r=lane,
        theta=rows["month"] * 30,
        mode="markers",
        name=label,
        marker={
            "symbol": [shape if exact else f"{shape}-open" for exact in rows["is_exact"]],
            "size": 13,
            "color": color,
            "line": {"width": 2, "color": color},
        },
        text=[f"{literal(title)} ({year})" for title, year in zip(rows["title"], rows["year"], strict=True)],
        hovertemplate="%{text}<extra></extra>",
    )


def _draw_events(rows: pd.DataFrame, inner: float, label: str, palette: Palette) -> go.Barpolar:
    """The recurring events as arcs over their months, each in a lane of its own within the outermost ring."""
    width = (rows["last"] - rows["first"]) % 12
    width = width.where(width > 0, 12.0)
    lanes = _EVENTS_WIDTH / max(len(rows), 1)
    return go.Barpolar(
        base=inner + np.arange(len(rows)) * lanes,
        r=np.full(len(rows), lanes * 0.8),
        theta=((rows["first"] + width / 2) % 12) * 30,
        width=width * 30,
        name=label,
        marker={"color": palette.muted, "opacity": 0.6, "line": {"width": 0}},
        text=[literal(name) for name in rows["name"]],
        hovertemplate="%{text}<extra></extra>",
    )
