"""Every colour, shape and glyph, declared once. Colour never stands alone: shape and word go with it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Literal

Theme = Literal["light", "dark"]


@dataclass(frozen=True)
class Palette:
    """The colours of one theme. Marks reach 3:1 and text 4.5:1 against `ground` and `panel` (a test computes it)."""

    ground: str
    panel: str
    text: str
    muted: str
    line: str
    land: str
    water: str
    border: str
    focus: str
    support: str
    collaboration: str
    meeting: str
    on_mark: str
    scale: tuple[str, str, str, str, str]
    """From least to most of what is missing: one hue, ever farther from the ground."""
    agreement: tuple[str, str, str, str, str]
    """From disagree to agree, around a neutral middle; brown and teal, which colour-blind readers tell apart."""


PALETTES: Mapping[Theme, Palette] = {
    "light": Palette(
        ground="#FAF7F2",
        panel="#FFFFFF",
        text="#1F2328",
        muted="#5B626B",
        line="#DDD6CA",
        land="#F3EDE2",
        water="#E3EBEF",
        border="#8C8272",
        focus="#0B57D0",
        support="#0072B2",
        collaboration="#00795A",
        meeting="#C84E00",
        on_mark="#FFFFFF",
        scale=("#FBEBDD", "#F5C9A2", "#E89A5B", "#C9641A", "#7F3300"),
        agreement=("#A6611A", "#DFC27D", "#D8D2C6", "#80CDC1", "#018571"),
    ),
    "dark": Palette(
        ground="#16181B",
        panel="#1E2227",
        text="#EDE8DF",
        muted="#A9AFB7",
        line="#3A4048",
        land="#23282E",
        water="#14181C",
        border="#7D8590",
        focus="#8AB4F8",
        support="#5BB4EA",
        collaboration="#35C49A",
        meeting="#FF9457",
        on_mark="#16181B",
        scale=("#35291F", "#65401F", "#9C5A22", "#DA8138", "#FFC896"),
        agreement=("#D98A3D", "#8A6B42", "#4B5058", "#3B8A80", "#5CD3C2"),
    ),
}

Shape = Literal["circle", "diamond", "square"]


@dataclass(frozen=True)
class Mark:
    """How one need, and the table that answers it, looks everywhere."""

    color: str  # a field of Palette
    shape: Shape


NEED_MARKS: Mapping[str, Mark] = {
    "stottande_strukturer": Mark("support", "square"),
    "samverkan": Mark("collaboration", "diamond"),
    "motesplatser": Mark("meeting", "circle"),
}

TABLE_MARKS: Mapping[str, Mark] = {
    "places": NEED_MARKS["motesplatser"],
    "actors": NEED_MARKS["samverkan"],
    "supports": NEED_MARKS["stottande_strukturer"],
}

# Term -> glyph in glyphs.json (Maki, CC0). What is not listed gets "dot".
_GLYPHS: Mapping[str, str] = {
    "bibliotek": "library",
    "museum": "museum",
    "hembygdsgard": "home",
    "slott_herrgard": "castle",
    "kyrka_forsamlingshem": "place-of-worship",
    "bygdegard": "village",
    "folkets_hus": "residential-community",
    "folkpark": "park",
    "teater_scen": "theatre",
    "utomhusscen": "theatre",
    "kulturhus": "town-hall",
    "konsthall": "art-gallery",
    "konsertlokal": "music",
    "replokal": "karaoke",
    "cafe_scen": "cafe",
    "atelje_verkstad": "paint",
    "ungdomshus": "gaming",
    "bio": "cinema",
    "skola_aula": "school",
    "makerspace": "hardware",
    "inspelningsstudio": "karaoke",
    "musik": "music",
    "scenkonst": "theatre",
    "bildkonst": "paint",
    "kulturarv": "historic",
    "folkbildning": "school",
    "litteratur": "library",
    "mat_gastronomi": "restaurant",
    "besoksnaring_upplevelse": "attraction",
    "form_slojd_hantverk": "furniture",
    "festival_arrangor": "star",
    "film_media": "cinema",
    "dans": "heart",
    "arkitektur_design": "building-alt1",
}
DEFAULT_GLYPH = "dot"


@cache
def glyph_paths() -> Mapping[str, str]:
    """Glyph name -> SVG path data on a 15 × 15 grid."""
    return json.loads((Path(__file__).parent / "glyphs.json").read_text(encoding="utf-8"))


def css_colors(palette: Palette) -> dict[str, str]:
    """Every colour by the name of its CSS property: `on_mark`, …, and `scale_0` to `scale_4`, which maps use."""
    colors = asdict(palette)
    scale, _ = colors.pop("scale"), colors.pop("agreement")
    return colors | {f"scale_{step}": color for step, color in enumerate(scale)}


def glyph_of(term: str) -> str:
    """The glyph that stands for a kind or a sector."""
    return _GLYPHS.get(term, DEFAULT_GLYPH)


def contrast(first: str, second: str) -> float:
    """WCAG 2.1 contrast ratio of two #RRGGBB colours: `contrast("#FFFFFF", "#000000") == 21.0`."""

    def luminance(color: str) -> float:
        channels = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
        red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
