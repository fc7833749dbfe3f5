"""The network's tables and what can be taken home of it: Excel, GraphML, GeoJSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from kulturkarta.export.graphml import write_graphml
from kulturkarta.export.lines import write_lines
from kulturkarta.figures.density import draw_density
from kulturkarta.ui.collab_files import list_notes
from kulturkarta.ui.plain import plain
from kulturkarta.ui.tables import offer_figures, offer_file

if TYPE_CHECKING:
    from kulturkarta.ui.collab_network import NetworkView

_FEWEST_YEARS = 3
# All missing ties are near and new.
_SAID_OF_ALL = ("newness", "near", "near_same", "near_about", "near_municipality")


def show_tables(view: NetworkView) -> None:
    """Missing ties first, for they are what one can do something about; then brokers, borders, years, all ties."""
    t = view.page.t
    missing = list_missing(view)
    st.header(t("samverkan.network.missing"), anchor=False)
    if missing.empty:
        st.info(t("samverkan.network.no_missing", km=view.km))
    else:
        first = missing.iloc[0]
        words = {"a": plain(str(first.iloc[0])), "b": plain(str(first.iloc[1]))}
        st.markdown(t("samverkan.network.missing_finding", n=view.missing.n_near, km=view.km, **words))
        st.dataframe(missing, hide_index=True, alt=t("samverkan.network.missing"))
    for name, rows in list_tables(view).items():
        with st.expander(t(f"samverkan.network.{name}"), key=f"network.table.{name}"):
            st.dataframe(rows, hide_index=True, alt=t(f"samverkan.network.{name}"))
    st.caption(t("samverkan.network.method"))


def show_density(view: NetworkView) -> None:
    """The network year by year as a chart, with the sentence that states its finding; its table stands below."""
    t, density = view.page.t, view.report.density
    if len(density) < _FEWEST_YEARS:
        return
    st.header(t("samverkan.network.density"), anchor=False)
    st.markdown(describe_density(view))
    per_10000 = density["density"] * 10_000
    hover = [
        t("samverkan.network.density_hover", year=str(year), value=t.number(value, 1), n=int(ties))
        for year, value, ties in zip(density["year"], per_10000, density["ties"], strict=True)
    ]
    figure = draw_density(
        density.assign(per_10000=per_10000, hover=hover),
        axis=t("samverkan.network.density_axis"),
        separators=t.separators,
        theme=view.page.theme,
    )
    st.plotly_chart(figure, key="network.density", theme=None, config={"displayModeBar": False})
    st.caption(t("samverkan.network.density_note"))


def describe_density(view: NetworkView) -> str:
    """`Tätast var nätet 2023: 5,2 av 10 000 möjliga par av aktörer hade ett känt band. År 2026 är det 3,1.`"""
    t, density = view.page.t, view.report.density
    per_10000 = density["density"] * 10_000
    if not per_10000.max():
        return t("samverkan.network.density_none")
    top = int(per_10000.to_numpy().argmax())
    values = {"most": t.number(float(per_10000.iloc[top]), 1), "now": t.number(float(per_10000.iloc[-1]), 1)}
    years = {"year": str(density["year"].iloc[top]), "last": str(density["year"].iloc[-1])}
    key = "density_top_now" if top == len(density) - 1 else "density_finding"
    return t(f"samverkan.network.{key}", **values, **years)


def list_missing(view: NetworkView) -> pd.DataFrame:
    """Pairs near each other that complement each other, without a known tie, with the weightiest reason."""
    t, partners = view.page.t, view.partners
    words = view.words
    pairs = view.missing.pairs.astype({"a": "int64", "b": "int64"})
    reasons = []
    for a, b in pairs[["a", "b"]].itertuples(index=False):  # a score of its own each, and few
        matches = partners.match(partners.matcher.profiles.read(a), km=view.km)
        found = [reason for reason in partners.explain(matches, b) if reason.code not in _SAID_OF_ALL]
        reasons.append(words.describe(found[0]) if found else "")
    return pd.DataFrame(
        {
            t("samverkan.network.column_a"): [view.name(row) for row in pairs["a"]],
            t("samverkan.network.column_b"): [view.name(row) for row in pairs["b"]],
            t("samverkan.match.column_km"): pairs["km"].round(1),
            t("samverkan.match.column_score"): pairs["score"].round(2),
            t("samverkan.network.column_reason"): reasons,
        }
    )


def list_tables(view: NetworkView) -> dict[str, pd.DataFrame]:
    """The other tables by the name of their text."""
    t, report = view.page.t, view.report
    names = view.page.region.municipalities
    brokers, crossings, edges = report.brokers.frame, report.crossings, report.ties.edges
    nodes = report.ties.nodes["name"].to_numpy()
    return {
        "table_brokers": pd.DataFrame(
            {
                t("column.name"): brokers["name"],
                t("samverkan.network.column_ties"): brokers["degree"],
                t("samverkan.network.column_cut_off"): brokers["cut_off"],
                t("samverkan.network.column_betweenness"): brokers["betweenness"].astype("float64").round(4),
            }
        ),
        "table_crossings": pd.DataFrame(
            {
                t("column.municipality_code"): crossings["municipality_code"].map(names),
                t("table.actors"): crossings["actors"],
                t("samverkan.network.column_tied"): crossings["tied"],
                t("samverkan.network.column_inside"): crossings["inside"],
                t("samverkan.network.column_across"): crossings["across"],
                t("samverkan.network.column_unknown"): crossings["unknown"],
            }
        ),
        "table_years": pd.DataFrame(
            {
                t("column.year"): report.density["year"].astype(str),
                t("samverkan.network.column_ties"): report.density["ties"],
                t("table.actors"): report.density["actors"],
                t("samverkan.network.column_density"): [t.percent(v, 2) for v in report.density["density"]],
            }
        ),
        "table_ties": pd.DataFrame(
            {
                t("samverkan.network.column_a"): nodes[edges["u"]],
                t("samverkan.network.column_b"): nodes[edges["v"]],
                t("column.kind"): edges["kind"].fillna(t("word.no_information")),
                t("column.since"): [_year(value) for value in edges["since"]],
                t("column.until"): [_year(value) for value in edges["until"]],
            }
        ),
        "table_untied": pd.DataFrame({t("column.name"): nodes[report.untied]}),
    }


def _year(value: float) -> str:
    return "" if value != value else str(int(value))


def show_downloads(view: NetworkView) -> None:
    """Three files, each made when its button is pressed."""
    t, ties = view.page.t, view.report.ties
    notes = list_notes(view.page, "collaborations", t("samverkan.network.method"))
    name = f"natverk-{view.page.region.key}"

    def list_sheets() -> dict[str, pd.DataFrame]:
        tables = {t(f"samverkan.network.{table}"): rows for table, rows in list_tables(view).items()}
        return {t("samverkan.network.missing"): list_missing(view), **tables}

    def make_graphml() -> bytes:
        used = sorted({*ties.edges["u"], *ties.edges["v"]})
        number = {node: i for i, node in enumerate(used)}
        nodes = ties.nodes.iloc[used].drop(columns=["lon", "lat"])
        return write_graphml(nodes, ties.edges.assign(u=ties.edges["u"].map(number), v=ties.edges["v"].map(number)))

    with st.container(horizontal=True, key="network.downloads"):
        title = t("samverkan.section.natverk")
        offer_figures(
            t("export.format.excel"), list_sheets, title=title, notes=notes, name=name, key="network.excel", t=t
        )
        offer_file(
            "GraphML", make_graphml, name=f"{name}.graphml", mime="application/graphml+xml", key="network.graphml"
        )
        offer_file(
            t("export.format.geojson"),
            lambda: write_lines(_list_lines(view), notes=notes),
            name=f"{name}.geojson",
            mime="application/geo+json",
            key="network.geojson",
        )


def _list_lines(view: NetworkView) -> pd.DataFrame:
    """Each tie whose ends both have a point."""
    edges, nodes = view.report.ties.edges, view.report.ties.nodes
    ends = {
        f"{end}_{part}": nodes[part].to_numpy()[edges[row]]
        for end, row in (("from", "u"), ("to", "v"))
        for part in ("id", "name", "lon", "lat")
    }
    lines = edges[["id", "kind", "since", "until"]].assign(**ends)
    return lines[lines[["from_lon", "from_lat", "to_lon", "to_lat"]].notna().all(axis=1)].reset_index(drop=True)
