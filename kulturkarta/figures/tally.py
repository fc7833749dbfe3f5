"""The answers to one question as a pie, or as bars where there are many or several may be chosen."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from kulturkarta.figures.charts import lay_out, literal
from kulturkarta.figures.palette import PALETTES, Theme

PIE_SLICES = 5
_PIE_PX = 260


def draw_tally(counts: pd.DataFrame, *, theme: Theme, hover: str, separators: str) -> go.Figure:
    """`counts` of one question: kind, answer, n, share, in the order shown. `hover` takes {answer}, {n} and {share}.

    One choice among at most five is a pie, each slice with its word; scales, more answers, several choices are bars.
    """
    palette = PALETTES[theme]
    texts = [
        hover.format(answer=literal(answer), n=n, share=f"{share:.0%}")
        for answer, n, share in counts[["answer", "n", "share"]].itertuples(index=False)
    ]
    if counts["kind"].iloc[0] == "choice" and len(counts) <= PIE_SLICES:
        steps = [palette.scale[step] for step in range(len(counts))]
        pie = go.Pie(
            labels=[literal(answer) for answer in counts["answer"]], values=counts["n"], text=texts, sort=False,
            direction="clockwise", textinfo="label+percent", textposition="outside",
            hovertemplate="%{text}<extra></extra>",
            marker={"colors": steps, "line": {"color": palette.border, "width": 1}}, showlegend=False, automargin=True,
        )  # fmt: skip
        figure = go.Figure(pie)
        figure.update_layout(lay_out(palette, n_rows=0, separators=separators, order="normal"), height=_PIE_PX)
        return figure
    rows = counts if counts["kind"].iloc[0] == "likert" else counts.iloc[::-1]
    bars = go.Bar(
        x=rows["n"], y=[literal(answer) for answer in rows["answer"]], orientation="h", text=rows["n"],
        textposition="outside", cliponaxis=False, hovertext=texts if rows is counts else texts[::-1],
        hovertemplate="%{hovertext}<extra></extra>", marker={"color": palette.support},
    )  # fmt: skip
    figure = go.Figure(bars)
    figure.update_layout(
        lay_out(palette, n_rows=len(rows), separators=separators, order="normal"),
        xaxis={"visible": False, "range": [0, 1.15 * max(int(rows["n"].max()), 1)]},
        yaxis={"type": "category", "automargin": True},
    )
    return figure
