"""Bars of answers as pictures: where they lie, what they say, and that nothing a person typed is markup."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from defusedxml.ElementTree import fromstring

from kulturkarta.figures.bars import rank_shares, stack_agreement
from kulturkarta.figures.needs import Words

WORDS = Words("Andel", ", ", "\u00a0%", synthetic="Påhittade <svar>")
SVG = "{http://www.w3.org/2000/svg}"


def read_bars(picture: str) -> list[tuple[float, float]]:
    """Where each bar begins and how wide it is, in percent of the room for bars."""
    bars = fromstring(picture).find(f".//{SVG}g[@id='bars']")
    assert bars is not None
    return [(float(bar.attrib["x"][:-1]), float(bar.attrib["width"][:-1])) for bar in bars.iter(f"{SVG}rect")]


def test_answers_lie_around_the_middle_and_labels_that_people_typed_are_no_markup() -> None:
    shares = {f"share_{k}": [0.2, share] for k, share in enumerate((0.0, 0.0, 0.1, 0.4, 0.5))}
    rows = pd.DataFrame({"label": ["<b>A</b>\n(n = 9)", "C\x00"], **shares})
    picture = stack_agreement(rows, classes=["inte", "knappt", "mitt", "stort", "<helt>"], words=WORDS, theme="dark")
    # The second row reaches 0.95 to the right, so the axis goes from -0.98 to 0.98.
    far = 0.98
    first = [(-0.5 + 0.2 * k, 0.2) for k in range(5)]
    second = [(-0.05, 0.0), (-0.05, 0.0), (-0.05, 0.1), (0.05, 0.4), (0.45, 0.5)]
    expected = [(50 + 50 * low / far, 50 * width / far) for low, width in first + second]
    assert read_bars(picture) == [pytest.approx(own, abs=0.01) for own in expected]
    said = [text.text for text in fromstring(picture).iter() if text.text]
    assert {"<b>A</b>", "(n = 9)", "C", "<helt>", "Påhittade <svar>", "Andel", "40\u00a0%", "50\u00a0%"} <= set(said)
    assert "0\u00a0%" in said  # the middle of the axis
    assert said.count("20\u00a0%") == 5  # every share of the first row; the two of nobody in the second have no word


def test_a_share_is_left_out_where_its_bar_is_narrower_than_its_word() -> None:
    rows = pd.DataFrame({"label": ["A"], **{f"share_{k}": [share] for k, share in enumerate((0, 0, 0, 0.9, 0.1))}})
    picture = stack_agreement(rows, classes=list("abcde"), words=WORDS, theme="light")
    # 4 letters of 8 px and 4 px: 36 px. The axis is 2 x 1.03 long, so 10 % fits where bars have 742 px: step 8 of 100.
    # Bars have 68 % of a window (1,176 px) and 90 % of a telephone, which is narrower than that anyway.
    rule = r"\(min-width:801px\) and \(max-width:1176px\),\(max-width:800px\)\{\.s8\{display:none\}\}"
    assert re.search(rule, picture)
    assert '<text class="i s8"' in picture


def test_ranks_have_bars_intervals_and_both_in_words() -> None:
    rows = pd.DataFrame({"label": ["A"], "value": [0.51], "value_low": [0.408], "value_high": [0.714]})
    rows = rows.assign(text="51 % (41–71 %)")
    picture = rank_shares(rows, color_of="samverkan", words=WORDS, theme="light")
    assert read_bars(picture) == [(0.0, 50.0)]
    assert 'x1="40.00%" x2="70.00%"' in picture
    assert ">51 % (41–71 %)</text>" in picture


def test_rows_in_a_window_take_up_the_room_that_the_legend_of_a_telephone_needs() -> None:
    rows = pd.DataFrame({"label": ["A", "B"], **{f"share_{k}": [0.2, 0.2] for k in range(5)}})
    picture = stack_agreement(rows, classes=["tio letters"] * 5, words=WORDS, theme="light")
    # A word of 11 letters takes 11 x 8 + 34 = 122 px: five in one line of 900, two in each of three lines of 330, 21 px
    # from line to line. So 26 px above, two rows of 18 + 15 + 8, 44 px below, and 2 x 21 + 29 for the legend.
    assert fromstring(picture).attrib["height"] == str(26 + 2 * 41 + 44 + 71)
    window = re.search(r"@media\(min-width:801px\)\{(\.f\{.*?\}\})", picture)
    assert window
    moved = dict(re.findall(r"\.(\w+)\{transform:translateY\((-?[\d.]+)px\)", window[1]))
    assert {name: float(px) for name, px in moved.items() if name != "v"} == {"f": 42, "r0": 10.5, "r1": 31.5}
