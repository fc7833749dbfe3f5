"""Who reaches what: the people of one catalogue revision, and the gaps measured on them, once per question asked.

Pages, the map's data and commands share it, so a figure is the same wherever it is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from kulturkarta.analysis.gaps.change import CHANGES, change_places, compare_reach, summarise_change
from kulturkarta.analysis.gaps.chosen import choose_places, locate_places
from kulturkarta.analysis.gaps.coverage import describe_chosen
from kulturkarta.analysis.gaps.decay import list_zones
from kulturkarta.analysis.gaps.edge import Edge, find_edge, measure_to_border_m
from kulturkarta.analysis.gaps.measure import GapResult, measure_gaps
from kulturkarta.analysis.gaps.reach import Nearest, find_nearest
from kulturkarta.analysis.gaps.too_little import Reason, find_too_little
from kulturkarta.analysis.gaps.two_sided import compare_supply_with_users
from kulturkarta.analysis.gaps.wishes import count_wishes
from kulturkarta.analysis.needs.catalogue_answers import take_catalogue_answers
from kulturkarta.analysis.siting import (
    WIDENABLE_KINDS,
    Alternatives,
    NextPlaces,
    Plan,
    Progress,
    WhereNext,
    find_next,
    list_alternatives,
    list_candidates,
    state_next,
)
from kulturkarta.catalogue import Catalogue
from kulturkarta.clock import read_today
from kulturkarta.people import People, read_people
from kulturkarta.questions import STRAIGHT, NextQuestion, Question
from kulturkarta.recent import Recent
from kulturkarta.schema import LIST_SEPARATOR, WHOLE_REGION
from kulturkarta.settings import Settings, read_settings
from kulturkarta.sources.population import AGE_COLUMNS
from kulturkarta.survey import read_stored_answers
from kulturkarta.taxonomy import read_taxonomy
from kulturkarta.travel import find_travel, read_network

_KEPT_REGIONS = 4
_KEPT_ANSWERS = 64
_WISHES_THEME = "motesplatser"
_ALMOST = 0.01
"""Plans within one percent of the best are almost as good."""
_MOST_PLANS = 20
_USERS = ["actors", "actors_unknown", "actors_per_place"]


@dataclass(frozen=True)
class Answer:
    """`places`: the chosen ones, located (see locate_places). `gaps`: shares and distances, and per municipality who
    would use the places (see two_sided). `coverage`: how well the chosen places are known, by municipality code and
    "region". `people`: whose reach it is, the people column of the demand points."""

    question: Question
    places: pd.DataFrame
    gaps: GapResult
    coverage: pd.DataFrame
    people: pd.Series

    @cached_property
    def too_little(self) -> dict[str, Reason]:
        """The municipalities where too little is known to speak of a gap, and why."""
        return find_too_little(self.gaps, self.places, self.coverage)


def hide_unknown(answer: Answer) -> Answer:
    """`answer`, without shares where no place is known anywhere: "everybody goes without" would be said of a hole in
    the catalogue."""
    if not answer.places.empty:
        return answer
    columns = [str(name) for name in answer.gaps.municipalities if str(name).startswith(("share_", "band_"))]
    gaps = replace(
        answer.gaps,
        municipalities=answer.gaps.municipalities.assign(**dict.fromkeys(columns, np.nan)),
        localities=answer.gaps.localities.assign(**dict.fromkeys(columns, np.nan)),
        region=pd.Series({**answer.gaps.region.to_dict(), **dict.fromkeys(columns, np.nan)}),
    )
    return replace(answer, gaps=gaps)


@dataclass(frozen=True)
class _Chosen:
    """The places of a question, how well they are known, and who would use them (index: code)."""

    places: pd.DataFrame
    coverage: pd.DataFrame
    users: pd.DataFrame


@dataclass(frozen=True)
class Changed:
    """`points`: per demand point what happens (see compare_reach). `municipalities` (index: code) and `region`: people
    by what happens to them, and share_without and mean_km before and after."""

    points: pd.DataFrame
    municipalities: pd.DataFrame
    region: pd.Series


class Reach:
    """The people of `catalogue` and the answers given so far."""

    def __init__(self, catalogue: Catalogue, people: People, settings: Settings, *, this_year: int) -> None:
        self.catalogue = catalogue
        self.people = people
        self.settings = settings
        self.this_year = this_year
        self._answers: Recent[Question, Answer] = Recent(_KEPT_ANSWERS)
        self._chosen: Recent[Question, _Chosen] = Recent(_KEPT_ANSWERS)
        self._nearest: Recent[Question, Nearest] = Recent(_KEPT_ANSWERS)
        self._wishes: Recent[int, pd.Series] = Recent(1)

    @property
    def ages(self) -> tuple[str, ...]:
        """The age groups that the people are known by: none without an imported file that has them."""
        return tuple(name for name in AGE_COLUMNS if name in self.people.demand)

    def ask(self, question: Question) -> Answer:
        """The answer to `question`, measured when first asked. Raises LookupError for an age group nobody counted."""
        if question.age and question.age not in self.ages:
            raise LookupError(question.age)
        question = replace(question, detour=question.detour or self.settings.detour_factor)
        return self._answers.get(question, lambda: self._measure(question))

    def locate(self, *, kinds: Sequence[str] = (), functions: Sequence[str] = ()) -> pd.DataFrame:
        """The open places of these kinds or functions, with where each may lie."""
        chosen = choose_places(self.catalogue["places"], kinds=kinds, functions=functions)
        radius_m = self.settings.unlisted_radius_km * 1000
        return locate_places(chosen, self.people.localities, self.people.land, unlisted_radius_m=radius_m)

    def compare(self, before: Answer, after: Answer) -> Changed:
        """Who gains and who loses when `before` becomes `after`, two answers that differ in their change only."""
        points = compare_reach(before.gaps.points, after.gaps.points)
        codes = self.people.demand["municipality_code"]
        rows = summarise_change(after.people, points, codes)
        for name in ("share_without", "mean_km"):
            for when, answer in (("before", before), ("after", after)):
                rows[f"{name}_{when}"] = answer.gaps.municipalities.set_index("code")[name]
        whole = rows[["population", *CHANGES]].sum()
        for name in ("share_without", "mean_km"):
            whole[f"{name}_before"], whole[f"{name}_after"] = before.gaps.region[name], after.gaps.region[name]
        return Changed(points, rows.rename_axis("code"), whole)

    def find_edge(self, answer: Answer) -> Edge:
        """The people so near the region's border that a place beyond it could be in reach."""
        km = self._to_border_m * answer.gaps.detour_factor / 1000
        demand = self.people.demand.assign(people=answer.people)
        return find_edge(demand, km, answer.gaps.points, threshold_km=self.measure_limit_km(answer.question))

    def measure_limit_km(self, question: Question) -> float:
        """How far is too far, in kilometres: minutes by road at the network's mean speed."""
        if question.minutes is None or question.mode == STRAIGHT:
            return question.km
        return question.minutes * read_network(self.settings, question.mode).kmh / 60

    @cached_property
    def _to_border_m(self) -> np.ndarray:
        return measure_to_border_m(self.people.demand, self.people.land, codes=self.catalogue.region.municipalities)

    def count_wishes(self) -> pd.Series:
        """Who has spoken of meeting places in the needs answers there are today (see wishes.count_wishes)."""
        region = self.catalogue.region
        stored = read_stored_answers(region.key)

        def count() -> pd.Series:
            parts = [take_catalogue_answers(self.catalogue["need_responses"]), stored.answers]
            return count_wishes(parts, codes=list(region.municipalities), theme=_WISHES_THEME)

        return self._wishes.get(stored.revision, count)

    def list_candidates(self, question: Question, municipality: str = "") -> pd.DataFrame:
        """Where a place of `question` could be: localities, and houses of other kinds that could serve for more."""
        codes = [municipality] if municipality else list(self.catalogue.region.municipalities)
        return list_candidates(
            self.people.localities,
            self.locate(kinds=[kind for kind in WIDENABLE_KINDS if kind not in question.kinds]),
            codes=codes,
        )

    def find_next(
        self,
        answer: Answer,
        asked: NextQuestion,
        *,
        is_exact: bool,
        time_limit_s: float,
        progress: Progress | None = None,
    ) -> NextPlaces:
        """Where new places beside those of `answer` help most (see siting.find_next).

        Candidates are those of `list_candidates`. Raises SitingRefused.
        """
        question = self._ask_next(answer, asked)
        return find_next(question, is_exact=is_exact, time_limit_s=time_limit_s, progress=progress)

    def list_alternatives(
        self, answer: Answer, asked: NextQuestion, best: Plan, *, time_limit_s: float
    ) -> Alternatives:
        """Which other plans are almost as good as `best` (see siting.list_alternatives)."""
        problem = state_next(self._ask_next(answer, asked))
        return list_alternatives(problem, best, tolerance=_ALMOST, max_plans=_MOST_PLANS, time_limit_s=time_limit_s)

    def _ask_next(self, answer: Answer, asked: NextQuestion) -> WhereNext:
        demand = self.people.demand.assign(people=answer.people)
        return WhereNext(
            demand[demand["municipality_code"].eq(asked.municipality)] if asked.municipality else demand,
            answer.places,
            self.list_candidates(answer.question, asked.municipality),
            aim=asked.aim,
            n_sites=asked.n_sites,
            travel=find_travel(answer.question, self.settings),
            forced=asked.forced,
            excluded=asked.excluded,
        )

    def _measure(self, question: Question) -> Answer:
        travel = find_travel(question, self.settings)
        # What the places are and how well they are known does not hang on how far is too far.
        key = Question(question.kinds, question.functions, change=question.change)
        chosen = self._chosen.get(key, lambda: self._choose(key))
        demand = self.people.demand
        people = demand[question.age] if question.age else demand["people"]
        is_inside = demand["municipality_code"].isin(list(self.catalogue.region.municipalities))
        # How far it is to the nearest place does not hang on how far is too far either.
        way = replace(key, mode=question.mode, detour=question.detour, minutes=question.minutes and 1.0)
        nearest = self._nearest.get(way, lambda: find_nearest(demand[is_inside], chosen.places, travel))
        gaps = measure_gaps(
            demand.assign(people=people),
            chosen.places,
            municipalities=self.catalogue.region.municipalities,
            threshold_km=question.km,
            detour_factor=question.detour or self.settings.detour_factor,
            steps=list_zones(question.decay, threshold=travel.threshold),
            travel=travel,
            nearest=nearest,
        )
        gaps = replace(
            gaps,
            municipalities=gaps.municipalities.join(chosen.users, on="code"),
            region=pd.Series({**gaps.region, **chosen.users.loc[WHOLE_REGION]}, name=WHOLE_REGION),
        )
        return Answer(question, chosen.places, gaps, chosen.coverage, people)

    def _choose(self, question: Question) -> _Chosen:
        codes = list(self.catalogue.region.municipalities)
        places = change_places(
            self.locate(kinds=question.kinds, functions=question.functions),
            added=question.change.added,
            closed=question.change.closed,
            land=self.people.land,
            margin_m=self.settings.border_margin_m,
        )
        coverage = describe_chosen(
            places,
            self.catalogue["coverage"],
            codes=codes,
            kinds=list(question.kinds) or sorted(set(places["kind"].dropna())),
            this_year=self.this_year,
            stale_years=self.settings.stale_years,
        )
        functions = question.functions or self._find_functions(question.kinds)
        users = compare_supply_with_users(self.catalogue["actors"], places, functions=functions, codes=codes)
        return _Chosen(places, coverage, users.set_index("code")[_USERS])

    def _find_functions(self, kinds: Sequence[str]) -> set[str]:
        """What one usually does at places of `kinds`."""
        terms = read_taxonomy(self.settings.data_dir / "taxonomy")["place_kind"].frame
        usual = terms["functions"].reindex(list(kinds)).fillna("") if "functions" in terms else []
        return {function for words in usual for function in words.split(LIST_SEPARATOR) if function}


_regions: Recent[tuple[str, str, int, Settings], Reach] = Recent(_KEPT_REGIONS)


def get_reach(catalogue: Catalogue) -> Reach:
    """The reach of `catalogue` in this process. Raises KulturkartaError when the reference data cannot be read."""
    this_year, settings = read_today().year, read_settings()
    key = (catalogue.region.key, catalogue.revision, this_year, settings)

    def read() -> Reach:
        return Reach(catalogue, read_people(catalogue.region, settings), settings, this_year=this_year)

    return _regions.get(key, read)
