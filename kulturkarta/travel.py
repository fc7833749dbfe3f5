"""How people go: straight lines times a detour, or the road network that the operator has set."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from kulturkarta.analysis.roads import RoadNetwork, RoadWays, build_network
from kulturkarta.analysis.ways import Travel, travel_straight
from kulturkarta.errors import DataProblem, KulturkartaError
from kulturkarta.i18n import Texts
from kulturkarta.questions import STRAIGHT, Question
from kulturkarta.roads import Mode, Roads
from kulturkarta.settings import Settings
from kulturkarta.sources.guard import Limits
from kulturkarta.sources.points import find_point_limits
from kulturkarta.sources.roads import read_roads


def find_travel(question: Question, settings: Settings) -> Travel:
    """How the people of `question` go, and how far is too far. Raises KulturkartaError where no road network is set or
    it cannot be read."""
    factor = question.detour or settings.detour_factor
    if question.mode == STRAIGHT:
        return travel_straight(question.km, factor)
    km, minutes = (find_roads(question.mode, unit, settings, factor=factor) for unit in ("km", "minutes"))
    return Travel(km, km, question.km) if question.minutes is None else Travel(km, minutes, question.minutes)


def find_roads(mode: Mode, unit: Literal["km", "minutes"], settings: Settings, *, factor: float) -> RoadWays:
    """Ways on the road network, counted in `unit`; `factor` for the last bit to a home or place. Raises
    KulturkartaError as `find_travel`."""
    network = read_network(settings, mode)
    return RoadWays(network, unit, snap_km=settings.road_snap_km, detour_factor=factor)


def describe_ways(question: Question, *, detour_factor: float, settings: Settings, t: Texts) -> str:
    """How ways are measured, as a sentence: the straight line times how much, or which road network."""
    if question.mode == STRAIGHT or settings.road_file is None:
        return t("luckor.distance", factor=detour_factor)
    source = settings.road_source or settings.road_file.name
    return t("luckor.by_road", mode=t(f"cli.gaps.mode_{question.mode}"), source=source)


def read_network(settings: Settings, mode: Mode) -> RoadNetwork:
    """The road network of `settings` for `mode`, read once. Raises KulturkartaError where there is none."""
    if settings.road_file is None:
        raise KulturkartaError("There is no road network: set KULTURKARTA_ROAD_FILE, or ask for straight ways")
    return _build(settings.road_file, find_point_limits(settings), mode)


@cache
def _build(path: Path, limits: Limits, mode: Mode) -> RoadNetwork:
    try:
        return build_network(_read_roads(path, limits), mode)
    except ValueError as error:
        raise KulturkartaError(f"{path}: {error}") from error


@cache
def _read_roads(path: Path, limits: Limits) -> Roads:
    try:
        return read_roads(path, limits=limits).roads
    except DataProblem as problem:
        raise KulturkartaError(f"{path} cannot be read. Say: kulturkarta check-roads {path}") from problem
