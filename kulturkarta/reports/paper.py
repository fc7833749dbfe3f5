"""The press: a template, data and drawn maps become one accessible PDF.

A report is a template in `templates/` and a module that gathers what it shows:

    paper = Paper(title=t("sheet.title"), region=catalogue.region, sources=[t("sheet.source")], n=t("sheet.n", n=12))
    pdf = print_pdf("sheet.typ", paper, t, {"heading": "…", "rows": [["…", "…"]]}, {"map": svg})

    #import "paper.typ": *
    #show: furnish
    = #data.heading
    #drawing("map", alt: data.map_alt)
    #grid-of(header: data.header, rows: data.rows)

The template sees `data` (what the module gave), `pictures` (SVG) and the furniture: title, region, sources, date and n
in the foot of every page. Whatever a person typed arrives as JSON and is set as it stands: it is never markup. The
template reads no file outside `templates/` and uses only the fonts in `fonts/`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kulturkarta.clock import STOCKHOLM, read_today
from kulturkarta.errors import KulturkartaError
from kulturkarta.figures.palette import PALETTES, css_colors
from kulturkarta.i18n import Texts
from kulturkarta.regions import Region

if TYPE_CHECKING:
    import typst

ROOM = Path(__file__).parent
TEMPLATES, FONTS = ROOM / "templates", ROOM / "fonts"
STANDARD = "ua-1"  # PDF/UA-1, ISO 14289-1: tagged, with title, language and alternative texts


@dataclass(frozen=True)
class Paper:
    """What stands around every report: its title, the region, what it rests on, how much of it, and since when."""

    title: str
    region: Region
    sources: Sequence[str]
    n: str = ""
    made: date = field(default_factory=read_today)


def print_pdf(
    template: str, paper: Paper, t: Texts, data: Mapping[str, Any], pictures: Mapping[str, str] | None = None
) -> bytes:
    """The PDF of `templates/<template>` with `data` (whatever JSON can hold) and `pictures` (name -> SVG).

    Tagged (PDF/UA-1), with title and language; the same input on the same day gives the same bytes. Raises
    KulturkartaError when the template cannot be set.
    """
    import typst

    made = datetime.combine(paper.made, time(12), tzinfo=STOCKHOLM)
    inputs = {
        "data": json.dumps(data, ensure_ascii=False),
        "pictures": json.dumps(dict(pictures or {}), ensure_ascii=False),
        "furniture": json.dumps(_furnish(paper, t), ensure_ascii=False),
    }
    compiler = typst.Compiler(root=TEMPLATES, font_paths=_open_fonts())
    try:
        pdf = compiler.compile(
            TEMPLATES / template,
            format="pdf",
            sys_inputs=inputs,
            pdf_standards=STANDARD,
            timestamp=int(made.timestamp()),
        )
    except typst.TypstError as error:
        raise KulturkartaError(f"{template} cannot be printed: {error.message} {' '.join(error.hints)}") from error
    if not isinstance(pdf, bytes):
        raise KulturkartaError(f"{template} gave no PDF")
    return pdf


@cache
def _open_fonts() -> typst.Fonts:
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def _furnish(paper: Paper, t: Texts) -> dict[str, Any]:
    return {
        "title": paper.title,
        "lang": t.lang,
        "region": paper.region.name(t.lang),
        "made": t.day(paper.made),
        "made_words": t("paper.made", date=t.day(paper.made)),
        "sources": t("paper.sources", sources="; ".join(paper.sources)),
        "n": paper.n,
        "page": t("paper.page", page="{page}", pages="{pages}"),
        "year": paper.made.year,
        "month": paper.made.month,
        "day": paper.made.day,
        "colors": css_colors(PALETTES["light"]),
    }
