"""The Stöd page: who seeks what, what fits and why, what is not known."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from kulturkarta.analysis.support import UNKNOWN, YES, Seeker, find_supports
from kulturkarta.i18n import sort_key
from kulturkarta.schema import WHOLE_REGION
from kulturkarta.ui.bound import bound_select
from kulturkarta.ui.frame import Page
from kulturkarta.ui.plain import plain

# Criterion -> its name in the address and its vocabulary.
_PARAMS = {
    "sector": ("sektor", "sector"),
    "stage": ("skede", "actor_stage"),
    "drive": ("drivkraft", "drive"),
    "municipality": ("kommun", ""),
    "function": ("stodform", "support_function"),
}
_CARDS = 6


@dataclass(frozen=True)
class SupportPage:
    """Who seeks what, and the supports that rule none of it out."""

    page: Page
    seeker: Seeker
    found: pd.DataFrame

    def word(self, criterion: str, code: str) -> str:
        """The word for a code that a person seeks by."""
        vocabulary = _PARAMS[criterion][1]
        return self.page.label(vocabulary, code).lower() if vocabulary else self.page.region.municipalities[code]


def ask_seeker(page: Page) -> SupportPage:
    """ "Jag är … i … och behöver …" as one row of choices that stand in the address."""
    chosen: dict[str, str] = {}
    with st.container(horizontal=True, vertical_alignment="bottom", key="support_question"):
        for criterion, (param, vocabulary) in _PARAMS.items():
            codes = list(page.taxonomy[vocabulary].codes) if vocabulary else list(page.region.municipalities)
            words = {code: page.label(vocabulary, code) for code in codes} if vocabulary else page.region.municipalities
            if criterion in ("sector", "municipality"):
                codes.sort(key=lambda code: sort_key(words[code]))  # used at once
            chosen[criterion] = _choose(page, criterion, param, tuple(codes), words)
    return view_supports(page, Seeker(**chosen))


def view_supports(page: Page, seeker: Seeker) -> SupportPage:
    """What the catalogue of the page has for `seeker`."""
    return SupportPage(page, seeker, find_supports(page.catalogue["supports"], seeker))


def _choose(page: Page, criterion: str, param: str, codes: tuple[str, ...], words: dict[str, str]) -> str:
    return bound_select(
        param,
        ("", *codes),
        "",
        label=page.t(f"stod.ask_{criterion}"),
        words=lambda value: words.get(value, page.t(f"stod.any_{criterion}")),
        width=210,
    )


def describe_supports(view: SupportPage) -> str:
    """`38 av 59 stöd kan passa. 4 säger uttryckligen att de gör det; för de andra är något okänt.`"""
    t, found = view.page.t, view.found
    total = len(find_supports(view.page.catalogue["supports"], Seeker()))
    if not total:
        return t("stod.none_known")
    if not view.seeker.asked:
        return t("stod.all", n=total)
    if found.empty:
        return t("stod.none_fits", total=total)
    sure = int(found["n_unknown"].eq(0).sum())
    fits = t("stod.fits", n=len(found), total=total)
    if view.seeker.asked == ("municipality",):  # every support says where it is given
        return f"**{fits}**"
    return f"**{fits}** {t('stod.sure', n=sure) if sure else t('stod.sure_none')}"


def show_supports(view: SupportPage) -> None:
    """The first supports as cards, then all that may fit as a table with why and what is not known."""
    t, found = view.page.t, view.found
    if found.empty:
        return
    if view.seeker.asked:
        columns = st.columns(3)
        for number, (_, row) in enumerate(found.head(_CARDS).iterrows()):  # six rows, each a card
            with columns[number % 3].container(border=True, height="stretch"):
                _show_card(view, row)
    st.header(t("stod.table"), anchor=False)
    show_support_table(view, alt=t("stod.table"))


def show_support_table(view: SupportPage, *, alt: str) -> None:
    """The supports that may fit, with why and what is not known where something is asked, and what the table lacks."""
    t = view.page.t
    st.dataframe(
        describe_rows(view),
        hide_index=True,
        alt=alt,
        column_config={
            t("column.name"): st.column_config.TextColumn(width=230),
            t("column.target"): st.column_config.TextColumn(width=220),
            t("stod.column_why"): st.column_config.TextColumn(width=250),
            t("stod.column_unknown"): st.column_config.TextColumn(width=180),
            t("column.source_url"): st.column_config.LinkColumn(display_text=r"https?://(?:www\.)?([^/]+)"),
        },
    )
    st.caption(_describe_holes(view.page, view.found))


def _show_card(view: SupportPage, row: pd.Series) -> None:
    t = view.page.t
    st.markdown(f"**{plain(row['name'])}**  \n{plain(row['provider'])}")
    gives = _words(view.page, row["functions"], "support_function")
    st.markdown(f"{t('stod.gives')}: {plain(gives)}  \n{t('column.target')}: {plain(_known(view.page, row['target']))}")
    if why := _why(view, row):
        st.markdown(f":material/check: {plain(why)}")
    if unknown := _unknown(view, row):
        st.markdown(f":material/help: {t('stod.ask_first', what=plain(unknown))}")
    address = row["website"] if isinstance(row["website"], str) else row["source_url"]
    if isinstance(address, str):
        st.link_button(t("stod.open"), address, type="tertiary", icon=":material/open_in_new:")


def describe_rows(view: SupportPage) -> pd.DataFrame:
    """The supports that may fit in words: what, for whom, where, how, by when, why and what is not known."""
    page, t, found = view.page, view.page.t, view.found
    shown = {
        t("column.name"): found["name"],
        t("column.provider"): found["provider"],
        t("stod.gives"): [_words(page, codes, "support_function") for codes in found["functions"]],
        t("column.target"): [_known(page, text) for text in found["target"]],
        t("column.service_area"): [describe_area(page, area) for area in found["service_area"]],
        t("column.how_to_apply"): [_known(page, text) for text in found["how_to_apply"]],
        t("column.deadline"): [_known(page, text) for text in found["deadline"]],
        t("column.last_checked"): found["last_checked"].fillna(t("word.unknown_when")),
        t("column.source_url"): found["website"].fillna(found["source_url"]),
    }
    if view.seeker.asked:
        rows = [row for _, row in found.iterrows()]
        reasons = {
            t("stod.column_why"): [_why(view, row) for row in rows],
            t("stod.column_unknown"): [_unknown(view, row) for row in rows],
        }
        names = list(shown)
        shown = {names[0]: shown[names[0]], **reasons, **{name: shown[name] for name in names[1:]}}
    return pd.DataFrame(shown)


def describe_area(page: Page, area: tuple[str, ...]) -> str:
    """`Hela Sörmland`, `Flen, Trosa`."""
    if WHOLE_REGION in area:
        return page.t("stod.whole_region", region=page.region.name(page.t.lang))
    return ", ".join(page.region.municipalities.get(code, code) for code in area)


def _why(view: SupportPage, row: pd.Series) -> str:
    """What of what is sought the support says it is for."""
    t, reasons = view.page.t, []
    for name in view.seeker.asked:
        if row[name] == YES:
            said = row["sectors"] if name == "sector" else ()
            codes = [code for code in view.seeker.wanted(name) if not said or code in said]
            reasons.append(t(f"stod.why_{name}", what=t.join(view.word(name, code) for code in codes)))
    return "; ".join(reasons)


def _unknown(view: SupportPage, row: pd.Series) -> str:
    """What of what is sought the support says nothing of."""
    return ", ".join(view.page.t(f"stod.{name}") for name in view.seeker.asked if row[name] == UNKNOWN)


def _describe_holes(page: Page, found: pd.DataFrame) -> str:
    """How many of the supports say nothing of what a person needs to know."""
    n = {name: int(found[name].isna().sum()) for name in ("how_to_apply", "deadline")}
    n["stages"] = int(found["stages"].map(len).eq(0).sum())
    return page.t("stod.holes", total=len(found), how=n["how_to_apply"], deadline=n["deadline"], stage=n["stages"])


def _words(page: Page, codes: tuple[str, ...], vocabulary: str) -> str:
    return ", ".join(page.label(vocabulary, code) for code in codes) or page.t("word.no_information")


def _known(page: Page, value: object) -> str:
    return value if isinstance(value, str) else page.t("word.no_information")
