"""When in the year: as exact as a date is known, and seasons as people write them."""

from __future__ import annotations

import pandas as pd
import pytest

from kulturkarta.analysis.year import count_months, place_activities, place_events, read_season

ACTIVITIES = pd.DataFrame(
    {
        "id": list("abcde"),
        "title": list("ABCDE"),
        "theme": ["samverkan"] * 5,
        "starts": pd.Series(["2026-02-08", "2026-02", "2025", None, "2024-12-31"], dtype="str"),
    }
)


def test_a_date_is_placed_as_exactly_as_it_is_known() -> None:
    placed = place_activities(ACTIVITIES)
    assert placed["id"].tolist() == ["e", "c", "a", "b"]
    # 31 December is 11 and 30 of 31 days, 8 February 1 and 7 of 28; a month alone is its middle, a year nowhere.
    assert placed["month"].tolist() == pytest.approx([11 + 30 / 31, float("nan"), 1.25, 1.5], nan_ok=True)
    assert placed["is_exact"].tolist() == [True, False, True, False]
    n = count_months(placed)
    assert (len(n), n[2], n[12], n.sum()) == (12, 2, 1, 3)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("juli", (6, 7)),
        ("juni–juli", (5, 7)),
        ("höst", (8, 11)),
        ("första helgen i september", (8, 9)),
        ("vår och höst", (2, 11)),
        ("vinter", (11, 2)),
        ("torsdagar", None),
        (float("nan"), None),
    ],
)
def test_a_season_is_the_months_it_means(text: object, span: tuple[int, int] | None) -> None:
    assert read_season(text) == span


def test_events_without_a_known_season_are_left_out() -> None:
    events = pd.DataFrame({"name": ["Höst", "Jämt", "Vår"], "season": ["höst", None, "vår"]})
    assert place_events(events).to_numpy().tolist() == [["Vår", 2, 5], ["Höst", 8, 11]]
