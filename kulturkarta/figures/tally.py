"""The answers to one question as a pie, or as bars where there are many or several may be chosen."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from kulturkarta.figures.charts import lay_out, literal
from kulturkarta.figures.palette import PALETTES, Palette, Theme

PIE_SLICES = 5
_PIE_PX = 260


def draw_tally(counts: pd.DataFrame, *, theme: Theme, hover: str, hidden: str, separators: str) -> go.Figure:
    """`counts` of one question as `tally_wave` gives them, at least one of them shown. `hover` takes {answer}, {n} and
    {share}; `hidden` is the word for what may not be shown.

    One choice among at most five, all shown, is a pie, each slice with its word; all else is bars. A scale has all its
    steps; other answers that may not be shown are not named either, for a person may have written one herself.
    """
    palette = PALETTES[theme]
    kind, is_whole = counts["kind"].iloc[0], bool(counts["is_shown"].all())
    rows = counts if kind == "likert" else counts[counts["is_shown"]]
    texts = [
        hover.format(answer=literal(answer), n=f"{n:.0f}", share=f"{share:.0%}") if is_shown else hidden
        for answer, n, share, is_shown in rows[["answer", "n", "share", "is_shown"]].itertuples(index=False)
    ]
    rows = rows.assign(
        label=[literal(answer) for answer in rows["answer"]],
        hover=texts,
        said=[f"{n:.0f}" if is_shown else hidden for n, is_shown in zip(rows["n"], rows["is_shown"], strict=True)],
    )
    if kind == "choice" and is_whole and len(rows) <= PIE_SLICES:
        return _draw_pie(rows, palette, separators)
    return _draw_bars(rows if kind == "likert" else rows.iloc[::-1], palette, separators)


def _draw_pie(rows: pd.DataFrame, palette: Palette, separators: str) -> go.Figure:
    steps = [palette.scale[step] for step in range(len(rows))]
    pie = go.Pie(
        labels=rows["label"], values=rows["n"], text=rows["hover"], sort=False, direction="clockwise",
        textinfo="label+percent", textposition="outside", hovertemplate="%{text}<extra></extra>",
        marker={"colors": steps, "line": {"color": palette.border, "width": 1}}, showlegend=False, automargin=True,
    )  # fmt: skip
    figure = go.Figure(pie)
    figure.update_layout(lay_out(palette, n_rows=0, separators=separators, order="normal"), height=_PIE_PX)
    return figure


def _draw_bars(rows: pd.DataFrame, palette: Palette, separators: str) -> go.Figure:
    bars = go.Bar(
        x=rows["n"].fillna(0), y=rows["label"], orientation="h", text=rows["said"], textposition="outside",
        cliponaxis=False, hovertext=rows["hover"], hovertemplate="%{hovertext}<extra></extra>",
        marker={"color": palette.support},
    )  # fmt: skip
    figure = go.Figure(bars)
    figure.update_layout(
        lay_out(palette, n_rows=len(rows), separators=separators, order="normal"),
        xaxis={"visible": False, "range": [0, 1.15 * max(int(rows["n"].max()), 1)]},
        yaxis={"type": "category", "automargin": True},
    )
    return figure
