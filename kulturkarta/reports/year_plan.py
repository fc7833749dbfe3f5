"""The wheel of the year on paper: A4 to hang on a wall, then the same activities month by month and theme by theme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from kulturkarta.catalogue import Catalogue
from kulturkarta.clock import read_today
from kulturkarta.figures.print_wheel import draw_print_wheel
from kulturkarta.i18n import Texts
from kulturkarta.reports.paper import Paper, print_pdf


def write_year_plan(
    catalogue: Catalogue,
    activities: pd.DataFrame,
    *,
    finding: str,
    themes: Mapping[str, str],
    months: Sequence[str],
    period: str,
    t: Texts,
    made: date | None = None,
) -> bytes:
    """The plan as PDF (PDF/UA-1). `activities`: title, theme, year, month and is_exact, see `analysis.year`, all with a
    month; `period`: the year they are of. Raises KulturkartaError when it cannot be printed."""
    name, provenance = catalogue.region.name(t.lang), catalogue.provenance["activities"]
    title = t("process.paper_title", region=name, period=period)
    paper = Paper(
        title=title,
        region=catalogue.region,
        sources=[provenance.source or name],
        n=t("process.n_activities", n=len(activities)),
        made=made or read_today(),
    )
    data = {
        "kicker": t("process.year"),
        "title": title,
        "finding": finding,
        "alt": t("process.paper_alt"),
        "note": t("process.paper_note"),
        "header": [t("process.when"), t("column.title"), t("column.theme")],
        "months": _list_months(activities, themes, months, t),
    }
    return print_pdf("year.typ", paper, t, data, {"wheel": draw_print_wheel(activities, themes=themes, months=months)})


def _list_months(
    activities: pd.DataFrame, themes: Mapping[str, str], months: Sequence[str], t: Texts
) -> list[dict[str, object]]:
    """The months that have activities, in order of theme and year."""
    order = {code: place for place, code in enumerate(themes)}
    rows = activities.assign(
        number=activities["month"].clip(upper=11.99).astype(int),
        order=activities["theme"].map(order).fillna(len(order)),
    ).sort_values(["number", "order", "year", "title"], kind="stable")
    return [
        {
            "name": months[int(str(number))],
            "rows": [
                [str(row["year"]), str(row["title"]), themes.get(str(row["theme"]), t("word.no_information"))]
                for row in own.to_dict("records")
            ],
        }
        for number, own in rows.groupby("number", sort=True)
    ]
