"""The parts of the Kommun page: what there is against the region, what is missing, which support, how well known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd
import streamlit as st

from kulturkarta.analysis.entries import UNKNOWN
from kulturkarta.analysis.profile import (
    count_kinds,
    describe_coverage,
    find_missing_kinds,
    latest_population,
)
from kulturkarta.analysis.support import Seeker
from kulturkarta.figures.charts import ComparisonWords, compare_kinds
from kulturkarta.i18n import Texts, sort_key
from kulturkarta.schema import TABLES
from kulturkarta.ui.bound import bound_select
from kulturkarta.ui.frame import Page
from kulturkarta.ui.plain import plain
from kulturkarta.ui.support_view import SupportPage, show_support_table, view_supports

PARAM = "kommun"
_VOCABULARY: Mapping[str, str] = {
    "places": TABLES["places"]["kind"].vocabulary,
    "actors": TABLES["actors"]["actor_type"].vocabulary,
}
_COVERAGE = (
    "share_exact",
    "share_approximate",
    "share_without_point",
    "share_checked",
    "share_check_unknown",
    "share_functions",
    "share_accessibility",
    "share_drive",
)


@dataclass(frozen=True)
class Municipality:
    """One municipality of the page's region with its figures."""

    page: Page
    code: str

    @property
    def name(self) -> str:
        return self.page.region.municipalities[self.code]

    @cached_property
    def population(self) -> pd.DataFrame:
        return latest_population(self.page.catalogue["municipality_facts"]).set_index("municipality_code")

    @cached_property
    def counts(self) -> pd.DataFrame:
        inhabitants = self.population["population"].reindex(list(self.page.region.municipalities))
        return count_kinds(self.page.listing.entries, inhabitants)

    def here(self, table: str) -> pd.DataFrame:
        """This municipality's counts for the kinds of `table` that the region has, most common here first."""
        counts = self.counts
        rows = counts[counts["municipality_code"].eq(self.code) & counts["table"].eq(table) & counts["region_n"].gt(0)]
        labels = [self.page.label(_VOCABULARY[table], kind) if kind != UNKNOWN else "" for kind in rows["kind"]]
        unknown = self.page.t("word.no_information")
        return rows.assign(label=[label or unknown for label in labels]).sort_values(
            ["n", "region_n", "label"], ascending=[False, False, True], ignore_index=True
        )

    def rate(self, table: str) -> tuple[int, float, float]:
        """(n, n per 10 000 here, per 10 000 in the region) for all kinds of `table`."""
        rows = self.here(table)
        return int(rows["n"].sum()), float(rows["per_10000"].sum()), float(rows["region_per_10000"].sum())


def choose_municipality(page: Page) -> Municipality:
    """The municipality of the address, else the one filtered on elsewhere, else the first by name."""
    codes = sorted(page.region.municipalities, key=lambda code: sort_key(page.region.municipalities[code]))
    filters = st.session_state.get("filters")
    filtered = next((code for code in (filters.chosen.get(PARAM, ()) if filters else ()) if code in codes), codes[0])
    names = page.region.municipalities
    code = bound_select(PARAM, codes, filtered, label=page.t("kommun.choose"), words=names.__getitem__, width=320)
    return Municipality(page, code)


def describe_municipality(here: Municipality) -> str:
    """`I Flen bor 15 095 personer (2025). Katalogen känner 32 mötesplatser och 25 aktörer här, och 41 stöd gäller.`"""
    t = here.page.t
    known = t(
        "kommun.finding",
        name=plain(here.name),
        places=t("karta.n_places", n=here.rate("places")[0]),
        actors=t("karta.n_actors", n=here.rate("actors")[0]),
        supports=t("kommun.n_supports", n=len(_view_supports(here).found)),
    )
    if here.code not in here.population.index:
        return f"{t('kommun.population_unknown')} {known}"
    inhabitants, year = (int(here.population[name].loc[here.code]) for name in ("population", "year"))
    people = t("kommun.population", name=plain(here.name), n=inhabitants, year=str(year))
    return f"{people} {known}"


def show_rates(here: Municipality) -> None:
    """Places and actors per 10 000 inhabitants against the region."""
    t = here.page.t
    for column, table in zip(st.columns(2), ("places", "actors"), strict=True):
        n, rate, region = here.rate(table)
        if rate != rate:  # no population figure, no rate
            column.metric(t(f"table.{table}"), t.number(n))
            continue
        column.metric(
            t("kommun.rate", table=t(f"table.{table}")),
            t.number(round(rate, 1)),
            t("kommun.rate_region", value=round(region, 1)),
            delta_color="off",
            delta_arrow="off",
        )


def show_kinds(here: Municipality, table: str) -> None:
    """The kinds of one table as chart, sentence and table."""
    page, t = here.page, here.page.t
    rows = here.here(table)
    st.header(t(f"kommun.kinds_{table}"), anchor=False)
    if rows.empty:
        st.info(t("kommun.no_rows"))
        return
    shown = rows.assign(
        here_text=[_rate(t, value) for value in rows["per_10000"]],
        region_text=[_rate(t, value) for value in rows["region_per_10000"]],
    )
    st.markdown(_describe_difference(here, rows))
    words = ComparisonWords(
        here=here.name,
        region=page.region.name(t.lang),
        axis=t("kommun.axis"),
        hover=t("kommun.hover"),
        separators=t.separators,
    )
    if rows["per_10000"].notna().any():
        st.plotly_chart(
            compare_kinds(shown, table, words=words, theme=page.theme),
            key=f"kommun.{table}",
            theme=None,
            config={"displayModeBar": False},
        )
    with st.expander(t("kommun.as_table"), key=f"kommun.table.{table}"):
        st.dataframe(
            pd.DataFrame(
                {
                    t("column.kind"): shown["label"],
                    t("kommun.column_n"): shown["n"],
                    t("kommun.column_rate"): shown["here_text"],
                    t("kommun.column_region_n"): shown["region_n"],
                    t("kommun.column_region_rate"): shown["region_text"],
                }
            ),
            hide_index=True,
            alt=t(f"kommun.kinds_{table}"),
        )


def show_missing(here: Municipality) -> None:
    """Kinds of places that others in the region have: absent from the catalogue, which is not absent from the world."""
    page, t = here.page, here.page.t
    missing = find_missing_kinds(here.counts, here.code)
    st.header(t("kommun.missing"), anchor=False)
    if missing.empty:
        st.markdown(t("kommun.missing_none"))
        return
    st.markdown(t("kommun.missing_finding", n=len(missing), name=plain(here.name)))
    st.dataframe(
        pd.DataFrame(
            {
                t("column.kind"): [page.label(_VOCABULARY["places"], kind) for kind in missing["kind"]],
                t("kommun.column_elsewhere"): missing["n_municipalities"],
                t("kommun.column_region_n"): missing["region_n"],
            }
        ),
        hide_index=True,
        alt=t("kommun.missing"),
    )
    st.caption(t("kommun.missing_caveat"))
    if notes := _coverage_notes(here):
        st.caption("\n".join(f"- {plain(note)}" for note in notes))


def show_supports(here: Municipality) -> None:
    """The supports that serve this municipality, its own first."""
    t, view = here.page.t, _view_supports(here)
    st.header(t("kommun.supports"), anchor=False)
    if view.found.empty:
        st.info(t("kommun.no_supports"))
        return
    st.markdown(t("kommun.supports_finding", n=len(view.found), local=int(view.found["is_local"].sum())))
    show_support_table(view, alt=t("kommun.supports"))


def show_coverage(here: Municipality) -> None:
    """How well the catalogue knows this municipality, beside the region."""
    page, t = here.page, here.page.t
    entries, settings = page.listing.entries, page.settings
    year = page.listing.this_year

    def shares(code: str | None) -> pd.Series:
        return describe_coverage(entries, code, this_year=year, stale_years=settings.stale_years)

    mine, region = shares(here.code), shares(None)
    st.header(t("kommun.coverage"), anchor=False)
    st.markdown(t("kommun.coverage_finding", share=_share(t, mine["share_exact"]), n=int(mine["n"])))
    st.dataframe(
        pd.DataFrame(
            {
                t("kommun.column_what"): [t(f"coverage.{name}", years=settings.stale_years) for name in _COVERAGE],
                here.name: [_share(t, mine[name]) for name in _COVERAGE],
                page.region.name(t.lang): [_share(t, region[name]) for name in _COVERAGE],
            }
        ),
        hide_index=True,
        alt=t("kommun.coverage"),
    )


def _view_supports(here: Municipality) -> SupportPage:
    return view_supports(here.page, Seeker(municipality=here.code))


def _coverage_notes(here: Municipality) -> list[str]:
    coverage = here.page.catalogue["coverage"]
    concerns = coverage["municipality_code"].isna() | coverage["municipality_code"].eq(here.code)
    return coverage.loc[concerns.fillna(True).to_numpy(dtype=bool), "note"].dropna().tolist()


def _describe_difference(here: Municipality, rows: pd.DataFrame) -> str:
    """Which kind stands out most against the region, in one sentence."""
    t = here.page.t
    gap = (rows["per_10000"] - rows["region_per_10000"]).abs().where(~rows["kind"].isin(["annat", UNKNOWN]))
    if gap.isna().all():
        return t("kommun.no_rate")
    top = rows.iloc[int(gap.argmax())]
    return t(
        "kommun.difference",
        kind=plain(top["label"].lower()),
        here=_rate(t, top["per_10000"]),
        region=_rate(t, top["region_per_10000"]),
        name=plain(here.name),
        region_name=plain(here.page.region.name(t.lang)),
    )


def _rate(t: Texts, value: float) -> str:
    return t("word.no_information") if value != value else t.number(value, 1)


def _share(t: Texts, value: float) -> str:
    return t("word.no_information") if value != value else t.percent(value)
