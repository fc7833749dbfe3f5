"""Who reaches what: the people of one catalogue revision, and the gaps measured on them, once per question asked.

Pages, the map's data and commands share it, so a figure is the same wherever it is read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd

from kulturkarta.analysis.gaps.chosen import choose_places, locate_places
from kulturkarta.analysis.gaps.coverage import describe_chosen
from kulturkarta.analysis.gaps.measure import GapResult, measure_gaps
from kulturkarta.analysis.siting import WIDENABLE_KINDS, Aim, NextPlaces, find_next, list_candidates
from kulturkarta.catalogue import Catalogue
from kulturkarta.clock import read_today
from kulturkarta.i18n import Texts
from kulturkarta.people import People, read_people
from kulturkarta.recent import Recent
from kulturkarta.settings import Settings, read_settings

_KEPT_REGIONS = 4
_KEPT_ANSWERS = 64


@dataclass(frozen=True)
class Question:
    """Which places, by kind or by what one can do there, and how far is too far (km, detour included)."""

    kinds: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    km: float = 10.0


def name_question(question: Question, label: Callable[[str, str], str], t: Texts) -> str:
    """`bibliotek eller museum`, `plats där man kan öva`: what is asked for, in words. `label`: (vocabulary, code)."""
    vocabulary = "place_kind" if question.kinds else "place_function"
    words = [label(vocabulary, code).lower() for code in (*question.kinds, *question.functions)]
    joined = t.join(words, word="or")
    return joined if question.kinds else t("luckor.place_for", words=joined)


@dataclass(frozen=True)
class Answer:
    """`places`: the chosen ones, located (see locate_places). `gaps`: shares and distances. `coverage`: how well the
    chosen places are known, by municipality code and "region"."""

    question: Question
    places: pd.DataFrame
    gaps: GapResult
    coverage: pd.DataFrame


class Reach:
    """The people of `catalogue` and the answers given so far."""

    def __init__(self, catalogue: Catalogue, people: People, settings: Settings, *, this_year: int) -> None:
        self.catalogue = catalogue
        self.people = people
        self.settings = settings
        self.this_year = this_year
        self._answers: Recent[Question, Answer] = Recent(_KEPT_ANSWERS)

    def ask(self, question: Question) -> Answer:
        """The answer to `question`, measured when first asked."""
        return self._answers.get(question, lambda: self._measure(question))

    def locate(self, *, kinds: Sequence[str] = (), functions: Sequence[str] = ()) -> pd.DataFrame:
        """The open places of these kinds or functions, with where each may lie."""
        chosen = choose_places(self.catalogue["places"], kinds=kinds, functions=functions)
        radius_m = self.settings.unlisted_radius_km * 1000
        return locate_places(chosen, self.people.localities, self.people.land, unlisted_radius_m=radius_m)

    def find_next(
        self,
        answer: Answer,
        *,
        aim: Aim,
        n_sites: int,
        is_exact: bool,
        time_limit_s: float,
        municipality: str = "",
    ) -> NextPlaces:
        """Where `n_sites` new places beside those of `answer` help most (see siting.find_next).

        Candidates: the region's localities and its houses of other kinds that could serve for more; with a
        `municipality` only its own, and only its people count. Raises SitingRefused.
        """
        codes = [municipality] if municipality else list(self.catalogue.region.municipalities)
        demand = self.people.demand
        candidates = list_candidates(
            self.people.localities,
            self.locate(kinds=[kind for kind in WIDENABLE_KINDS if kind not in answer.question.kinds]),
            codes=codes,
        )
        return find_next(
            demand[demand["municipality_code"].isin(codes)],
            answer.places,
            candidates,
            aim=aim,
            n_sites=n_sites,
            threshold_km=answer.question.km,
            detour_factor=self.settings.detour_factor,
            is_exact=is_exact,
            time_limit_s=time_limit_s,
        )

    def _measure(self, question: Question) -> Answer:
        names = self.catalogue.region.municipalities
        places = self.locate(kinds=question.kinds, functions=question.functions)
        gaps = measure_gaps(
            self.people.demand,
            places,
            municipalities=names,
            threshold_km=question.km,
            detour_factor=self.settings.detour_factor,
        )
        coverage = describe_chosen(
            places,
            self.catalogue["coverage"],
            codes=list(names),
            kinds=list(question.kinds) or sorted(set(places["kind"].dropna())),
            this_year=self.this_year,
            stale_years=self.settings.stale_years,
        )
        return Answer(question, places, gaps, coverage)


_regions: Recent[tuple[str, str, int], Reach] = Recent(_KEPT_REGIONS)


def get_reach(catalogue: Catalogue) -> Reach:
    """The reach of `catalogue` in this process. Raises KulturkartaError when the reference data cannot be read."""
    this_year = read_today().year
    key = (catalogue.region.key, catalogue.revision, this_year)

    def read() -> Reach:
        settings = read_settings()
        return Reach(catalogue, read_people(catalogue.region, settings), settings, this_year=this_year)

    return _regions.get(key, read)
