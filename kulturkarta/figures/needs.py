"""Charts of needs: three needs side by side, need on supply. Those of answers are in `bars`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from kulturkarta.figures.charts import build_figure, lay_out, literal
from kulturkarta.figures.palette import NEED_MARKS, PALETTES, Mark, Palette, Theme

PLAIN_MARK = Mark("text", "circle")
_SHAPES = {"circle": "●", "square": "■", "diamond": "◆"}
# Words at an axis that have room for certain: measured one by one they take half of the time that a chart takes.
_UNMEASURED = {"tickangle": 0, "ticklabeloverflow": "allow"}


@dataclass(frozen=True)
class Words:
    """What a chart says: its axis, Plotly's separators, and in `synthetic` that answers are invented ("" = not so)."""

    axis: str
    separators: str
    percent: str = " %"
    """What follows a number of percent in the reader's language."""
    synthetic: str = ""

    def share(self, value: float) -> str:
        """`41 %` from 0.41."""
        return f"{100 * value:.0f}{self.percent}"


def mark_of(theme_code: str) -> Mark:
    """Colour and shape of a need; the plain one for a question of no need."""
    return NEED_MARKS.get(theme_code, PLAIN_MARK)


def write_mark(theme_code: str, *, theme: Theme) -> str:
    """The mark of a need in Streamlit's Markdown: a letter of its shape, in its colour."""
    mark = mark_of(theme_code)
    return f':color[{_SHAPES[mark.shape]}]{{foreground="{getattr(PALETTES[theme], mark.color)}"}}'


def compare_needs(rows: pd.DataFrame, *, felt: str, met: str, words: Words, theme: Theme) -> go.Figure:
    """Per need, how many express it (filled) and how many say it is met (open), each with its interval.

    `rows`: theme, label, and need, need_low, need_high, met, met_low, met_high, need_text, met_text; first on top.
    """
    palette = PALETTES[theme]
    traces: list[dict[str, object]] = []
    for row in rows.iloc[::-1].to_dict(orient="records"):
        mark = mark_of(row["theme"])
        color = getattr(palette, mark.color)
        for side, name, symbol in (("met", met, f"{mark.shape}-open"), ("need", felt, mark.shape)):
            value = row[side]
            if value != value:
                continue
            traces.append(
                {
                    "type": "scatter", "x": [value], "y": [row["label"]], "mode": "markers", "showlegend": False,
                    "text": [literal(row[f"{side}_text"])],
                    "hovertemplate": f"{literal(name)}: %{{text}}<extra></extra>",
                    "error_x": _reach(row, side, color),
                    "marker": {"symbol": symbol, "size": 17, "color": color, "line": {"width": 2.5, "color": color}},
                }
            )  # fmt: skip
    for name, symbol in ((felt, "circle"), (met, "circle-open")):
        marker = {"symbol": symbol, "size": 13, "color": palette.text, "line": {"width": 2}}
        traces.append(
            {"type": "scatter", "x": [None], "y": [None], "mode": "markers", "name": name, "hoverinfo": "skip",
             "marker": marker}
        )  # fmt: skip
    layout = lay_out(palette, n_rows=2 * len(rows), separators=words.separators, order="normal")
    return _say_synthetic(traces, layout | {"xaxis": _show_percent(words, palette)}, words, theme)


def place_on_supply(
    rows: pd.DataFrame, *, need: str, x_axis: str, corner: str, is_percent: bool, words: Words, theme: Theme
) -> go.Figure:
    """A mark per municipality: its need upwards with its interval, what there is to meet it to the right.

    `rows`: code, label, need, need_low, need_high, supply, quadrant, text. The lines are the medians; filled marks lie
    in the corner of great need and little supply, which `corner` names.
    """
    palette, mark = PALETTES[theme], mark_of(need)
    color = getattr(palette, mark.color)
    is_gap = rows["quadrant"].eq("need_high_supply_low").to_numpy()
    marks = {
        "type": "scatter", "x": rows["supply"].tolist(), "y": rows["need"].tolist(), "mode": "markers+text",
        "showlegend": False, "customdata": rows["code"].tolist(), "text": [literal(label) for label in rows["label"]],
        "textposition": "top center", "textfont": {"color": palette.text, "size": 13}, "cliponaxis": False,
        "hovertext": [literal(text) for text in rows["text"]], "hovertemplate": "%{hovertext}<extra></extra>",
        "error_y": {
            "type": "data", "symmetric": False, "array": (rows["need_high"] - rows["need"]).tolist(),
            "arrayminus": (rows["need"] - rows["need_low"]).tolist(), "color": palette.muted, "thickness": 1,
            "width": 3,
        },
        "marker": {
            "symbol": [mark.shape if gap else f"{mark.shape}-open" for gap in is_gap], "size": 15, "color": color,
            "line": {"width": 2.5, "color": color},
        },
    }  # fmt: skip
    least, most = float(rows["supply"].min()), float(rows["supply"].max())
    room = 0.12 * max(most - least, 1e-9)
    layout = lay_out(palette, n_rows=12, separators=words.separators, order="normal") | {
        "clickmode": "event+select",
        # Given, not left to Plotly, which would draw everything anew when it has measured the words.
        "margin": {"l": 58, "r": 16, "t": 36, "b": 46},
        "shapes": [
            _draw_line(palette.muted, x=float(rows["supply"].median()), dash="dot"),
            _draw_line(palette.muted, y=float(rows["need"].median()), dash="dot"),
        ],
        "annotations": [
            {
                "x": 0, "y": 1, "xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "top",
                "showarrow": False, "text": f"<b>{literal(corner)}</b>", "font": {"color": color, "size": 14},
            }
        ],
        "xaxis": {
            "title": {"text": x_axis}, "tickformat": ".0%" if is_percent else "", "gridcolor": palette.line,
            "zeroline": False, "range": [least - room, most + room], **_UNMEASURED,
        },
        "yaxis": {
            "title": {"text": words.axis, "standoff": 8}, "showgrid": True, "gridcolor": palette.line,
            "zeroline": False, "ticklabelstandoff": 8, **_UNMEASURED,
        },
    }  # fmt: skip
    return _say_synthetic([marks], layout, words, theme)


def _reach(row: Mapping[Any, Any], side: str, color: str) -> dict[str, object]:
    value, low, high = (row[f"{side}{end}"] for end in ("", "_low", "_high"))
    return {
        "type": "data", "symmetric": False, "array": [high - value], "arrayminus": [value - low], "color": color,
        "thickness": 2, "width": 6,
    }  # fmt: skip


def _draw_line(color: str, *, x: float | None = None, y: float | None = None, dash: str = "solid") -> dict[str, object]:
    """A line through the whole chart: upright at `x`, or level at `y`."""
    ends = (
        {"x0": x, "x1": x, "xref": "x", "y0": 0, "y1": 1, "yref": "y domain"}
        if y is None
        else {"x0": 0, "x1": 1, "xref": "x domain", "y0": y, "y1": y, "yref": "y"}
    )
    return {"type": "line", **ends, "line": {"color": color, "width": 1, "dash": dash}}


def _show_percent(words: Words, palette: Palette) -> dict[str, object]:
    """The axis along the bottom, from 0 to 100 %."""
    ticks = (0, 0.5, 1)
    return {
        "title": {"text": words.axis}, "gridcolor": palette.line, "zeroline": False, "tickangle": 0,
        "range": [0, 1.02], "tickvals": list(ticks),
        "ticktext": [words.share(tick) for tick in ticks],
        "minor": {"dtick": 0.1, "showgrid": True, "gridcolor": palette.line},
    }  # fmt: skip


def _say_synthetic(traces: list[dict[str, object]], layout: dict[str, Any], words: Words, theme: Theme) -> go.Figure:
    """Above everything, where no legend reaches and a picture of the chart keeps it."""
    if words.synthetic:
        layout = layout | {
            "title": {
                "text": f"<b>{literal(words.synthetic)}</b>", "x": 0, "xanchor": "left", "y": 1, "yref": "container",
                "yanchor": "top", "pad": {"t": 6}, "font": {"color": PALETTES[theme].text, "size": 14},
            },
            "margin": {**layout["margin"], "t": layout["margin"]["t"] + 28},
            "height": layout["height"] + 28,
        }  # fmt: skip
    return build_figure(traces, layout)
