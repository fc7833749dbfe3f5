"""Tables on the screen: the same rows as the map, in words."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kulturkarta.listing import Found
from kulturkarta.schema import TABLES
from kulturkarta.ui.frame import Page, show_link


def show_entries(page: Page, found: Found) -> None:
    """The entries on the map as a table, opened on demand."""
    t = page.t
    expander = st.expander(t("karta.table", n=found.n), key="karta.table", on_change="rerun")
    if not expander.open:
        return
    with expander:
        if found.n == 0:
            st.write(t("karta.nothing_found"))
            return
        st.dataframe(
            translate_entries(page, page.listing.entries[found.mask]),
            hide_index=True,
            alt=t("karta.table_alt"),
            column_config={t("column.website"): st.column_config.LinkColumn()},
        )
        show_link(page, "data", label=t("karta.to_downloads"), icon=":material/download:")


def translate_entries(page: Page, entries: pd.DataFrame) -> pd.DataFrame:
    """`entries` in the words of the session's language, one column per thing a reader asks."""
    t, label, municipalities = page.t, page.label, page.region.municipalities
    unknown = t("word.no_information")
    is_place = entries["table"].eq("places")
    kinds = [
        label(TABLES["places"]["kind"].vocabulary if place else TABLES["actors"]["actor_type"].vocabulary, code)
        if isinstance(code, str)
        else unknown
        for place, code in zip(is_place, entries["kind"], strict=True)
    ]

    def words(column: str, vocabulary: str) -> list[str]:
        return [", ".join(label(vocabulary, code) for code in codes) or unknown for codes in entries[column]]

    return pd.DataFrame(
        {
            t("column.name"): entries["name"],
            t("karta.column_table"): [t(f"table.{table}") for table in entries["table"]],
            t("column.kind"): kinds,
            t("column.municipality_code"): entries["municipality_code"].map(municipalities).fillna(unknown),
            t("column.locality"): entries["locality"].fillna(unknown),
            t("column.functions"): words("functions", "place_function"),
            t("column.sectors"): words("sectors", "sector"),
            t("column.position"): [
                label("position", p) if isinstance(p, str) else unknown for p in entries["position"]
            ],
            t("column.last_checked"): [str(int(y)) if y == y else unknown for y in entries["checked_year"]],
        }
    )
