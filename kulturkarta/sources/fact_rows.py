"""How each file of researched facts becomes a table of the catalogue; text in, text out, "" for unknown.

A value is either read in the fact or concluded from its kind; the latter is named in the row's `inferred`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import pandas as pd

from kulturkarta.errors import KulturkartaError
from kulturkarta.schema import LIST_SEPARATOR, WHOLE_REGION
from kulturkarta.sources import fact_words as words
from kulturkarta.taxonomy import Taxonomy

GEONAMES = "GeoNames"
Facts = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class Build:
    """What the mapping of every table may look at: raw facts by file stem, vocabularies, places, package.toml."""

    facts: Facts
    taxonomy: Taxonomy
    localities: pd.DataFrame
    package: Mapping[str, str]


def map_places(build: Build) -> pd.DataFrame:
    """The table places out of meeting_places.csv."""
    raw = build.facts["meeting_places"]
    today = words.drop_past(raw["name"] + ". " + raw["description_sv"])
    read = words.find_codes(today, words.PLACE_FUNCTIONS)
    functions, concluded = _add_by_kind(read, raw["kind"], build.taxonomy, "place_kind", "place_function")
    note = raw["accessibility_note"]
    price = words.find_code(note, words.PRICE)
    return pd.DataFrame(
        {
            "name": raw["name"],
            "kind": raw["kind"],
            "functions": functions,
            "owner_type": raw["owner_type"],
            "capacity": raw["capacity"],
            "price_class": price,
            "accessibility": words.find_codes(words.drop_past(note), words.ACCESSIBILITY),
            # A note that is all price says nothing of accessibility.
            "accessibility_note": note.where(price == "", ""),
            **_where(raw, build.localities),
            "website": raw["website"],
            "description": raw["description_sv"],
            **_life(raw, build, "places"),
            "inferred": _inferred(functions=concluded, owner_type=raw["owner_type"] != ""),
            **trace_source(raw, build),
        }
    )


def map_actors(build: Build) -> pd.DataFrame:
    """The table actors out of actors.csv. Roles, skills and stage stay unknown: no fact states them."""
    raw = build.facts["actors"]
    text = raw["name"] + ". " + raw["description_sv"]
    unstated = raw["actor_type"].isin(["fri_ideell", "fri_privat"]) & ~words.says(text, words.ASSOCIATION)
    return pd.DataFrame(
        {
            "name": raw["name"],
            "legal_form": words.find_code(text, words.LEGAL_FORM),
            "actor_type": raw["actor_type"],
            "drive": words.find_code(words.drop_past(text), words.DRIVE),
            "sectors": raw["sector"],
            "offers": raw["offers_sv"],
            "seeks": raw["seeks_sv"],
            **_where(raw, build.localities),
            "website": raw["website"],
            "description": raw["description_sv"],
            **_life(raw, build, "actors"),
            "inferred": _inferred(actor_type=unstated),
            **trace_source(raw, build),
        }
    )


def map_supports(build: Build) -> pd.DataFrame:
    """The table supports out of support_structures.csv; sectors, stages and drives only from the target text."""
    raw = build.facts["support_structures"]
    read = words.find_codes(raw["name"] + ". " + raw["description_sv"], words.SUPPORT_FUNCTIONS)
    functions, concluded = _add_by_kind(read, raw["kind"], build.taxonomy, "support_kind", "support_function")
    return pd.DataFrame(
        {
            "name": raw["name"],
            "provider": raw["provider"],
            "kind": raw["kind"],
            "functions": functions,
            "target": raw["target_sv"],
            "sectors": words.find_codes(raw["target_sv"], words.TARGET_SECTORS),
            "stages": words.find_codes(raw["target_sv"], words.TARGET_STAGES),
            "drives": words.find_codes(raw["target_sv"], words.TARGET_DRIVES),
            "service_area": raw["coverage"].replace("", WHOLE_REGION),
            "website": raw["website"],
            "description": raw["description_sv"],
            **_life(raw, build, "supports"),
            "inferred": _inferred(functions=concluded),
            **trace_source(raw, build),
        }
    )


def map_events(build: Build) -> pd.DataFrame:
    """The table events out of events_recurring.csv."""
    raw = build.facts["events_recurring"]
    same = ["name", "kind", "municipality_code", "locality", "since", "organiser", "website"]
    return raw[same].assign(
        season=raw["month_or_season"], description=raw["description_sv"], **trace_source(raw, build)
    )


def map_need_figures(build: Build) -> pd.DataFrame:
    """The table need_figures out of needs_published.csv."""
    raw = build.facts["needs_published"]
    same = ["survey", "year", "theme", "answer", "value", "unit", "n"]
    return raw[same].assign(question=raw["question_sv"], **trace_source(raw, build))


def map_coverage(build: Build, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The table coverage out of coverage.csv; `known` is counted in `tables`, never typed."""
    raw = build.facts["coverage"]
    columns = {"places": "kind", "actors": "sectors", "municipality_facts": "indicator"}

    # A loop over rows: each asks another table, and there are a handful.
    def count(row: pd.Series) -> str:
        frame = tables[row["table"]]
        hit = pd.Series(True, index=frame.index)
        if row["kind"]:
            hit &= frame[columns[row["table"]]].str.split(LIST_SEPARATOR).map(lambda codes: row["kind"] in codes)
        if row["municipality_code"]:
            hit &= frame["municipality_code"] == row["municipality_code"]
        return str(int(hit.sum()))

    same = ["table", "kind", "municipality_code", "expected_min", "expected_max", "note"]
    return raw[same].assign(known=[count(row) for _, row in raw.iterrows()], **trace_source(raw, build))


def _add_by_kind(
    read: pd.Series, kind: pd.Series, taxonomy: Taxonomy, kinds: str, functions: str
) -> tuple[pd.Series, pd.Series]:
    """The functions read in the text plus those the kind has by definition; and whether the kind added any."""
    by_kind = kind.map(taxonomy[kinds].frame["functions"])
    if by_kind.isna().any():
        raise KulturkartaError(f"{kinds} has no term {kind[by_kind.isna()].iloc[0]!r}")
    both = words.order_codes(words.join_codes([read, by_kind]), taxonomy[functions].codes)
    return both, both != words.order_codes(read, taxonomy[functions].codes)


def _where(raw: pd.DataFrame, localities: pd.DataFrame) -> dict[str, pd.Series]:
    """Position columns: the stated point, else the locality's point, else as much as is known."""
    stated = raw["lat"] != ""
    found = _find_localities(raw, localities)
    has_locality = ~stated & (found["lon"] != "")
    position = pd.Series("none", index=raw.index).mask(raw["municipality_code"] != "", "municipality")
    return {
        "municipality_code": raw["municipality_code"],
        "locality": raw["locality"],
        "address": raw["address"],
        "lon": raw["lon"].where(stated, found["lon"]),
        "lat": raw["lat"].where(stated, found["lat"]),
        "position": position.mask(has_locality, "locality").mask(stated, raw["precision"]),
        "position_source_url": raw["position_source_url"]
        .where(raw["position_source_url"] != "", raw["source_url"])
        .where(stated, found["source_url"]),
    }


def _find_localities(raw: pd.DataFrame, localities: pd.DataFrame) -> pd.DataFrame:
    """lon, lat, source_url of the locality of each row, "" where its municipality has none of that name.

    A locality close to a border counts for each municipality it may lie in: the fact itself says which. Points
    stated on public pages go before those of GeoNames.
    """
    near = localities.assign(
        code=(localities["municipality_code"] + LIST_SEPARATOR + localities["municipality_candidates"]).str.split(
            LIST_SEPARATOR
        )
    ).explode("code", ignore_index=True)
    near = near[near["code"] != ""].assign(key=fold_names(near["name"]), last=near["source"] == GEONAMES)
    near = near.sort_values("last", kind="stable").drop_duplicates(["key", "code"])
    wanted = pd.DataFrame({"key": fold_names(raw["locality"]), "code": raw["municipality_code"]})
    found = wanted.merge(near, on=["key", "code"], how="left")[["lon", "lat", "source_url"]]
    return found.fillna("").set_index(raw.index)


def fold_names(names: pd.Series) -> pd.Series:
    return names.str.normalize("NFC").str.casefold().str.strip()


def _life(raw: pd.DataFrame, build: Build, table: str) -> dict[str, pd.Series]:
    """closed and status: as status.csv says, else uncertain where the text says so, else unknown; never "open"."""
    stated = build.facts["status"]
    stated = stated[stated["table"] == table].set_index(["name", "municipality_code"])
    area = raw["municipality_code"] if "municipality_code" in raw else pd.Series("", index=raw.index)
    keys = pd.MultiIndex.from_arrays([raw["name"], area])
    missing = stated.index.difference(keys)
    if len(missing):
        raise KulturkartaError(f"status.csv: {table} has no row {missing[0]}")
    status = pd.Series(stated["status"].reindex(keys).fillna("").to_numpy(), index=raw.index)
    closed = pd.Series(stated["closed"].reindex(keys).fillna("").to_numpy(), index=raw.index)
    doubted = (status == "") & words.says(raw["description_sv"], words.UNCERTAIN)
    return {"closed": closed, "status": status.mask(doubted, "uncertain")}


def _inferred(**columns: pd.Series) -> pd.Series:
    return words.join_codes([pd.Series(name, index=mask.index).where(mask, "") for name, mask in columns.items()])


def trace_source(raw: pd.DataFrame, build: Build) -> dict[str, pd.Series]:
    """source = the page's host; rows without a page are the compiler's own statement."""
    host = raw["source_url"].map(read_host)
    empty = pd.Series("", index=raw.index)
    provenance = {
        "source": host.where(host != "", build.package["title"]),
        "source_url": raw["source_url"],
        "licence": pd.Series(build.package["row_licence"], index=raw.index),
        "last_checked": raw.get("seen_year", empty),
    }
    return provenance | ({"id_keep": raw["id_keep"]} if "id_keep" in raw else {})


def read_host(url: str) -> str:
    """`https://www.gnesta.se/x` -> `gnesta.se`."""
    return (urlsplit(url).hostname or "").removeprefix("www.").rstrip(".")
