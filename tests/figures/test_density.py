"""The chart of density has a mark per year, a scale from nought, and words that are no markup."""

from __future__ import annotations

import json

import pandas as pd

from kulturkarta.figures.density import draw_density


def test_each_year_is_a_mark_on_a_scale_from_nought() -> None:
    years = pd.DataFrame({"year": [2024, 2025], "per_10000": [5.2, 0.0], "hover": ["2024: <b>5,2</b>", "2025: 0"]})
    figure = draw_density(years, axis="av 10 000 par", separators=", ", theme="light")
    drawn = json.loads(figure.to_json(engine="json") or "")
    (line,) = drawn["data"]
    assert (list(figure["data"][0]["x"]), list(figure["data"][0]["y"])) == ([2024, 2025], [5.2, 0.0])
    assert line["text"] == ["2024: &lt;b>5,2&lt;/b>", "2025: 0"]
    assert drawn["layout"]["yaxis"]["rangemode"] == "tozero"
    assert drawn["layout"]["yaxis"]["title"]["text"] == "av 10 000 par"
