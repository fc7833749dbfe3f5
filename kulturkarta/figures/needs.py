"""Charts of needs: three needs side by side, agreement around a middle, shares with their intervals, need on supply."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from kulturkarta.figures.charts import lay_out, literal
from kulturkarta.figures.palette import NEED_MARKS, PALETTES, Mark, Theme, contrast

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
    figure = go.Figure()
    for row in rows.iloc[::-1].to_dict(orient="records"):
        mark = mark_of(row["theme"])
        color = getattr(palette, mark.color)
        for side, name, symbol in (("met", met, f"{mark.shape}-open"), ("need", felt, mark.shape)):
            value = row[side]
            if value != value:
                continue
            figure.add_trace(
                go.Scatter(
                    x=[value], y=[row["label"]], mode="markers", showlegend=False, text=[literal(row[f"{side}_text"])],
                    hovertemplate=f"{literal(name)}: %{{text}}<extra></extra>",
                    error_x=_reach(row, side, color),
                    marker={"symbol": symbol, "size": 17, "color": color, "line": {"width": 2.5, "color": color}},
                )
            )  # fmt: skip
    for name, symbol in ((felt, "circle"), (met, "circle-open")):
        figure.add_trace(
            go.Scatter(x=[None], y=[None], mode="markers", name=name, hoverinfo="skip",
                       marker={"symbol": symbol, "size": 13, "color": palette.text, "line": {"width": 2}})
        )  # fmt: skip
    figure.update_layout(lay_out(palette, n_rows=2 * len(rows), separators=words.separators, order="normal"))
    return _finish(figure, words, theme, n_lines=0)


def stack_agreement(rows: pd.DataFrame, *, classes: Sequence[str], words: Words, theme: Theme) -> go.Figure:
    """Bars around a middle: to the left who disagrees, to the right who agrees, those in between half and half.

    `rows`: label (with its n), share_0 to share_4; the first on top. `classes`: the names of the five.
    """
    palette = PALETTES[theme]
    shown = rows.iloc[::-1]
    figure = go.Figure()
    middle = shown["share_2"].to_numpy()
    starts = -(shown["share_0"] + shown["share_1"] + shown["share_2"] / 2).to_numpy()
    for place, name in enumerate(classes):
        share = shown[f"share_{place}"].to_numpy()
        color = palette.agreement[place]
        ink = max((palette.text, palette.ground), key=lambda ink, color=color: contrast(ink, color))
        figure.add_trace(
            go.Bar(
                x=share, base=starts, y=_lines(shown["label"]), name=name, orientation="h",
                marker={"color": color, "line": {"color": palette.ground, "width": 1}},
                text=[words.share(value) if value >= _LEAST_LABELLED else "" for value in share],
                textposition="inside", insidetextanchor="middle", textangle=0, textfont={"color": ink, "size": 12},
                customdata=[words.share(value) for value in share],
                hovertemplate=f"%{{y}}<br>{literal(name)}: %{{customdata}}<extra></extra>",
            )
        )  # fmt: skip
        starts = starts + share
    figure.update_layout(
        lay_out(palette, n_rows=len(rows), separators=words.separators, order="normal"), barmode="overlay"
    )
    far = max(float((shown["share_0"] + shown["share_1"] + middle / 2).max()), float(starts.max()), 0.2) + 0.03
    ticks = [tick for tick in (-1, -0.5, 0, 0.5, 1) if abs(tick) <= far]
    figure.update_xaxes(range=[-far, far], tickvals=ticks, ticktext=[words.share(abs(tick)) for tick in ticks])
    figure.update_xaxes(minor={"dtick": 0.25, "showgrid": True, "gridcolor": palette.line})
    figure.add_vline(x=0, line={"color": palette.text, "width": 1})
    return _finish(figure, words, theme, n_lines=_count_second_lines(rows["label"]))


def rank_shares(rows: pd.DataFrame, *, color_of: str, words: Words, theme: Theme, is_percent: bool = True) -> go.Figure:
    """A bar per row with the interval of its end; the first on top.

    `rows`: label, value, value_low, value_high, text. `color_of`: the need whose colour the bars have.
    """
    palette = PALETTES[theme]
    shown = rows.iloc[::-1]
    color = getattr(palette, mark_of(color_of).color)
    figure = go.Figure(
        go.Bar(
            x=shown["value"], y=_lines(shown["label"]), orientation="h", showlegend=False,
            text=[literal(text) for text in shown["text"]], textposition="none",
            hovertemplate="%{y}: %{text}<extra></extra>", marker={"color": color, "opacity": 0.75},
            error_x={
                "type": "data", "symmetric": False, "array": shown["value_high"] - shown["value"],
                "arrayminus": shown["value"] - shown["value_low"], "color": palette.text, "thickness": 1.5, "width": 5,
            },
        )
    )  # fmt: skip
    figure.update_layout(lay_out(palette, n_rows=len(rows), separators=words.separators, order="normal"))
    return _finish(figure, words, theme, n_lines=_count_second_lines(rows["label"]))


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
    figure = go.Figure(
        go.Scatter(
            x=rows["supply"], y=rows["need"], mode="markers+text", showlegend=False, customdata=rows["code"],
            text=[literal(label) for label in rows["label"]], textposition="top center",
            textfont={"color": palette.text, "size": 13}, cliponaxis=False,
            hovertext=[literal(text) for text in rows["text"]], hovertemplate="%{hovertext}<extra></extra>",
            error_y={
                "type": "data", "symmetric": False, "array": rows["need_high"] - rows["need"],
                "arrayminus": rows["need"] - rows["need_low"], "color": palette.muted, "thickness": 1, "width": 3,
            },
            marker={
                "symbol": [mark.shape if gap else f"{mark.shape}-open" for gap in is_gap], "size": 15, "color": color,
                "line": {"width": 2.5, "color": color},
            },
        )
    )  # fmt: skip
    figure.update_layout(
        lay_out(palette, n_rows=12, separators=words.separators, order="normal"), clickmode="event+select"
    )
    line = {"color": palette.muted, "width": 1, "dash": "dot"}
    figure.add_vline(x=float(rows["supply"].median()), line=line)
    figure.add_hline(y=float(rows["need"].median()), line=line)
    figure.add_annotation(
        x=0, y=1, xref="paper", yref="paper", xanchor="left", yanchor="top", showarrow=False,
        text=f"<b>{literal(corner)}</b>", font={"color": color, "size": 14},
    )  # fmt: skip
    spread = max(float(rows["supply"].max() - rows["supply"].min()), 1e-9)
    figure.update_xaxes(
        title=x_axis, tickformat=".0%" if is_percent else "", gridcolor=palette.line, zeroline=False,
        range=[float(rows["supply"].min()) - 0.12 * spread, float(rows["supply"].max()) + 0.12 * spread],
    )  # fmt: skip
    figure.update_yaxes(
        title={"text": words.axis, "standoff": 14},
        showgrid=True,
        gridcolor=palette.line,
        zeroline=False,
        automargin=True,
    )
    return _say_synthetic(figure, words, theme)


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


def _finish(figure: go.Figure, words: Words, theme: Theme, *, n_lines: int) -> go.Figure:
    """Percent along the axis, room for labels of two lines, and the note above."""
    palette = PALETTES[theme]
    figure.update_xaxes(title=words.axis, gridcolor=palette.line, zeroline=False, tickangle=0)
    if figure.layout.xaxis.range is None:  # pyright: ignore[reportAttributeAccessIssue]
        ticks = (0, 0.5, 1)
        figure.update_xaxes(range=[0, 1.02], tickvals=ticks, ticktext=[words.share(tick) for tick in ticks])
        figure.update_xaxes(minor={"dtick": 0.1, "showgrid": True, "gridcolor": palette.line})
    figure.update_layout(height=figure.layout.height + _LINE_PX * n_lines)  # pyright: ignore[reportAttributeAccessIssue]
    return _say_synthetic(figure, words, theme)


def _say_synthetic(figure: go.Figure, words: Words, theme: Theme) -> go.Figure:
    """Above everything, where no legend reaches and a picture of the chart keeps it."""
    if words.synthetic:
        figure.update_layout(
            title={
                "text": f"<b>{literal(words.synthetic)}</b>", "x": 0, "xanchor": "left", "y": 1, "yref": "container",
                "yanchor": "top", "pad": {"t": 6}, "font": {"color": PALETTES[theme].text, "size": 14},
            },
            margin={"t": figure.layout.margin.t + 28},  # pyright: ignore[reportAttributeAccessIssue]
            height=figure.layout.height + 28,  # pyright: ignore[reportAttributeAccessIssue]
        )  # fmt: skip
    return figure
