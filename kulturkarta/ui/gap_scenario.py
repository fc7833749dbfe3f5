"""The scenarios of what if: up to three in the address, their answers, and the tables that set them side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from kulturkarta.questions import Change, read_change, write_change
from kulturkarta.ui.gap_question import GapPage
from kulturkarta.ui.gap_words import number_text, say_shares, share_text
from kulturkarta.ui.state import adopt_text, keep_text

SCENARIOS = ("1", "2", "3")
PARAM = "om"


@dataclass(frozen=True)
class Scenario:
    """One scenario of the address: its number and what it changes."""

    number: str
    change: Change

    @property
    def name(self) -> str:
        return f"{PARAM}{self.number}"

    def keep(self, change: Change) -> Scenario:
        """The scenario with `change` in place of its own, in session and address."""
        keep_text(self.name, write_change(change))
        return replace(self, change=change)

    def add(self, lon: float, lat: float) -> Scenario:
        """One more place, at this point."""
        point = (round(lon, 4), round(lat, 4))
        return self.keep(replace(self.change, added=tuple(dict.fromkeys((*self.change.added, point)))))

    def close(self, place: str) -> Scenario:
        """One place less."""
        return self.keep(replace(self.change, closed=tuple(dict.fromkeys((*self.change.closed, place)))))


def adopt_scenario(view: GapPage, number: str) -> Scenario:
    """The scenario of the address; what is no scenario, or closes a place that is not there, is left out."""
    known = set(view.answer.places["id"])
    try:
        change = read_change(adopt_text(f"{PARAM}{number}"))
    except LookupError:
        change = Change()
    return Scenario(number, replace(change, closed=tuple(place for place in change.closed if place in known)))


def ask(view: GapPage, scenario: Scenario) -> GapPage:
    return view.ask(replace(view.question, change=scenario.change)) if scenario.change else view


def name_scenario(view: GapPage, scenario: Scenario) -> str:
    t = view.page.t
    return t("luckor.what_if.name", number=scenario.number) + (f" ({len(scenario.change)})" if scenario.change else "")


def show_municipalities(view: GapPage, after: GapPage) -> None:
    """Who gains and loses, municipality by municipality: the rows of the map."""
    t = view.page.t
    rows = view.reach.compare(view.answer, after.answer).municipalities
    st.header(t("luckor.what_if.table"), anchor=False)
    st.dataframe(
        pd.DataFrame(
            {
                t("luckor.municipality"): [view.page.region.municipalities[code] for code in rows.index],
                **{
                    t(f"luckor.what_if.{name}").capitalize(): [t.number(round(n)) for n in rows[name]]
                    for name in ("gains", "loses", "nearer", "farther")
                },
                t("luckor.what_if.column_before", limit=view.limit): say_shares(_pick(view, rows.index), view),
                t("luckor.what_if.column_after"): say_shares(_pick(after, rows.index), after),
            }
        ),
        hide_index=True,
        height="content",
        alt=t("luckor.what_if.table"),
    )


def _pick(view: GapPage, codes: pd.Index) -> pd.DataFrame:
    """The figures of these municipalities, in their order."""
    return view.gaps.municipalities.set_index("code", drop=False).loc[codes]


def show_scenarios(view: GapPage, scenarios: Mapping[str, Scenario]) -> None:
    """Today and every scenario, a row each."""
    t = view.page.t
    kept = [scenario for scenario in scenarios.values() if scenario.change]
    answers = [view, *(ask(view, scenario) for scenario in kept)]
    changes = [view.reach.compare(view.answer, each.answer).region for each in answers]
    st.header(t("luckor.what_if.compare"), anchor=False)
    st.dataframe(
        pd.DataFrame(
            {
                t("luckor.what_if.scenario"): [
                    t("luckor.what_if.today"),
                    *(name_scenario(view, each) for each in kept),
                ],
                t("luckor.column_places"): [int(each.gaps.region["places"]) for each in answers],
                t("luckor.column_without", limit=view.limit): [
                    share_text(t, each.gaps.region["share_without"]) for each in answers
                ],
                t("luckor.column_mean"): [number_text(t, each.gaps.region["mean_km"]) for each in answers],
                **{
                    t(f"luckor.what_if.{name}").capitalize(): [t.number(round(change[name])) for change in changes]
                    for name in ("gains", "loses")
                },
            }
        ),
        hide_index=True,
        height="content",
        alt=t("luckor.what_if.compare"),
    )


def list_sheets(view: GapPage, scenarios: Mapping[str, Scenario]) -> dict[str, pd.DataFrame]:
    """Today and every scenario, and what each changes in every municipality, as sheets to take home."""
    t = view.page.t
    kept = [scenario for scenario in scenarios.values() if scenario.change]
    if not kept:
        return {}
    whole, parts = [], []
    for number, change, after in [("0", "", view), *((s.number, write_change(s.change), ask(view, s)) for s in kept)]:
        changed, region = view.reach.compare(view.answer, after.answer), after.gaps.region
        figures = {name: region[name] for name in ("places", "share_without", "mean_km")}
        whole.append({"scenario": number, "change": change, **figures, **changed.region})
        if change:
            rows = changed.municipalities.reset_index()
            rows.insert(0, "scenario", number)
            parts.append(rows)
    return {
        t("luckor.sheet.scenarios"): pd.DataFrame(whole),
        t("luckor.sheet.scenario_municipalities"): pd.concat(parts, ignore_index=True),
    }
