"""For a value that is wrong, the problem's code and what to write instead."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from rapidfuzz import fuzz, process

from kulturkarta.schema import Column
from kulturkarta.taxonomy import Taxonomy, Vocabulary
from kulturkarta.validation.cells import MAX_TEXT_CHARS, propose_date

Mend = tuple[str, dict[str, object]]

# How alike two words must be (0-100) before one is proposed for the other: below, a proposal is more often wrong.
LIKENESS = 70
_SHOWN_CODES = 12
_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:[/?#]\S*)?")


def mend_term(text: str, vocabulary: Vocabulary) -> Mend:
    """`term.label`: a label was written for its code; `term.unknown`: the nearest code; else `term.unlike_any`."""
    by_label: dict[str, str] = {}
    for lang in ("sv", "en", "nb"):
        by_label |= {label.casefold(): code for code, label in vocabulary.labels(lang).items()}
    if text.casefold() in by_label:
        return "term.label", {"suggestion": by_label[text.casefold()]}
    words = by_label | {code: code for code in vocabulary.codes}
    nearest = find_nearest(text.casefold(), list(words))
    if nearest:
        return "term.unknown", {"suggestion": words[nearest]}
    shown = vocabulary.codes[:_SHOWN_CODES]
    return "term.unlike_any", {"choices": ", ".join(shown) + (" …" if len(vocabulary.codes) > len(shown) else "")}


def mend_municipality(text: str, municipalities: Mapping[str, str]) -> Mend:
    """ "480" and "480.0" became numbers, "Nyköping" is a name: both with the code to write. Else only what is wrong."""
    number = re.fullmatch(r"(\d{3,4})(?:[.,]0+)?", text)
    if number and (code := number[1].zfill(4)) in municipalities:
        return "municipality_code.as_number", {"suggestion": code, "name": municipalities[code]}
    if re.fullmatch(r"\d{4}", text):
        return "municipality_code.unknown", {}
    by_name = {name.casefold(): code for code, name in municipalities.items()}
    name = text.casefold().removesuffix(" kommun")
    code = by_name.get(name) or by_name.get(name.removesuffix("s"))
    if not code:
        code = next((part for part in re.findall(r"\b\d{4}\b", text) if part in municipalities), None)
    if code:
        return "municipality_code.name", {"suggestion": code, "name": municipalities[code]}
    return "municipality_code.not_four_digits", {}


def mend_url(text: str) -> Mend:
    """`www.exempel.se` -> `https://www.exempel.se`; nothing to propose for other schemes."""
    if _DOMAIN.fullmatch(text):
        return "url.no_scheme", {"suggestion": f"https://{text}"}
    return "url.not_web", {}


def mend_date(text: str) -> Mend:
    """The ISO form when there is only one the text can mean."""
    suggestion = propose_date(text)
    return ("date.other_form", {"suggestion": suggestion}) if suggestion else ("date.not_a_date", {})


def mend_id(text: str) -> Mend:
    """The nearest id: "Åkers Bibliotek!" -> akers-bibliotek."""
    return "id.wrong_form", {"suggestion": slug(text) or "a-1"}


def slug(text: str) -> str:
    """Lower-case ASCII letters and digits with single hyphens between: å, ä -> a, ö -> o, é -> e."""
    special = text.casefold().translate(str.maketrans({"æ": "a", "ø": "o"}))
    plain = unicodedata.normalize("NFKD", special).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def find_nearest(text: str, choices: list[str]) -> str:
    """The choice most like `text`, "" when none is."""
    found = process.extractOne(text, choices, scorer=fuzz.ratio, score_cutoff=LIKENESS)
    return found[0] if found else ""


def mend_cell(code: str, text: str, *, column: Column, taxonomy: Taxonomy, municipalities: Mapping[str, str]) -> Mend:
    """The final code and parameters for a cell of `column` that failed the check `code`."""
    match code:
        case "term":
            return mend_term(text, taxonomy[column.vocabulary])
        case "municipality_code":
            return mend_municipality(text, municipalities)
        case "url":
            return mend_url(text)
        case "date":
            return mend_date(text)
        case "id":
            return mend_id(text)
        case "number.too_small":
            return code, {"limit": column.minimum}
        case "number.too_large":
            return code, {"limit": column.maximum}
        case "text.too_long":
            return code, {"length": len(text), "limit": MAX_TEXT_CHARS}
    return code, {}
