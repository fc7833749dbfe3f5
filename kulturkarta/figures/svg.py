"""The few shapes that maps for paper are drawn with, as SVG. Lengths in millimetres; words are always escaped."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from kulturkarta.figures.palette import PALETTES, TABLE_MARKS

PAPER = PALETTES["light"]
TEXT_MM, SMALL_MM = 2.75, 2.45
MARK_MM, SITE_MM = 1.35, 2.3
_LETTER = 0.52  # mean width of a letter against the size of the type


def measure_text_mm(words: str, *, size: float = TEXT_MM) -> float:
    """About how wide `words` are: enough to keep them apart."""
    return len(words) * size * _LETTER


def write_plain(words: str) -> str:
    """`words` as the text of an element. Control characters, which no XML may hold, are left out; a space that holds
    `41 %` together stays."""
    return escape("".join(letter for letter in words if letter.isprintable() or letter == "\u00a0"))


def draw_text(
    x: float,
    y: float,
    words: str,
    *,
    size: float = TEXT_MM,
    anchor: str = "start",
    fill: str = PAPER.text,
    is_strong: bool = False,
    has_halo: bool = False,
) -> str:
    """`words` with their base line at y; a halo keeps them readable on what lies under them."""
    style = f'font-size="{size:g}" text-anchor="{anchor}" fill="{fill}"' + (' font-weight="600"' if is_strong else "")
    shown = f'<text x="{x:.2f}" y="{y:.2f}" {style}>{write_plain(words)}</text>'
    if not has_halo:
        return shown
    return shown.replace("<text", f'<text stroke="{PAPER.panel}" stroke-width="0.7" stroke-linejoin="round"', 1) + shown


def draw_circle(
    x: float,
    y: float,
    radius: float,
    *,
    fill: str = "none",
    stroke: str = "none",
    width: float = 0.0,
    opacity: float = 1.0,
    is_dashed: bool = False,
) -> str:
    """A disc or, with a stroke, a ring."""
    more = (f' fill-opacity="{opacity:g}"' if opacity < 1 else "") + (' stroke-dasharray="1 0.8"' if is_dashed else "")
    line = f' stroke="{stroke}" stroke-width="{width:g}"' if width else ""
    return f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{radius:.2f}" fill="{fill}"{line}{more}/>'


def draw_line(x1: float, y1: float, x2: float, y2: float, *, stroke: str, width: float) -> str:
    """A straight line."""
    where = f'x1="{x1:.2f}" y1="{y1:.2f}" x2="{x2:.2f}" y2="{y2:.2f}"'
    return f'<line {where} stroke="{stroke}" stroke-width="{width:g}"/>'


def draw_box(x: float, y: float, width: float, height: float, *, fill: str, stroke: str) -> str:
    """A filled box with a thin border."""
    where = f'x="{x:.2f}" y="{y:.2f}" width="{width:g}" height="{height:g}"'
    return f'<rect {where} fill="{fill}" stroke="{stroke}" stroke-width="0.2"/>'


def draw_mark(x: float, y: float, table: str, *, is_vague: bool) -> str:
    """The mark of a table, in its colour and shape; hollow where the position is only about right."""
    mark, r = TABLE_MARKS[table], MARK_MM
    color = getattr(PAPER, mark.color)
    fill, line = (PAPER.panel, color) if is_vague else (color, PAPER.on_mark)
    style = f'fill="{fill}" stroke="{line}" stroke-width="{0.6 if is_vague else 0.25}"'
    if mark.shape == "circle":
        return f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{r}" {style}/>'
    if mark.shape == "square":
        return f'<rect x="{x - r:.2f}" y="{y - r:.2f}" width="{2 * r}" height="{2 * r}" {style}/>'
    ends = ((0.0, -1.25 * r), (1.25 * r, 0.0), (0.0, 1.25 * r), (-1.25 * r, 0.0))
    corners = " ".join(f"{x + dx:.2f},{y + dy:.2f}" for dx, dy in ends)
    return f'<polygon points="{corners}" {style}/>'


def draw_site(x: float, y: float, number: str) -> Iterator[str]:
    """A proposed site: its number on a dark disc."""
    yield draw_circle(x, y, SITE_MM, fill=PAPER.text, stroke=PAPER.panel, width=0.4)
    yield draw_text(x, y + 0.95, number, anchor="middle", is_strong=True, fill=PAPER.panel)
