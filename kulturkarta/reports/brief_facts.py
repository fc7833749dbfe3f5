"""What the parts of a brief are made from, and how it writes numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from kulturkarta.analysis.gaps.measure import GapResult
from kulturkarta.analysis.siting import NextPlaces
from kulturkarta.i18n import Texts
from kulturkarta.questions import name_limit
from kulturkarta.reach import Answer, Reach

_LONGEST_NAME = 60


AT_MOST = "≤\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Brief:
    """What the parts of a brief are made from. `row`: the municipality's measures."""

    reach: Reach
    answer: Answer
    code: str
    t: Texts
    what: str
    found: NextPlaces | None

    @property
    def name(self) -> str:
        return self.reach.catalogue.region.municipalities[self.code]

    @property
    def row(self) -> pd.Series:
        return find_row(self.answer.gaps, self.code)

    @property
    def is_blank(self) -> bool:
        """Whether no place is known in the municipality though there may be one: what people lack is then a most."""
        return self.answer.too_little.get(self.code) == "none_here"

    @property
    def limit(self) -> str:
        return name_limit(self.answer.question, self.t)


def find_row(gaps: GapResult, code: str) -> pd.Series:
    """The measures of one municipality."""
    rows = gaps.municipalities
    return rows[rows["code"].eq(code)].iloc[0]


def cut(name: object) -> str:
    """A name that people gave, shortened when it would fill lines."""
    text = str(name)
    return text if len(text) <= _LONGEST_NAME else f"{text[: _LONGEST_NAME - 1]}…"


def format_share(t: Texts, value: float) -> str:
    """`41 %`, a dash for none."""
    return "–" if math.isnan(value) else t.percent(float(value))


def format_span(t: Texts, row: pd.Series) -> str:
    """`30–52 %`: where the share without may lie."""
    low, high = float(row["share_without_low"]), float(row["share_without_high"])
    return "–" if math.isnan(low) or math.isnan(high) else t.percent_span(low, high)


def format_number(t: Texts, value: float, decimals: int = 1) -> str:
    """`1,5`, a dash for none or endless."""
    return "–" if not math.isfinite(value) else t.number(float(value), decimals)
