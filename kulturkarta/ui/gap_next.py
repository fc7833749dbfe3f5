"""Luckor, onward: where the next places would help most, how sure that is, and what they would change."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from kulturkarta.analysis.siting import Aim, Alternatives, NextPlaces, Plan, SitingRefused
from kulturkarta.i18n import sort_key
from kulturkarta.questions import NextQuestion, describe_proof
from kulturkarta.reach import Reach
from kulturkarta.ui.bound import bound_list, bound_segments, bound_select, bound_slider
from kulturkarta.ui.gap_map import MAP_KEY, MapParts, list_sites, show_gap_map
from kulturkarta.ui.gap_question import GapPage
from kulturkarta.ui.gap_search import choose_exact, end_search, is_searching, show_search, take_exact
from kulturkarta.ui.gap_words import number_text
from kulturkarta.ui.map_view import take_pick
from kulturkarta.ui.plain import plain
from kulturkarta.ui.state import read_param, write_param

MAX_SITES, DEFAULT_SITES = 10, 3
# A greedy answer must come at once: its bound is as tight as this allows.
GREEDY_SECONDS = 1.0
ALTERNATIVES_SECONDS = 8.0
_HERE, _REGION = "kommun", "region"
_FORCED, _EXCLUDED, _PICKED = "med", "utom", "next.picked"


@st.cache_data(max_entries=128, show_spinner=False)
def _find(_reach: Reach, _view: GapPage, key: str, asked: NextQuestion) -> NextPlaces | None:
    try:
        return _reach.find_next(_view.answer, asked, is_exact=False, time_limit_s=GREEDY_SECONDS)
    except SitingRefused:  # nobody, or nowhere to build: nothing to choose among
        return None


@st.cache_data(max_entries=32, show_spinner=False)
def _list_alternatives(_reach: Reach, _view: GapPage, key: str, asked: NextQuestion, _best: Plan) -> Alternatives:
    return _reach.list_alternatives(_view.answer, asked, _best, time_limit_s=ALTERNATIVES_SECONDS)


def show_next(view: GapPage) -> dict[str, pd.DataFrame]:
    """Controls, the map with the sites in their order, what each gains, how sure it is, and what is almost as good.

    The sites as a sheet to take home.
    """
    t = view.page.t
    asked, is_exact = _choose(view)
    found = _find_places(view, asked, is_exact=is_exact)
    sites = [] if found is None else list_sites(found.sites)
    finding = ""
    if found is None or found.sites.empty:
        st.info(t("luckor.where.nothing"))
    else:
        finding = _describe(view, asked, found)
        st.markdown(plain(finding))
    show_search(view, asked)
    show_gap_map(view, MapParts(sites=sites, legend={"proposed": t("luckor.where.mark")}, pick=True, finding=finding))
    if found is None or found.sites.empty:
        return {}
    _show_steps(view, found)
    _show_alternatives(view, asked, found)
    return {t("luckor.sheet.next"): found.sites.assign(step=range(1, len(found.sites) + 1))}


def _choose(view: GapPage) -> tuple[NextQuestion, bool]:
    """The question of the address, in controls that change it, and whether the answer must be proven."""
    t = view.page.t
    with st.container(horizontal=True, vertical_alignment="bottom", key="where_next"):
        n_sites = bound_slider("nya", 1, MAX_SITES, DEFAULT_SITES, label=t("luckor.where.n"), width=220)
        chosen = bound_select(
            "mal",
            ("coverage", "distance"),
            "coverage",
            label=t("luckor.where.objective"),
            words=lambda aim: t(f"luckor.where.objective_{aim}"),
            width=380,
        )
        aim: Aim = "distance" if chosen == "distance" else "coverage"
        municipality = _choose_area(view)
        is_exact = choose_exact(t)
    candidates = view.reach.list_candidates(view.question, municipality)
    _take_pick(view, candidates)
    forced, excluded = _choose_sites(view, candidates)
    n_sites = max(n_sites, len(forced))
    return NextQuestion(n_sites, aim, municipality, forced, excluded), is_exact


def _choose_area(view: GapPage) -> str:
    """The municipality whose sites and people count, "" for all of the region."""
    t = view.page.t
    if not view.municipality:
        return ""
    name = view.page.region.municipalities[view.municipality]
    area = bound_segments(
        "omrade",
        (_HERE, _REGION),
        _HERE,
        label=t("luckor.where.area"),
        words=lambda value: name if value == _HERE else t("luckor.whole_region"),
    )
    return view.municipality if area == _HERE else ""


def _take_pick(view: GapPage, candidates: pd.DataFrame) -> None:
    """The site nearest to where a person just pointed on the map, with what she may say of it."""
    t = view.page.t
    picked = take_pick(MAP_KEY, view.page.listing)
    if picked is not None and picked.lon is not None and picked.lat is not None and len(candidates):
        shrunk = [0.52, 1.0]  # a degree of longitude against one of latitude at 59° N
        away = (candidates[["lon", "lat"]].sub([picked.lon, picked.lat]) * shrunk).pow(2).sum(axis=1).to_numpy()
        st.session_state[_PICKED] = str(candidates["id"].iloc[int(away.argmin())])
    site = st.session_state.get(_PICKED)
    names = dict(zip(candidates["id"], candidates["name"], strict=True))
    if site not in names:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="picked"):
        st.markdown(t("luckor.where.picked", name=plain(names[site])), width="content")
        for param in (_FORCED, _EXCLUDED):
            st.button(
                t(f"luckor.where.{param}"), key=f"picked.{param}", on_click=_decider(str(site), param), type="secondary"
            )


def _decider(site: str, param: str) -> Callable[[], None]:
    """Puts `site` into one of the two lists of the address, and out of the other."""

    def decide() -> None:
        for name in (_FORCED, _EXCLUDED):
            others = [each for each in read_param(name).split(",") if each and each != site]
            write_param(name, ",".join([*others, site] if name == param else others))
        del st.session_state[_PICKED]

    return decide


def _choose_sites(view: GapPage, candidates: pd.DataFrame) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The sites that must be among the new ones, and those that must not."""
    t, names = view.page.t, view.page.region.municipalities
    candidates = candidates.set_index("id")
    words = {str(site): f"{row['name']} ({names[row['municipality_code']]})" for site, row in candidates.iterrows()}
    options = sorted(words, key=lambda site: sort_key(words[site]))
    with st.popover(t("luckor.where.sites"), icon=":material/checklist:", key="sites"):
        st.caption(t("luckor.where.sites_help", n=len(options)))
        forced = bound_list(
            _FORCED, options, (), label=t("luckor.where.med"), words=words.__getitem__, max_selections=MAX_SITES
        )
        others = [site for site in options if site not in forced]
        excluded = bound_list(_EXCLUDED, others, (), label=t("luckor.where.utom"), words=words.__getitem__)
    return forced, excluded


def _find_places(view: GapPage, asked: NextQuestion, *, is_exact: bool) -> NextPlaces | None:
    """The best sites for what is asked: the quick answer until the proven one is there."""
    if view.answer.places.empty and asked.aim == "distance":
        return None  # from no place at all the mean way is endless: only coverage can be compared
    exact = None
    if is_exact:
        exact = take_exact(view, asked)
    else:
        end_search()
    if exact is not None:
        return exact
    with st.spinner(view.page.t("state.calculating"), show_time=False):
        return _find(view.reach, view, view.key, asked)


def _show_steps(view: GapPage, found: NextPlaces) -> None:
    """The sites with what each gains, in order, and how far from the best the plan can be."""
    t, names = view.page.t, view.page.region.municipalities
    st.dataframe(
        pd.DataFrame(
            {
                t("luckor.where.column_step"): range(1, len(found.sites) + 1),
                t("luckor.where.column_site"): found.sites["name"],
                t("luckor.municipality"): found.sites["municipality_code"].map(names),
                t("luckor.where.column_gained", limit=view.limit): [t.number(round(n)) for n in found.sites["gained"]],
            }
        ),
        hide_index=True,
        height="content",
        alt=t("luckor.where.table"),
    )
    vague = sorted(set(found.sites["municipality_code"]) & set(view.answer.too_little))
    if vague:
        st.warning(t("luckor.where.vague", names=t.join(names[code] for code in vague)), icon=":material/help:")
    st.caption(describe_proof(found.plan, t))


def _show_alternatives(view: GapPage, asked: NextQuestion, found: NextPlaces) -> None:
    """Plans almost as good, and how often each site is in them: computed when somebody opens it."""
    t = view.page.t
    expander = st.expander(t("luckor.where.alternatives"), key="alternatives", on_change="rerun")
    if not expander.open:
        return
    with expander:
        if is_searching():
            st.caption(t("luckor.where.alternatives_later"))
            return
        with st.spinner(t("state.calculating"), show_time=True):
            others = _list_alternatives(view.reach, view, view.key, asked, found.plan)
        candidates = view.reach.list_candidates(view.question, asked.municipality).set_index("id")
        n = len(others.plans)
        st.markdown(
            t(
                "luckor.where.alternatives_finding" if others.is_complete else "luckor.where.alternatives_more",
                n=n,
                always=t.join(plain(candidates["name"][site]) for site, share in others.share.items() if share == 1)
                or "–",
            )
        )
        st.dataframe(
            pd.DataFrame(
                {
                    t("luckor.where.column_site"): [candidates["name"][site] for site in others.share],
                    t("luckor.municipality"): [
                        view.page.region.municipalities[candidates["municipality_code"][site]] for site in others.share
                    ],
                    t("luckor.where.column_share"): [t.percent(share) for share in others.share.values()],
                }
            ),
            hide_index=True,
            height="content",
            alt=t("luckor.where.alternatives"),
        )


def _describe(view: GapPage, asked: NextQuestion, found: NextPlaces) -> str:
    t = view.page.t
    names = t.join(found.sites["name"])
    if asked.aim == "distance":
        return t(
            "luckor.where.finding_distance",
            names=names,
            before=number_text(t, found.mean_km_before),
            after=number_text(t, found.mean_km_after),
        )
    return t(
        "luckor.where.finding_coverage",
        n=len(found.sites),
        names=names,
        gained=t.number(round(found.within_after - found.within_before)),
        before=t.percent(1 - found.within_before / found.population),
        after=t.percent(1 - found.within_after / found.population),
    )
