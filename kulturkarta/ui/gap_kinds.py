"""Every kind of place in every municipality: what there is, and what is missing though similar ones have it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kulturkarta.i18n import sort_key
from kulturkarta.kind_matrix import KindMatrix, build_kind_matrix
from kulturkarta.reach import Reach
from kulturkarta.ui.frame import show_link
from kulturkarta.ui.gap_question import BY_KIND, GapPage, kept_way, list_words
from kulturkarta.ui.plain import plain

MISSING = "○"
_MOST_LINKS = 12


@st.cache_data(max_entries=16, show_spinner=False)
def _build(_reach: Reach, revision: str, kinds: tuple[str, ...]) -> KindMatrix:
    return build_kind_matrix(_reach, kinds)


def get_matrix(view: GapPage) -> KindMatrix:
    """The matrix of the page's region, kept per revision of its catalogue."""
    revision = f"{view.page.region.key} {view.page.catalogue.revision}"
    return _build(view.reach, revision, tuple(list_words(view.page, BY_KIND)))


def show_kinds(view: GapPage) -> None:
    """The matrix, then what the chosen municipality lacks with a way to each question."""
    page, t = view.page, view.page.t
    matrix = get_matrix(view)
    missing = matrix.rows[matrix.rows["is_missing"]]
    st.header(t("luckor.kinds_matrix.title"), anchor=False)
    st.markdown(_describe(view, missing))
    st.dataframe(_lay_out(view, matrix.rows), hide_index=True, height="content", alt=t("luckor.kinds_matrix.title"))
    st.caption(t("luckor.kinds_matrix.key", sign=MISSING))
    if not view.municipality:
        st.caption(t("luckor.kinds_matrix.choose"))
        return
    name = page.region.municipalities[view.municipality]
    st.header(t("luckor.matrix", name=plain(name)), anchor=False)
    similar = matrix.similar[view.municipality]
    names = t.join(plain(page.region.municipalities[code]) for code in similar["code"])
    here = missing[missing["municipality_code"].eq(view.municipality)]
    found = "luckor.matrix_finding" if len(here) else "luckor.matrix_none"
    st.markdown(t(found, name=plain(name), similar=names))
    for kind, with_it in zip(here["kind"][:_MOST_LINKS], here["similar_with"], strict=False):
        has = t.join(page.region.municipalities[code] for code in with_it)
        label = t("luckor.kinds_matrix.open", kind=page.label("place_kind", kind), names=has)
        asked = {**kept_way(), BY_KIND: kind, "kommun": view.municipality}
        show_link(page, "luckor", label=plain(label), icon=":material/arrow_forward:", **asked)
    _show_similar(view, similar)


def _describe(view: GapPage, missing: pd.DataFrame) -> str:
    """Which kind most municipalities lack though similar ones have it."""
    t = view.page.t
    if missing.empty:
        return t("luckor.kinds_matrix.none")
    counts = missing.groupby("kind").size().sort_values(ascending=False, kind="stable")
    return t(
        "luckor.kinds_matrix.finding",
        kind=plain(view.page.label("place_kind", str(counts.index[0]))),
        n=int(counts.iloc[0]),
        total=len(view.page.region.municipalities),
    )


def _lay_out(view: GapPage, rows: pd.DataFrame) -> pd.DataFrame:
    """One row per kind that any municipality has, one column per municipality: `2 (1,3)` is two, 1.3 per 10 000."""
    page, t = view.page, view.page.t
    names = page.region.municipalities
    kept = rows[rows.groupby("kind")["n"].transform("sum") > 0]
    cells = [
        MISSING if is_missing else "" if not n else f"{n} ({t.number(rate, 1)})"
        for n, rate, is_missing in zip(kept["n"], kept["per_10000"], kept["is_missing"], strict=True)
    ]
    table = kept.assign(cell=cells).pivot_table(
        index="kind", columns="municipality_code", values="cell", aggfunc="first"
    )
    codes = sorted(names, key=lambda code: sort_key(names[code]))
    table = table.reindex(columns=codes).rename(columns=names)
    table.insert(0, t("column.kind"), [page.label("place_kind", str(kind)) for kind in table.index])
    return table.sort_values(t("column.kind"), key=lambda labels: labels.map(sort_key))


def _show_similar(view: GapPage, similar: pd.DataFrame) -> None:
    """The municipalities that it is compared with, and how wide the band had to be to find them."""
    t, names = view.page.t, view.page.region.municipalities
    st.caption(t("luckor.similar_note", band=t.number(float(similar["band"].max()), 1)))
    st.dataframe(
        pd.DataFrame(
            {
                t("luckor.municipality"): [names[code] for code in similar["code"]],
                t("luckor.column_people"): [t.number(round(value)) for value in similar["population"]],
                t("luckor.column_density"): [t.number(value, 1) for value in similar["per_km2"]],
                t("luckor.column_band"): [t.number(value, 2) for value in similar["band"]],
            }
        ),
        hide_index=True,
        height="content",
        alt=t("luckor.column_band"),
    )
