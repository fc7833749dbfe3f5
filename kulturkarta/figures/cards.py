"""What a card says about one place or actor: words and links, no markup. `layer/card.js` turns it into elements."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from kulturkarta.errors import Translate
from kulturkarta.schema import APPROXIMATE_POSITIONS, TableSchema

# Which columns a card shows, in order. Those in _ALWAYS say "no information" when unknown: that is what a visitor
# asks first, and silence would read as "no".
_SHOWN: Mapping[str, tuple[str, ...]] = {
    "places": (
        "functions",
        "capacity",
        "price_class",
        "accessibility",
        "accessibility_note",
        "owner_type",
        "address",
        "opened",
        "website",
        "booking_url",
    ),
    "actors": (
        "offers",
        "seeks",
        "sectors",
        "skills",
        "roles",
        "drive",
        "stage",
        "legal_form",
        "opened",
        "website",
    ),
}
_ALWAYS = frozenset({"functions", "accessibility", "offers", "seeks", "drive"})


@dataclass(frozen=True)
class CardWords:
    """The language of a card: texts, vocabulary labels `(vocabulary, code) -> word`, municipality names by code."""

    t: Translate
    label: Callable[[str, str], str]
    municipalities: Mapping[str, str]


def is_known(value: Any) -> bool:
    """False for NA, NaN, "" and an empty list."""
    if isinstance(value, tuple | list):
        return len(value) > 0
    return not pd.isna(value) and value != ""


def describe_value(value: Any, vocabulary: str, words: CardWords) -> str:
    """One value of a table in words: vocabulary terms by label, lists joined, numbers by locale."""
    if isinstance(value, tuple | list):
        return ", ".join(words.label(vocabulary, v) if vocabulary else str(v) for v in value)
    if vocabulary:
        return words.label(vocabulary, str(value))
    if isinstance(value, float):
        return words.t("word.number", value=int(value) if value.is_integer() else value)
    return str(value)


def describe_where(row: Mapping[str, Any], words: CardWords) -> str:
    """`Malmköping, Flens kommun`, or what of it is known; "" when nothing is."""
    code, locality = row["municipality_code"], row["locality"]
    municipality = words.municipalities.get(code, "") if is_known(code) else ""
    parts = [str(locality)] if is_known(locality) else []
    if municipality and municipality not in parts:
        parts.append(municipality)
    return ", ".join(parts)


def describe_card(
    row: Mapping[str, Any], table: TableSchema, *, words: CardWords, this_year: int, stale_years: int, correction: str
) -> dict[str, Any]:
    """The card of one catalogue row as plain data for `layer/card.js`.

    `correction` is the address that "suggest a correction" leads to ("" leaves the link out).
    """
    t = words.t
    kind = "kind" if table.name == "places" else "actor_type"
    kicker = [words.label(table[kind].vocabulary, row[kind])] if is_known(row[kind]) else []
    kicker += [where] if (where := describe_where(row, words)) else []
    return {
        "id": row["id"],
        "name": row["name"],
        "kicker": " · ".join(kicker) or t(f"table.{table.name}"),
        "notices": _describe_notices(row, t, this_year=this_year, stale_years=stale_years),
        "description": row["description"] if is_known(row["description"]) else "",
        "facts": [fact for name in _SHOWN[table.name] if (fact := _describe_fact(row, table, name, words))],
        "source": _describe_source(row, t),
        "correction": {"label": t("card.correct"), "url": correction} if correction else None,
    }


def _describe_fact(row: Mapping[str, Any], table: TableSchema, name: str, words: CardWords) -> dict[str, str] | None:
    column, value, t = table[name], row[name], words.t
    label = t(f"column.{name}")
    if not is_known(value):
        return {"label": label, "value": t("word.no_information")} if name in _ALWAYS else None
    if column.kind == "url":
        return {"label": label, "value": _host(value), "url": value}
    shown = describe_value(value, column.vocabulary, words)
    if name in row["inferred"]:
        shown = t("card.inferred", value=shown)
    return {"label": label, "value": shown}


def _describe_notices(row: Mapping[str, Any], t: Translate, *, this_year: int, stale_years: int) -> list[str]:
    notices: list[str] = []
    if row["status"] == "closed" or is_known(row["closed"]):
        since = row["closed"]
        notices.append(t("card.closed_since", date=since) if is_known(since) else t("card.closed"))
    elif row["status"] == "uncertain":
        notices.append(t("card.uncertain"))
    checked = row["last_checked"]
    if is_known(checked) and this_year - int(str(checked)[:4]) > stale_years:
        notices.append(t("card.stale", year=str(checked)[:4]))
    if row["position"] in APPROXIMATE_POSITIONS and is_known(row["lon"]):
        notices.append(t(f"card.position_{row['position']}"))
    elif not is_known(row["lon"]):
        notices.append(t("card.no_position"))
    return notices


def _describe_source(row: Mapping[str, Any], t: Translate) -> list[dict[str, str]]:
    source = {"label": t("column.source"), "value": row["source"]}
    if is_known(row["source_url"]):
        source["url"] = row["source_url"]
    lines = [source]
    url = row["position_source_url"]
    if is_known(url) and url != row["source_url"]:
        lines.append({"label": t("card.position_source"), "value": _host(url), "url": url})
    checked = row["last_checked"]
    lines.append(
        {"label": t("column.last_checked"), "value": str(checked) if is_known(checked) else t("word.unknown_when")}
    )
    return lines


def _host(url: str) -> str:
    """`bibliotek.flen.se` from a whole address: a reader sees whose page it is."""
    return url.split("//", 1)[-1].split("/", 1)[0].removeprefix("www.")
