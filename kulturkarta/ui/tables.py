"""Tables on the screen, the same rows as the map in words; and the one button that takes a file home."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from kulturkarta.export.excel import write_figures
from kulturkarta.i18n import Texts
from kulturkarta.listing import Found
from kulturkarta.map_views import tabulate_localities
from kulturkarta.schema import TABLES
from kulturkarta.ui.frame import Page, show_link
from kulturkarta.ui.state import read_param, write_param

ROWS_PER_PAGE = 500
PAGE_PARAM = "tabellsida"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def offer_file(
    label: str,
    make: Callable[[], bytes],
    *,
    name: str,
    mime: str,
    key: str,
    icon: str = ":material/download:",
    **look: Any,
) -> None:
    """A button for a file that is made when it is pressed, not at every rerun; the page stays as it is."""
    st.download_button(
        label, data=make, file_name=f"kulturkarta-{name}", mime=mime, icon=icon, on_click="ignore", key=key, **look
    )


def offer_figures(
    label: str,
    list_sheets: Callable[[], Mapping[str, pd.DataFrame]],
    *,
    title: str,
    notes: Sequence[str],
    name: str,
    key: str,
    t: Texts,
    **look: Any,
) -> None:
    """Tables as sheets of one workbook, with `notes` on how they were made; `name` is the file's, without ending."""
    offer_file(
        label,
        lambda: write_figures(list_sheets(), title=title, notes=notes, t=t),
        name=f"{name}.xlsx",
        mime=EXCEL,
        key=key,
        **look,
    )


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
        rows = np.flatnonzero(found.mask)
        first = _show_pages(page, len(rows))
        st.dataframe(
            translate_entries(page, page.listing.entries.iloc[rows[first : first + ROWS_PER_PAGE]]),
            hide_index=True,
            alt=t("karta.table_alt"),
            column_config={t("column.website"): st.column_config.LinkColumn()},
        )
        show_link(page, "data", label=t("karta.to_downloads"), icon=":material/download:")


def show_localities(page: Page, found: Found) -> None:
    """How many of the entries each locality has, as a table opened on demand: what the hexagons show, in words."""
    t = page.t
    expander = st.expander(t("tools.tathet_table"), key="karta.localities", on_change="rerun")
    if not expander.open:
        return
    rows, n_left_out = tabulate_localities(page.listing, found, t=t)
    with expander:
        st.caption(t("tools.tathet_table_note", n=n_left_out))
        st.dataframe(rows, hide_index=True, alt=t("tools.tathet_table"))


def _show_pages(page: Page, n_rows: int) -> int:
    """Where the table begins among the rows: browsers and readers get a long one page by page."""
    n_pages = -(-n_rows // ROWS_PER_PAGE)
    if n_pages == 1:
        return 0
    asked = read_param(PAGE_PARAM)
    number = min(max(int(asked), 1), n_pages) if asked.isdecimal() else 1
    st.session_state["karta.table.page"] = number
    st.pagination(n_pages, key="karta.table.page", on_change=_turn_page)
    first = (number - 1) * ROWS_PER_PAGE
    st.caption(page.t("karta.table_rows", first=first + 1, last=min(first + ROWS_PER_PAGE, n_rows), n=n_rows))
    return first


def _turn_page() -> None:
    number = int(st.session_state["karta.table.page"])
    write_param(PAGE_PARAM, "" if number == 1 else str(number))


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
