"""The three views of Karta in words and numbers, for the page and for a map that is taken away from it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from kulturkarta.analysis.choropleth import (
    CATALOGUE_MEASURES,
    CHECKED,
    COUNT,
    PER_10000,
    SHARE,
    classify,
    measure_municipalities,
)
from kulturkarta.analysis.filters import Filters
from kulturkarta.analysis.overview import count_per_locality
from kulturkarta.figures.map_layer import Overlay
from kulturkarta.i18n import Texts
from kulturkarta.listing import Found, Listing
from kulturkarta.map_words import describe_map
from kulturkarta.settings import read_settings
from kulturkarta.taxonomy import read_taxonomy

ENTRIES, MUNICIPALITIES, DENSITY = VIEWS = ("poster", "kommuner", "tathet")


@dataclass(frozen=True)
class Choropleth:
    """One measure of the municipalities of a region, over the entries that a filter leaves."""

    listing: Listing
    found: Found
    measure: str
    t: Texts

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The rows of `measure_municipalities` with name, and the step of each (-1: not known), by name."""
        listing = self.listing
        names = listing.catalogue.region.municipalities
        rows = measure_municipalities(
            listing.entries,
            self.found.mask,
            listing.catalogue["municipality_facts"],
            codes=list(names),
            measure=self.measure,
            checked_since=listing.this_year - read_settings().stale_years,
        )
        return rows.assign(name=rows["municipality_code"].map(names), step=classify(rows["value"].tolist()).step)

    @property
    def title(self) -> str:
        return name_measure(self.listing, self.measure, t=self.t)

    def word(self, value: float) -> str:
        """One value of the measure as a reader sees it."""
        t = self.t
        if np.isnan(value):
            return t("choropleth.unknown")
        if self.measure in (SHARE, CHECKED):
            return t.percent(value)
        return t.number(value, 0 if self.measure == COUNT or value >= 1000 else 1)

    def describe(self) -> str:
        """`Poster per 10 000 invånare: mest i Gnesta (12,3), minst i Oxelösund (3,1).`"""
        t = self.t
        known = self.rows.dropna(subset=["value"]).sort_values("value", kind="stable")
        if known.empty:
            return t("choropleth.none_known", measure=self.title)
        low, high = known.iloc[0], known.iloc[-1]
        n_least = int(known["value"].eq(low["value"]).sum())
        sentences = [
            t("choropleth.even", measure=self.title, value=self.word(low["value"]))
            if low["value"] == high["value"]
            else t(
                "choropleth.finding" if n_least == 1 else "choropleth.finding_shared",
                measure=self.title,
                most=high["name"],
                high=self.word(high["value"]),
                least=low["name"],
                low=self.word(low["value"]),
                n_least=n_least,
            )
        ]
        if n := len(self.rows) - len(known):
            sentences.append(t("choropleth.n_unknown", n=n))
        if self.measure in CATALOGUE_MEASURES and known["value"].eq(0).any():
            sentences.append(t("choropleth.caveat"))
        return " ".join(sentences)

    def overlay(self) -> Overlay:
        steps = zip(self.rows["municipality_code"], self.rows["step"], strict=True)
        return Overlay(areas={code: "hatched" if step < 0 else int(step) for code, step in steps})

    def explain(self) -> dict[str, Any]:
        """The legend and the value of each municipality, as layer/views.js reads them."""
        rows = self.rows
        steps = []
        for step, group in rows[rows["step"].ge(0)].groupby("step"):
            low, high = self.word(group["value"].min()), self.word(group["value"].max())
            text = low if low == high else f"{low}–{high}"
            steps.append({"step": int(str(step)), "text": text, "codes": group["municipality_code"].tolist()})
        unknown = rows.loc[rows["step"].lt(0), "municipality_code"].tolist()
        return {
            "title": self.title,
            "steps": steps,
            "unknown": {"text": self.t("choropleth.unknown"), "codes": unknown},
            "values": {name: self.word(value) for name, value in zip(rows["name"], rows["value"], strict=True)},
        }

    def table(self) -> pd.DataFrame:
        """The municipalities of the map in words, the highest value first."""
        t, rows = self.t, self.rows.sort_values("value", ascending=False, kind="stable")
        columns = {
            t("luckor.municipality"): rows["name"],
            self.title: [self.word(value) for value in rows["value"]],
            t("choropleth.column_n"): rows["n"],
        }
        if self.measure in (PER_10000, SHARE):
            columns[t("choropleth.column_base")] = rows["base"]
        if rows["year"].notna().any():
            columns[t("choropleth.column_year")] = ["" if year != year else str(int(year)) for year in rows["year"]]
        return pd.DataFrame(columns)


def name_measure(listing: Listing, measure: str, *, t: Texts) -> str:
    """`Poster per 10 000 invånare`, `Areal med vatten (km²)`."""
    settings = read_settings()
    if measure in CATALOGUE_MEASURES:
        return t(f"measure.{measure}", years=settings.stale_years)
    facts = listing.catalogue["municipality_facts"]
    units = facts.loc[facts["indicator"].eq(measure).fillna(False).to_numpy(dtype=bool), "unit"].dropna()
    name = read_taxonomy(settings.data_dir / "taxonomy")["indicator"].label(measure, t.lang)
    return t("measure.with_unit", name=name, unit=units.iloc[0]) if len(units) else name


def describe_view(
    listing: Listing, filters: Filters, found: Found, *, t: Texts, view: str, choropleth: Choropleth | None
) -> str:
    """The sentences above the map: what the filters leave, and what the view shows of it."""
    said = [describe_map(listing, filters, found, t=t)]
    if choropleth:
        said.append(choropleth.describe())
    elif view == DENSITY:
        said.append(t("tools.tathet_finding"))
    return " ".join(said)


def tabulate_localities(listing: Listing, found: Found, *, t: Texts) -> tuple[pd.DataFrame, int]:
    """How many of the entries each locality has, in words, and how many name none: what the hexagons show."""
    counts = count_per_locality(listing.entries[found.mask])
    municipalities = listing.catalogue.region.municipalities
    columns = {
        t("column.locality"): counts["locality"],
        t("luckor.municipality"): counts["municipality_code"].map(municipalities).fillna(t("word.no_information")),
        t("choropleth.column_n"): counts["n"],
    }
    return pd.DataFrame(columns), found.n - int(counts["n"].sum())
