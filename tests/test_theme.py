"""The colours in .streamlit/config.toml can be read, by the WCAG's own formula (2.1, 1.4.3 and 1.4.11)."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

CONFIG = tomllib.loads((Path(__file__).parents[1] / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_formula_gives_21_for_black_on_white_and_1_for_the_same_colour() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.005)
    assert contrast("#0B4F8A", "#0B4F8A") == 1


@pytest.mark.parametrize("ground", ["backgroundColor", "secondaryBackgroundColor"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("colour", "least"), [("textColor", 7.0), ("linkColor", 4.5), ("primaryColor", 4.5), ("borderColor", 3.0)]
)
def test_every_colour_can_be_told_from_both_grounds(theme: str, ground: str, colour: str, least: float) -> None:
    colours = CONFIG["theme"][theme]
    assert contrast(colours[colour], colours[ground]) >= least


def test_nothing_is_sent_or_shown_that_should_not_be() -> None:
    assert CONFIG["browser"] == {"gatherUsageStats": False, "serverAddress": "localhost"}
    assert CONFIG["client"]["showErrorDetails"] == "none"
    assert CONFIG["server"]["enableAgentApi"] is False
    assert CONFIG["server"]["maxUploadSize"] == 20


def test_no_theme_names_a_web_font() -> None:
    assert "http" not in str(CONFIG["theme"])


def test_every_setting_has_a_comment() -> None:
    lines = (Path(__file__).parents[1] / ".streamlit" / "config.toml").read_text(encoding="utf-8").splitlines()
    settings = [i for i, line in enumerate(lines) if " = " in line and not line.startswith("#")]
    assert [lines[i] for i in settings if not lines[i - 1].startswith("#")] == []
