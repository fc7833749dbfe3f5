"""Nätverket: the known ties on the map and as a graph, what they say in words, and which are missing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st

from kulturkarta.analysis.network.missing import MissingTies
from kulturkarta.analysis.network.report import NetworkReport
from kulturkarta.analysis.network.ties import OUTSIDE, filter_ties
from kulturkarta.figures.graph import draw_network, list_pairs
from kulturkarta.figures.map_layer import Line, Overlay
from kulturkarta.i18n import sort_key
from kulturkarta.listing import Found
from kulturkarta.partner_words import PartnerWords
from kulturkarta.partners import Partners
from kulturkarta.ui.bound import bound_list, bound_segments, bound_select, bound_slider
from kulturkarta.ui.collab_network_tables import show_density, show_downloads, show_tables
from kulturkarta.ui.frame import Page, show_finding
from kulturkarta.ui.map_view import show_map
from kulturkarta.ui.plain import plain

DEFAULT_KM, MAX_KM = 20, 60
N_MISSING = 20
_FIRST_YEAR = 1990
_N_BROKERS = 3


@dataclass(frozen=True, eq=False)
class NetworkView:
    """The network asked for: its report, the missing ties within `km`, and whom it belongs to."""

    page: Page
    partners: Partners
    report: NetworkReport
    missing: MissingTies
    km: int

    @property
    def words(self) -> PartnerWords:
        return PartnerWords(self.page.t, self.page.taxonomy, self.partners.vocabulary.offering)

    def name(self, row: int) -> str:
        """The name of an actor by her row in the profiles."""
        return str(self.partners.matcher.profiles.frame["name"].iloc[row])


def show_network(page: Page, partners: Partners) -> None:
    """Filters, how much is known, what it says, the picture, the tables, the downloads."""
    view = _ask(page, partners)
    show_finding(describe_known(view))
    st.markdown("\n".join(f"- {sentence}" for sentence in describe_network(view)))
    _show_picture(view)
    show_density(view)
    show_tables(view)
    show_downloads(view)


def _ask(page: Page, partners: Partners) -> NetworkView:
    t, region = page.t, page.region
    kinds = sorted(set(partners.ties.edges["kind"].dropna()), key=sort_key)
    codes = sorted(region.municipalities, key=lambda code: sort_key(region.municipalities[code]))
    this_year = page.listing.this_year
    with st.container(horizontal=True, vertical_alignment="bottom", key="network.filters"):
        look = {"placeholder": t("samverkan.network.all"), "width": 280}
        chosen = bound_list("band", kinds, (), label=t("samverkan.network.kinds"), words=str, **look)
        code = bound_select(
            "kommun",
            ("", *codes),
            "",
            label=t("column.municipality_code"),
            words=lambda value: region.municipalities.get(value, t("samverkan.network.all")),
            width=180,
        )
        sector = bound_select(
            "omrade",
            ("", *page.taxonomy["sector"].codes),
            "",
            label=t("column.sectors"),
            words=lambda value: page.label("sector", value) if value else t("samverkan.network.all"),
            width=220,
        )
        years = [str(year) for year in range(_FIRST_YEAR, this_year + 1)]
        since, until = (
            bound_select(
                name,
                ("", *reversed(years)),
                "",
                label=t(f"samverkan.network.{name}"),
                words=lambda value: value or t("samverkan.network.any_year"),
                width=130,
            )
            for name in ("fran", "till")
        )
        km = bound_slider("nara", 1, MAX_KM, DEFAULT_KM, label=t("samverkan.network.near"), width=260)
    ties = filter_ties(
        partners.ties,
        kinds=chosen,
        years=_order(int(since or 0), int(until or 9999)) if since or until else None,
        municipalities=[code] if code else [],
        sectors=[sector] if sector else [],
    )
    missing = partners.find_missing(km=float(km), n=N_MISSING, municipality=code)
    return NetworkView(page, partners, partners.measure_network(ties), missing, km)


def _order(first: int, last: int) -> tuple[int, int]:
    return min(first, last), max(first, last)


def describe_known(view: NetworkView) -> str:
    """`Vi känner 121 band. 80 av 197 aktörer har minst ett; om de andra 117 vet vi inget.`"""
    t, known = view.page.t, view.report.completeness
    said = t(
        "samverkan.network.known", n=known.ties, tied=known.tied, actors=known.actors, untied=known.actors - known.tied
    )
    if not known.ties:
        return f"**{said}**"
    more = t("samverkan.network.quality", dated=t.percent(known.share_dated), inside=t.percent(known.share_inside))
    return f"**{said}** {more}"


def describe_network(view: NetworkView) -> list[str]:
    """The measures in words; nothing is said of what too few ties can tell."""
    t, report = view.page.t, view.report
    lines = [
        t("samverkan.network.broker", name=plain(str(name)), n=int(n))
        for name, n in report.brokers.frame[["name", "cut_off"]].head(_N_BROKERS).itertuples(index=False)
    ]
    for what, index in (("municipality", report.by_municipality), ("sector", report.by_sector)):
        said = t(f"samverkan.network.ei_{what}_{index.verdict}")
        if index.verdict != "unknown":
            said += " " + t(
                "samverkan.network.ei_numbers", external=index.external, total=index.external + index.internal
            )
        lines.append(said)
    parts = report.parts[report.parts >= 0]
    if len(parts):
        lines.append(t("samverkan.network.parts", n=int(parts.max()) + 1, largest=int((parts == 0).sum())))
    if report.communities is None:
        lines.append(t("samverkan.network.no_communities"))
    else:
        groups = np.bincount(report.communities[report.communities >= 0])
        lines.append(t("samverkan.network.communities", n=int((groups >= 3).sum())))
    names = view.page.region.municipalities
    alone = [names[code] for code in report.crossings.loc[report.crossings["across"].eq(0), "municipality_code"]]
    if alone:
        lines.append(t("samverkan.network.alone", names=t.join(plain(name) for name in alone)))
    return lines


def _show_picture(view: NetworkView) -> None:
    t = view.page.t
    picture = bound_segments(
        "bild",
        ("karta", "graf"),
        "karta",
        label=t("samverkan.network.picture"),
        label_visibility="collapsed",
        words=lambda name: t(f"samverkan.network.as_{name}"),
    )
    if picture == "karta":
        _draw_map(view)
    else:
        _draw_graph(view)


def _draw_map(view: NetworkView) -> None:
    page, t = view.page, view.page.t
    nodes, frame = view.report.ties.nodes, view.partners.matcher.profiles.frame
    point = {node: (lon, lat) for node, lon, lat in nodes[["lon", "lat"]].itertuples() if lon == lon and lat == lat}
    names = nodes["name"].to_numpy()
    pairs = list_pairs(view.report.ties.edges).tolist()
    lines = [Line(point[a], point[b], f"{names[a]} – {names[b]}") for a, b in pairs if a in point and b in point]
    drawn = {node for a, b in pairs if a in point and b in point for node in (a, b)}
    for a, b in view.missing.pairs[["a", "b"]].astype(int).itertuples(index=False):
        ends = [(float(frame["lon"].iloc[row]), float(frame["lat"].iloc[row])) for row in (a, b)]
        lines.append(Line(ends[0], ends[1], f"{view.name(a)} – {view.name(b)}", "missing"))
    rows = [page.listing.row_of_id[key] for key in nodes["id"].iloc[sorted(drawn)] if key in page.listing.row_of_id]
    mask = np.zeros(len(page.listing.entries), dtype=bool)
    mask[rows] = True
    legend = {"tie": t("samverkan.network.legend_tie"), "missing": t("samverkan.network.legend_missing")}
    overlay = Overlay(lines=lines, legend=legend)
    show_map(page.listing, Found(mask, {}, None), t=t, theme=page.theme, key="samverkan.nat", overlay=overlay)
    st.caption(t("samverkan.network.map_note", n=len(pairs) - sum(line.style == "tie" for line in lines)))


def _draw_graph(view: NetworkView) -> None:
    page, t, report = view.page, view.page.t, view.report
    tied = np.flatnonzero(report.ties.degree > 0)
    if not len(tied):
        st.info(t("samverkan.network.nothing"))
        return
    nodes = report.ties.nodes.iloc[tied].reset_index(drop=True)
    degree = report.ties.degree[tied]
    weight = pd.Series(0.0, index=report.ties.nodes.index)
    brokers = report.brokers.frame
    if len(brokers):
        weight[brokers["node"].to_numpy()] = brokers["cut_off"].to_numpy() / max(brokers["cut_off"].max(), 1)
    hover = [t("samverkan.network.hover", name=name, n=int(n)) for name, n in zip(nodes["name"], degree, strict=True)]
    number = pd.Series(np.arange(len(tied)), index=tied)
    pairs = list_pairs(report.ties.edges)
    words = {table: t(f"table.{table}") for table in ("places", "actors", "supports")}
    figure = draw_network(
        nodes.assign(part=report.parts[tied], degree=degree, weight=weight.to_numpy()[tied], hover=hover),
        number.reindex(pairs.ravel()).to_numpy().reshape(pairs.shape),
        words={**words, OUTSIDE: t("samverkan.network.outside")},
        separators=t.separators,
        theme=page.theme,
    )
    st.plotly_chart(figure, key="network.graph", theme=None, config={"displayModeBar": False})
    st.caption(t("samverkan.network.graph_note"))
