"""Who asks: an actor of the catalogue, or somebody who describes what she does, offers and seeks, and where."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from kulturkarta.analysis.matching.profiles import Profile
from kulturkarta.i18n import sort_key
from kulturkarta.partner_words import PartnerWords
from kulturkarta.partners import Partners
from kulturkarta.ui.bound import bound_list, bound_segments, bound_select, bound_slider, bound_text
from kulturkarta.ui.frame import Page
from kulturkarta.ui.plain import plain
from kulturkarta.ui.state import read_param

DEFAULT_KM, MAX_KM = 30, 100
_MAX_WORDS = 200
CATALOGUE, SELF = "katalogen", "sjalv"


@dataclass(frozen=True, eq=False)
class Start:
    """What the sections share: who asks (`name` "" = described), from where, and how far she goes."""

    page: Page
    partners: Partners
    profile: Profile
    name: str
    place: str
    municipality: str
    km: int

    @property
    def words(self) -> PartnerWords:
        return PartnerWords(self.page.t, self.page.taxonomy, self.partners.vocabulary.offering)

    @property
    def is_newcomer(self) -> bool:
        return self.profile.row is None

    @property
    def lon_lat(self) -> tuple[float, float] | None:
        """Where she is, in degrees; None when nobody knows."""
        return self.partners.find_lon_lat(self.profile)


def ask_start(page: Page, partners: Partners) -> Start:
    """Who asks, with the controls that change it; all of it stands in the address."""
    t = page.t
    with st.container(border=True, horizontal=True, vertical_alignment="bottom", key="collab.start"):
        way = bound_segments(
            "vem",
            (CATALOGUE, SELF),
            CATALOGUE,
            label=t("samverkan.start.who"),
            words=lambda value: t(f"samverkan.start.{value}"),
        )
        ask = _pick_actor if way == CATALOGUE else _describe_self
        profile, name, place, code = ask(page, partners)
        km = bound_slider("inom", 1, MAX_KM, DEFAULT_KM, label=t("samverkan.start.km"), width=340)
    return Start(page, partners, profile, name, place, code, km)


def _pick_actor(page: Page, partners: Partners) -> tuple[Profile, str, str, str]:
    frame = partners.matcher.profiles.frame
    names = dict(partners.names)
    ids = sorted(names, key=lambda key: sort_key(names[key]))
    where = frame[["id", "locality", "municipality_code"]].itertuples(index=False)
    places = {key: _name_place(page, locality, code) for key, locality, code in where}
    if (asked := read_param("jag")) and asked not in names:
        st.warning(page.t("samverkan.start.not_found", id=plain(asked[:_MAX_WORDS])), icon=":material/person_off:")
    actor = bound_select(
        "jag",
        ids,
        ids[0],
        label=page.t("samverkan.start.actor"),
        words=lambda key: f"{names[key]}, {places[key]}",
        width=520,
    )
    profile = partners.find_profile(actor) or Profile()
    code = frame["municipality_code"].iloc[profile.row or 0]
    return profile, names[actor], places[actor], code if isinstance(code, str) else ""


def _name_place(page: Page, locality: object, code: object) -> str:
    if isinstance(locality, str):
        return locality
    return page.region.municipalities.get(str(code), page.t("samverkan.start.place_unknown"))


def _describe_self(page: Page, partners: Partners) -> tuple[Profile, str, str, str]:
    t, region = page.t, page.region
    sectors = sorted(page.taxonomy["sector"].codes, key=lambda code: sort_key(page.label("sector", code)))
    own = {key: spot.name for key, spot in partners.localities.items() if key[0] in region.municipalities}
    spots = {f"{code}/{key}": name for (code, key), name in own.items()}
    order = sorted(spots, key=lambda key: sort_key(spots[key]))
    with st.container(horizontal=True, vertical_alignment="bottom", key="collab.self"):
        works = bound_list(
            "gor",
            sectors,
            (),
            label=t("samverkan.start.sectors"),
            words=lambda code: page.label("sector", code),
            placeholder=t("samverkan.start.choose"),
            width=340,
        )
        spot = bound_select(
            "ort",
            order,
            order[0],
            label=t("samverkan.start.locality"),
            words=lambda key: f"{spots[key]}, {region.municipalities[key[:4]]}",
            width=300,
        )
    with st.container(horizontal=True, vertical_alignment="bottom", key="collab.words"):
        offers = bound_text("erbjuder", label=t("samverkan.start.offers"), limit=_MAX_WORDS, width=420)
        seeks = bound_text("soker", label=t("samverkan.start.seeks"), limit=_MAX_WORDS, width=420)
        drives = ("", *page.taxonomy["drive"].codes)
        drive = bound_select(
            "drivs",
            drives,
            "",
            label=t("column.drive"),
            words=lambda code: page.label("drive", code) if code else t("word.no_information"),
            width=200,
        )
    code, name = spot.split("/", 1)
    said = {"sectors": works, "offers": _split(offers), "seeks": _split(seeks), "drive": drive or None}
    profile = partners.describe_newcomer({**said, "municipality_code": code, "locality": name})
    return profile, "", spots[spot], code


def _split(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())
