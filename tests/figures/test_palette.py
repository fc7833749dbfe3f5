from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from kulturkarta.figures.palette import NEED_MARKS, PALETTES, TABLE_MARKS, contrast, glyph_of, glyph_paths

CONFIG = tomllib.loads((Path(__file__).parents[2] / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


def test_contrast_is_the_ratio_of_wcag() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_marks_stand_out_three_to_one_on_every_ground(theme: str) -> None:
    palette = PALETTES[theme]
    for mark in NEED_MARKS.values():
        color = getattr(palette, mark.color)
        for ground in (palette.ground, palette.panel, palette.land, palette.water):
            assert contrast(color, ground) >= 3, (theme, mark.color, ground)
        assert contrast(palette.on_mark, color) >= 3


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_stand_out_four_and_a_half_to_one(theme: str) -> None:
    palette = PALETTES[theme]
    for color in (palette.text, palette.muted, palette.focus):
        for ground in (palette.ground, palette.panel, palette.land):
            assert contrast(color, ground) >= 4.5, (theme, color, ground)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_map_lies_on_the_ground_of_the_page(theme: str) -> None:
    assert PALETTES[theme].ground == CONFIG["theme"][theme]["backgroundColor"]
    assert PALETTES[theme].text == CONFIG["theme"][theme]["textColor"]


def test_needs_and_tables_differ_by_shape_as_well_as_colour() -> None:
    assert len({mark.shape for mark in NEED_MARKS.values()}) == 3
    assert len({mark.shape for mark in TABLE_MARKS.values()}) == 3


def test_every_glyph_that_is_named_can_be_drawn() -> None:
    assert glyph_of("bibliotek") == "library"
    assert glyph_of("no such kind") == "dot"
    assert {glyph_of(term) for term in ("bibliotek", "museum", "musik", "x")} <= set(glyph_paths())
