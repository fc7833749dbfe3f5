"""What the parts of the Behov page share: whose answers, which round, which need, divided by what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import pandas as pd
import streamlit as st

from kulturkarta.analysis.needs.describe import REST, WHOLE
from kulturkarta.analysis.needs.wave import DIVISIONS, UNKNOWN
from kulturkarta.figures.needs import Words
from kulturkarta.figures.palette import NEED_MARKS
from kulturkarta.needs import Needs, get_needs
from kulturkarta.survey import read_stored_answers
from kulturkarta.ui.answers_session import is_own_wave, join_own
from kulturkarta.ui.bound import bound_select
from kulturkarta.ui.frame import Page
from kulturkarta.ui.plain import plain
from kulturkarta.ui.state import adopt_choice, choose

NEEDS = tuple(NEED_MARKS)
DEMO, REAL = "pahittade", "riktiga"
Made = TypeVar("Made")
_VOCABULARIES = {"sector": "sector", "actor_type": "actor_type", "drive": "drive"}


@dataclass(frozen=True)
class NeedsPage:
    """The page, the answers shown, and the round among them ("" = there are none)."""

    page: Page
    needs: Needs
    is_demo: bool
    wave: str

    @property
    def title(self) -> str:
        return str(self.needs.waves.set_index("wave").loc[self.wave, "title"])

    def origin(self, wave: str) -> str:
        """Whose answers a wave has: the region's, read in for everyone, only this reader's, or invented."""
        known = self.needs.waves.set_index("wave").loc[wave, "origin"]
        return self.page.t("behov.origin.own" if is_own_wave(wave) else f"behov.origin.{known}")

    @property
    def synthetic(self) -> str:
        """What every chart and download says of invented answers; "" for real ones."""
        return self.page.t("behov.demo.mark") if self.is_demo else ""

    def words(self, axis: str) -> Words:
        """What a chart of these answers says; percent as the language writes it."""
        percent = self.page.t.percent(0).removeprefix("0")
        return Words(axis=axis, separators=self.page.t.separators, percent=percent, synthetic=self.synthetic)

    def keep(self, *key: object, make: Callable[[], Made]) -> Made:
        """What `make` made of these answers, in this language and theme, when `key` was last asked for. Not to change:
        all who ask get the same. What a press does not change need not be computed anew, and is sent at once."""
        return self.needs.drawn.get((self.wave, self.page.t.lang, self.page.theme, *key), make)

    def theme(self, code: object) -> str:
        """`Mötesplatser`, or that a question belongs to no need."""
        return self.page.label("need_theme", code) if isinstance(code, str) else self.page.t("behov.no_theme")

    def group(self, by: str, code: str) -> str:
        """The word for a group: municipality, sector, type or drive."""
        t = self.page.t
        if code in (WHOLE, REST, UNKNOWN):
            return t({WHOLE: "behov.whole", REST: "behov.rest", UNKNOWN: "word.no_information"}[code])
        if by == "municipality":
            return self.page.region.municipalities.get(code, code)
        return self.page.label(_VOCABULARIES[by], code)


def open_needs(page: Page) -> NeedsPage:
    """The answers that the address asks for: the region's and the reader's own, or invented ones that she switched on.

    Her own are a wave of their own, which no other session has.
    """
    is_demo = adopt_choice("svar", (REAL, DEMO), REAL) == DEMO
    with st.spinner(page.t("behov.counting"), show_time=True):
        needs = get_needs(page.catalogue, is_demo=is_demo)
        if not is_demo:
            needs = join_own(page.region.key, needs)
        names = tuple(needs.waves["wave"])
        wave = adopt_choice("omgang", names, names[-1]) if names else ""
        if wave:
            needs.changes(wave)  # of what the page begins with, this takes longest
    if not is_demo and not read_stored_answers(page.region.key).is_readable:
        st.warning(page.t("behov.store_unreadable"), icon=":material/error:")
    return NeedsPage(page, needs, is_demo, wave)


def prepare_next(view: NeedsPage) -> None:
    """When the page stands, begin with what a press on it will ask for."""
    if view.wave:
        view.needs.prepare(view.wave)


def show_source(view: NeedsPage) -> None:
    """Whose answers these are; the switch to invented ones and back; the round."""
    t = view.page.t
    with st.container(horizontal=True, vertical_alignment="bottom", key="needs_source"):
        if view.is_demo:
            st.warning(t("behov.demo.banner", n=view.needs.wave(view.wave).wave.n), icon=":material/science:")
            st.button(
                t("behov.demo.off"),
                key="needs.demo",
                icon=":material/close:",
                on_click=choose,
                args=("svar", REAL, REAL),
            )
        else:
            st.button(
                t("behov.demo.on"),
                key="needs.demo",
                icon=":material/science:",
                type="tertiary",
                help=t("behov.demo.help"),
                on_click=choose,
                args=("svar", DEMO, REAL),
            )
        if is_own_wave(view.wave):
            st.success(t("behov.only_you", title=plain(view.title)), icon=":material/visibility:")
        names = tuple(view.needs.waves["wave"])
        if len(names) > 1:
            _choose_wave(view, names)


def _choose_wave(view: NeedsPage, names: tuple[str, ...]) -> None:
    waves = view.needs.waves.set_index("wave")

    def label(name: str) -> str:
        title = str(waves.loc[name, "title"])
        return title if view.is_demo else f"{title} · {view.origin(name)}"

    bound_select("omgang", names, names[-1], label=view.page.t("behov.wave"), words=label, width=300)


def division_words(view: NeedsPage) -> dict[str, str]:
    return {"alla": view.page.t("behov.by.none"), **{by: view.page.t(f"behov.by.{by}") for by in DIVISIONS}}


def span(view: NeedsPage, low: float, high: float, *, decimals: int | None = None) -> str:
    """`12–25 %`, or `2,1–3,0` with `decimals`; a dash where nothing is shown."""
    t = view.page.t
    if pd.isna(low) or pd.isna(high):
        return "–"
    if decimals is None:
        return t.percent_span(low, high)
    return f"{t.number(low, decimals)}–{t.number(high, decimals)}"
