"""What was answered about needs in one region, and what has been computed of it, once per state of the data.

Pages and commands share it, so a figure is the same wherever it is read.
"""

from __future__ import annotations

import tomllib
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock, Thread
from typing import Any

import numpy as np
import pandas as pd

from kulturkarta.analysis.entries import find_closed
from kulturkarta.analysis.needs.catalogue_answers import take_catalogue_answers
from kulturkarta.analysis.needs.compare import Comparison, compare_groups, compare_waves
from kulturkarta.analysis.needs.demo import calibrate_survey, invent_answers
from kulturkarta.analysis.needs.describe import (
    Protected,
    describe_choices,
    describe_items,
    describe_weighted,
)
from kulturkarta.analysis.needs.index import Scale, describe_index, describe_scale
from kulturkarta.analysis.needs.roles import Role
from kulturkarta.analysis.needs.wave import DIVISIONS, UNKNOWN, arrange_wave, list_need_waves
from kulturkarta.analysis.needs.weights import Weighting, weigh_answers
from kulturkarta.analysis.text.keyness import count_words, find_key_words
from kulturkarta.answers import Answers, join_answers
from kulturkarta.catalogue import Catalogue
from kulturkarta.recent import Recent
from kulturkarta.settings import read_settings
from kulturkarta.survey import StoredAnswers, read_stored_answers

DEMO_SURVEY = "reference/demo_survey.toml"
_KEPT = 4
_DRAWN = 300  # pictures and tables of some 20 kB each
_DIMENSIONS = ("municipality", "sector")


class Needs:
    """The waves of `answers`, weighed to the open actors of `actors`."""

    def __init__(
        self, answers: Answers, actors: pd.DataFrame, *, quotes: frozenset[tuple[str, str]] = frozenset()
    ) -> None:
        self.answers = answers
        self._quotes = quotes
        self.waves = list_need_waves(answers)
        self._actors = actors[~find_closed(actors).to_numpy(dtype=bool)]
        self._known: dict[tuple[Any, ...], Any] = {}
        self._prepared: set[str] = set()
        self._lock = Lock()
        self.drawn: Recent[tuple[Any, ...], Any] = Recent(_DRAWN)
        """What pages drew of it lately: pictures and tables in words."""

    @property
    def n_actors(self) -> int:
        """Open actors in the catalogue: as many as could have answered."""
        return len(self._actors)

    def join(self, own: Answers) -> Needs:
        """These waves and those of `own` beside them; what is here stays as it is."""
        return Needs(join_answers([self.answers, own]), self._actors, quotes=self._quotes)

    def wave(self, name: str) -> Protected:
        """The wave `name` with the groups that may be shown."""

        def find() -> Protected:
            weighting = self.weighting(name)
            return Protected(arrange_wave(self.answers, name), None if weighting is None else weighting.weights)

        return self.remember(("wave", name), find)

    def weighting(self, name: str) -> Weighting | None:
        """Weights to the catalogue's make-up; None under 50 answers."""

        def find() -> Weighting | None:
            respondents = self.answers.respondents[self.answers.respondents["wave"].eq(name)]
            own, theirs = (
                [_codes(frame["municipality_code"]), _first(frame["sectors"])] for frame in (respondents, self._actors)
            )
            return weigh_answers(own, theirs, names=_DIMENSIONS)

        return self.remember(("weighting", name), find)

    def items(self, name: str, by: str | None) -> pd.DataFrame:
        """See describe_items."""
        return self.remember(("items", name, by), lambda: describe_items(self.wave(name), by))

    def weighted(self, name: str) -> pd.DataFrame:
        """See describe_weighted."""
        return self.remember(("weighted", name), lambda: describe_weighted(self.wave(name)))

    def choices(self, name: str, by: str | None) -> pd.DataFrame:
        """See describe_choices."""
        return self.remember(("choices", name, by), lambda: describe_choices(self.wave(name), by))

    def index(self, name: str, theme: str, role: Role, by: str | None) -> pd.DataFrame:
        """See describe_index."""
        return self.remember(("index", name, theme, role, by), lambda: describe_index(self.wave(name), theme, role, by))

    def scale(self, name: str, theme: str, role: Role) -> Scale:
        """See describe_scale."""
        return self.remember(("scale", name, theme, role), lambda: describe_scale(self.wave(name).wave, theme, role))

    def key_words(self, name: str, theme: str) -> pd.DataFrame:
        """See find_key_words."""
        words = self.remember(("words", name), lambda: count_words(self.wave(name).wave.texts))
        return self.remember(("key_words", name, theme), lambda: find_key_words(words, theme))

    def quotes(self, name: str, theme: str) -> list[str]:
        """The free texts about `theme` that a person has read and approved, in the order they were written."""

        def find() -> list[str]:
            texts = self.wave(name).wave.texts
            own = texts[texts["theme"].eq(theme).fillna(False).to_numpy(dtype=bool)]
            said = zip(own["respondent"], own["item"], own["text"], strict=True)
            return [text for respondent, item, text in said if (respondent, item) in self._quotes]

        return self.remember(("quotes", name, theme), find) if self._quotes else []

    def comparison(self, name: str, item: str, by: str) -> Comparison:
        """See compare_groups."""
        return self.remember(("comparison", name, item, by), lambda: compare_groups(self.wave(name), item, by))

    def changes(self, name: str) -> pd.DataFrame:
        """How the questions that the wave before had too were answered then and now, see compare_waves; no rows for
        the first wave. A demonstration is never compared with answers."""

        def find() -> pd.DataFrame:
            origins = self.waves.set_index("wave")["origin"]
            same = [wave for wave in origins.index if (origins[wave] == "demo") == (origins[name] == "demo")]
            place = same.index(name)
            after = self.items(name, None)
            before = self.items(same[place - 1], None) if place else after.iloc[:0]
            return compare_waves(before, after, keys=["theme", "question", "low", "high"])

        return self.remember(("changes", name), find)

    def prepare(self, name: str) -> None:
        """Begin to find in a thread what a reader of the wave `name` may ask for next; at once when that is begun."""
        with self._lock:
            if name in self._prepared:
                return
            self._prepared.add(name)
        Thread(target=self._find_all, args=(name,), name="needs.prepare", daemon=True).start()

    def _find_all(self, name: str) -> None:
        for by in DIVISIONS:
            self.items(name, by)
            for item in self.wave(name).wave.items["item"]:
                self.comparison(name, item, by)

    def remember(self, key: tuple[Any, ...], find: Callable[[], Any]) -> Any:
        """What `find` found when `key` was first asked for; frames come back as copies that share their values."""
        with self._lock:
            known = key in self._known
        if not known:
            found = find()
            with self._lock:
                self._known.setdefault(key, found)
        value = self._known[key]
        return value.copy(deep=False) if isinstance(value, pd.DataFrame) else value


_regions: OrderedDict[tuple[str, ...], Needs] = OrderedDict()
_regions_lock = Lock()


def get_needs(catalogue: Catalogue, *, is_demo: bool = False) -> Needs:
    """What was answered in the region of `catalogue`, in this process; with `is_demo` invented answers instead.

    Answers are those the region publishes in its catalogue and those that people have read in.
    """
    stored = None if is_demo else read_stored_answers(catalogue.region.key)
    key = (catalogue.region.key, catalogue.revision, "demo" if stored is None else str(stored.revision))
    with _regions_lock:
        if key not in _regions:
            _regions[key] = _collect(catalogue, stored)
            while len(_regions) > _KEPT:
                _regions.popitem(last=False)
        _regions.move_to_end(key)
        return _regions[key]


def _collect(catalogue: Catalogue, stored: StoredAnswers | None) -> Needs:
    if stored is None:
        return Needs(read_demo(catalogue), catalogue["actors"])
    answers = join_answers([take_catalogue_answers(catalogue["need_responses"]), stored.answers])
    return Needs(answers, catalogue["actors"], quotes=stored.quotes)


def read_demo(catalogue: Catalogue) -> Answers:
    """Invented answers for the region, calibrated to its published figures. They are kept nowhere."""
    survey = tomllib.loads((read_settings().data_dir / DEMO_SURVEY).read_text(encoding="utf-8"))
    actors = catalogue["actors"]["municipality_code"].value_counts()
    # One more each, so that no municipality is left out.
    spread = {code: float(actors.get(code, 0)) + 1 for code in sorted(catalogue.region.municipalities)}
    return invent_answers(calibrate_survey(survey, catalogue["need_figures"]), spread)


def _codes(values: pd.Series) -> np.ndarray:
    return values.fillna(UNKNOWN).astype("str").to_numpy(dtype=object)


def _first(lists: pd.Series) -> np.ndarray:
    """The first of several: who works in two sectors is weighed as one person."""
    return np.array([own[0] if isinstance(own, tuple | list) and len(own) else UNKNOWN for own in lists], dtype=object)
