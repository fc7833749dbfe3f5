"""A map for paper: frames in plane metres (EPSG:3006) in, one static SVG out. No tiles, no script, no outside request.

From the ground up: areas filled by step or hatched, circles, lines between two points, dots by step, names, marks by
the shape of their table, numbered sites. Below the map stand the scale, the legend and the source.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from kulturkarta.figures.print_legend import ROW_MM, Sign, draw_legend, draw_scale, lay_out_legend
from kulturkarta.figures.svg import (
    PAPER,
    SITE_MM,
    SMALL_MM,
    TEXT_MM,
    draw_circle,
    draw_line,
    draw_mark,
    draw_site,
    draw_text,
    measure_text_mm,
)

_SIMPLIFY_MM = 0.05
_SCALE_MM = 5.4

Extent = tuple[float, float, float, float]
"""West, south, east, north in metres."""

__all__ = ["Extent", "Sheet", "Sign", "draw_map", "fit_extent"]


def _none(*columns: str) -> pd.DataFrame:
    return pd.DataFrame({column: [] for column in columns})


@dataclass(frozen=True)
class Sheet:
    """What a printed map shows; every frame may be empty. Coordinates x_m, y_m in EPSG:3006.

    `areas`: geometry, step (of the scale; NaN is not filled), is_hatched, is_chosen (drawn with a strong border).
    `circles`: x_m, y_m, radius_m. `lines`: from_x_m, from_y_m, to_x_m, to_y_m. `dots`: x_m, y_m, radius_mm, step.
    `names`: x_m, y_m, name, is_strong; the first stand, later ones give way. `marks`: x_m, y_m, table, is_vague.
    `sites`: x_m, y_m, numbered from 1 in their order.
    """

    areas: gpd.GeoDataFrame
    circles: pd.DataFrame = field(default_factory=lambda: _none("x_m", "y_m", "radius_m"))
    lines: pd.DataFrame = field(default_factory=lambda: _none("from_x_m", "from_y_m", "to_x_m", "to_y_m"))
    dots: pd.DataFrame = field(default_factory=lambda: _none("x_m", "y_m", "radius_mm", "step"))
    names: pd.DataFrame = field(default_factory=lambda: _none("x_m", "y_m", "name", "is_strong"))
    marks: pd.DataFrame = field(default_factory=lambda: _none("x_m", "y_m", "table", "is_vague"))
    sites: pd.DataFrame = field(default_factory=lambda: _none("x_m", "y_m"))


@dataclass(frozen=True)
class _Frame:
    """The window on the ground: what of it is seen, and where on the paper it lies."""

    extent: Extent
    width_mm: float
    height_mm: float

    @property
    def metres_per_mm(self) -> float:
        return (self.extent[2] - self.extent[0]) / self.width_mm

    def place(self, x_m: np.ndarray, y_m: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return (x_m - self.extent[0]) / self.metres_per_mm, (self.extent[3] - y_m) / self.metres_per_mm

    def is_inside(self, frame: pd.DataFrame) -> np.ndarray:
        west, south, east, north = self.extent
        return (frame["x_m"].between(west, east) & frame["y_m"].between(south, north)).to_numpy(dtype=bool)


def draw_map(
    sheet: Sheet,
    *,
    extent: Extent,
    width_mm: float,
    height_mm: float,
    legend: Sequence[Sign] = (),
    source: str = "",
    margin: float = 0.05,
) -> str:
    """`sheet` as SVG, `width_mm` wide; the map alone is `height_mm` high, legend and scale come below it.

    `extent` is shown whole, with `margin` of its size around, and widened to the map's proportions. Marks and sites
    outside it are left out. Words are text, whatever characters they hold.
    """
    frame = _Frame(fit_extent(extent, width_mm / height_mm, margin=margin), width_mm, height_mm)
    rows = lay_out_legend(legend, width_mm)
    below = _SCALE_MM + ROW_MM * len(rows) + (3.6 if source else 0)
    drawn = [
        _draw_areas(sheet.areas, frame),
        _draw_rings(sheet.circles, frame),
        _draw_lines(sheet.lines, frame),
        _draw_dots(sheet.dots, frame),
        _draw_names(sheet.names, sheet, frame),
        _draw_marks(sheet.marks, frame),
        _draw_sites(sheet.sites, frame),
    ]
    width, height = f"{width_mm:g}", f"{height_mm + below:g}"
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" viewBox="0 0 {width} {height}"',
        f'font-family="Source Sans Pro" font-size="{TEXT_MM}">',
        f'<defs><clipPath id="frame"><rect width="{width_mm:g}" height="{height_mm:g}"/></clipPath></defs>',
        f'<rect width="{width_mm:g}" height="{height_mm:g}" fill="{PAPER.water}"/>',
        '<g clip-path="url(#frame)">',
        *(part for parts in drawn for part in parts),
        "</g>",
        f'<rect width="{width_mm:g}" height="{height_mm:g}" fill="none" stroke="{PAPER.line}" stroke-width="0.3"/>',
        *draw_scale(width_mm, frame.metres_per_mm, height_mm + 2.8),
        *draw_legend(rows, height_mm + _SCALE_MM),
    ]
    if source:
        lines.append(draw_text(0, height_mm + below - 0.8, source, size=SMALL_MM, fill=PAPER.muted))
    return "\n".join([*lines, "</svg>"])


def fit_extent(extent: Extent, proportion: float, *, margin: float) -> Extent:
    """`extent` grown by `margin` on each side, then widened around its middle to width / height = `proportion`.

    (0, 0, 10, 10) for a map twice as wide as high, without margin: (-5, 0, 15, 10).
    """
    west, south, east, north = extent
    width, height = (max(side * (1 + 2 * margin), 1.0) for side in (east - west, north - south))
    width, height = max(width, height * proportion), max(height, width / proportion)
    x, y = (west + east) / 2, (south + north) / 2
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _draw_areas(areas: gpd.GeoDataFrame, frame: _Frame) -> Iterator[str]:
    window = shapely.box(*frame.extent).buffer(frame.metres_per_mm)
    seen = shapely.intersection(areas.geometry.to_numpy(), window)
    shapes: Sequence[BaseGeometry] = list(shapely.simplify(seen, frame.metres_per_mm * _SIMPLIFY_MM))
    is_chosen = areas["is_chosen"].to_numpy(dtype=bool)
    # The chosen ones last, so that no neighbour's border covers theirs.
    for row in np.argsort(is_chosen, kind="stable"):
        path = _trace(shapes[row], frame)
        if not path:
            continue
        step, chosen = areas["step"].iloc[row], bool(is_chosen[row])
        fill = PAPER.land if pd.isna(step) else PAPER.scale[int(step)]
        line = f'stroke="{PAPER.text if chosen else PAPER.border}" stroke-width="{0.55 if chosen else 0.18}"'
        yield f'<path d="{path}" fill="{fill}" fill-rule="evenodd" {line} stroke-linejoin="round"/>'
        if areas["is_hatched"].iloc[row]:
            yield from _hatch(shapes[row], frame)


def _trace(shape: BaseGeometry, frame: _Frame) -> str:
    polygons = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    rings = [ring for polygon in polygons for ring in (polygon.exterior, *polygon.interiors)]
    traced = []
    for ring in rings:
        x, y = frame.place(*np.asarray(ring.coords.xy))
        traced.append("M" + "L".join(f"{a:.2f} {b:.2f}" for a, b in zip(x, y, strict=True)) + "Z")
    return "".join(traced)


def _hatch(shape: BaseGeometry, frame: _Frame) -> Iterator[str]:
    """Lines from southwest to northeast across `shape`: no pattern, which some printers blur."""
    west, south, east, north = shape.bounds
    height, gap = north - south, 1.6 * frame.metres_per_mm
    starts = np.arange(west - height, east, gap)
    ends = np.stack([np.column_stack([starts, np.full_like(starts, south)]),
                     np.column_stack([starts + height, np.full_like(starts, north)])], axis=1)  # fmt: skip
    for line in shapely.get_parts(shapely.intersection(shapely.linestrings(ends), shape)):
        if line.geom_type == "LineString" and not line.is_empty:
            x, y = frame.place(*np.asarray(line.coords.xy))
            yield draw_line(x[0], y[0], x[-1], y[-1], stroke=PAPER.border, width=0.2)


def _draw_rings(circles: pd.DataFrame, frame: _Frame) -> Iterator[str]:
    x, y = frame.place(circles["x_m"].to_numpy(), circles["y_m"].to_numpy())
    for a, b, radius in zip(x, y, circles["radius_m"] / frame.metres_per_mm, strict=True):
        yield draw_circle(a, b, radius, fill=PAPER.panel, opacity=0.35)
        yield draw_circle(a, b, radius, stroke=PAPER.meeting, width=0.22, is_dashed=True)


def _draw_lines(lines: pd.DataFrame, frame: _Frame) -> Iterator[str]:
    starts = frame.place(lines["from_x_m"].to_numpy(), lines["from_y_m"].to_numpy())
    ends = frame.place(lines["to_x_m"].to_numpy(), lines["to_y_m"].to_numpy())
    for x1, y1, x2, y2 in zip(*starts, *ends, strict=True):
        yield draw_line(x1, y1, x2, y2, stroke=PAPER.collaboration, width=0.3)


def _draw_dots(dots: pd.DataFrame, frame: _Frame) -> Iterator[str]:
    dots = dots[frame.is_inside(dots)]
    x, y = frame.place(dots["x_m"].to_numpy(), dots["y_m"].to_numpy())
    for a, b, radius, step in zip(x, y, dots["radius_mm"], dots["step"], strict=True):
        yield draw_circle(a, b, radius, fill=PAPER.scale[int(step)], stroke=PAPER.border, width=0.06)


def _draw_names(names: pd.DataFrame, sheet: Sheet, frame: _Frame) -> Iterator[str]:
    """The names that find room clear of marks, sites and the names before them."""
    taken = [
        (x - SITE_MM, y - SITE_MM, x + SITE_MM, y + SITE_MM)
        for layer in (sheet.sites, sheet.marks)
        for x, y in zip(*frame.place(layer["x_m"].to_numpy(), layer["y_m"].to_numpy()), strict=True)
    ]
    names = names[frame.is_inside(names)]
    x, y = frame.place(names["x_m"].to_numpy(), names["y_m"].to_numpy())
    for a, b, name, is_strong in zip(x, y, names["name"], names["is_strong"], strict=True):
        half = measure_text_mm(str(name)) / 2
        middle = min(max(a, half + 0.5), frame.width_mm - half - 0.5)
        # Over the point, under it, then on either side.
        for dx, dy in ((0, -2.2), (0, 4.2), (half + 2.6, 0.9), (-half - 2.6, 0.9)):
            box = (middle + dx - half, b + dy - TEXT_MM, middle + dx + half, b + dy + 0.7)
            inside = box[0] >= 0 and box[2] <= frame.width_mm and box[1] >= 0 and box[3] <= frame.height_mm
            if inside and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                yield draw_text(
                    middle + dx, b + dy, str(name), anchor="middle", is_strong=bool(is_strong), has_halo=True
                )
                break


def _overlap(one: Extent, other: Extent) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _draw_marks(marks: pd.DataFrame, frame: _Frame) -> Iterator[str]:
    marks = marks[frame.is_inside(marks)]
    x, y = frame.place(marks["x_m"].to_numpy(), marks["y_m"].to_numpy())
    for a, b, table, is_vague in zip(x, y, marks["table"], marks["is_vague"], strict=True):
        yield draw_mark(a, b, str(table), is_vague=bool(is_vague))


def _draw_sites(sites: pd.DataFrame, frame: _Frame) -> Iterator[str]:
    x, y = frame.place(sites["x_m"].to_numpy(), sites["y_m"].to_numpy())
    inside = frame.is_inside(sites)
    # The first on top: where two lie together, it is the one to see.
    for number in reversed(range(len(sites))):
        if inside[number]:
            yield from draw_site(x[number], y[number], str(number + 1))
