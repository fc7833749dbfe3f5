"""Worlds to measure Samverkan in: actors with known true partners, and catalogues of any size."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kulturkarta.analysis.matching.profiles import Vocabulary, build_profiles
from kulturkarta.analysis.matching.relatedness import learn_relatedness
from kulturkarta.analysis.matching.score import Matcher, read_role_fit
from kulturkarta.analysis.matching.words import build_lexicon
from kulturkarta.analysis.network.ties import Ties, build_ties
from kulturkarta.settings import PROJECT_DIR
from kulturkarta.taxonomy import read_taxonomy
from tests.analysis.matching.small_catalogue import actor, collaborations, table
from tests.small_sweden import degrees

_TAXONOMY = read_taxonomy(PROJECT_DIR / "data" / "taxonomy")
_OFFERING = _TAXONOMY["offering"].frame
# The first word of each term: what a person would write.
_WORDS = [words.split(";")[0] for words in _OFFERING["words"]]
_SECTORS = [code for code in _TAXONOMY["sector"].codes if code != "annat"]
_MUNICIPALITIES = 9


@dataclass(frozen=True, eq=False)
class World:
    """`held_out`: (actor, true partner) pairs that are no known ties. `is_rich`: whose profile is long."""

    matcher: Matcher
    held_out: list[tuple[int, int]]
    is_rich: np.ndarray


def read_tables() -> tuple[pd.DataFrame, pd.DataFrame]:
    """The published tables of sector relatedness and role fit."""
    folder = PROJECT_DIR / "data" / "reference"
    return pd.read_csv(folder / "sector_relatedness.csv"), pd.read_csv(folder / "role_fit.csv")


def make_vocabulary() -> Vocabulary:
    return Vocabulary(
        offering=build_lexicon(_OFFERING),
        audience=build_lexicon(_TAXONOMY["audience"].frame),
        sectors=_TAXONOMY["sector"].codes,
        roles=_TAXONOMY["role"].codes,
        audiences=_TAXONOMY["audience"].codes,
    )


LAWS: Mapping[str, Callable[[np.ndarray], np.ndarray]] = {
    "gravity": lambda km: -2 * np.log1p(km / 8),
    "halving": lambda km: -np.log(2) * km / 10,
    "day trip": lambda km: np.where(km <= 25, 0.0, -2.5) - 0.01 * km,
}
"""How the wish to work together falls: (1 + km/8)^-2, by half every 10 km, or all within 25 km are as good as near."""


def draw_world(seed: int, n: int = 400, *, law: str = "gravity") -> World:
    """`n` actors on 120 × 120 km. Each truly offers 2-5 things and needs 2-4; a thin profile shows one offer and no
    need. Her true partner is drawn by needs met both ways, a hidden relatedness of sectors that is not the published
    one, and a distance `law`; one in five by lot. Half of the pairs are known ties, the others held out."""
    generator = np.random.default_rng(seed)
    n_terms, n_sectors = len(_WORDS), len(_SECTORS)
    often = generator.dirichlet(np.ones(n_terms))
    offers = _draw_sets(generator, n, often, 2, 5)
    needs = _draw_sets(generator, n, np.full(n_terms, 1 / n_terms), 2, 4)
    sector = generator.integers(0, n_sectors, n)
    hidden = generator.normal(0, 1, (n_sectors, n_sectors))
    hidden = (hidden + hidden.T) / 2
    at = generator.random((n, 2)) * 120
    is_rich = generator.random(n) < 0.5
    meets = needs.astype(int) @ offers.T.astype(int)
    km = np.hypot(*(at[:, None, k] - at[None, :, k] for k in (0, 1)))
    pull = 1.5 * np.minimum(meets, 2) + 1.5 * np.minimum(meets.T, 2) + hidden[sector][:, sector] + LAWS[law](km)
    np.fill_diagonal(pull, -np.inf)
    chance = np.exp(pull - pull.max(axis=1, keepdims=True))
    chance /= chance.sum(axis=1, keepdims=True)
    partner = np.array([generator.choice(n, p=chance[row]) for row in range(n)])
    by_lot = generator.random(n) < 0.2
    partner[by_lot] = (np.flatnonzero(by_lot) + generator.integers(1, n, by_lot.sum())) % n
    rows = [
        actor(
            f"X{row}",
            east_km=None,
            sector=_SECTORS[sector[row]],
            offers=_write(offers[row], None if is_rich[row] else 1),
            seeks=_write(needs[row], None if is_rich[row] else 0),
            municipality_code=f"{int(at[row, 0] // 40) * 3 + int(at[row, 1] // 40):04d}",
        )
        for row in range(n)
    ]
    actors = _place(table(rows), at)
    known = generator.random(n) < 0.5
    pairs = [(f"x{row}", f"x{partner[row]}") for row in np.flatnonzero(known)]
    ties = build_ties(collaborations(*pairs), actors=actors, places=actors.iloc[:0], supports=actors.iloc[:0])
    held_out = [(int(row), int(partner[row])) for row in np.flatnonzero(~known)]
    return World(_match(actors, ties), held_out, is_rich)


def draw_profiles(n: int, *, seed: int = 0, side_km: float = 600) -> tuple[Matcher, pd.DataFrame]:
    """`n` actors and a meeting place for every ten, spread evenly over a square, without ties."""
    generator = np.random.default_rng(seed)
    at = generator.random((n, 2)) * side_km
    sets = _draw_sets(generator, n, np.full(len(_WORDS), 1 / len(_WORDS)), 1, 3)
    seeks = _draw_sets(generator, n, np.full(len(_WORDS), 1 / len(_WORDS)), 0, 2)
    sector = generator.integers(0, len(_SECTORS), n)
    rows = [
        actor(
            f"X{i}",
            east_km=None,
            sector=_SECTORS[sector[i]],
            offers=_write(sets[i], None),
            seeks=_write(seeks[i], None),
        )
        for i in range(n)
    ]
    actors = _place(table(rows), at)
    ties = build_ties(collaborations(), actors=actors, places=actors.iloc[:0], supports=actors.iloc[:0])
    matcher = _match(actors, ties)
    points = matcher.profiles.points_m[: max(n // 10, 1)] + generator.normal(0, 3000, (max(n // 10, 1), 2))
    places = pd.DataFrame(points, columns=["x_m", "y_m"]).assign(
        id=lambda f: [f"p{i}" for i in range(len(f))], name="P"
    )
    return matcher, places


def draw_big_ties(n: int, m: int, *, size: int) -> Ties:
    """`m` ties among `n` actors in groups of `size`, seven in ten of them within a group, some actors with far more
    than others; begun 1990-2025, in nine municipalities."""
    generator = np.random.default_rng(0)
    u = generator.integers(0, n, m)
    inside = np.minimum(u // size * size + (size * generator.random(m) ** 2).astype("int64"), n - 1)
    v = np.where(generator.random(m) < 0.7, inside, (n * generator.random(m) ** 2).astype("int64"))
    keep = u != v
    towns = [f"{number:04d}" for number in generator.integers(1, _MUNICIPALITIES + 1, n)]
    nodes = pd.DataFrame(
        {"id": [f"x{i}" for i in range(n)], "name": "X", "table": "actors", "municipality_code": towns}
    )
    nodes["sectors"] = [()] * n
    since = generator.integers(1990, 2026, m).astype("float64")
    edges = pd.DataFrame({"u": u, "v": v, "id": "t", "kind": "k", "since": since, "until": np.nan})
    return Ties(nodes, edges[keep].reset_index(drop=True))


def _match(actors: pd.DataFrame, ties: Ties) -> Matcher:
    vocabulary = make_vocabulary()
    sectors, roles = read_tables()
    return Matcher(
        profiles=build_profiles(actors, vocabulary, towns={}),
        relatedness=learn_relatedness(ties, sectors, vocabulary.sectors),
        role_fit=read_role_fit(roles, vocabulary.roles),
        ties=ties,
        detour_factor=1.3,
    )


def _place(actors: pd.DataFrame, at: np.ndarray) -> pd.DataFrame:
    lon, lat = degrees(500 + at[:, 0], 6500 + at[:, 1])  # pyright: ignore[reportArgumentType]  # arrays serve as well
    return actors.assign(lon=lon, lat=lat, position="exact")


def _draw_sets(generator: np.random.Generator, n: int, often: np.ndarray, low: int, high: int) -> np.ndarray:
    """One row of flags per actor: `low` to `high` different terms, each as often as `often` says."""
    keys = np.log(generator.random((n, len(often)))) / np.maximum(often, 1e-12)
    rank = np.argsort(np.argsort(-keys, axis=1), axis=1)
    return rank < generator.integers(low, high + 1, n)[:, None]


def _write(flags: np.ndarray, most: int | None) -> tuple[str, ...]:
    return tuple(_WORDS[i] for i in np.flatnonzero(flags)[:most])
