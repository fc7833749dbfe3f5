"""The municipalities filled by a measure: which measure, its sentence, its table, and what the map is told."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from kulturkarta.analysis.choropleth import (
    CATALOGUE_MEASURES,
    CHECKED,
    COUNT,
    PER_10000,
    SHARE,
    classify,
    measure_municipalities,
)
from kulturkarta.figures.map_layer import Overlay
from kulturkarta.listing import Found
from kulturkarta.ui.frame import Page
from kulturkarta.ui.state import read_param

MEASURE_PARAM = "matt"


@dataclass(frozen=True)
class Choropleth:
    """One measure of the municipalities of a page's region, over the entries that a filter leaves."""

    page: Page
    found: Found
    measure: str

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The rows of `measure_municipalities` with name, and the step of each (-1: not known), by name."""
        listing, names = self.page.listing, self.page.region.municipalities
        rows = measure_municipalities(
            listing.entries,
            self.found.mask,
            self.page.catalogue["municipality_facts"],
            codes=list(names),
            measure=self.measure,
            checked_since=listing.this_year - self.page.settings.stale_years,
        )
        return rows.assign(name=rows["municipality_code"].map(names), step=classify(rows["value"].tolist()).step)

    @property
    def title(self) -> str:
        return name_measure(self.page, self.measure)

    def word(self, value: float) -> str:
        """One value of the measure as a reader sees it."""
        t = self.page.t
        if np.isnan(value):
            return t("choropleth.unknown")
        if self.measure in (SHARE, CHECKED):
            return t.percent(value)
        return t.number(value, 0 if self.measure == COUNT or value >= 1000 else 1)

    def describe(self) -> str:
        """`Poster per 10 000 invånare: mest i Gnesta (12,3), minst i Oxelösund (3,1).`"""
        t = self.page.t
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
            "unknown": {"text": self.page.t("choropleth.unknown"), "codes": unknown},
            "values": {name: self.word(value) for name, value in zip(rows["name"], rows["value"], strict=True)},
        }

    def show_table(self) -> None:
        """The municipalities of the map as a table, opened on demand."""
        t, rows = self.page.t, self.rows.sort_values("value", ascending=False, kind="stable")
        columns = {
            t("luckor.municipality"): rows["name"],
            self.title: [self.word(value) for value in rows["value"]],
            t("choropleth.column_n"): rows["n"],
        }
        if self.measure in (PER_10000, SHARE):
            columns[t("choropleth.column_base")] = rows["base"]
        if rows["year"].notna().any():
            columns[t("choropleth.column_year")] = ["" if year != year else str(int(year)) for year in rows["year"]]
        expander = st.expander(t("choropleth.table"), key="karta.municipalities", on_change="rerun")
        if expander.open:
            with expander:
                st.dataframe(pd.DataFrame(columns), hide_index=True, height="content", alt=t("choropleth.table"))


def choose_choropleth(page: Page, found: Found) -> Choropleth:
    """The measure of the address, else the number of entries."""
    measure = read_param(MEASURE_PARAM)
    known = page.listing.measures
    return Choropleth(page, found, measure if measure in known else COUNT)


def name_measure(page: Page, measure: str) -> str:
    """`Poster per 10 000 invånare`, `Areal med vatten (km²)`."""
    t = page.t
    if measure in CATALOGUE_MEASURES:
        return t(f"measure.{measure}", years=page.settings.stale_years)
    facts = page.catalogue["municipality_facts"]
    units = facts.loc[facts["indicator"].eq(measure).fillna(False).to_numpy(dtype=bool), "unit"].dropna()
    name = page.label("indicator", measure)
    return t("measure.with_unit", name=name, unit=units.iloc[0]) if len(units) else name
