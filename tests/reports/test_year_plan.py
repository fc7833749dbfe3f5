"""The wheel of the year on paper: accessible, with every activity that has a month in the list and in the wheel."""

from __future__ import annotations

import io
from datetime import date

import pypdf

from kulturkarta import catalogues
from kulturkarta.analysis.year import place_activities
from kulturkarta.figures.print_wheel import draw_print_wheel
from kulturkarta.i18n import Texts
from kulturkarta.reports.year_plan import write_year_plan

MONTHS = ["Jan", "Feb", "Mar", "Apr", "Maj", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dec"]
THEMES = {"stottande_strukturer": "Stöd", "samverkan": "Samverkan", "motesplatser": "Platser", "passionsdriven": "Eget"}


def test_the_plan_is_tagged_and_lists_every_activity_under_its_month() -> None:
    catalogue = catalogues.get_catalogue("sormland")
    placed = place_activities(catalogue["activities"])
    placed = placed[placed["month"].notna()]
    pdf = write_year_plan(
        catalogue, placed, finding="*Fest* #panic()", themes=THEMES, months=MONTHS, period="2020–2026", t=Texts("sv"),
        made=date(2026, 12, 3),
    )  # fmt: skip
    found = pypdf.PdfReader(io.BytesIO(pdf))
    assert found.trailer["/Root"]["/MarkInfo"]["/Marked"]
    first, *rest = (" ".join(page.extract_text().split()) for page in found.pages)
    assert "*Fest* #panic()" in first
    listed = " ".join(rest)
    assert all(listed.count(" ".join(title.split()[:3])) >= 1 for title in placed["title"])


def test_the_wheel_has_a_mark_per_activity_and_one_per_theme_in_the_legend() -> None:
    placed = place_activities(catalogues.get_catalogue("sormland")["activities"])
    placed = placed[placed["month"].notna() & placed["theme"].isin(list(THEMES))]
    svg = draw_print_wheel(placed, themes=THEMES, months=MONTHS)
    rings = len(THEMES) + 1
    assert svg.count("<polygon") + svg.count("<circle") - rings == len(placed) + len(THEMES)
    assert all(f">{month}</text>" in svg for month in MONTHS)
