"""The year as a wheel for paper, as SVG: a ring per theme, twelve months around, the same marks as on the screen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import cos, pi, sin

import pandas as pd

from kulturkarta.figures.palette import NEED_MARKS
from kulturkarta.figures.svg import PAPER, SMALL_MM, TEXT_MM, draw_circle, draw_line, draw_text

SIZE_MM = 150.0
_MIDDLE, _RIM, _HUB = SIZE_MM / 2, 64.0, 18.0
_MARK = 1.7


def draw_print_wheel(activities: pd.DataFrame, *, themes: Mapping[str, str], months: Sequence[str]) -> str:
    """`activities`: theme, month (0-12), is_exact, see `analysis.year`; `themes` (code -> label) from the middle out;
    `months` the twelve words around, January at the top and then clockwise."""
    parts = "".join((*_draw_ground(themes, months), *_draw_marks(activities, list(themes)), *_draw_legend(themes)))
    height = SIZE_MM + 8
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE_MM:g} {height:g}" '
        f'font-family="Source Sans Pro, sans-serif">{parts}</svg>'
    )


def _at(month: float, radius: float) -> tuple[float, float]:
    angle = month / 12 * 2 * pi
    return _MIDDLE + radius * sin(angle), _MIDDLE - radius * cos(angle)


def _draw_ground(themes: Mapping[str, str], months: Sequence[str]) -> Iterator[str]:
    for ring in range(len(themes) + 1):
        radius = _HUB + (_RIM - _HUB) * ring / len(themes)
        yield draw_circle(_MIDDLE, _MIDDLE, radius, stroke=PAPER.border, width=0.2)
    for month, word in enumerate(months):
        yield draw_line(*_at(month, _HUB), *_at(month, _RIM), stroke=PAPER.line, width=0.2)
        x, y = _at(month + 0.5, _RIM + 6)
        yield draw_text(x, y + 1, word, anchor="middle", size=TEXT_MM + 0.3)


def _draw_marks(activities: pd.DataFrame, themes: list[str]) -> Iterator[str]:
    width = (_RIM - _HUB) / len(themes)
    for ring, theme in enumerate(themes):
        rows = activities[activities["theme"].eq(theme).fillna(False).to_numpy(dtype=bool)]
        for place, (month, is_exact) in enumerate(zip(rows["month"], rows["is_exact"], strict=True)):
            # Golden steps across the ring, so that those close in time do not hide one another.
            radius = _HUB + width * (ring + 0.2 + 0.6 * ((place * 0.382) % 1))
            yield _draw_mark(*_at(float(month), radius), theme, is_filled=bool(is_exact))


def _draw_legend(themes: Mapping[str, str]) -> Iterator[str]:
    step = SIZE_MM / len(themes)
    for place, (theme, label) in enumerate(themes.items()):
        yield _draw_mark(place * step + 3, SIZE_MM + 4, theme, is_filled=True)
        yield draw_text(place * step + 6.5, SIZE_MM + 5, label, size=SMALL_MM + 0.3)


def _draw_mark(x: float, y: float, theme: str, *, is_filled: bool) -> str:
    mark, r = NEED_MARKS.get(theme), _MARK
    color = getattr(PAPER, mark.color) if mark else PAPER.muted
    fill = color if is_filled else PAPER.panel
    shape = mark.shape if mark else "triangle"
    if shape == "circle":
        return draw_circle(x, y, r, fill=fill, stroke=color, width=0.5)
    ends = {
        "square": ((-r, -r), (r, -r), (r, r), (-r, r)),
        "diamond": ((0, -1.3 * r), (1.3 * r, 0), (0, 1.3 * r), (-1.3 * r, 0)),
        "triangle": ((0, -1.2 * r), (1.2 * r, r), (-1.2 * r, r)),
    }[shape]
    corners = " ".join(f"{x + dx:.2f},{y + dy:.2f}" for dx, dy in ends)
    return f'<polygon points="{corners}" fill="{fill}" stroke="{color}" stroke-width="0.5"/>'
