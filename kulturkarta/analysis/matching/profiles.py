"""What is known of each actor, in a form that thousands can be compared in at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from pyproj import Transformer
from scipy.sparse import csc_array

from kulturkarta.analysis.entries import find_closed
from kulturkarta.analysis.matching.words import Lexicon
from kulturkarta.geo import SWEREF99TM, WGS84
from kulturkarta.schema import APPROXIMATE_POSITIONS

DRIVES = {"passion": 0.0, "blandad": 0.5, "marknad": 1.0}
"""Where a drive lies between passion and market."""

# What a kind of organisation lets one conclude of its drive where nobody has said.
_DRIVE_OF_TYPE = {"fri_ideell": "passion", "foretag": "marknad"}

FIELDS = ("sectors", "roles", "offers", "seeks", "drive", "audiences", "place")
"""What a profile can say; what it leaves out is unknown, never none."""


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The words profiles are compared in."""

    offering: Lexicon
    audience: Lexicon
    sectors: tuple[str, ...]
    roles: tuple[str, ...]
    audiences: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Profile:
    """One actor, or somebody who is not in the catalogue. Empty or NaN = unknown.

    `x_m`, `y_m` are EPSG:3006. `approximate`: the point is that of the locality or municipality; `by_municipality`: of
    the municipality's largest town, for nothing nearer is known. `row`: her row in the
    profiles, None for a newcomer. `concluded`: fields that were concluded, not read.
    """

    sectors: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    seeks: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    drive: float = float("nan")
    x_m: float = float("nan")
    y_m: float = float("nan")
    approximate: bool = False
    by_municipality: bool = False
    row: int | None = None
    concluded: tuple[str, ...] = ()

    def knows(self, field: str) -> bool:
        value = {"drive": self.drive, "place": self.x_m}.get(field)
        return value == value if value is not None else bool(getattr(self, field))


@dataclass(frozen=True, eq=False)
class Profiles:
    """The open actors of a catalogue. `frame`: id, name, municipality_code, website and the fields of `Profile` as
    columns. Matrices have one row an actor; `offers` and `seeks` one column a term of `terms`."""

    frame: pd.DataFrame
    vocabulary: Vocabulary
    terms: dict[str, int]
    offers: csc_array
    seeks: csc_array
    sectors: np.ndarray
    roles: np.ndarray
    audiences: np.ndarray

    def __len__(self) -> int:
        return len(self.frame)

    @cached_property
    def points_m(self) -> np.ndarray:
        return self.frame[["x_m", "y_m"]].to_numpy(dtype="float64")

    @cached_property
    def drive(self) -> np.ndarray:
        return self.frame["drive"].to_numpy(dtype="float64")

    @cached_property
    def n_offers(self) -> np.ndarray:
        """How many terms each actor is known to offer; 0 = unknown."""
        return np.bincount(self.offers.indices, minlength=len(self))

    @cached_property
    def n_seeks(self) -> np.ndarray:
        return np.bincount(self.seeks.indices, minlength=len(self))

    @cached_property
    def n_offering(self) -> np.ndarray:
        """How many actors offer each term."""
        return np.diff(self.offers.indptr)

    @cached_property
    def n_seeking(self) -> np.ndarray:
        return np.diff(self.seeks.indptr)

    @cached_property
    def row_of_id(self) -> Mapping[str, int]:
        return {str(key): row for row, key in enumerate(self.frame["id"])}

    def read(self, row: int) -> Profile:
        """The profile of actor `row`."""
        values = self.frame.iloc[row]
        return Profile(**{name: values[name] for name in _PROFILE_COLUMNS}, row=row)

    def find_term(self, term: str) -> int | None:
        return self.terms.get(term)


_TERM_COLUMNS = ("sectors", "roles", "offers", "seeks", "audiences")
_PROFILE_COLUMNS = (*_TERM_COLUMNS, "drive", "x_m", "y_m", "approximate", "by_municipality", "concluded")


def build_profiles(
    actors: pd.DataFrame, vocabulary: Vocabulary, *, towns: Mapping[str, tuple[float, float]]
) -> Profiles:
    """The profiles of the open `actors` (public frame; see `catalogue`).

    A role that nobody stated is concluded from what is offered, an audience from offers, name and description, a drive
    from the kind of organisation: `concluded` names such fields. Who is known by her municipality only stands at its
    largest town (`towns`: code -> lon, lat), approximately.
    """
    open_ = actors[~find_closed(actors).to_numpy(dtype=bool)].reset_index(drop=True)
    rows = [describe_actor(row, vocabulary) for row in open_.to_dict(orient="records")]
    frame = pd.DataFrame(rows, columns=[*_TERM_COLUMNS, "drive", "concluded"])
    for name in ("id", "name", "municipality_code", "locality", "website", "actor_type"):
        frame[name] = open_[name].to_numpy(dtype=object)
    frame = frame.join(_place(open_, towns))
    terms = _number(frame["offers"], frame["seeks"])
    return Profiles(
        frame,
        vocabulary,
        terms,
        offers=_mark(frame["offers"], terms),
        seeks=_mark(frame["seeks"], terms),
        sectors=mark(frame["sectors"], vocabulary.sectors),
        roles=mark(frame["roles"], vocabulary.roles),
        audiences=mark(frame["audiences"], vocabulary.audiences),
    )


def describe_actor(row: Mapping[str, object], vocabulary: Vocabulary) -> dict[str, object]:
    """The fields of one actor as terms, and which of them were concluded."""
    offers = vocabulary.offering.parse(_words(row, "offers") + _words(row, "skills"))
    stated_roles = _words(row, "roles")
    roles = stated_roles or tuple(dict.fromkeys(filter(None, (vocabulary.offering.roles.get(o, "") for o in offers))))
    stated_audiences = _words(row, "audiences")
    told = (*_words(row, "offers"), *_text(row, "name"), *_text(row, "description"))
    drive = next(iter(_text(row, "drive")), "")
    drive_of_type = _DRIVE_OF_TYPE.get(next(iter(_text(row, "actor_type")), ""), "")
    audiences = stated_audiences or vocabulary.audience.find(told)
    concluded = {
        "roles": bool(roles and not stated_roles),
        "audiences": bool(audiences and not stated_audiences),
        "drive": bool(drive_of_type and not drive),
    }
    return {
        "sectors": _words(row, "sectors"),
        "roles": roles,
        "offers": offers,
        "seeks": vocabulary.offering.parse(_words(row, "seeks")),
        "audiences": audiences,
        "drive": DRIVES.get(drive or drive_of_type, float("nan")),
        "concluded": tuple(field for field, is_so in concluded.items() if is_so),
    }


def describe_newcomer(
    row: Mapping[str, object],
    vocabulary: Vocabulary,
    *,
    point: tuple[float, float] | None,
    approximate: bool,
    by_municipality: bool = False,
) -> Profile:
    """The profile of somebody who is not in the catalogue, from the columns of an actor. `point`: lon, lat."""
    x_m, y_m = (np.array([np.nan]),) * 2 if point is None else to_metres(np.array([point[0]]), np.array([point[1]]))
    fields = describe_actor(row, vocabulary)
    where = {"x_m": float(x_m[0]), "y_m": float(y_m[0]), "approximate": approximate, "by_municipality": by_municipality}
    return Profile(**fields, **where)  # pyright: ignore[reportArgumentType]


def mark(lists: Sequence[tuple[str, ...]] | pd.Series, codes: Sequence[str]) -> np.ndarray:
    """One row per list, one column per code: True where the list has it."""
    at = {code: i for i, code in enumerate(codes)}
    pairs = [(row, at[code]) for row, own in enumerate(lists) for code in own if code in at]
    marked = np.zeros((len(lists), len(codes)), dtype=bool)
    if pairs:
        rows, columns = zip(*pairs, strict=True)
        marked[list(rows), list(columns)] = True
    return marked


def _mark(lists: pd.Series, terms: Mapping[str, int]) -> csc_array:
    pairs = [(row, terms[term]) for row, own in enumerate(lists) for term in own]
    rows, columns = zip(*pairs, strict=True) if pairs else ((), ())
    return csc_array((np.ones(len(pairs), dtype="int8"), (rows, columns)), shape=(len(lists), len(terms)))


def _number(*lists: pd.Series) -> dict[str, int]:
    found = dict.fromkeys(term for each in lists for own in each for term in own)
    return {term: number for number, term in enumerate(found)}


def _place(actors: pd.DataFrame, towns: Mapping[str, tuple[float, float]]) -> pd.DataFrame:
    pointed = (actors["lon"].notna() & actors["lat"].notna()).to_numpy(dtype=bool)
    codes = actors["municipality_code"]
    lon = np.where(pointed, actors["lon"], codes.map({code: point[0] for code, point in towns.items()}))
    lat = np.where(pointed, actors["lat"], codes.map({code: point[1] for code, point in towns.items()}))
    x_m, y_m = to_metres(lon.astype("float64"), lat.astype("float64"))
    vague = ~pointed | actors["position"].isin(APPROXIMATE_POSITIONS).to_numpy(dtype=bool)
    where = {"lon": lon, "lat": lat, "x_m": x_m, "y_m": y_m}
    return pd.DataFrame({**where, "approximate": vague, "by_municipality": ~pointed & np.isfinite(x_m)})


def to_metres(lon: np.ndarray, lat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Degrees as EPSG:3006; NaN where a place is unknown."""
    x_m, y_m = Transformer.from_crs(WGS84, SWEREF99TM, always_xy=True).transform(lon, lat)
    known = np.isfinite(x_m) & np.isfinite(y_m)
    return np.where(known, x_m, np.nan), np.where(known, y_m, np.nan)


def _words(row: Mapping[str, object], name: str) -> tuple[str, ...]:
    value = row.get(name)
    return tuple(str(word) for word in value) if isinstance(value, tuple | list) else ()


def _text(row: Mapping[str, object], name: str) -> tuple[str, ...]:
    value = row.get(name)
    return (value,) if isinstance(value, str) and value else ()
