"""Five actors on a line, 10 km apart, in three sectors: enough to count a match by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from kulturkarta.analysis.matching.profiles import Vocabulary, build_profiles
from kulturkarta.analysis.matching.relatedness import learn_relatedness
from kulturkarta.analysis.matching.score import Matcher
from kulturkarta.analysis.matching.words import build_lexicon
from kulturkarta.analysis.network.ties import Ties, build_ties
from tests.small_sweden import degrees

OFFERING = pd.DataFrame(
    {
        "words": ["lokal;samlingslokal;uthyrning", "scen;spelplats", "konsert", "scenografi", "samling;arkiv"],
        "role": ["spridning", "spridning", "spridning", "produktion", "bevarande"],
    },
    index=["lokal", "scen", "konsert", "scenografi", "arkiv"],
)
AUDIENCE = pd.DataFrame({"words": ["barn;unga"]}, index=["barn_unga"])
ROLES = ("skapande", "produktion", "spridning", "bevarande")
SECTORS = ("musik", "scenkonst", "kulturarv", "annat")
VOCABULARY = Vocabulary(build_lexicon(OFFERING), build_lexicon(AUDIENCE), SECTORS, ROLES, ("barn_unga",))

_COLUMNS = ("legal_form", "actor_type", "drive", "municipality_code", "locality", "website", "description")


def actor(name: str, *, east_km: float | None = 600.0, sector: str = "annat", **more: object) -> dict[str, object]:
    """A row of the table of actors; without `east_km` her place is unknown."""
    lon, lat = (np.nan, np.nan) if east_km is None else degrees(east_km, 6515)
    lists = {"roles": (), "skills": (), "offers": (), "seeks": (), "sectors": (sector,)}
    texts = dict.fromkeys(_COLUMNS)
    life = {"opened": None, "closed": None, "status": None, "position": "exact" if east_km is not None else "none"}
    return {"id": name.casefold(), "name": name, "lon": lon, "lat": lat, **lists, **texts, **life, **more}


def table(rows: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows)
    texts = [name for name in (*_COLUMNS, "opened", "closed", "status", "position", "id", "name") if name in frame]
    return frame.astype(dict.fromkeys(texts, "str"))


def collaborations(*pairs: tuple[str, str], **more: object) -> pd.DataFrame:
    """Ties between ids; one that begins with `:` is the name of somebody outside the catalogue."""
    rows = [
        {
            "id": f"{a}-{b}",
            **{
                f"{end}_{part}": (None if part == "id" else key[1:]) if key.startswith(":") else key
                for end, key in (("from", a), ("to", b))
                for part in ("id", "name")
            },
            "kind": "konsert",
            "since": None,
            "until": None,
            **more,
        }
        for a, b in pairs
    ]
    columns = ["id", "from_id", "from_name", "to_id", "to_name", "kind", "since", "until"]
    return pd.DataFrame(rows, columns=columns).astype("str")


def ties_of(actors: pd.DataFrame, *pairs: tuple[str, str], **more: object) -> Ties:
    none = table([]).reindex(columns=actors.columns)
    return build_ties(collaborations(*pairs, **more), actors=actors, places=none, supports=none)


def matcher(actors: pd.DataFrame, *pairs: tuple[str, str], is_fair: bool = True) -> Matcher:
    """The matcher of `actors` with ties between `pairs`; roles next to each other in the chain fit, detour 1."""
    ties = ties_of(actors, *pairs)
    nothing = pd.DataFrame({"sector_a": [], "sector_b": [], "relatedness": []})
    return Matcher(
        profiles=build_profiles(actors, VOCABULARY, towns={"0480": degrees(605, 6515)}),
        relatedness=learn_relatedness(ties, nothing, SECTORS),
        role_fit=np.array([[0, 1, 1, 0], [1, 0, 1, 0], [1, 1, 0, 1], [0, 0, 1, 0]], dtype="float64"),
        ties=ties,
        detour_factor=1.0,
        is_even=is_fair,
        is_filled=is_fair,
    )
