"""Bars of shares as SVG pictures: answers around a middle, and ranks with their intervals. Words are always escaped.

A picture fits itself to its width: labels stand beside the bars in a window and above them in a telephone, and a share
that does not fit in its bar is left out. Browsers draw it many times faster than a chart that can be moved about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import ceil, floor

import pandas as pd

from kulturkarta.figures.needs import Words, mark_of
from kulturkarta.figures.palette import PALETTES, Palette, Theme, contrast
from kulturkarta.figures.svg import write_plain

_NARROW_PX = 800  # at most so wide, labels stand above the bars
# Where bars lie in a window and in a telephone, and what values in words take of that: percent of the width.
_WIDE, _NARROW, _VALUES = (30, 68), (5, 90), (10, 30)
_BAR_PX, _LINE_PX, _GAP_PX, _LETTER_PX = 18, 15, 8, 8
_LEGEND_PX = (900, 330)  # in a window, in a telephone
_FOOT_PX = 44
_LEAST_LABELLED = 0.07
_STEP_PX = 100  # widths at which shares are left out
_FONT = "'Source Sans','Source Sans 3','Source Sans Pro',system-ui,'Segoe UI',Roboto,sans-serif"


@dataclass(frozen=True)
class _Axis:
    """From `low` to `high` along the bottom, with words at `ticks` and a thin line every `step`."""

    low: float
    high: float
    ticks: Sequence[float]
    step: float

    def place(self, value: float) -> str:
        return f"{100 * (value - self.low) / (self.high - self.low):.2f}%"

    def lines(self) -> list[float]:
        return [k * self.step for k in range(ceil(self.low / self.step), floor(self.high / self.step + 1e-9) + 1)]


def stack_agreement(rows: pd.DataFrame, *, classes: Sequence[str], words: Words, theme: Theme) -> str:
    """Bars around a middle: to the left who disagrees, to the right who agrees, those in between half and half.

    `rows`: label (with its n), share_0 to share_4; the first on top. `classes`: the names of the five.
    """
    palette = PALETTES[theme]
    shares = rows[[f"share_{place}" for place in range(len(classes))]].to_numpy(dtype="float64")
    starts = -(shares[:, 0] + shares[:, 1] + shares[:, 2] / 2)
    far = max(float((starts + shares.sum(axis=1)).max()), float(-starts.min()), 0.2) + 0.03
    axis = _Axis(-far, far, [tick for tick in (-1, -0.5, 0, 0.5, 1) if abs(tick) <= far], 0.25)
    inks = [max((palette.text, palette.ground), key=lambda ink, color=color: contrast(ink, color))
            for color in palette.agreement]  # fmt: skip
    marks: list[str] = []
    steps: set[int] = set()
    for start, own in zip(starts.tolist(), shares.tolist(), strict=True):
        bars: list[str] = []
        for place, (low, share) in enumerate(zip(accumulate(own, initial=start), own, strict=False)):
            look = f'fill="{palette.agreement[place]}" stroke="{palette.ground}"'
            bars.append(_draw_bar(axis, low, low + share, look))
            if share >= _LEAST_LABELLED:
                text = words.share(share)
                step = ceil((_LETTER_PX * len(text) + 4) * 2 * far / share / _STEP_PX)
                steps.add(step)
                where = f'x="{axis.place(low + share / 2)}" y="13.5" fill="{inks[place]}"'
                bars.append(f'<text class="i s{step}" {where}>{write_plain(text)}</text>')
        marks.append("".join(bars))
    hidden = [
        f"@media(min-width:{_NARROW_PX + 1}px) and (max-width:{_STEP_PX * step * 100 // _WIDE[1]}px),"
        f"(max-width:{min(_NARROW_PX, _STEP_PX * step * 100 // _NARROW[1])}px){{.s{step}{{display:none}}}}"
        for step in sorted(steps)
    ]
    legend = list(zip(classes, palette.agreement, strict=True))
    return _draw(axis, list(rows["label"]), marks, words=words, palette=palette, legend=legend, style=hidden)


def rank_shares(rows: pd.DataFrame, *, color_of: str, words: Words, theme: Theme) -> str:
    """A bar per row with the interval of its end, and both in words; the first on top.

    `rows`: label, value, value_low, value_high, text. `color_of`: the need whose colour the bars have.
    """
    palette = PALETTES[theme]
    look = f'fill="{getattr(palette, mark_of(color_of).color)}" fill-opacity="0.75"'
    axis = _Axis(0, 1.02, (0, 0.5, 1), 0.1)
    marks = [
        _draw_bar(axis, 0, value, look) + "".join(_draw_interval(axis, low, high))
        for value, low, high in rows[["value", "value_low", "value_high"]].itertuples(index=False)
    ]
    return _draw(axis, list(rows["label"]), marks, words=words, palette=palette, values=list(rows["text"]))


def _draw(
    axis: _Axis,
    labels: Sequence[str],
    marks: Sequence[str],
    *,
    words: Words,
    palette: Palette,
    legend: Sequence[tuple[str, str]] = (),
    values: Sequence[str] = (),
    style: Iterable[str] = (),
) -> str:
    """The whole picture: a row of `marks` per label with its value in words, axis, legend, and what is invented."""
    lines = [label.split("\n") for label in labels]
    counts = sorted({len(own) for own in lines})
    heights = [_BAR_PX + _LINE_PX * len(own) + _GAP_PX for own in lines]
    above = 26 if words.synthetic else 4
    *tops, foot = accumulate(heights, initial=above)
    rows = [f'<g class="r{place}"><g transform="translate(0,{top})"><g class="b{len(own)}">{{}}</g></g></g>'
            for place, (top, own) in enumerate(zip(tops, lines, strict=True))]  # fmt: skip
    bars = [*_draw_axis(axis, above, foot, words, palette),
            *(row.format(own) for row, own in zip(rows, marks, strict=True)),
            f'<g class="v">{_draw_upright(axis, 0, above, foot)}</g>']  # fmt: skip
    said = [row.format(f'<text x="100%" y="14" text-anchor="end">{write_plain(value)}</text>')
            for row, value in zip(rows, values, strict=False)]  # fmt: skip
    styles = [
        f"text{{font:14px {_FONT}}}.i{{font-size:12px;text-anchor:middle}}.l{{text-anchor:end}}.n{{display:none}}",
        f".y{{transform:translateY({_legend_px(legend, _LEGEND_PX[0])}px)}}",
        *(f".b{n}{{transform:translateY({(_LINE_PX * n + _GAP_PX) / 2}px)}}" for n in counts),
        f"@media(max-width:{_NARROW_PX}px){{.w{{display:none}}.n{{display:inline}}",
        ".l{text-anchor:start;transform:translateY(-11px)}",
        f".y{{transform:translateY({_legend_px(legend, _LEGEND_PX[1])}px)}}",
        *(f".b{n}{{transform:translateY({_LINE_PX * n + 3}px)}}" for n in counts),
        "}", *_spread_rows(len(rows), above, foot, legend), *style,
    ]  # fmt: skip
    height = foot + _FOOT_PX + _legend_px(legend, _LEGEND_PX[1])
    return "".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="{height}"><style>', *styles, "</style>",
            '<defs><g id="bars">', *bars, '</g><g id="labels">',
            *map(_draw_label, range(len(rows)), tops, heights, lines), "</g></defs>",
            f'<g fill="{palette.text}" color="{palette.text}">',
            f'<text y="16" style="font-weight:600">{write_plain(words.synthetic)}</text>',
            _place("w", _WIDE[0], 50, "".join(_draw_legend(legend, above, _LEGEND_PX[0]))),
            _place("n", 0, 100, "".join(_draw_legend(legend, above, _LEGEND_PX[1]))), '<g class="y">',
            *(_place(layout, left, width - taken * bool(values), '<use href="#bars"/>')
              for layout, (left, width), taken in zip("wn", (_WIDE, _NARROW), _VALUES, strict=True)),
            _place("w", _WIDE[0] - 100, 100, '<use href="#labels" x="-8"/>'),
            _place("n", -100, 100, '<use href="#labels"/>'), *said, "</g></g></svg>",
        ]
    )  # fmt: skip


def _spread_rows(n: int, top: int, foot: int, legend: Sequence[tuple[str, str]]) -> Iterator[str]:
    """The rows of a window, further apart by what its legend is lower than a telephone's: a picture has one height."""
    spare = _legend_px(legend, _LEGEND_PX[1]) - _legend_px(legend, _LEGEND_PX[0])
    if spare <= 0:
        return
    scale = (foot - top + spare) / (foot - top)
    yield f"@media(min-width:{_NARROW_PX + 1}px){{.f{{transform:translateY({spare}px)}}"
    yield f".v{{transform:translateY({top * (1 - scale):.2f}px) scaleY({scale:.4f})}}"
    yield from (f".r{place}{{transform:translateY({spare * (place + 0.5) / n:.1f}px)}}" for place in range(n))
    yield "}"


def _place(layout: str, left: int, width: int, drawn: str) -> str:
    """What is drawn in one of the two layouts: percent within it are those of `width` percent of the picture."""
    return f'<svg class="{layout}" x="{left}%" width="{width}%" overflow="visible">{drawn}</svg>'


def _draw_bar(axis: _Axis, low: float, high: float, look: str) -> str:
    width = f"{100 * (high - low) / (axis.high - axis.low):.2f}%"
    return f'<rect x="{axis.place(low)}" width="{width}" height="{_BAR_PX}" {look}/>'


def _draw_interval(axis: _Axis, low: float, high: float) -> Iterator[str]:
    """A line from end to end, with a stroke across each."""
    for first, last, y1, y2 in ((low, high, 9, 9), (low, low, 4, 14), (high, high, 4, 14)):
        where = f'x1="{axis.place(first)}" x2="{axis.place(last)}" y1="{y1}" y2="{y2}"'
        yield f'<line {where} stroke="currentColor" stroke-width="1.5"/>'


def _draw_upright(axis: _Axis, value: float, top: int, foot: int, look: str = 'stroke="currentColor"') -> str:
    where = axis.place(value)
    return f'<line x1="{where}" x2="{where}" y1="{top}" y2="{foot}" {look}/>'


def _draw_axis(axis: _Axis, top: int, foot: int, words: Words, palette: Palette) -> Iterator[str]:
    lines = (_draw_upright(axis, value, top, foot, f'stroke="{palette.line}"') for value in axis.lines())
    yield f'<g class="v">{"".join(lines)}</g><g class="f">'
    for tick in axis.ticks:
        said = write_plain(words.share(abs(tick)))
        yield f'<text x="{axis.place(tick)}" y="{foot + 17}" text-anchor="middle">{said}</text>'
    yield f'<text x="50%" y="{foot + 37}" text-anchor="middle">{write_plain(words.axis)}</text></g>'


def _draw_label(place: int, top: int, height: int, lines: Sequence[str]) -> str:
    first = top + (height - _LINE_PX * len(lines)) / 2 + 12
    spans = (f'<tspan x="100%" y="{first + _LINE_PX * k:g}">{write_plain(line)}</tspan>'
             for k, line in enumerate(lines))  # fmt: skip
    return f'<g class="r{place}"><text class="l">{"".join(spans)}</text></g>'


def _draw_legend(legend: Sequence[tuple[str, str]], top: int, width: int) -> Iterator[str]:
    for (name, color), (x, y) in zip(legend, _place_legend(legend, width), strict=True):
        mark = f'<rect y="1" width="13" height="13" fill="{color}"/><text x="19" y="13">{write_plain(name)}</text>'
        yield f'<g transform="translate({x},{top + y})">{mark}</g>'


def _place_legend(legend: Sequence[tuple[str, str]], width: int) -> list[tuple[int, int]]:
    """Where each word stands, from the left and from above, in lines of `width` at most."""
    places: list[tuple[int, int]] = []
    x, y = 0, 0
    for name, _ in legend:
        size = ceil(_LETTER_PX * len(name)) + 34
        if x and x + size > width:
            x, y = 0, y + 21
        places.append((x, y))
        x += size
    return places


def _legend_px(legend: Sequence[tuple[str, str]], width: int) -> int:
    return _place_legend(legend, width)[-1][1] + 29 if legend else 0
