"""What stands under a map for paper: what its signs mean, and how far is how far."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from kulturkarta.figures.svg import (
    PAPER,
    SITE_MM,
    draw_box,
    draw_circle,
    draw_line,
    draw_mark,
    draw_site,
    draw_text,
    measure_text_mm,
)

ROW_MM = 4.8
_SIGN_MM, _GAP_MM = 6.5, 4.0


@dataclass(frozen=True)
class Sign:
    """A line of the legend. `look`: step, hatched, circle, line, dot, site, or the table whose mark it is. `step` of
    the scale for step and dot; `is_vague` draws a mark hollow, as what is known only by its locality."""

    look: Literal["step", "hatched", "circle", "line", "dot", "site", "places", "actors", "supports"]
    words: str
    step: int = 0
    is_vague: bool = False


def lay_out_legend(signs: Sequence[Sign], width_mm: float) -> list[list[tuple[float, Sign]]]:
    """Rows of (x, sign), each as full as `width_mm` allows."""
    rows: list[list[tuple[float, Sign]]] = []
    x = width_mm
    for sign in signs:
        needed = _SIGN_MM + measure_text_mm(sign.words)
        if x + needed > width_mm:
            rows.append([])
            x = 0.0
        rows[-1].append((x, sign))
        x += needed + _GAP_MM
    return rows


def draw_legend(rows: Sequence[Sequence[tuple[float, Sign]]], top_mm: float) -> Iterator[str]:
    """The rows of `lay_out_legend` from `top_mm` down."""
    for n, row in enumerate(rows):
        middle = top_mm + (n + 0.5) * ROW_MM
        for x, sign in row:
            yield from _draw_sign(sign, x + SITE_MM, middle)
            yield draw_text(x + _SIGN_MM, middle + 0.95, sign.words)


def _draw_sign(sign: Sign, x: float, y: float) -> Iterator[str]:
    if sign.look == "step":
        yield draw_box(x - 2.2, y - 1.5, 4.4, 3, fill=PAPER.scale[sign.step], stroke=PAPER.border)
    elif sign.look == "hatched":
        yield draw_box(x - 2.2, y - 1.5, 4.4, 3, fill=PAPER.land, stroke=PAPER.border)
        for left in (-2.2, -0.9, 0.4):
            yield draw_line(x + left, y + 1.5, x + left + 1.8, y - 1.5, stroke=PAPER.border, width=0.2)
    elif sign.look == "circle":
        yield draw_circle(x, y, 1.9, stroke=PAPER.meeting, width=0.3, is_dashed=True)
    elif sign.look == "line":
        yield draw_line(x - 2.2, y, x + 2.2, y, stroke=PAPER.collaboration, width=0.4)
    elif sign.look == "dot":
        yield draw_circle(x, y, 1.2, fill=PAPER.scale[sign.step], stroke=PAPER.border, width=0.1)
    elif sign.look == "site":
        yield from draw_site(x, y, "1")
    else:
        yield draw_mark(x, y, sign.look, is_vague=sign.is_vague)


def choose_scale_km(kilometres: float) -> float:
    """The roundest length that takes at most a quarter of a map `kilometres` wide: 1, 2 or 5 times a power of ten.

    57 km -> 10; 19 km -> 2, because a quarter of it is 4.75.
    """
    quarter = kilometres / 4
    power = 10.0 ** np.floor(np.log10(quarter))
    return float(max(step * power for step in (1, 2, 5) if step * power <= quarter))


def draw_scale(width_mm: float, metres_per_mm: float, y: float) -> Iterator[str]:
    """A bar of a round length with its kilometres, at the right edge."""
    km = choose_scale_km(width_mm * metres_per_mm / 1000)
    length = km * 1000 / metres_per_mm
    x = width_mm - length - 0.2
    for x1, y1, x2, y2 in ((x, y, x + length, y), (x, y - 0.8, x, y + 0.8), (x + length, y - 0.8, x + length, y + 0.8)):
        yield draw_line(x1, y1, x2, y2, stroke=PAPER.text, width=0.25)
    yield draw_text(x - 1, y + 0.9, f"{km:g} km", anchor="end", fill=PAPER.muted)
