"""A question of Luckor: which places, how far is too far, counted how. And how it is written in an address."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Final, Literal, cast

from kulturkarta.analysis.gaps.decay import DECAYS, DEFAULT_DECAY
from kulturkarta.analysis.siting import Aim, Plan
from kulturkarta.i18n import Texts
from kulturkarta.roads import MODES
from kulturkarta.settings import Settings
from kulturkarta.sources.population import AGE_COLUMNS

MIN_KM, MAX_KM = 1, 70
MIN_MINUTES, MAX_MINUTES = 1, 120
TravelMode = Literal["straight", "car", "bicycle", "foot"]
STRAIGHT: Final = "straight"
DETOURS = (1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6)
MAX_CHANGES = 12
"""Most places that one scenario adds and closes."""

QUESTION_PARAMS = ("kinds", "functions", "km", "detour", "decay", "age", "change", "mode", "minutes")
_NO_GAP = 0.0005
_NEW, _CLOSED, _AND, _BY = "n", "x", "~", "_"


@dataclass(frozen=True)
class Change:
    """What if: places `added` (lon, lat) and places of the catalogue `closed` (ids)."""

    added: tuple[tuple[float, float], ...] = ()
    closed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.closed)

    def __len__(self) -> int:
        return len(self.added) + len(self.closed)


@dataclass(frozen=True)
class Question:
    """Which places, by kind or by what one can do there, and how far is too far.

    `mode`: straight lines times the detour, or a way on the road network. `km` by that mode; `minutes`, for a mode of
    the road network, is the limit in place of km when given.
    `detour`: how many times longer a way is than the straight line, None: as the settings say. `decay`: a name of
    `DECAYS`. `age`: whose reach, "" for everyone's, else one of `AGE_COLUMNS`. `change`: what if.
    """

    kinds: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    km: float = 10.0
    detour: float | None = None
    decay: str = DEFAULT_DECAY
    age: str = ""
    change: Change = Change()
    mode: TravelMode = STRAIGHT
    minutes: float | None = None


def list_modes(settings: Settings) -> tuple[TravelMode, ...]:
    """How one can ask: straight lines always, by road where a network is set."""
    return (STRAIGHT,) if settings.road_file is None else (STRAIGHT, *MODES)


@dataclass(frozen=True)
class NextQuestion:
    """How many new places, to what end, and which sites (ids of candidates) must or must not be among them.

    With a `municipality` only its sites are asked for, and only its people count.
    """

    n_sites: int
    aim: Aim = "coverage"
    municipality: str = ""
    forced: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()


def name_question(question: Question, label: Callable[[str, str], str], t: Texts) -> str:
    """`bibliotek eller museum`, `plats där man kan öva`: what is asked for, in words. `label`: (vocabulary, code)."""
    vocabulary = "place_kind" if question.kinds else "place_function"
    words = [label(vocabulary, code).lower() for code in (*question.kinds, *question.functions)]
    joined = t.join(words, word="or")
    return joined if question.kinds else t("luckor.place_for", words=joined)


def name_people(question: Question, t: Texts) -> str:
    """`invånarna`, or those of the age group that is asked for."""
    return t(f"luckor.who.{question.age or 'everyone'}")


def name_limit(question: Question, t: Texts) -> str:
    """`10 km`, `15 minuter med bil`: how far is too far."""
    if question.minutes is not None:
        return t(f"cli.gaps.minutes_{question.mode}", value=question.minutes)
    return t("luckor.limit_km", value=t.number(question.km))


def describe_proof(plan: Plan, t: Texts) -> str:
    """How sure it is that no plan is better, as a sentence; a gap that rounds to 0.0 % is no gap."""
    if plan.exact:
        return t("luckor.where.proven")
    if plan.gap < _NO_GAP:
        return t("luckor.where.as_good_as_proven")
    return t("luckor.where.gap", gap=t.percent(plan.gap, 1))


def write_change(change: Change) -> str:
    """`n16.5900_59.0600~xflens-bibliotek`: one added, one closed, in signs that an address leaves as they are."""
    added = [f"{_NEW}{lon:.4f}{_BY}{lat:.4f}" for lon, lat in change.added]
    return _AND.join([*added, *(f"{_CLOSED}{place}" for place in change.closed)])


def read_change(text: str) -> Change:
    """The inverse of `write_change`. Raises LookupError for what it did not write."""
    added: list[tuple[float, float]] = []
    closed: list[str] = []
    for part in filter(None, text.split(_AND)):
        if part.startswith(_CLOSED) and len(part) > 1:
            closed.append(part[1:])
        else:
            added.append(_read_point(part))
    change = Change(tuple(dict.fromkeys(added)), tuple(dict.fromkeys(closed)))
    if len(change) > MAX_CHANGES:
        raise LookupError(text)
    return change


def _read_point(part: str) -> tuple[float, float]:
    lon, _, lat = part.removeprefix(_NEW).partition(_BY)
    try:
        point = (float(lon), float(lat))
    except ValueError as error:
        raise LookupError(part) from error
    if not (part.startswith(_NEW) and -180 <= point[0] <= 180 and -90 <= point[1] <= 90):
        raise LookupError(part)
    return point


def write_question(question: Question) -> dict[str, str]:
    """The parameters of `question`, those left out that are as usual."""
    written = {
        "kinds": ",".join(question.kinds),
        "functions": ",".join(question.functions),
        "km": f"{question.km:g}",
        "detour": "" if question.detour is None else f"{question.detour:g}",
        "decay": "" if question.decay == DEFAULT_DECAY else question.decay,
        "age": question.age,
        "change": write_change(question.change),
        "mode": "" if question.mode == STRAIGHT else question.mode,
        "minutes": "" if question.minutes is None else f"{question.minutes:g}",
    }
    return {name: value for name, value in written.items() if value}


def read_question(params: Mapping[str, str], *, kinds: Collection[str], functions: Collection[str]) -> Question:
    """The inverse of `write_question`, with words of `kinds` and `functions`. Raises LookupError where it is none."""
    chosen = {name: tuple(filter(None, params.get(name, "").split(","))) for name in ("kinds", "functions")}
    known = {"kinds": kinds, "functions": functions}
    decay, age = params.get("decay", DEFAULT_DECAY), params.get("age", "")
    is_known = all(word in known[name] for name, words in chosen.items() for word in words)
    if not is_known or not any(chosen.values()) or decay not in DECAYS or age not in ("", *AGE_COLUMNS):
        raise LookupError(dict(params))
    km = _read_number(params.get("km", "10"), MIN_KM, MAX_KM)
    detour = _read_number(params["detour"], DETOURS[0], DETOURS[-1]) if params.get("detour") else None
    change, mode = read_change(params.get("change", "")), params.get("mode") or STRAIGHT
    minutes = _read_number(params["minutes"], MIN_MINUTES, MAX_MINUTES) if params.get("minutes") else None
    if mode not in (STRAIGHT, *MODES) or (mode == STRAIGHT and minutes is not None):
        raise LookupError(dict(params))
    return Question(
        **chosen,
        km=km,
        detour=detour,
        decay=decay,
        age=age,
        change=change,
        mode=cast(TravelMode, mode),
        minutes=minutes,
    )


def _read_number(text: str, low: float, high: float) -> float:
    try:
        value = float(text)
    except ValueError as error:
        raise LookupError(text) from error
    if not (math.isfinite(value) and low <= value <= high):
        raise LookupError(text)
    return value
