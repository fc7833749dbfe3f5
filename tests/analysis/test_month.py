"""A month laid out by hand, and which activities a proposal is told to have led to."""

from __future__ import annotations

from datetime import date

import pandas as pd

from kulturkarta.analysis.month import choose_month, lay_out_month, link_activities, list_months, place_on_days

ACTIVITIES = pd.DataFrame(
    {
        "starts": ["2026-02-27", "2026-02", "2026", None, "2025-11-30"],
        "ends": ["2026-03-02", None, None, None, None],
    }
)


def test_a_month_begins_on_a_monday_and_has_the_weeks_it_touches() -> None:
    weeks = lay_out_month("2026-03")  # the first is a Sunday, the last a Tuesday
    assert (len(weeks), weeks[0][0], weeks[0][6], weeks[-1][1]) == (
        6, date(2026, 2, 23), date(2026, 3, 1), date(2026, 3, 31)
    )  # fmt: skip
    assert len(lay_out_month("2027-02")) == 4  # a February from Monday to Sunday


def test_an_activity_stands_on_each_of_its_days_and_one_of_an_unknown_day_beside_them() -> None:
    assert place_on_days(ACTIVITIES, "2026-02") == ({date(2026, 2, 27): [0], date(2026, 2, 28): [0]}, [1])
    assert place_on_days(ACTIVITIES, "2026-03") == ({date(2026, 3, 1): [0], date(2026, 3, 2): [0]}, [])


def test_the_calendar_opens_with_what_comes_next_else_with_the_newest() -> None:
    months = list_months(ACTIVITIES)
    assert months == ["2026-02", "2025-11"]
    assert choose_month(months, date(2025, 10, 3)) == "2025-11"
    assert choose_month(months, date(2025, 12, 1)) == "2026-02"
    assert choose_month(months, date(2026, 3, 1)) == "2026-02"
    assert choose_month([], date(2026, 3, 1)) == ""


def test_activities_are_linked_by_name_title_or_one_page_about_one_need_and_not_otherwise() -> None:
    proposals = pd.DataFrame(
        {"id": ["p", "q"], "title": ["Frukost", "Nätverk"], "theme": ["samverkan", "samverkan"],
         "source_url": ["https://a.se/1", None], "activity_ids": [("named",), ()]}
    )  # fmt: skip
    activities = pd.DataFrame(
        {"id": ["named", "title", "page", "other_need", "no_page"],
         "title": ["X", "Digital frukost i maj", "Y", "Z", "W"],
         "theme": ["motesplatser", None, "samverkan", "motesplatser", "samverkan"],
         "source_url": [None, None, "https://a.se/1", "https://a.se/1", None]}
    )  # fmt: skip
    found = link_activities(proposals, activities)
    assert found.to_numpy().tolist() == [["p", "named", "named"], ["p", "title", "title"], ["p", "page", "page"]]
