"""Charts of needs: three needs side by side, agreement around a middle, shares with their intervals, need on supply."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from kulturkarta.figures.charts import build_figure, lay_out, literal
from kulturkarta.figures.palette import NEED_MARKS, PALETTES, Mark, Palette, Theme, contrast

PLAIN_MARK = Mark("text", "circle")
_LEAST_LABELLED = 0.07
_LINE_PX = 16


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


def draw_mark(theme_code: str, *, theme: Theme) -> str:
    """The mark of a need as a small SVG picture."""
    mark = mark_of(theme_code)
    fill = f'fill="{getattr(PALETTES[theme], mark.color)}"'
    shapes = {
        "circle": f'<circle cx="12" cy="12" r="9" {fill}/>',
        "square": f'<rect x="3.5" y="3.5" width="17" height="17" {fill}/>',
        "diamond": f'<polygon points="12,1 23,12 12,23 1,12" {fill}/>',
    }
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24">{shapes[mark.shape]}</svg>'
    )


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
    return _finish(traces, layout | {"xaxis": _show_percent(words, palette)}, words, theme, n_lines=0)


def stack_agreement(rows: pd.DataFrame, *, classes: Sequence[str], words: Words, theme: Theme) -> go.Figure:
    """Bars around a middle: to the left who disagrees, to the right who agrees, those in between half and half.

    `rows`: label (with its n), share_0 to share_4; the first on top. `classes`: the names of the five.
    """
    palette = PALETTES[theme]
    shown = rows.iloc[::-1]
    traces: list[dict[str, object]] = []
    middle = shown["share_2"].to_numpy()
    starts = -(shown["share_0"] + shown["share_1"] + shown["share_2"] / 2).to_numpy()
    labels = _lines(shown["label"])
    for place, name in enumerate(classes):
        share = shown[f"share_{place}"].to_numpy()
        color = palette.agreement[place]
        ink = max((palette.text, palette.ground), key=lambda ink, color=color: contrast(ink, color))
        traces.append(
            {
                "type": "bar", "x": share.tolist(), "base": starts.tolist(), "y": labels, "name": name,
                "orientation": "h", "marker": {"color": color, "line": {"color": palette.ground, "width": 1}},
                "text": [words.share(value) if value >= _LEAST_LABELLED else "" for value in share],
                "textposition": "inside", "insidetextanchor": "middle", "textangle": 0,
                "textfont": {"color": ink, "size": 12}, "customdata": [words.share(value) for value in share],
                "hovertemplate": f"%{{y}}<br>{literal(name)}: %{{customdata}}<extra></extra>",
            }
        )  # fmt: skip
        starts = starts + share
    far = max(float((shown["share_0"] + shown["share_1"] + middle / 2).max()), float(starts.max()), 0.2) + 0.03
    ticks = [tick for tick in (-1, -0.5, 0, 0.5, 1) if abs(tick) <= far]
    layout = lay_out(palette, n_rows=len(rows), separators=words.separators, order="normal") | {
        "barmode": "overlay",
        "uniformtext": {"minsize": 10, "mode": "hide"},  # in a telephone a share that does not fit is left out
        "shapes": [_draw_line(palette.text, x=0)],
        "xaxis": {
            **_line_up(words, palette), "range": [-far, far], "tickvals": ticks,
            "ticktext": [words.share(abs(tick)) for tick in ticks],
            "minor": {"dtick": 0.25, "showgrid": True, "gridcolor": palette.line},
        },
    }  # fmt: skip
    return _finish(traces, layout, words, theme, n_lines=_count_second_lines(rows["label"]))


def rank_shares(rows: pd.DataFrame, *, color_of: str, words: Words, theme: Theme) -> go.Figure:
    """A bar per row with the interval of its end; the first on top.

    `rows`: label, value, value_low, value_high, text. `color_of`: the need whose colour the bars have.
    """
    palette = PALETTES[theme]
    shown = rows.iloc[::-1]
    color = getattr(palette, mark_of(color_of).color)
    bars = {
        "type": "bar", "x": shown["value"].tolist(), "y": _lines(shown["label"]), "orientation": "h",
        "showlegend": False, "text": [literal(text) for text in shown["text"]], "textposition": "none",
        "hovertemplate": "%{y}: %{text}<extra></extra>", "marker": {"color": color, "opacity": 0.75},
        "error_x": {
            "type": "data", "symmetric": False, "array": (shown["value_high"] - shown["value"]).tolist(),
            "arrayminus": (shown["value"] - shown["value_low"]).tolist(), "color": palette.text, "thickness": 1.5,
            "width": 5,
        },
    }  # fmt: skip
    layout = lay_out(palette, n_rows=len(rows), separators=words.separators, order="normal")
    layout |= {"xaxis": _show_percent(words, palette)}
    return _finish([bars], layout, words, theme, n_lines=_count_second_lines(rows["label"]))


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
            "zeroline": False, "range": [least - room, most + room],
        },
        "yaxis": {
            "title": {"text": words.axis, "standoff": 14}, "showgrid": True, "gridcolor": palette.line,
            "zeroline": False, "automargin": True, "ticklabelstandoff": 8,
        },
    }  # fmt: skip
    return _say_synthetic([marks], layout, words, theme)


def _lines(labels: pd.Series) -> list[str]:
    """Labels that people may have typed, as they stand, with their line breaks."""
    return [literal(label).replace("\n", "<br>") for label in labels]


def _count_second_lines(labels: pd.Series) -> int:
    return int(labels.str.count("\n").sum())


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


def _line_up(words: Words, palette: Palette) -> dict[str, object]:
    """The axis along the bottom, whatever it measures."""
    return {"title": {"text": words.axis}, "gridcolor": palette.line, "zeroline": False, "tickangle": 0}


def _show_percent(words: Words, palette: Palette) -> dict[str, object]:
    """That axis from 0 to 100 %."""
    ticks = (0, 0.5, 1)
    return {
        **_line_up(words, palette), "range": [0, 1.02], "tickvals": list(ticks),
        "ticktext": [words.share(tick) for tick in ticks],
        "minor": {"dtick": 0.1, "showgrid": True, "gridcolor": palette.line},
    }  # fmt: skip


def _finish(
    traces: list[dict[str, object]], layout: dict[str, Any], words: Words, theme: Theme, *, n_lines: int
) -> go.Figure:
    """Room for labels of two lines, and the note above."""
    return _say_synthetic(traces, layout | {"height": layout["height"] + _LINE_PX * n_lines}, words, theme)


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
