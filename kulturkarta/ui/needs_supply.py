"""Need against supply on the Behov page: where the two part, and where to go from there."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from kulturkarta.analysis.needs.supply import list_answers_to
from kulturkarta.figures.needs import place_on_supply
from kulturkarta.i18n import Texts, sort_key
from kulturkarta.needs_supply import set_against
from kulturkarta.ui.bound import bound_segments, bound_select
from kulturkarta.ui.frame import show_link
from kulturkarta.ui.needs_choices import unfold_numbers
from kulturkarta.ui.needs_question import NEEDS, NeedsPage, span
from kulturkarta.ui.plain import plain
from kulturkarta.ui.state import choose

_PERCENT = ("motesplatser", "samverkan")
# Where a need leads: the page and what to ask it of a municipality.
_PAGES = {
    "motesplatser": ("luckor", {"fraga": "funktion", "funktion": "ova,producera,visa"}),
    "samverkan": ("samverkan", {}),
    "stottande_strukturer": ("stod", {}),
}


# What else is known of the supply, beside the figure on the axis: column -> how its numbers are written.
_BESIDE: dict[str, dict[str, Callable[[Texts, float], str]]] = {
    "samverkan": {
        "across": lambda t, share: t.percent(share),
        "actors": lambda t, n: t.number(n, 0),
        "tied": lambda t, n: t.number(n, 0),
    },
    "stottande_strukturer": {
        "coverage": lambda t, share: t.percent(share),
        "own": lambda t, n: t.number(n, 0),
    },
}


@st.fragment
def show_supply(view: NeedsPage) -> None:
    """Per need: a mark per municipality with need upwards and supply to the right, the same as a table, the way on."""
    t = view.page.t
    st.header(t("behov.supply"), anchor=False)
    theme = bound_segments("utbud", NEEDS, NEEDS[0], label=t("behov.choose_theme"), words=view.theme)
    rows = view.keep("supply", theme, make=lambda: _sort_against(view, theme))
    known = rows.dropna(subset=["need", "supply"])
    table = partial(view.keep, "supply table", theme, make=lambda: _tabulate(view, theme, rows))
    if len(known) >= 3:
        _show_quadrants(view, theme, known)
        unfold_numbers(view, "supply", lambda: _show_table(view, table()))
    else:
        st.info(t("behov.supply_no_need"), icon=":material/info:")
        _show_table(view, table())
    st.caption(f"{t(f'behov.supply_note_{theme}')} {t('behov.supply_caveat')}")
    _show_way_on(view, theme, rows)


def _sort_against(view: NeedsPage, theme: str) -> pd.DataFrame:
    rows = set_against(view.page.catalogue, view.needs, view.wave, theme)
    order = sorted(range(len(rows)), key=lambda place: sort_key(rows["name"].iloc[place]))
    return rows.iloc[order].reset_index(drop=True)


def _show_quadrants(view: NeedsPage, theme: str, rows: pd.DataFrame) -> None:
    t = view.page.t
    gap = rows[rows["quadrant"].eq("need_high_supply_low")]
    names = t.join(plain(name) for name in gap["name"])
    key = "behov.supply_finding" if len(gap) else "behov.supply_finding_none"
    st.markdown(t(key, names=names, theme=view.theme(theme).lower()))
    chosen = st.plotly_chart(
        view.keep("quadrants", theme, make=lambda: _draw_quadrants(view, theme, rows)),
        key=f"needs.supply.{theme}",
        theme=None,
        config={"displayModeBar": False},
        on_select="rerun",
        selection_mode="points",
    )
    points = chosen.selection.points  # pyright: ignore[reportAttributeAccessIssue]
    code = str(points[0]["customdata"]) if points else ""
    # A mark stays chosen in the chart; only choosing it anew leads there, so that the field below can lead away again.
    if code and code != st.session_state.get("needs.supply.led_to"):
        choose("kommun", code, "")
    st.session_state["needs.supply.led_to"] = code


def _draw_quadrants(view: NeedsPage, theme: str, rows: pd.DataFrame) -> Any:
    t = view.page.t
    return place_on_supply(
        rows.assign(label=rows["name"], text=[_describe(view, theme, row) for row in rows.to_dict(orient="records")]),
        need=theme,
        x_axis=t(f"behov.supply_axis_{theme}"),
        corner=t("behov.corner"),
        is_percent=theme in _PERCENT,
        words=view.words(t("behov.need_axis")),
        theme=view.page.theme,
    )


def _describe(view: NeedsPage, theme: str, row: dict) -> str:
    t = view.page.t
    return t(
        "behov.supply_hover",
        name=row["name"],
        need=t.number(row["need"], 0),
        span=span(view, row["need_low"], row["need_high"], decimals=0),
        n=int(row["n"]),
        supply=_supply_text(view, theme, row["supply"]),
    )


def _supply_text(view: NeedsPage, theme: str, value: float) -> str:
    t = view.page.t
    if value != value:
        return t("word.no_information")
    return t.percent(value) if theme in _PERCENT else t.number(value, 1)


def _show_table(view: NeedsPage, table: pd.DataFrame) -> None:
    st.dataframe(table, hide_index=True, height="content", alt=view.page.t("behov.supply"))


def _tabulate(view: NeedsPage, theme: str, rows: pd.DataFrame) -> pd.DataFrame:
    t = view.page.t
    table: dict[str, list[str]] = {t("behov.by.municipality"): list(rows["name"])}
    if view.wave:
        table |= {
            t("behov.need_axis"): [t.number(v, 0) if v == v else t("behov.not_shown") for v in rows["need"]],
            t("behov.column_interval"): [
                span(view, a, b, decimals=0) for a, b in zip(rows["need_low"], rows["need_high"], strict=True)
            ],
            "n": [t.number(n, 0) if n == n else "–" for n in rows["n"]],
        }
    table[t(f"behov.supply_axis_{theme}")] = [_supply_text(view, theme, v) for v in rows["supply"]]
    for name, write in _BESIDE.get(theme, {}).items():
        table[t(f"behov.column_{name}")] = [write(t, v) if v == v else t("word.no_information") for v in rows[name]]
    if view.wave:
        table[t("behov.column_quadrant")] = [t(f"behov.quadrant_{word}") if word else "–" for word in rows["quadrant"]]
    return pd.DataFrame(table)


def _show_way_on(view: NeedsPage, theme: str, rows: pd.DataFrame) -> None:
    """From a municipality to the map, the gaps and the supports; from the need to what is being done about it."""
    page, t = view.page, view.page.t
    st.subheader(t("behov.way_on"), anchor=False)
    codes = ("", *rows["code"])
    names = page.region.municipalities
    code = bound_select(
        "kommun",
        codes,
        "",
        label=t("behov.by.municipality"),
        words=lambda own: names.get(own, t("luckor.whole_region")),
        width=260,
    )
    where = {"kommun": code} if code else {}
    name, asked = _PAGES[theme]
    with st.container(horizontal=True):
        show_link(page, name, label=t(f"behov.to_{theme}"), icon=":material/arrow_forward:", **asked, **where)
        show_link(page, "karta", label=t("behov.to_map"), icon=":material/map:", **where)
        show_link(page, "process", label=t("behov.to_process"), icon=":material/view_kanban:", behov=theme)
    proposals, activities = view.keep(
        "answers to", theme,
        make=lambda: list_answers_to(theme, page.catalogue["proposals"], page.catalogue["activities"]),
    )  # fmt: skip
    if code:
        own = activities["municipality_code"].isna() | activities["municipality_code"].eq(code)
        activities = activities[own.to_numpy(dtype=bool)]
    done = int(proposals["stage"].eq("infort").sum())
    st.markdown(
        t("behov.actions", proposals=len(proposals), done=done, activities=len(activities),
          theme=view.theme(theme).lower())
    )  # fmt: skip
    unknown = t("word.no_information")
    expander = st.expander(t("behov.show_actions"), key="needs.actions", on_change="rerun")
    if not expander.open:
        return
    with expander:
        st.dataframe(
            pd.DataFrame(
                {
                    t("column.title"): proposals["title"],
                    t("column.stage"): [
                        page.label("proposal_stage", stage) if isinstance(stage, str) else unknown
                        for stage in proposals["stage"]
                    ],
                    t("column.progress"): [t.number(v, 0) if v == v else unknown for v in proposals["progress"]],
                    t("column.period"): proposals["period"].fillna(unknown),
                    t("column.source_url"): proposals["source_url"],
                }
            ),
            hide_index=True,
            alt=t("table.proposals"),
            column_config={t("column.source_url"): st.column_config.LinkColumn()},
        )
        st.dataframe(
            pd.DataFrame(
                {
                    t("column.title"): activities["title"],
                    t("column.kind"): [
                        page.label("activity_kind", kind) if isinstance(kind, str) else unknown
                        for kind in activities["kind"]
                    ],
                    t("column.starts"): activities["starts"].fillna(activities["date_text"]).fillna(unknown),
                    t("column.place"): activities["place"].fillna(unknown),
                }
            ),
            hide_index=True,
            alt=t("table.activities"),
        )
